/** What every dialect of "embedded:io/serial" has in common. */
import Serial from "embedded:io/serial";
import { behaviour } from "testing/behaviour";
import { dialect, open, readAll, send, where, write, written } from "tests/device/host-serial-ports";

behaviour("what comes is told of from the event loop, and can be read", async (t) => {
	const got: number[][] = [];
	open({
		onReadable(count) {
			const bytes = readAll(this);
			t.equal(bytes.length, count);
			got.push(bytes);
		},
	});
	await send(t, 1, 2, 3);
	await t.advance(5);
	await send(t, 4);
	await t.advance(5);
	t.equal(got, [[1, 2, 3], [4]]);
});

behaviour("what is written goes to the line", async (t) => {
	const serial = open({});
	write(serial, [65, 0, 255]);
	await t.advance(1);
	t.equal(await written(t), [65, 0, 255]);
});

behaviour("nothing is called from inside the constructor or a method", async (t) => {
	let inside = true;
	let calls = 0;
	const serial = open({
		onReadable() {
			t.equal(inside, false);
			calls++;
			inside = true;
			readAll(this);
			inside = false;
		},
		onWritable() {
			t.equal(inside, false);
			calls++;
		},
	});
	write(serial, [1]);
	inside = false;
	await send(t, 1, 2, 3);
	await t.advance(10);
	t.ok(calls >= 2);
});

behaviour("callbacks have the port as this, and target is kept", async (t) => {
	const target = { name: "mine" };
	let self: unknown;
	const serial = open({
		target,
		onReadable() {
			self = this;
			readAll(this);
		},
	});
	t.ok((serial as unknown as { target: unknown }).target === target);
	await send(t, 1);
	await t.advance(5);
	t.ok(self === serial);
});

behaviour("a class can extend Serial", async (t) => {
	class Mine extends Serial {
		#count = 0;
		get count() {
			return this.#count;
		}
		override write(data: ArrayBuffer) {
			this.#count += data.byteLength;
			super.write(data);
		}
	}
	const serial = new Mine({ ...where, baud: 9600 } as unknown as ConstructorParameters<typeof Serial>[0]);
	serial.write(Uint8Array.of(1, 2).buffer);
	t.equal(serial.count, 2);
	await t.advance(1);
	t.equal(await written(t), [1, 2]);
});

behaviour("the baud rate is the line's", async (t) => {
	const serial = open({ baud: 230_400 });
	await t.advance(0);
	t.equal(await t.world("baud"), 230_400);
	serial.close();
	await t.advance(0);
	t.equal(await t.world("baud"), null);
});

behaviour("without a baud rate, with a wrong format or callback, it throws", (t) => {
	t.throws(() => open({ baud: 0 }));
	t.throws(() => open({ format: "hex" }));
	if (dialect !== "lin" && dialect !== "mac") t.throws(() => open({ onReadable: 5 as never }));
});

behaviour("after close nothing is called, reading and writing throw, closing again does not", async (t) => {
	let calls = 0;
	const serial = open({
		onReadable: () => calls++,
		onWritable: () => calls++,
	});
	await send(t, 1);
	await t.advance(5);
	t.ok(calls > 0);
	calls = 0;
	serial.close();
	await send(t, 2);
	await t.advance(50);
	t.equal(calls, 0);
	serial.close();
	t.throws(() => serial.read());
	t.throws(() => write(serial, [1]));
});

behaviour("a callback may close the port", async (t) => {
	let calls = 0;
	open({
		onReadable() {
			calls++;
			this.close();
		},
		onWritable() {},
	});
	await send(t, 1, 2);
	await t.advance(5);
	await send(t, 3);
	await t.advance(5);
	t.equal(calls, 1);
});

behaviour("an open port is not collected, a closed one's bytes go nowhere and are counted", async (t) => {
	let got = 0;
	open({
		onReadable(count) {
			got += count;
			readAll(this);
		},
	});
	const garbage: unknown[] = [];
	for (let i = 0; i < 50_000; i++) garbage[i % 10] = { i };
	await send(t, 1, 2, 3);
	await t.advance(5);
	t.equal(got, 3);
	const { received, sent, waiting } = await t.world<Record<string, number>>("port");
	t.equal({ received, sent, waiting }, { received: 3, sent: 0, waiting: 0 });
});

behaviour("what finds the FIFO full is lost from the newest on, and counted", async (t) => {
	const serial = open({});
	await t.world(
		"send",
		Array.from({ length: 4100 }, (_, i) => i & 255),
	);
	await t.advance(1);
	const { received, dropped, waiting } = await t.world<Record<string, number>>("port");
	t.equal(received, 4100);
	t.equal(waiting + dropped, 4100);
	t.ok(dropped > 0);
	t.equal(
		readAll(serial),
		Array.from({ length: waiting }, (_, i) => i & 255),
	);
});
