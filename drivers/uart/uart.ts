import type { Arena } from "drivers/uart/arena";
import { Deadline, type Deadlines } from "drivers/uart/deadlines";
import { Receiver, UNPLUGGED } from "drivers/uart/receiver";
import {
	type Dialect,
	type DialectTraits,
	dialects,
	type SerialClass,
	type SerialConfiguration,
	type SerialOptions,
	type SerialPort,
} from "drivers/uart/serial";
import { Transmitter } from "drivers/uart/transmitter";
import { Window } from "drivers/uart/window";

const PACED_CAPACITY = 128; // the transmit FIFO of the SDK's RP2040 driver

/** The options of {@link SerialConfiguration} that are this driver's and not the port's. */
const own: readonly string[] = Object.freeze(["io", "dialect", "capacity"]);

// biome-ignore lint/suspicious/noConstEnum: a module's constant costs 50 instructions more
const enum Units {
	SHIFT = 20,
	/** Less by as much as 2048 bytes may be rounded up. */
	ALMOST_ONE = 0xff7ff,
	MOST = 0x7fe00000,
}

const perByteAt = (baud: number): number => Math.ceil((10_000 * 2 ** Units.SHIFT) / baud);

/**
 * A serial port as the AT engine wants it: received bytes lie in one piece, sections of the arena go out at the port's
 * pace. Takes everything it needs when it is made.
 */
export class Uart extends Deadline {
	// the most used first: a field is looked for one after the other
	readonly transmitter: Transmitter;
	/** A port that tells of its room: what fits is given to it at once. */
	private telling: SerialPort | undefined;
	readonly receiver: Receiver;
	/** What bytes pass that leave the arena. */
	readonly window: Window;
	/** Bytes that the port surely holds while the program is busy. */
	readonly capacity: number;
	private readonly deadlines: Deadlines;
	private readonly traits: DialectTraits;
	private readonly serial: SerialConfiguration;
	private speed: number;
	/** What a byte takes on the wire, in 2^-20 ms. */
	private perByte: number;
	private paceThen = 0;
	/** Milliseconds, counted from {@link Uart.paceThen}, until all that was given to the port has surely left it. */
	private busy = 0;
	private port: SerialPort | undefined;
	/** Bytes that ports dropped which were closed since. */
	private lost = 0;

	/**
	 * @param size received bytes that are held, lineLength + 64 or more; what is beyond lineLength, up to 512, is read at once
	 * @param lineLength the longest line that must lie in one piece, in bytes
	 * @throws whatever the port's constructor throws; nothing stays taken then
	 */
	constructor(arena: Arena, deadlines: Deadlines, serial: SerialConfiguration, size: number, lineLength: number) {
		super();
		const dialect: Dialect = serial.dialect ?? "standard";
		const traits = dialects[dialect];
		if (!traits) throw new RangeError(`unknown serial dialect: ${dialect}`);
		this.traits = traits;
		this.deadlines = deadlines;
		this.serial = serial;
		this.speed = serial.baud;
		this.perByte = perByteAt(serial.baud);
		this.capacity = serial.capacity ?? 128;
		this.receiver = new Receiver(arena, traits, size, lineLength);
		this.window = new Window(arena);
		this.transmitter = new Transmitter(arena, this.window, traits);
		this.paceThen = deadlines.now;
		if (!traits.tellsWritable) this.transmitter.free = PACED_CAPACITY;
		this.open();
	}

	/** Sends a section of the arena, which must stay as it is until {@link Uart.idle}. */
	send(offset: number, length: number): void {
		const transmitter = this.transmitter;
		const telling = this.telling;
		let given = 0;
		if (telling && transmitter.idle) {
			given = transmitter.give(telling, offset, length);
			if (given === length) return;
		}
		transmitter.add(offset + given, length - given);
		if (!telling) this.pump();
	}

	/** What a UART takes from the arena. */
	static byteLength(size: number): number {
		return Receiver.byteLength(size) + Window.byteLength + Transmitter.byteLength;
	}

	private open(): void {
		const serial = this.serial;
		const options: SerialOptions & Record<string, unknown> = {
			baud: this.speed,
			format: "buffer",
			onReadable: this.receiver.readable,
		};
		for (const name of Object.keys(serial)) if (!own.includes(name)) options[name] ??= serial[name];
		if (this.traits.tellsWritable)
			options.onWritable = (count) => {
				const transmitter = this.transmitter;
				transmitter.free = count;
				if (!transmitter.idle) this.pump();
			};
		const open = serial.io as SerialClass;
		this.port = this.receiver.port = new open(options);
		if (this.traits.tellsWritable) this.telling = this.port;
	}

	/** Bits per second, now. */
	get baud(): number {
		return this.speed;
	}

	/** Whether the port can have another speed than the one it was opened with. */
	get reopens(): boolean {
		return this.traits.reopens;
	}

	/**
	 * Gives the port back and takes it again with another speed; what is on its way is lost. Not to be called from the port's
	 * callback.
	 * @returns false when it could not be taken: there is none until the next try
	 */
	reopen(baud: number): boolean {
		if (!this.traits.reopens) return false;
		this.lost = this.overruns - this.receiver.overruns;
		this.close();
		this.speed = baud;
		this.perByte = perByteAt(baud);
		this.transmitter.free = this.busy = 0;
		try {
			this.open();
		} catch {
			return false;
		}
		return true;
	}

	/** Whether all that was sent has been given to the port. */
	get idle(): boolean {
		return this.transmitter.idle;
	}

	/** Milliseconds that so many bytes take on the wire, rounded up. */
	wireTime(byteLength: number): number {
		// without a division, which is one of floating point; to within 0.002 ms for all that is not long
		const units = byteLength * this.perByte;
		if (units < Units.MOST) return (units + Units.ALMOST_ONE) >> Units.SHIFT;
		return Math.ceil((byteLength * 10000) / this.speed);
	}

	/** Bytes lost between the wire and the reader, as far as they can be known. */
	get overruns(): number {
		return this.receiver.overruns + this.lost + (this.port?.overruns ?? 0);
	}

	close(): void {
		this.deadlines.clear(this);
		this.transmitter.clear();
		this.port?.close();
		this.receiver.port = UNPLUGGED;
		this.port = this.telling = undefined;
	}

	private pump(): void {
		const port = this.port;
		if (!port) return;
		if (this.traits.tellsWritable) {
			this.transmitter.pump(port);
			return;
		}
		this.drained();
		const given = this.transmitter.pump(port);
		if (given) {
			// the wire may have been idle until now: the millisecond that has begun counts for nothing
			const busy = this.busy;
			this.busy = (busy < 1 ? 1 : busy) + (given * 10000) / this.speed;
		}
		if (!this.transmitter.idle && !this.awaited) {
			this.deadlines.set(this, this.wireTime(Math.min(this.transmitter.waiting, PACED_CAPACITY >> 1)) + 1);
		}
	}

	/** Some of what was given to the port must have left it. */
	due(): void {
		this.pump();
	}

	/** Without `onWritable`: what the wire cannot have carried yet is in the port still, and no more than that. */
	private drained(): void {
		const now = this.deadlines.now;
		const passed = (now - this.paceThen) >>> 0; // unsigned: the last time may be weeks ago
		if (passed === 0) return;
		this.paceThen = now;
		const busy = this.busy > passed ? this.busy - passed : 0;
		this.busy = busy;
		const held = Math.ceil((busy * this.speed) / 10000);
		this.transmitter.free = held < PACED_CAPACITY ? PACED_CAPACITY - held : 0;
	}
}
