/** What tests of the lower floors share: chance that is the same every time, and serial ports made by hand. */
import { Deadline } from "drivers/uart/deadlines";
import type { Dialect, SerialOptions, SerialPort } from "drivers/uart/serial";
import type { Test } from "testing/behaviour";

export const everyDialect: readonly Dialect[] = ["standard", "esp32", "pico", "lin", "mac"];

/** Numbers without a pattern, the same for the same seed (xorshift, 32 bits). */
export class Chance {
	#state: number;

	constructor(seed: number) {
		this.#state = seed | 0 || 1;
	}

	/** An integer from 0 to limit - 1. */
	below(limit: number): number {
		let state = this.#state;
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		this.#state = state;
		return (state >>> 0) % limit;
	}

	bytes(count: number): Uint8Array {
		const bytes = new Uint8Array(count);
		for (let i = 0; i < count; i++) bytes[i] = this.below(256);
		return bytes;
	}

	/** One of a list. */
	of<T>(list: readonly T[]): T {
		return list[this.below(list.length)];
	}
}

/** A deadline that does what the test says. */
export class Alarm extends Deadline {
	readonly #due: () => void;

	constructor(due: () => void) {
		super();
		this.#due = due;
	}

	due(): void {
		this.#due();
	}
}

/** Latin-1 as bytes. */
export function bytesOf(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Bytes as Latin-1. */
export function textOf(bytes: ArrayLike<number>, from = 0, to = bytes.length): string {
	let text = "";
	for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]);
	return text;
}

/** Spreading many bytes over a call's arguments would need a deep stack. */
export function append(list: number[], bytes: ArrayLike<number>): void {
	for (let i = 0; i < bytes.length; i++) list.push(bytes[i]);
}

/** Options of a port made by hand, beside those that the driver gives. */
export interface FakeOptions extends SerialOptions {
	kind?: Dialect;
	/** Called when it was made. */
	made?: (port: FakePort) => void;
}

/** A serial port of any dialect (module-behaviour, "The host's side of the wire") that does what the test says. */
export class FakePort implements SerialPort {
	readonly options: FakeOptions;
	readonly kind: Dialect;
	/** What has come and was not read. */
	readonly incoming: number[] = [];
	/** What was written, write by write. */
	readonly writes: number[][] = [];
	/** What it takes at most; a longer write throws and takes nothing. */
	room = Number.POSITIVE_INFINITY;
	/** Writes that tried to give it more. */
	tooLong = 0;
	/** Writes of the wrong type of buffer. */
	wrongType = 0;
	closed = false;
	overruns = 0;

	constructor(options: FakeOptions & Record<string, unknown>) {
		this.options = options;
		this.kind = options.kind ?? "standard";
		options.made?.(this);
	}

	/** All that was written. */
	get written(): string {
		return textOf(this.sent);
	}

	/** The same as bytes. */
	get sent(): number[] {
		const sent: number[] = [];
		for (const bytes of this.writes) append(sent, bytes);
		return sent;
	}

	read(to?: number | Uint8Array): unknown {
		const { incoming, kind } = this;
		if (this.closed) throw new Error("closed");
		if (kind === "lin") {
			// takes no buffer: makes one
			if (typeof to === "object") throw new TypeError("not a number");
			if (incoming.length === 0) return undefined;
			return Uint8Array.from(incoming.splice(0, to ?? incoming.length)).buffer;
		}
		if (!(to instanceof Uint8Array)) throw new TypeError("not a view");
		if (kind === "pico") {
			if (to.length > incoming.length) throw new RangeError("invalid");
			to.set(incoming.splice(0, to.length));
			return to;
		}
		if (incoming.length === 0) return undefined;
		const bytes = incoming.splice(0, to.length);
		to.set(bytes);
		return bytes.length;
	}

	write(data: Uint8Array | ArrayBuffer): void {
		if (this.closed) throw new Error("closed");
		const isView = ArrayBuffer.isView(data);
		if (isView && (this.kind === "lin" || this.kind === "mac")) {
			this.wrongType++;
			throw new TypeError("no ArrayBuffer");
		}
		const bytes = isView ? (data as Uint8Array) : new Uint8Array(data as ArrayBuffer);
		if (bytes.length > this.room) {
			this.tooLong++;
			throw new Error("output full");
		}
		this.room -= bytes.length;
		this.writes.push(Array.from(bytes));
		this.wrote(bytes.length);
	}

	/** For ports that look at what they are given. */
	wrote(_count: number): void {}

	close(): void {
		this.closed = true;
	}

	/** Bytes come, all at once, and the program is told. */
	arrive(bytes: ArrayLike<number>): void {
		append(this.incoming, bytes);
		this.options.onReadable(this.incoming.length);
	}

	/** It has room for so many bytes, and says so. */
	tellRoom(count: number): void {
		this.room = count;
		this.options.onWritable?.(count);
	}
}

/** Fails at the first byte that differs, and shows little. */
export function sameBytes(t: Test, actual: ArrayLike<number>, expected: ArrayLike<number>, hint: string): void {
	t.equal(actual.length, expected.length, `${hint}, length`);
	for (let i = 0; i < expected.length; i++) {
		if (actual[i] !== expected[i]) t.equal(actual[i], expected[i], `${hint}, byte ${i}`);
	}
}
