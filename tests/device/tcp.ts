// TCP through the whole stack (ECMA-419 10.12, reference 7.1–7.10).
import { behaviour } from "testing/behaviour";
import { connected, host, isFirmware, joined, pattern, provider } from "tests/device/support";

behaviour("onWritable comes first, when connected", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("echo", 7);
	const events: string[] = [];
	const tcp = new wfi32.TCP({
		address: host,
		port: 7,
		onWritable: () => events.push("writable"),
		onReadable: () => events.push("readable"),
	});
	t.equal(events, [], "nothing from inside the constructor");
	await t.until(() => events.length, 15_000);
	t.equal(events, ["writable"]);
	t.equal(tcp.remoteAddress, host);
	t.equal(tcp.remotePort, 7);
	tcp.close();
});

behaviour("what is written comes back from an echo", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("echo", 7);
	const it = await connected(t, wfi32, 7);
	const hostile = 'OK\r\nERROR:5\r\n+SOCKRXT:1,7\r\n#\n\0\x01"[]\\\x7f\xff+++AT+X';
	const bytes = Uint8Array.from(hostile, (c) => c.charCodeAt(0));
	it.tcp.write(bytes);
	await t.until(() => it.received >= bytes.length, 15_000);
	t.equal(it.input, Array.from(bytes));
});

behaviour("a pattern of several buffers arrives unchanged both ways", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const length = isFirmware ? 4000 : 20_000;
	const out = pattern(length, 11);
	let sent = 0;
	const it = await connected(t, wfi32, 9, {
		onWritable(count) {
			const n = Math.min(count, out.length - sent);
			if (n <= 0) return;
			this.write(out.subarray(sent, sent + n));
			sent += n;
		},
	});
	await t.world("send", { length, seed: 12 });
	await t.until(() => sent === length && it.received === length, 900_000, "all of it");
	const expected = pattern(length, 12);
	t.ok(
		it.input.every((byte, i) => byte === expected[i]),
		"the pattern",
	);
	await t.until(() => false, 3000).catch(() => {});
	const peer = await t.world<{ length: number; same: boolean }>("received", 11);
	t.equal([peer.length, peer.same], [length, true]);
});

behaviour("write takes all or throws and takes nothing", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const it = await connected(t, wfi32, 9);
	t.throws(() => it.tcp.write(new Uint8Array(it.writable + 1)), RangeError);
	t.equal(it.tcp.write(pattern(it.writable, 5)), 0);
	t.throws(() => it.tcp.write(Uint8Array.of(1)), RangeError);
	await t.advance(20_000);
	const peer = await t.world<{ length: number; same: boolean }>("received", 5);
	t.equal([peer.length, peer.same], [it.writable, true]);
});

behaviour("what came before the peer closed can be read before onError", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const events: string[] = [];
	const tcp = new wfi32.TCP({
		address: host,
		port: 9,
		onWritable: () => events.push("writable"),
		onReadable: () => events.push("readable"),
		onError: () => events.push("error"),
	});
	await t.until(() => events.length, 15_000);
	await t.world("sendText", "last words");
	await t.world("end");
	await t.advance(20_000);
	t.equal(events, ["writable", "readable"], "nothing was read: no error yet");
	t.equal(t.bytes(tcp.read(4) as ArrayBuffer), [108, 97, 115, 116]);
	await t.advance(1000);
	t.equal(events.length, 2);
	t.equal((tcp.read() as ArrayBuffer).byteLength, 6);
	t.equal(events.length, 2, "not from inside the call");
	await t.advance(1000);
	t.equal(events, ["writable", "readable", "error"]);
	tcp.close();
	await t.advance(5000);
	t.equal((await t.world<{ sockets: number }>("module")).sockets, 0);
});

behaviour("a refused connection is a typed error within 15 s", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	let error: Error | undefined;
	new wfi32.TCP({ address: host, port: 10, onError: (it) => (error = it) });
	await t.until(() => error, 15_000);
	const { code, meaning, command } = error as unknown as { code: number; meaning: string; command: string };
	t.ok(code === 14 || code === 16 || code === -6, `code ${code}`);
	t.ok(meaning.length > 5);
	t.equal(command, "+SOCKBR");
});

behaviour("a host that does not answer is a typed error within 15 s", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("behave", { address: host, how: "blackhole" });
	let error: Error | undefined;
	new wfi32.TCP({ address: host, port: 10, onError: (it) => (error = it) });
	await t.until(() => error, 15_000);
	t.ok((error as unknown as { code: number }).code !== 0);
});

behaviour("closing gives the socket back, also while connecting", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { sockets: 1 } });
	await t.world("listen", 9);
	for (let i = 0; i < 3; i++) {
		const tcp = new wfi32.TCP({ address: host, port: 9, onError: () => t.ok(false, "no callback after close") });
		t.throws(() => new wfi32.TCP({ address: host, port: 9 }), Error);
		await t.advance(i * 150);
		tcp.close();
		tcp.close();
		await t.advance(16_000);
		t.equal((await t.world<{ sockets: number }>("module")).sockets, 0);
	}
	const it = await connected(t, wfi32, 9);
	it.tcp.close();
	t.throws(() => it.tcp.read(), Error);
	t.throws(() => it.tcp.write(Uint8Array.of(1)), Error);
	t.throws(() => it.tcp.format, Error);
	t.throws(() => it.tcp.remoteAddress, Error);
});

behaviour("what was written before close still arrives", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const it = await connected(t, wfi32, 9);
	it.tcp.write(pattern(600, 3));
	it.tcp.close();
	await t.advance(20_000);
	const peer = await t.world<{ length: number; same: boolean }>("received", 3);
	t.equal([peer.length, peer.same], [600, true]);
	t.ok((await t.world<{ ended: boolean }>("peerState")).ended);
});

behaviour("format switches in the middle of a stream", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const it = await connected(t, wfi32, 9, { onReadable() {} });
	await t.world("sendText", "abcdef");
	await t.advance(3000);
	it.tcp.format = "number";
	t.equal(it.tcp.read(), 97);
	t.throws(() => {
		it.tcp.format = "string" as never;
	}, RangeError);
	t.equal(it.tcp.format, "number");
	it.tcp.format = "buffer";
	const view = new Uint8Array(6);
	t.equal(it.tcp.read(new DataView(view.buffer, 2, 3)), 3);
	t.equal(Array.from(view), [0, 0, 98, 99, 100, 0]);
	t.equal(t.bytes(it.tcp.read(100) as ArrayBuffer), [101, 102]);
	t.equal(it.tcp.read(), undefined);
	it.tcp.format = "number";
	it.tcp.write(65);
	await t.advance(3000);
	t.equal((await t.world<{ text: string }>("received", 0)).text, "A");
});

behaviour("from takes over a socket with its waiting data", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const first = await connected(t, wfi32, 9, { onReadable() {} });
	await t.world("sendText", "waiting");
	await t.advance(3000);
	let told = 0;
	const second = new wfi32.TCP({
		from: first.tcp,
		onReadable: (count) => {
			told = count;
		},
	});
	t.throws(() => first.tcp.read(), Error);
	await t.advance(10);
	t.equal(told, 7);
	t.equal((second.read() as ArrayBuffer).byteLength, 7);
});

behaviour("wrong options throw and nothing stays taken", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { sockets: 1 } });
	await t.world("listen", 9);
	const wrong: object[] = [
		{},
		{ address: host },
		{ address: host, port: 0 },
		{ address: host, port: 65536 },
		{ address: "host.example", port: 9 },
		{ address: host, port: 9, format: "string" },
		{ address: host, port: 9, keepAlive: true },
		{ address: host, port: 9, onReadable: 5 },
		{ from: {} },
	];
	for (const options of wrong) t.throws(() => new wfi32.TCP(options as never), Error);
	t.throws(() => new wfi32.TCP(undefined as never), TypeError);
	const options = Object.freeze({ address: host, port: 9, nonsense: 1 });
	const tcp = new wfi32.TCP(options);
	await t.advance(5000);
	t.equal(tcp.write(Uint8Array.of(1)) > 0, true);
});

behaviour("nothing works after the provider is closed, and open sockets are told", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const it = await connected(t, wfi32, 9);
	wfi32.close();
	t.equal(it.error, undefined, "not from inside the call");
	await t.advance(10);
	t.ok(it.error);
	t.throws(() => new wfi32.TCP({ address: host, port: 9 }), Error);
	const again = provider();
	again.close();
});
