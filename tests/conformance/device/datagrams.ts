// UDP sockets and listeners (ECMA-419 10.13, 10.14): what tests/device/udp and tests/device/listener do not show.
import { behaviour } from "testing/behaviour";
import { host, joined } from "tests/device/support";
import type { TCP } from "wfi32/tcp";
import type { Datagram } from "wfi32/udp";

behaviour("UDP: onReadable's count is how many datagrams can be read (10.14.3)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("udpHost", 5000);
	const counts: number[] = [];
	const udp = new wfi32.UDP({ port: 6000, onReadable: (count) => counts.push(count) });
	await t.advance(2000);
	for (let i = 0; i < 3; i++) await t.world("udpSend", { port: 6000, length: 8 + i, seed: 1 });
	await t.advance(6000);
	t.equal(counts.at(-1), 3);
	let read = 0;
	while (udp.read()) read++;
	t.equal(read, 3);
});

behaviour(
	"UDP: a datagram fills a view within its offset, and its sender is told on that very buffer (10.14.2)",
	async (t) => {
		const { wfi32 } = await joined(t);
		await t.world("udpHost", 5000);
		const udp = new wfi32.UDP({ port: 6000 });
		await t.advance(2000);
		const memory = new ArrayBuffer(12);
		for (const buffer of [new Uint8Array(memory, 4, 6), new DataView(memory, 4, 6), new Int8Array(memory, 4, 6)]) {
			new Uint8Array(memory).fill(0xee);
			await t.world("udpSend", { port: 6000, length: 5, seed: 9 });
			await t.advance(3000);
			t.equal(udp.read(buffer), 5);
			const { address, port } = buffer as unknown as Datagram;
			t.equal([address, port], [host, 5000]);
			const content = new Uint8Array(memory);
			t.equal(Array.from(content.subarray(0, 4)), [0xee, 0xee, 0xee, 0xee]);
			t.equal(Array.from(content.subarray(9)), [0xee, 0xee, 0xee]);
		}
		await t.world("udpSend", { port: 6000, length: 12, seed: 9 });
		await t.advance(3000);
		t.equal(udp.read(memory), 12);
		t.equal((memory as Datagram).port, 5000);
	},
);

behaviour("UDP: the format is buffer, always (10.14.4)", async (t) => {
	const { wfi32 } = await joined(t);
	const udp = new wfi32.UDP({});
	t.equal(udp.format, "buffer");
	udp.format = "buffer";
	t.throws(() => {
		udp.format = "number" as never;
	}, RangeError);
	t.equal(udp.format, "buffer");
});

behaviour("UDP and listener: bound to the module's own address, and to no other (10.13.1, 10.14.1)", async (t) => {
	const { wfi32, wifi } = await joined(t);
	const { address } = wifi;
	new wfi32.UDP({ port: 6000, address }).close();
	new wfi32.Listener({ port: 8080, address }).close();
	t.throws(() => new wfi32.UDP({ port: 6000, address: "10.9.8.7" }), RangeError);
	t.throws(() => new wfi32.Listener({ port: 8080, address: "10.9.8.7" }), RangeError);
});

behaviour(
	"listener: a connection that was read has no callbacks, and can be read and written as it is (10.13.2)",
	async (t) => {
		const { wfi32 } = await joined(t);
		let count = 0;
		const listener = new wfi32.Listener({ port: 8080, onReadable: (it) => (count = it) });
		await t.advance(3000);
		await t.world("dial", 8080);
		await t.until(() => count, 15_000);
		const bare = listener.read() as TCP;
		t.ok(bare instanceof Object);
		await t.world("dialSay", "hello");
		await t.advance(5000);
		t.equal((bare.read() as ArrayBuffer).byteLength, 5);
		bare.write(Uint8Array.of(121, 111));
		await t.advance(3000);
		t.equal(await t.world("dialHeard"), ["yo"]);
		bare.close();
	},
);

behaviour("listener: onReadable's count is how many connections wait (10.13.3)", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { sockets: 3 } });
	const counts: number[] = [];
	const listener = new wfi32.Listener({ port: 8080, onReadable: (count) => counts.push(count) });
	await t.advance(3000);
	for (let i = 0; i < 2; i++) {
		await t.world("dial", 8080);
		await t.advance(3000);
	}
	t.equal(counts, [1, 2]);
	t.ok(listener.read());
	t.ok(listener.read());
	t.equal(listener.read(), undefined);
});

behaviour("listener: its port and format cannot be set (10.13.4, 10.13.5)", async (t) => {
	const { wfi32 } = await joined(t);
	const listener = new wfi32.Listener({ port: 8080 });
	t.throws(() => {
		(listener as { port: number }).port = 5;
	}, TypeError);
	t.equal(listener.port, 8080);
	t.equal(listener.format, "socket/tcp");
});
