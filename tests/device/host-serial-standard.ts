/** embedded:io/serial as ECMA-419 (10.9) has it. */
import { behaviour } from "testing/behaviour";
import { open, readAll, send, write, written } from "tests/device/host-serial-ports";
import Time from "time";

const count = (length: number) => Array.from({ length }, (_, i) => i & 255);

behaviour("onReadable comes with new bytes, once for what came together", async (t) => {
	const seen: number[] = [];
	open({ onReadable: (available) => seen.push(available) });
	await send(t, 1, 2, 3);
	await t.advance(10);
	await send(t, 4);
	await t.advance(10);
	t.equal(seen, [3, 4]);
});

behaviour("read fills a buffer as far as possible, read(count) returns at most what there is", async (t) => {
	const serial = open({});
	const buffer = new Uint8Array(4);
	t.equal(serial.read(buffer), undefined);
	await send(t, 1, 2, 3, 4, 5, 6);
	t.equal(serial.read(buffer), 4);
	t.equal(t.bytes(serial.read(10) as ArrayBuffer), [5, 6]);
	t.equal(serial.read(10), undefined);
});

behaviour("write takes all or throws", async (t) => {
	const serial = open({ baud: 10_000 });
	write(serial, count(1024));
	t.throws(() => write(serial, [1]));
	await t.advance(10);
	t.throws(() => write(serial, count(11)));
	write(serial, count(10));
	t.equal((await written(t)).length, 1034);
});

behaviour("onWritable comes first of all, then once half of the buffer is free", async (t) => {
	const seen: number[][] = [];
	const serial = open({
		baud: 10_000,
		onWritable(room) {
			seen.push([Time.ticks, room]);
		},
	});
	await t.advance(0);
	t.equal(seen, [[0, 1024]]);
	write(serial, count(1000));
	await t.advance(2000);
	t.equal(seen[1], [488, 512]);
	t.equal(seen.length, 2);
});

behaviour("flush drops what was received, or leaves it", async (t) => {
	const serial = open({});
	await send(t, 1, 2);
	serial.flush(false, true);
	t.equal(readAll(serial), [1, 2]);
	await send(t, 3, 4);
	serial.flush();
	t.equal(serial.read(), undefined);
});

behaviour("a port in use is refused", (t) => {
	const serial = open({});
	t.throws(() => open({}));
	serial.close();
	open({});
});
