// UDP through the whole stack (ECMA-419 10.14, reference 7.3, 7.5, 7.9, 7.10).
import { behaviour } from "testing/behaviour";
import { host, isFirmware, joined, pattern } from "tests/device/support";
import type { Datagram, UDP } from "wfi32/udp";

behaviour("a datagram goes out and its answer comes back with its sender", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("udpEcho", 5000);
	let told = 0;
	const udp = new wfi32.UDP({ onReadable: (count) => (told = count) });
	udp.write(Uint8Array.of(1, 0, 10, 13, 34, 255), host, 5000);
	t.equal(told, 0);
	await t.until(() => told, 15_000);
	const datagram = udp.read() as Datagram;
	t.equal(t.bytes(datagram), [1, 0, 10, 13, 34, 255]);
	t.equal([datagram.address, datagram.port], [host, 5000]);
	t.equal(udp.read(), undefined);
});

behaviour("datagrams that come close together are all read, whole and in order", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { receive: 2048 } });
	await t.world("udpHost", 5000);
	const got: number[][] = [];
	const buffer = new Uint8Array(1500);
	const udp = new wfi32.UDP({
		port: 6000,
		onReadable() {
			for (let count = this.read(buffer); count; count = this.read(buffer))
				got.push(Array.from(buffer.subarray(0, count)));
		},
	});
	await t.advance(2000);
	const lengths = [1, 127, 128, 129, 300, 5];
	for (const length of lengths) await t.world("udpSend", { port: 6000, length, seed: length });
	await t.until(() => got.length === lengths.length, 60_000);
	t.equal(
		got.map((it) => it.length),
		lengths,
	);
	lengths.forEach((length, i) => {
		const expected = pattern(length, length);
		t.equal(
			got[i].findIndex((byte, at) => byte !== expected[at]),
			-1,
			`of ${length}`,
		);
	});
	t.equal([(buffer as unknown as Datagram).address, (buffer as unknown as Datagram).port], [host, 5000]);
	udp.close();
});

behaviour("a buffer too small throws and the datagram stays", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("udpHost", 5000);
	const udp = new wfi32.UDP({ port: 6000 });
	await t.advance(2000);
	await t.world("udpSend", { port: 6000, length: 20, seed: 1 });
	await t.advance(3000);
	t.throws(() => udp.read(new Uint8Array(19)), RangeError);
	t.equal(udp.read(new DataView(new ArrayBuffer(24), 2, 20)), 20);
});

behaviour("a datagram for which no buffer is long enough is lost, and the next one is not", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { receive: 256 } });
	await t.world("udpHost", 5000);
	const lengths: number[] = [];
	new wfi32.UDP({
		port: 6000,
		onReadable() {
			for (let it = this.read(); it; it = this.read()) lengths.push(it.byteLength);
		},
	});
	await t.advance(2000);
	for (const length of [10, 400, 11]) await t.world("udpSend", { port: 6000, length, seed: 1 });
	await t.until(() => lengths.length === 2, 30_000);
	t.equal(lengths, [10, 11]);
});

behaviour("datagrams up to the limit are sent", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { transmit: 4096 } });
	await t.world("udpHost", 5000);
	const udp = new wfi32.UDP({});
	const limit = isFirmware ? 512 : 1500;
	const lengths = [1, 127, 128, 255, 256, 300, limit];
	for (const length of lengths) udp.write(pattern(length, 7), host, 5000);
	t.throws(() => udp.write(pattern(limit + 1, 7), host, 5000), RangeError);
	t.throws(() => udp.write(new Uint8Array(0), host, 5000), RangeError);
	await t.advance(20_000);
	t.equal(await t.world("udpReceived", 7), lengths);
});

behaviour("a multicast group can be joined, and is left by closing", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("udpHost", 5000);
	let told = 0;
	const udp: UDP = new wfi32.UDP({ port: 6000, onReadable: () => told++ });
	udp.add("224.0.0.251");
	t.throws(() => udp.add("192.0.2.1"), RangeError);
	t.throws(() => udp.remove("224.0.0.251"), Error);
	await t.advance(3000);
	await t.world("udpSend", { address: "224.0.0.251", port: 6000, length: 4, seed: 1 });
	await t.until(() => told, 10_000);
	udp.close();
	udp.close();
	t.throws(() => udp.read(), Error);
	t.throws(() => udp.write(Uint8Array.of(1), host, 1), Error);
	await t.advance(3000);
	t.equal((await t.world<{ sockets: number }>("module")).sockets, 0);
});

behaviour("wrong options and parameters throw", async (t) => {
	const { wfi32 } = await joined(t);
	for (const options of [undefined, { port: -1 }, { port: 65536 }, { format: "number" }, { address: "10.0.0.1" }])
		t.throws(() => new wfi32.UDP(options as never), Error);
	const udp = new wfi32.UDP({ port: 6000 });
	t.throws(() => udp.write(Uint8Array.of(1), "host.example", 1), RangeError);
	t.throws(() => udp.write(Uint8Array.of(1), host, 0), RangeError);
	t.throws(() => udp.write(5 as never, host, 1), TypeError);
});

behaviour("a datagram that just fits leaves what waits to be sent as it is", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { receive: 64, transmit: 256 } });
	await t.world("udpHost", 5000);
	const udp = new wfi32.UDP({ port: 6000 });
	await t.advance(2000);
	await t.world("udpSend", { port: 6000, length: 30, seed: 1 });
	await t.advance(2000);
	// read while the second of these waits
	await t.world("udpSend", { port: 6000, length: 5, seed: 2 });
	for (const length of [1, 3, 4]) udp.write(pattern(length, 7), host, 5000);
	await t.advance(10_000);
	t.equal(await t.world("udpReceived", 7), [1, 3, 4]);
	t.equal([(udp.read() as ArrayBuffer).byteLength, (udp.read() as ArrayBuffer).byteLength], [30, 5]);
});
