// TCP sockets (ECMA-419 9, 10.12, A.7, A.9.12): what tests/device/tcp does not show.
import { behaviour } from "testing/behaviour";
import { connected, host, joined, pattern } from "tests/device/support";
import type { ByteBuffer } from "wfi32/bytes";
import type { TCP } from "wfi32/tcp";

const quiet = { onReadable() {} };

behaviour("before the connection writing throws and reading gives nothing (10.12.4)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const tcp = new wfi32.TCP({ address: host, port: 9 });
	t.throws(() => tcp.write(Uint8Array.of(1)), Error);
	t.equal(tcp.read(), undefined);
	await t.advance(5000);
	t.equal((await t.world<{ length: number }>("received", 1)).length, 0);
});

behaviour("callbacks are called with the instance as this (8.5)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const seen: [string, TCP][] = [];
	const tcp = new wfi32.TCP({
		address: host,
		port: 9,
		onWritable() {
			seen.push(["writable", this]);
		},
		onReadable() {
			seen.push(["readable", this]);
			this.read();
		},
		onError() {
			seen.push(["error", this]);
		},
	});
	await t.until(() => seen.length, 15_000);
	await t.world("sendText", "x");
	await t.world("end");
	await t.until(() => seen.length === 3, 20_000);
	t.equal(
		seen.map(([name]) => name),
		["writable", "readable", "error"],
	);
	t.ok(seen.every(([, it]) => it === tcp));
});

behaviour("onReadable comes once when data arrive, with their count, and again with more (9.7.1)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const counts: number[] = [];
	const { tcp } = await connected(t, wfi32, 9, { onReadable: (count) => counts.push(count) });
	await t.world("sendText", "abc");
	await t.advance(10_000);
	t.equal(counts, [3]);
	await t.world("sendText", "de");
	await t.advance(10_000);
	t.equal(counts, [3, 5], "all that can be read");
	t.equal((tcp.read() as ArrayBuffer).byteLength, 5);
	await t.advance(10_000);
	t.equal(counts.length, 2);
});

behaviour("no callback comes from inside read or write (8.5)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("echo", 7);
	let inside = false;
	let calls = 0;
	const told = () => {
		calls++;
		t.ok(!inside, "from inside a method");
	};
	const { tcp } = await connected(t, wfi32, 7, { onReadable: told, onWritable: told, onError: told });
	for (let i = 0; i < 5; i++) {
		inside = true;
		tcp.write(pattern(100, 3));
		tcp.read(10);
		tcp.read(new Uint8Array(20));
		inside = false;
		await t.advance(2000);
	}
	t.ok(calls >= 5);
});

behaviour("a byte buffer is filled within its own offset and length (6.11, 9.4)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const { tcp } = await connected(t, wfi32, 9, quiet);
	await t.world("sendText", "abcdefghijklmnop");
	await t.advance(3000);
	const memory = new ArrayBuffer(8);
	const content = () => Array.from(new Uint8Array(memory));
	t.equal(tcp.read(new Uint8Array(memory, 1, 2)), 2);
	t.equal(content(), [0, 97, 98, 0, 0, 0, 0, 0]);
	t.equal(tcp.read(new Int8Array(memory, 3, 1)), 1);
	t.equal(tcp.read(new DataView(memory, 6, 2)), 2);
	t.equal(content(), [0, 97, 98, 99, 0, 0, 100, 101]);
	t.equal(tcp.read(memory), 8);
	t.equal(content(), [102, 103, 104, 105, 106, 107, 108, 109]);
	const shared = new SharedArrayBuffer(2);
	t.equal(tcp.read(shared as unknown as ByteBuffer), 2);
	t.equal(Array.from(new Uint8Array(shared)), [110, 111]);
	for (const wrong of [new Uint16Array(2), new Float32Array(1), {}, "text", null])
		t.throws(() => tcp.read(wrong as unknown as ByteBuffer), TypeError);
	t.equal(tcp.read(new Uint8Array(9)), 1, "one byte is left: the count is returned");
	t.equal(tcp.read(new Uint8Array(9)), undefined, "nothing is left");
});

behaviour("a number reads up to that many bytes, and only a positive integer is one (A.7.3)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const { tcp } = await connected(t, wfi32, 9, quiet);
	await t.world("sendText", "abcdef");
	await t.advance(3000);
	for (const wrong of [0, -1, 1.5, Number.NaN]) t.throws(() => tcp.read(wrong), RangeError);
	t.equal(t.bytes(tcp.read(2) as ArrayBuffer), [97, 98]);
	t.equal(t.bytes(tcp.read(1000) as ArrayBuffer), [99, 100, 101, 102]);
	t.equal(tcp.read(1), undefined);
});

behaviour("every kind of byte buffer can be written, within its own offset and length (6.11, 9.5)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const { tcp } = await connected(t, wfi32, 9);
	const memory = Uint8Array.of(65, 66, 67, 68, 69, 70).buffer;
	tcp.write(new Uint8Array(memory, 1, 2));
	tcp.write(new Int8Array(memory, 3, 1));
	tcp.write(new DataView(memory, 4, 2));
	tcp.write(memory);
	const shared = new SharedArrayBuffer(1);
	new Uint8Array(shared)[0] = 33;
	tcp.write(shared as unknown as ByteBuffer);
	for (const wrong of [new Uint16Array(1), "text", {}, undefined, null, 5])
		t.throws(() => tcp.write(wrong as never), TypeError);
	await t.advance(6000);
	t.equal((await t.world<{ text: string }>("received", 0)).text, "BCDEFABCDEF!");
});

behaviour("in the format number only bytes can be written (10.12.2, A.9.12.2)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const { tcp } = await connected(t, wfi32, 9, { format: "number" });
	for (const wrong of [-1, 256, 1.5, "a", undefined, Uint8Array.of(1)])
		t.throws(() => tcp.write(wrong as never), Error);
	const before = tcp.write(0x41);
	t.equal(tcp.write(0x42), before - 1);
	await t.advance(3000);
	t.equal((await t.world<{ text: string }>("received", 0)).text, "AB");
});

behaviour("what may be written is what write and onWritable say, and never more (10.12.2, 9.5)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	let told = 0;
	const it = await connected(t, wfi32, 9, { onWritable: (count) => (told = count) });
	let left = it.writable;
	t.equal(told, left);
	left = it.tcp.write(pattern(100, 5), { more: true, byteLength: 150 });
	t.equal(left, it.writable - 100);
	t.throws(() => it.tcp.write(new Uint8Array(left + 1)), RangeError);
	left = it.tcp.write(pattern(150, 5).subarray(100));
	t.equal(left, it.writable - 150);
	await t.advance(8000);
	t.equal(told, it.writable, "all of it may be written again");
	const { length, same } = await t.world<{ length: number; same: boolean }>("received", 5);
	t.equal([length, same], [150, true]);
});

behaviour("an instance closed by one of its callbacks gets no other (8.3)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const events: string[] = [];
	new wfi32.TCP({
		address: host,
		port: 9,
		onWritable() {
			events.push("writable");
			this.close();
		},
		onReadable: () => events.push("readable"),
		onError: () => events.push("error"),
	});
	await t.until(() => events.length, 15_000);
	await t.world("sendText", "too late");
	await t.world("end");
	await t.advance(10_000);
	t.equal(events, ["writable"]);
	t.equal((await t.world<{ sockets: number }>("module")).sockets, 0);
});

behaviour(
	"from: address and port are ignored, the callbacks are the new one's, the old one is closed (10.12.1)",
	async (t) => {
		const { wfi32 } = await joined(t);
		await t.world("listen", 9);
		const heard: string[] = [];
		const old = await connected(t, wfi32, 9, { onReadable: () => heard.push("old") });
		const next = new wfi32.TCP({
			from: old.tcp,
			address: "not an address",
			port: 99_999,
			format: "number",
			onReadable() {
				heard.push(`new ${this.read()}`);
			},
		});
		t.equal(next.format, "number");
		t.throws(() => old.tcp.write(Uint8Array.of(1)), Error);
		t.throws(() => old.tcp.remoteAddress, Error);
		old.tcp.close();
		t.equal(next.remoteAddress, host);
		t.equal(next.remotePort, 9);
		await t.world("sendText", "a");
		await t.until(() => heard.length, 10_000);
		t.equal(heard, ["new 97"]);
	},
);

behaviour("from: wrong options leave the connection to the old one (8.2)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const { tcp } = await connected(t, wfi32, 9);
	t.throws(() => new wfi32.TCP({ from: tcp, format: "string" as never }), RangeError);
	t.throws(() => new wfi32.TCP({ from: tcp, onReadable: 5 as never }), TypeError);
	tcp.write(Uint8Array.of(72, 105));
	await t.advance(3000);
	t.equal((await t.world<{ text: string }>("received", 0)).text, "Hi");
	tcp.close();
	t.throws(() => new wfi32.TCP({ from: tcp }), Error);
});

behaviour("an error comes once, and then nothing (9.7.3)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const events: string[] = [];
	const { tcp } = await connected(t, wfi32, 9, {
		onReadable: () => events.push("readable"),
		onError: () => events.push("error"),
	});
	await t.world("reset");
	await t.advance(20_000);
	t.equal(events, ["error"]);
	t.throws(() => tcp.write(Uint8Array.of(1)), Error);
	tcp.close();
});

behaviour(
	"the class of an instance takes it over as the module's own does, whoever made it (A, TCP Server Connection)",
	async (t) => {
		const { wfi32 } = await joined(t, { buffers: { sockets: 3 } });
		let count = 0;
		const listener = new wfi32.Listener({ port: 8080, onReadable: (it) => (count = it) });
		await t.advance(3000);
		await t.world("dial", 8080);
		await t.until(() => count, 15_000);
		const from = listener.read() as TCP;
		t.ok(from instanceof wfi32.TCP);
		const Class = from.constructor as new (options: object) => TCP;
		let heard = "";
		const tcp = new Class({
			from,
			onReadable(this: TCP) {
				heard += String.fromCharCode(...new Uint8Array(this.read() as ArrayBuffer));
			},
		});
		t.throws(() => from.read(), Error);
		await t.world("dialSay", "over");
		await t.until(() => heard === "over", 15_000);
		t.ok(tcp instanceof wfi32.TCP);
	},
);

behaviour("noDelay is accepted, keepAlive of false as well: there is nothing to do for them (10.12.1)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	for (const options of [{ noDelay: true }, { noDelay: false }, { keepAlive: false }]) {
		const { tcp } = await connected(t, wfi32, 9, options);
		tcp.close();
		await t.advance(3000);
	}
});
