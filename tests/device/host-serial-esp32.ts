/** embedded:io/serial as ESP32's driver has it. */
import type Serial from "embedded:io/serial";
import { behaviour } from "testing/behaviour";
import { open, readAll, send, write, written } from "tests/device/host-serial-ports";
import Time from "time";

const count = (length: number) => Array.from({ length }, (_, i) => i & 255);

behaviour("a few bytes are told of after four byte times of silence", async (t) => {
	const at: number[] = [];
	open({
		baud: 10_000, // a byte a millisecond
		onReadable() {
			at.push(Time.ticks);
			readAll(this);
		},
	});
	await t.world("send later", [
		{ after: 10, bytes: [1] },
		{ after: 12, bytes: [2] },
		{ after: 30, bytes: [3] },
	]);
	await t.advance(100);
	t.equal(at, [16, 34]);
});

behaviour("96 bytes are told of at once", async (t) => {
	const seen: number[][] = [];
	open({
		baud: 10_000,
		onReadable(available) {
			seen.push([Time.ticks, available]);
			readAll(this);
		},
	});
	await t.world("send later", [
		{ after: 10, bytes: count(95) },
		{ after: 11, bytes: [1] },
	]);
	await t.advance(12);
	t.equal(seen, [[11, 96]]);
});

behaviour("bytes left unread are told of with the next byte", async (t) => {
	const seen: number[] = [];
	open({
		onReadable(available) {
			seen.push(available);
			this.read(1);
		},
	});
	await send(t, 1, 2, 3);
	await t.advance(1000);
	t.equal(seen, [3]);
	await send(t, 4);
	await t.advance(1000);
	t.equal(seen, [3, 3]);
});

behaviour("read fills a buffer and returns the count; nothing there is undefined", async (t) => {
	const serial = open({});
	const buffer = new Uint8Array(8).fill(9);
	t.equal(serial.read(buffer), undefined);
	await send(t, 1, 2, 3);
	t.equal(serial.read(buffer), 3);
	t.equal(buffer, Uint8Array.of(1, 2, 3, 9, 9, 9, 9, 9));
	t.equal(serial.read(), undefined);
});

behaviour("read fills a view at its offset, an ArrayBuffer, a DataView", async (t) => {
	const serial = open({});
	const buffer = new ArrayBuffer(6);
	await send(t, 1, 2, 3, 4, 5, 6, 7, 8);
	t.equal(serial.read(new Uint8Array(buffer, 2, 2)), 2);
	t.equal(serial.read(new DataView(buffer, 4, 2)), 2);
	t.equal(t.bytes(buffer), [0, 0, 1, 2, 3, 4]);
	t.equal(serial.read(new ArrayBuffer(3)), 3);
	t.throws(() => serial.read(new Uint16Array(4) as unknown as Uint8Array), TypeError);
});

behaviour("read of a count that is more than there is returns that many bytes", async (t) => {
	const serial = open({});
	await send(t, 1, 2);
	const result = serial.read(4) as ArrayBuffer;
	t.equal(result.byteLength, 4);
	t.equal(t.bytes(result).slice(0, 2), [1, 2]);
	await send(t, 1);
	t.throws(() => serial.read(0));
	t.throws(() => serial.read(new Uint8Array(0)));
});

behaviour("write takes all or throws, up to what the FIFO has room for", async (t) => {
	const serial = open({ baud: 10_000 });
	write(serial, count(100));
	t.throws(() => write(serial, count(29)));
	write(serial, count(28));
	t.throws(() => write(serial, [1]));
	await t.advance(1);
	write(serial, [1]);
	t.equal((await written(t)).length, 129);
});

behaviour("onWritable comes first of all, then when fewer than 10 bytes are left to send", async (t) => {
	const seen: number[][] = [];
	const serial = open({
		baud: 10_000,
		onWritable(room) {
			seen.push([Time.ticks, room]);
		},
	});
	await t.advance(5);
	t.equal(seen, [[0, 128]]);
	write(serial, count(50));
	await t.advance(100);
	t.equal(seen, [
		[0, 128],
		[46, 119],
	]);
});

behaviour("format number reads and writes single bytes", async (t) => {
	const serial = open({ format: "number" });
	t.equal(serial.format, "number");
	t.equal(serial.read(), undefined);
	await send(t, 200, 7);
	t.equal(serial.read(), 200);
	serial.write(0x1ff);
	serial.format = "buffer";
	t.equal(readAll(serial), [7]);
	t.equal(await written(t), [0xff]);
	t.throws(() => {
		serial.format = "hex" as "number";
	}, RangeError);
	t.equal(serial.format, "buffer");
});

behaviour("a view of one-byte elements or a DataView can be written, other views cannot", async (t) => {
	const serial = open({});
	serial.write(Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
	serial.write(new DataView(Uint8Array.of(9, 8).buffer, 1));
	t.throws(() => serial.write(new Uint16Array(2) as unknown as Uint8Array), TypeError);
	t.throws(() => serial.write("text" as unknown as Uint8Array), TypeError);
	t.equal(await written(t), [2, 3, 8]);
});

behaviour("the pins say what is in use, and close frees them", (t) => {
	const serial = open({});
	t.throws(() => open({}));
	serial.close();
	open({});
});

behaviour("there is no flush, set, get or purge", (t) => {
	const serial = open({}) as unknown as Record<string, unknown>;
	t.equal([serial.flush, serial.set, serial.get, serial.purge], [undefined, undefined, undefined, undefined]);
});

behaviour.xs("reading, writing and their callbacks allocate nothing", async (t) => {
	const buffer = new Uint8Array(128);
	let total = 0;
	open({
		onReadable(this: Serial) {
			const read = this.read(buffer) as number;
			total += read;
			if (read === 64) this.write(buffer64);
		},
		onWritable() {},
	});
	const buffer64 = buffer.subarray(0, 64);
	await t.world(
		"send later",
		[...Array(100).keys()].map((i) => ({ after: 1 + i * 20, bytes: count(64) })),
	);
	const before = t.allocations();
	await t.advance(2100);
	const after = t.allocations();
	t.equal(total, 6400);
	t.equal((await written(t)).length, 6400);
	t.equal({ slots: after.slots - before.slots, chunks: after.chunks - before.chunks }, { slots: 0, chunks: 0 });
});
