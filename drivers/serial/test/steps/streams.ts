import { flow as flowPins, is, open, port, ring, wait, wire } from "serial-test/harness";
import Time from "time";
import type Port from "../../port/serial";
import type { SerialOptions } from "../../port/serial";

const PERIOD = 251; // a prime, so that no ring's end falls on the same byte twice
const PIECE = 128;

/** Sends a pattern as fast as the port takes it, and looks at every byte that comes back. Makes nothing as it goes. */
class Loop {
	readonly #pattern = new Uint8Array(PERIOD).map((_, index) => (index * 7) ^ (index >> 3));
	readonly #into = new Uint8Array(PIECE);
	readonly serial: Port;
	readonly #total: number;
	isReading = true;
	sent = 0;
	received = 0;
	wrong = 0;
	events = 0;
	writables = 0;
	#at = 0;
	#done: (() => void) | undefined;

	constructor(total: number, options: Partial<SerialOptions> = {}) {
		this.#total = total;
		this.serial = open({
			...options,
			onReadable: (count) => this.readable(count),
			onWritable: (count) => this.writable(count),
		});
	}

	/** When all has come back. */
	all(): Promise<void> {
		return new Promise((done) => {
			this.#done = done;
		});
	}

	private writable(count: number): void {
		this.writables++;
		while (count >= PERIOD && this.sent < this.#total) {
			this.serial.write(this.#pattern);
			this.sent += PERIOD;
			count -= PERIOD;
		}
	}

	private readable(count: number): void {
		this.events++;
		if (this.isReading) this.take(count);
	}

	/** Reads so many bytes. */
	take(count: number): void {
		const into = this.#into;
		const pattern = this.#pattern;
		let at = this.#at;
		let wrong = 0;
		while (count > 0) {
			const length = this.serial.read(into) as number;
			for (let i = 0; i < length; i++) {
				if (into[i] !== pattern[at]) wrong++;
				at = at === PERIOD - 1 ? 0 : at + 1;
			}
			count -= length;
			this.received += length;
		}
		this.#at = at;
		this.wrong += wrong;
		if (this.received >= this.#total && this.#done) this.#done();
	}
}

/** The line kept full both ways: the rings' ends pass under the stream again and again. */
export async function stream(): Promise<string> {
	const total = PERIOD * 400;
	const start = Time.ticks;
	const loop = new Loop(total);
	await loop.all();
	const rate = Math.round((total * 1000) / Time.delta(start));
	is(loop.wrong, 0, "bytes that are wrong");
	is(loop.serial.overruns, 0, "overruns");
	loop.serial.close();
	const { events, writables } = loop;
	return `${total} bytes, ${rate} a second of ${port.baud / 10}, ${events} readable, ${writables} writable`;
}

/** Many small messages, each sent when the last has come back: what an event costs shows in the instruments, if it does. */
export async function events(): Promise<string> {
	const messages = 3000;
	const into = new Uint8Array(PIECE);
	const out = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
	let left = messages;
	let waiting = out.length;
	let events = 0;
	await new Promise<void>((done) => {
		const serial: Port = open({
			onReadable() {
				events++;
				waiting -= serial.read(into) as number;
				if (waiting) return;
				if (--left === 0) {
					serial.close();
					done();
					return;
				}
				waiting = out.length;
				serial.write(out);
			},
		});
		serial.write(out);
	});
	return `${messages} messages of ${out.length}, ${events} events`;
}

/** What finds no room is counted, and what was there before is whole. */
export async function overrun(): Promise<string> {
	const total = PERIOD * 12;
	const loop = new Loop(total);
	loop.isReading = false;
	await wait(wire(total) + 50);
	is(loop.sent, total, "sent");
	is(loop.serial.overruns, total - ring.receive, "overruns");
	loop.take(ring.receive);
	is(loop.wrong, 0, "bytes that are wrong");
	is(loop.serial.read(), undefined, "no more");
	loop.serial.close();
	return `${total} bytes unread: ${total - ring.receive} counted as lost`;
}

/** With RTS and CTS nothing is lost: the sender waits, and goes on when there is room. */
export async function flow(): Promise<string> {
	const total = PERIOD * 12;
	const loop = new Loop(total, { ...flowPins, flowControl: "hardware" });
	loop.isReading = false;
	await wait(wire(total) + 50);
	is(loop.serial.overruns, 0, "overruns");
	const held = loop.sent - ring.receive;
	loop.isReading = true;
	loop.take(ring.receive);
	await loop.all();
	is(loop.wrong, 0, "bytes that are wrong");
	is(loop.serial.overruns, 0, "overruns");
	loop.serial.close();
	return `${held} bytes held back, none lost of ${total}`;
}

export async function flushing(): Promise<string> {
	let writable = 0;
	const serial: ReturnType<typeof open> = open({
		onWritable: (count) => {
			writable = count;
		},
	});
	serial.write(new Uint8Array(100));
	await wait(wire(100));
	serial.flush(true, false);
	is(serial.read(), undefined, "read after flush of the input");
	writable = 0;
	serial.write(new Uint8Array(ring.transmit));
	serial.flush(false, true);
	await wait(wire(ring.transmit));
	is(writable, ring.transmit, "onWritable after flush of the output");
	const came = (serial.read() as ArrayBuffer).byteLength;
	if (came > 64) throw new Error(`${came} bytes came of a ring that was flushed`);
	let refused = 0;
	try {
		serial.flush(true);
	} catch {
		refused++;
	}
	is(refused, 1, "flush(true)");
	serial.write(new Uint8Array(ring.transmit));
	serial.flush();
	serial.close();
	return `input, output (${came} bytes had gone into the FIFO)`;
}
