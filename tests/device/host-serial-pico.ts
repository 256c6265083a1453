/** embedded:io/serial as RP2040's driver has it. */
import Serial from "embedded:io/serial";
import { behaviour, type Test } from "testing/behaviour";
import { open, readAll, send, write, written } from "tests/device/host-serial-ports";
import Time from "time";

const count = (length: number) => Array.from({ length }, (_, i) => i & 255);
type Options = ConstructorParameters<typeof Serial>[0];

behaviour("four bytes are told of at once, fewer after 3.2 byte times", async (t) => {
	const seen: number[][] = [];
	open({
		baud: 10_000,
		onReadable(available) {
			seen.push([Time.microseconds as number, available]);
			readAll(this);
		},
	});
	await t.world("send later", [
		{ after: 10, bytes: [1, 2, 3, 4] },
		{ after: 20, bytes: [5] },
	]);
	await t.advance(50);
	t.equal(seen, [
		[10_000, 4],
		[23_200, 1],
	]);
});

behaviour("read(buffer) returns the buffer, and throws when there is less than it holds", async (t) => {
	const serial = open({});
	const buffer = new Uint8Array(3);
	t.throws(() => serial.read(buffer));
	await send(t, 1, 2, 3, 4);
	t.ok((serial.read(buffer) as unknown) === buffer);
	t.equal(buffer, Uint8Array.of(1, 2, 3));
	t.throws(() => serial.read(buffer));
	t.throws(() => serial.read(2));
	t.equal(t.bytes(serial.read(1) as ArrayBuffer), [4]);
	t.throws(() => serial.read());
});

behaviour("bytes that one read leaves are told of again", async (t) => {
	const seen: number[] = [];
	open({
		onReadable(available) {
			seen.push(available);
			this.read(1);
		},
	});
	await send(t, 1, 2, 3, 4);
	await t.advance(10);
	t.equal(seen, [4, 3, 2, 1]);
});

behaviour("write takes all or throws, up to what its FIFO and the UART's have room for", async (t) => {
	const serial = open({ baud: 10_000 });
	write(serial, count(128));
	t.throws(() => write(serial, count(33)));
	write(serial, count(32));
	t.throws(() => write(serial, [1]));
	await t.advance(1);
	write(serial, [1]);
	t.equal((await written(t)).length, 161);
});

behaviour("the pins choose the UART", (t) => {
	t.throws(() => new Serial({ transmit: 2, receive: 3, baud: 9600 } as unknown as Options));
	t.throws(() => new Serial({ transmit: 1, receive: 0, baud: 9600 } as unknown as Options));
	t.throws(() => new Serial({ transmit: 4, receive: 5, baud: 9600 } as unknown as Options), Error);
	new Serial({ transmit: 16, receive: 17, baud: 9600 } as unknown as Options);
});

behaviour("close gives back the pins but never the port", (t) => {
	const serial = open({});
	serial.close();
	t.throws(() => open({}), RangeError);
});

/** How many of a thousand pieces are told of, by a program that answers each. */
async function heard(t: Test, answersWhenWritable: boolean): Promise<number> {
	let events = 0;
	let answer = false;
	const answering = (serial: Serial) => {
		if (answer) serial.write(Uint8Array.of(1, 2));
		answer = false;
	};
	open({
		onReadable() {
			events++;
			readAll(this);
			answer = true;
			if (!answersWhenWritable) answering(this);
		},
		...(answersWhenWritable && {
			onWritable() {
				answering(this);
			},
		}),
	});
	await t.world(
		"send later",
		Array.from({ length: 1000 }, (_, i) => ({ after: 1 + i * 5, bytes: [1, 2, 3, 4, 5] })),
	);
	await t.advance(6000);
	return events;
}

behaviour("with onWritable receiving dies after some hundred events", async (t) => {
	const events = await heard(t, true);
	t.ok(events > 200 && events < 300, `it was to die when its count wraps, not after ${events} events`);
});

behaviour("without onWritable it goes on", async (t) => {
	t.equal(await heard(t, false), 1000);
});
