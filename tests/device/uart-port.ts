/** The UART as a whole: options, callbacks, closing, and pacing where the port does not say when it has room. */
import { Arena } from "drivers/uart/arena";
import { Deadlines } from "drivers/uart/deadlines";
import type { Dialect, SerialConfiguration } from "drivers/uart/serial";
import { Uart } from "drivers/uart/uart";
import { behaviour, type Test } from "testing/behaviour";
import { append, Chance, everyDialect, type FakeOptions, FakePort, sameBytes } from "tests/device/uart-support";
import Time from "time";

const SECTION = 2000;
const microseconds = () => Time.microseconds as number;

function bench(dialect: Dialect | undefined, baud: number, io: SerialConfiguration["io"] = FakePort, lineLength = 128) {
	const arena = new Arena(Uart.byteLength(256) + SECTION);
	const deadlines = new Deadlines();
	let port: FakePort | undefined;
	let calls = 0;
	const made = (it: FakePort) => {
		port = it;
	};
	const uart = new Uart(arena, deadlines, { io, dialect, baud, kind: dialect, made, capacity: 99 }, 256, lineLength);
	uart.receiver.owner = {
		received() {
			calls++;
		},
	};
	return { arena, deadlines, uart, port: port as FakePort, section: arena.take(SECTION), calls: () => calls };
}

behaviour("the port gets the program's options and the driver's, but none that are for the driver alone", (t) => {
	const { port, uart } = bench("esp32", 115200);
	t.equal(Object.keys(port.options).sort(), ["baud", "format", "kind", "made", "onReadable", "onWritable"]);
	t.equal([port.options.baud, port.options.format, uart.capacity], [115200, "buffer", 99]);
});

behaviour("the RP2040's port is not given onWritable, which would be its end", (t) => {
	t.equal("onWritable" in bench("pico", 115200).port.options, false);
});

behaviour("the program's options are left as they are, and may be frozen", (t) => {
	const options: SerialConfiguration = Object.freeze({ io: FakePort, baud: 9600 });
	const uart = new Uart(new Arena(Uart.byteLength(128)), new Deadlines(), options, 128, 64);
	t.equal([Object.keys(options), uart.capacity], [["io", "baud"], 128]);
});

behaviour("an unknown dialect is refused, and what the port's constructor throws goes on", (t) => {
	t.throws(() => bench("windows" as Dialect, 9600), RangeError);
	class Broken {
		constructor(_: FakeOptions) {
			throw new TypeError("no such pin");
		}
	}
	t.throws(() => bench("standard", 9600, Broken as unknown as typeof FakePort), TypeError);
});

behaviour("bursts longer than any line come through, however short lines are", (t) => {
	const { arena, uart, port } = bench("standard", 9600, FakePort, 8);
	const { receiver } = uart;
	const chance = new Chance(5);
	for (let turn = 0; turn < 200; turn++) {
		const sent = chance.bytes(1 + chance.below(128));
		port.arrive(sent);
		sameBytes(t, arena.bytes.subarray(receiver.start, receiver.end), sent, `turn ${turn}`);
		receiver.start = receiver.end;
	}
});

for (const dialect of everyDialect) {
	behaviour(`new bytes are told of when they lie there, piece by piece, ${dialect}`, (t) => {
		const { uart, port, calls } = bench(dialect, 115200);
		port.arrive([1, 2, 3]);
		t.equal([uart.receiver.count, uart.receiver.received], [3, 3]);
		t.equal(calls(), dialect === "pico" ? 2 : 1); // 2 and 1
	});

	behaviour(`while a payload is on its way nothing is told, ${dialect}`, (t) => {
		const { uart, port, section, calls } = bench(dialect, 115200);
		uart.receiver.divert(section, 10);
		port.arrive([1, 2, 3, 4]);
		port.arrive([5, 6, 7, 8]);
		t.equal(calls(), 0);
		port.arrive([9, 10, 11]);
		t.ok(calls() >= 1);
		t.equal(uart.receiver.count, 1);
	});

	behaviour(`closed, it closes the port, sends nothing and hears nothing, ${dialect}`, async (t) => {
		const { uart, port, section, calls } = bench(dialect, 115200);
		port.tellRoom(10);
		uart.send(section, 200);
		const sent = port.sent.length;
		uart.close();
		uart.close();
		t.ok(port.closed);
		port.arrive([1]);
		port.options.onWritable?.(100);
		await t.advance(100);
		t.equal([calls(), uart.receiver.count, port.sent.length], [0, 0, sent]);
	});
}

behaviour("overruns of the port and of what is received are added up", (t) => {
	const { uart, port } = bench("standard", 115200);
	port.arrive(new Uint8Array(300)); // nobody looks at them: 128 are left when the last 44 come
	t.equal(uart.overruns, 128);
	port.overruns = 5;
	t.equal(uart.overruns, 133);
});

behaviour("wire time is ten bits a byte, rounded up to milliseconds", (t) => {
	const { uart } = bench("standard", 9600);
	t.equal([uart.wireTime(0), uart.wireTime(1), uart.wireTime(96), uart.wireTime(97)], [0, 2, 100, 102]);
});

/** A port of 128 bytes that the wire empties at its baud rate, and that can overflow. */
class Fifo extends FakePort {
	static baud = 115200;
	static highest = 0;
	#level = 0;
	#then = microseconds();

	override wrote(count: number): void {
		const now = microseconds();
		const gone = ((now - this.#then) * Fifo.baud) / 1e7;
		this.#then = now;
		this.#level = this.#level > gone ? this.#level - gone : 0;
		this.#level += count;
		if (this.#level > Fifo.highest) Fifo.highest = this.#level;
	}
}

async function paced(t: Test, baud: number, turns: number): Promise<void> {
	Fifo.baud = baud;
	Fifo.highest = 0;
	const chance = new Chance(baud);
	const { arena, uart, port, section } = bench("pico", baud, Fifo);
	const sent: number[] = [];
	for (let turn = 0; turn < turns; turn++) {
		// at any moment of a millisecond, and sometimes before the FIFO can be empty
		await t.advance(chance.of([0, 1, 2, 7, 30, 500]) + chance.below(1000) / 1000);
		const bytes = chance.bytes(1 + chance.below(chance.of([2, 20, 200, 600])));
		arena.bytes.set(bytes, section);
		append(sent, bytes);
		uart.send(section, bytes.length);
		await t.until(() => uart.idle, 2000, "sent");
	}
	t.ok(Fifo.highest <= 128, `${Fifo.highest} bytes in a FIFO of 128 at ${baud}`);
	t.equal(uart.transmitter.refused, 0);
	sameBytes(t, port.sent, sent, "sent");
}

behaviour("paced by the clock, the port's FIFO never overflows, at 9600", (t) => paced(t, 9600, 60));
behaviour("paced by the clock, the port's FIFO never overflows, at 115200", (t) => paced(t, 115_200, 150));
behaviour("paced by the clock, the port's FIFO never overflows, at 230400", (t) => paced(t, 230_400, 150));

behaviour("many small writes, paced, never overflow it either", async (t) => {
	Fifo.baud = 230_400;
	Fifo.highest = 0;
	const chance = new Chance(7);
	const { uart, port, section } = bench("pico", Fifo.baud, Fifo);
	let sent = 0;
	for (let turn = 0; turn < 600; turn++) {
		const count = 1 + chance.below(60);
		uart.send(section, count);
		sent += count;
		await t.advance(0.1 + chance.below(2500) / 1000);
		await t.until(() => uart.idle, 2000, "sent");
	}
	t.ok(Fifo.highest <= 128, `${Fifo.highest} bytes`);
	t.equal(port.sent.length, sent);
});

behaviour("paced, a long transfer takes hardly longer than the wire needs", async (t) => {
	for (const baud of [9600, 115_200, 230_400]) {
		Fifo.baud = baud;
		const { uart, section, deadlines } = bench("pico", baud, Fifo);
		const start = microseconds();
		uart.send(section, SECTION);
		await t.until(() => uart.idle, 10_000, "sent");
		const wire = ((SECTION - 128) * 1e7) / baud;
		t.ok(microseconds() - start < 1.15 * wire + 10_000, `${microseconds() - start} µs for ${wire} µs at ${baud}`);
		deadlines.close();
	}
});

behaviour("paced, a write that the port refuses is tried again", async (t) => {
	const { uart, port, section } = bench("pico", 115200);
	port.room = 0;
	uart.send(section, 5);
	t.equal(uart.transmitter.refused, 1);
	await t.advance(20);
	t.ok(uart.transmitter.refused >= 2, "tried again");
	t.ok(uart.transmitter.refused < 25, "not more than once a millisecond");
	port.room = 5;
	await t.until(() => uart.idle, 100, "sent");
	t.equal(port.sent.length, 5);
});

behaviour("paced, the first write after weeks of silence is not held back", async (t) => {
	const { uart, port, section } = bench("pico", 115200);
	for (const days of [20, 30, 49]) {
		uart.send(section, 128);
		await t.advance(20);
		port.writes.length = 0;
		await t.advance(days * 86_400_000);
		uart.send(section, 300);
		t.equal(port.sent.length, 128, `after ${days} days`);
		await t.until(() => uart.idle, 100, "all of it");
	}
});
