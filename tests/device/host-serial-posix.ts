/** embedded:io/serial as the drivers of Linux and macOS have it. */
import Serial from "embedded:io/serial";
import { behaviour } from "testing/behaviour";
import { dialect, open, readAll, send, where, write, written } from "tests/device/host-serial-ports";
import Time from "time";

const count = (length: number) => Array.from({ length }, (_, i) => i & 255);
const lin = dialect === "lin";

behaviour("a device that is not there is refused", (t) => {
	const options = { ...where, device: "/dev/nothing", baud: 9600 };
	t.throws(() => new Serial(options as unknown as ConstructorParameters<typeof Serial>[0]));
});

behaviour("it tells again of bytes that are left unread", async (t) => {
	const seen: number[] = [];
	open({
		onReadable(available) {
			seen.push(available);
			this.read(1);
		},
	});
	await send(t, 1, 2, 3);
	await t.advance(10);
	t.equal(seen, [3, 2, 1]);
});

behaviour("read(count) returns what there is, at most that many bytes", async (t) => {
	const serial = open({});
	t.equal(serial.read(5), undefined);
	await send(t, 1, 2, 3);
	t.equal(t.bytes(serial.read(2) as ArrayBuffer), [1, 2]);
	t.equal(t.bytes(serial.read(5) as ArrayBuffer), [3]);
});

behaviour(
	lin ? "a buffer given to read is taken for a number" : "read fills a buffer, returns the count",
	async (t) => {
		const serial = open({});
		const buffer = new Uint8Array(2);
		await send(t, 1, 2, 3);
		const result: unknown = serial.read(buffer);
		if (lin) {
			t.equal((result as ArrayBuffer).byteLength, 0);
			t.equal(readAll(serial), [1, 2, 3]);
		} else {
			t.equal(result, 2);
			t.equal(buffer, Uint8Array.of(1, 2));
		}
	},
);

behaviour(lin ? "write wants an ArrayBuffer" : "write takes any view of bytes", async (t) => {
	const serial = open({});
	if (lin) t.throws(() => serial.write(Uint8Array.of(1, 2)), TypeError);
	else serial.write(Uint8Array.of(1, 2));
	serial.write(Uint8Array.of(3).buffer);
	t.equal(await written(t), lin ? [3] : [1, 2, 3]);
});

behaviour("onWritable comes first of all and after each write, and always says 1024", async (t) => {
	const seen: number[][] = [];
	const serial = open({
		onWritable(room) {
			seen.push([Time.ticks, room]);
		},
	});
	await t.advance(5);
	write(serial, [1]);
	await t.advance(5);
	write(serial, [2]);
	await t.advance(5);
	t.equal(seen, [
		[0, 1024],
		[5, 1024],
		[10, 1024],
	]);
});

behaviour("more than 1024 bytes at once, or before the last ones were taken, are refused", async (t) => {
	const serial = open({ baud: 10_000 });
	t.throws(() => write(serial, count(1025)));
	for (let i = 0; i < 5; i++) write(serial, count(1024)); // the kernel has 4096, the driver what is beyond
	t.throws(() => write(serial, [1]));
	await t.advance(1024);
	write(serial, [1]);
	t.equal((await written(t)).length, 5 * 1024 + 1);
});

behaviour(lin ? "formats are buffer and string;ascii" : "formats are buffer and number", async (t) => {
	t.throws(() => open({ format: lin ? "number" : "string;ascii" }));
	const serial = open({ format: lin ? "string;ascii" : "number" });
	await send(t, 65, 66);
	t.equal(serial.read() as unknown, lin ? "AB" : 65);
	serial.write((lin ? "hi" : 104) as never);
	t.equal(await written(t), lin ? [104, 105] : [104]);
});

behaviour(lin ? "what a callback throws is dropped" : "the class has set and purge", async (t) => {
	if (!lin) {
		const serial = open({}) as unknown as { set(options: object): void; purge(): void };
		serial.set({ RTS: true });
		serial.purge();
		return;
	}
	let calls = 0;
	open({
		onReadable() {
			readAll(this);
			calls++;
			throw new Error("dropped");
		},
	});
	await send(t, 1);
	await t.advance(5);
	await send(t, 2);
	await t.advance(5);
	t.equal(calls, 2);
});
