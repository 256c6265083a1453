import type { Name } from "drivers/at/names";
import type { Arena } from "drivers/uart/arena";

/** In the code as numbers: a module's constant costs 50 instructions more, several times for every byte. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Byte {
	LF = 0x0a,
	CR = 0x0d,
	QUOTE = 0x22,
	COMMA = 0x2c,
	MINUS = 0x2d,
	ZERO = 0x30,
	OPEN = 0x5b,
	BACKSLASH = 0x5c,
	CLOSE = 0x5d,
}
/** Of each byte of a word. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Four {
	SIXES = 0x40404040,
	LOW = 0x3f3f3f3f,
	ONES = 0x01010101,
	HIGHEST = -0x7f7f7f80,
}
/** In hexadecimal: the upper and lower halves of two bytes, each in a byte of its own, and what is added to them. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Digits {
	HIGH = 0x0f000f00,
	LOW = 0x000f000f,
	ZEROS = 0x30303030,
	SIX = 0x06060606,
}
/** A tenth of no greater integer is its product with 52429, shifted by 19 bits, in 32 bits. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Small {
	MOST = 40_959,
	TENTH = 52_429,
	SHIFT = 19,
}
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Time {
	PATIENCE = 2000,
}

/** The fixed part of a command as bytes, made once. */
export function command(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * How many characters a string takes in a command, its quotes or brackets included: quoted with escapes where that can
 * carry it, else in hexadecimal.
 * @param words the same memory, where it is the arena's: that is a good deal faster
 */
export function encodedLength(bytes: Uint8Array, start: number, length: number, words?: Int32Array): number {
	const escapes = countEscapes(bytes, start, length, words);
	return (escapes < 0 ? length * 2 : length + escapes) + 2;
}

/**
 * How many bytes from `start` on fit a string of `room` characters, its quotes or brackets included: in the form that
 * carries more of them.
 */
export function fittingLength(bytes: Uint8Array, start: number, length: number, room: number): number {
	const whole = length < room - 2 ? length : room - 2;
	if (encodedLength(bytes, start, whole) <= room) return whole;
	const inHex = (room - 2) >> 1;
	let left = room - 2;
	let at = start;
	for (const end = start + length; at < end; at++) {
		const c = bytes[at];
		let size = 1;
		if (c === Byte.QUOTE || c === Byte.BACKSLASH) size = 2;
		else if (c < 0x20) {
			if (escapeOf(c) === 0) break;
			size = 2;
		} else if (c > 0x7e) break;
		if (size > left) break;
		left -= size;
	}
	const quoted = at - start;
	const most = length < inHex ? length : inHex;
	return quoted > most ? quoted : most;
}

/** The escapes that the quoted form needs, or -1 where it cannot carry the bytes. */
function countEscapes(bytes: Uint8Array, start: number, length: number, words: Int32Array | undefined): number {
	const end = start + length;
	let escapes = 0;
	let at = start;
	let stop = end;
	let c = 0;
	let word = 0;
	for (;;) {
		if (words) {
			// four at once, as long as the upper half of each is 3, 4, 6 or 7: where bit 4 is set, bit 5 is too, else bit 6
			while ((at & 3) === 0 && at + 4 <= end) {
				word = words[at >> 2];
				if (((word ^ ((word << 2) & (word ^ (word << 1)))) & Four.SIXES) !== Four.SIXES) break;
				// unless it is DEL, or beyond
				if (((((word & Four.LOW) + Four.ONES) & word & Four.SIXES) | (word & Four.HIGHEST)) !== 0) return -1;
				at += 4;
			}
			stop = (at | 3) + 1;
			if (stop > end) stop = end;
		}
		while (at < stop) {
			c = bytes[at++];
			// most characters are beyond the backslash
			if (c > 0x5c) {
				if (c > 0x7e) return -1;
			} else if (c < 0x20) {
				if (escapeOf(c) === 0) return -1;
				escapes++;
			} else if (c === 0x22 || c === 0x5c) escapes++;
		}
		if (at === end) return escapes;
	}
}

/** The letter behind the backslash, 0 where a control character has none (NUL among them: the module rejects it). */
function escapeOf(c: number): number {
	if (c === Byte.LF) return 0x6e;
	if (c === Byte.CR) return 0x72;
	if (c === 0x09) return 0x74;
	if (c === 0x07) return 0x61;
	if (c === 0x08) return 0x62;
	if (c === 0x0b) return 0x76;
	if (c === 0x0c) return 0x66;
	return c === 0x1b ? 0x65 : 0;
}

/**
 * Writes one command line into its place in the arena. Whatever a string holds, it cannot end the line or begin another
 * parameter: it is quoted with escapes, or written in hexadecimal. What the engine has to know of the answer is kept beside
 * it until the next command is written.
 */
export class Writer {
	// the most used first: a field is looked for one after the other
	/** Where the next character goes, and where there is no more room; 0 once the line has become too long. */
	private at: number;
	private last: number;
	private readonly bytes: Uint8Array;
	private readonly words: Int32Array;
	private readonly view: DataView;
	/** What {@link Writer.fitting} has looked at, for whoever writes it next: where in the arena, how much, and its escapes. */
	private fittingAt = -1;
	private fittingLength = 0;
	private fittingEscapes = 0;
	/** Where in the arena the line begins. */
	readonly start: number;
	/** Whether the module will ask for data with a `#`. */
	awaitsPrompt = false;
	/** Whether its answer may carry a payload: its lines are looked at before their end has come. Its name has 4 to 7 characters. */
	awaitsPayload = false;
	/** Names of the lines that are its answer. */
	answer: Name | undefined;
	alternative: Name | undefined;
	/** Milliseconds for the answer, from when the command and the data that it announces have left the port. */
	patience: number = Time.PATIENCE;
	/** How many bytes of data it has announced to the module; 0: none, or none that are counted. */
	dataLength = 0;
	/** Whether lines of its answer may come without their `+`, as some firmware has it. */
	answersBare = false;
	private lineEnd: number;
	/** The longest line, with its CR LF. */
	readonly capacity: number;

	constructor(arena: Arena, capacity: number) {
		this.bytes = arena.bytes;
		this.words = arena.words;
		this.view = arena.view;
		this.start = arena.take(capacity);
		this.capacity = capacity;
		this.at = this.start;
		this.last = this.lineEnd = this.start + capacity;
	}

	/** The longest line that the module understands; what lies beyond it might be taken for another command. */
	get limit(): number {
		return this.lineEnd - this.start;
	}

	set limit(length: number) {
		this.lineEnd = this.start + (length < this.capacity ? length : this.capacity);
	}

	/** Characters written so far. */
	get length(): number {
		return this.at - this.start;
	}

	/** Whether the line that was written last, without its end, is the same as a section of the arena. */
	holds(at: number, end: number): boolean {
		if (end - at + 2 !== this.length) return false;
		for (let own = this.start; at < end; at++, own++) if (this.bytes[at] !== this.bytes[own]) return false;
		return true;
	}

	/** Whether the line has become too long. Such a line is never sent. */
	get overflow(): boolean {
		return this.last === 0;
	}

	/** Begins a line with its fixed part, `AT+SOCKRD=` for example. */
	begin(fixed: Uint8Array): void {
		const start = this.start;
		const next = start + fixed.length;
		this.fittingAt = -1;
		this.last = next > this.lineEnd ? 0 : this.lineEnd;
		this.at = start;
		if (next > this.lineEnd) return;
		this.bytes.set(fixed, start);
		this.at = next;
	}

	/** Nothing is written, and nothing known of an answer. */
	clear(): void {
		this.at = this.start;
		this.last = this.lineEnd;
		this.awaitsPrompt = this.awaitsPayload = this.answersBare = false;
		this.answer = this.alternative = undefined;
		this.patience = Time.PATIENCE;
		this.dataLength = 0;
	}

	/** More fixed text. */
	fixed(text: Uint8Array): void {
		const at = this.at;
		const next = at + text.length;
		if (next > this.last) {
			this.last = 0;
			return;
		}
		this.bytes.set(text, at);
		this.at = next;
	}

	/** @param value an integer of up to 53 bits and a sign */
	integer(value: number): void {
		const at = this.at;
		if (value >= 0 && value < 10 && at < this.last) {
			this.bytes[at] = Byte.ZERO + value;
			this.at = at + 1;
		} else this.number(value);
	}

	comma(): void {
		if (this.room(1)) this.bytes[this.at++] = Byte.COMMA;
	}

	/** A comma and an integer. */
	nextInteger(value: number): void {
		const at = this.at;
		if (value < 0 || value > Small.MOST) {
			this.comma();
			this.integer(value);
			return;
		}
		let next = at + (value < 10 ? 2 : value < 100 ? 3 : value < 1000 ? 4 : value < 10_000 ? 5 : 6);
		if (next > this.last) {
			this.last = 0;
			return;
		}
		this.at = next;
		const bytes = this.bytes;
		bytes[at] = Byte.COMMA;
		// from the right, without a division, which is one of floating point
		while (value > 9) {
			const tens = (value * Small.TENTH) >> Small.SHIFT;
			bytes[--next] = Byte.ZERO + value - tens * 10;
			value = tens;
		}
		bytes[--next] = Byte.ZERO + value;
	}

	private number(value: number): void {
		if (value < 0) {
			if (this.room(1)) this.bytes[this.at++] = Byte.MINUS;
			value = -value;
		}
		if (value <= Small.MOST) {
			this.digits(value, value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10_000 ? 4 : 5);
			return;
		}
		const upper = Math.floor(value / 10_000);
		this.number(upper);
		this.digits(value - upper * 10_000, 4);
	}

	/** So many digits of a small number, from the right, without a division, which is one of floating point. */
	private digits(value: number, count: number): void {
		const at = this.at;
		let next = at + count;
		if (next > this.last) {
			this.last = 0;
			return;
		}
		this.at = next;
		const bytes = this.bytes;
		while (next > at) {
			const tens = (value * Small.TENTH) >> Small.SHIFT;
			bytes[--next] = Byte.ZERO + value - tens * 10;
			value = tens;
		}
	}

	/** As {@link fittingLength}, of what lies in the arena and is to be written next. */
	fitting(start: number, length: number, room: number): number {
		// whatever they are
		if (2 * length + 2 <= room) return length;
		const whole = length < room - 2 ? length : room - 2;
		const escapes = countEscapes(this.bytes, start, whole, this.words);
		if ((escapes < 0 ? 2 * whole : whole + escapes) + 2 > room) return fittingLength(this.bytes, start, length, room);
		this.fittingAt = start;
		this.fittingLength = whole;
		this.fittingEscapes = escapes;
		return whole;
	}

	/** A string, in the shorter of the forms that can carry it. */
	text(from: Uint8Array, start: number, length: number): void {
		const isOwn = from === this.bytes;
		const escapes =
			isOwn && start === this.fittingAt && length === this.fittingLength
				? this.fittingEscapes
				: countEscapes(from, start, length, isOwn ? this.words : undefined);
		if (escapes < 0) this.hex(from, start, length);
		else this.quoted(from, start, length, escapes);
	}

	/** A comma and a string. */
	nextText(from: Uint8Array, start: number, length: number): void {
		const at = this.at;
		if (at < this.last) {
			this.bytes[at] = Byte.COMMA;
			this.at = at + 1;
			this.text(from, start, length);
		} else this.last = 0;
	}

	/** A comma and a string of the arena's that is known to need no escape. */
	nextPlain(start: number, length: number): void {
		const at = this.at;
		if (at < this.last) {
			this.bytes[at] = Byte.COMMA;
			this.at = at + 1;
			this.quoted(this.bytes, start, length, 0);
		} else this.last = 0;
	}

	/** A comma and a string whose characters are all plain: an address. */
	nextAddress(address: string): void {
		const { length } = address;
		this.comma();
		if (!this.room(length + 2)) return;
		const bytes = this.bytes;
		let at = this.at;
		bytes[at++] = Byte.QUOTE;
		for (let i = 0; i < length; i++) bytes[at++] = address.charCodeAt(i);
		bytes[at++] = Byte.QUOTE;
		this.at = at;
	}

	/** A string as `[hex]`. */
	hex(from: Uint8Array, start: number, length: number): void {
		if (!this.room(length * 2 + 2)) return;
		const { bytes, view } = this;
		const last = start + length - 1;
		let at = this.at;
		let i = start;
		let word = 0;
		bytes[at++] = Byte.OPEN;
		// the four digits of two bytes at once, as a word: a letter is 7 further than a digit would be
		while (i < last) {
			word = (from[i] << 16) | from[i + 1];
			word = ((word << 4) & Digits.HIGH) | (word & Digits.LOW);
			view.setInt32(at, word + Digits.ZEROS + (((word + Digits.SIX) >> 4) & Four.ONES) * 7);
			i += 2;
			at += 4;
		}
		if (i === last) {
			word = ((from[i] & 0xf0) << 4) | (from[i] & 15);
			view.setUint16(at, word + (Digits.ZEROS & 0xffff) + (((word + (Digits.SIX & 0xffff)) >> 4) & 0x101) * 7);
			at += 2;
		}
		bytes[at++] = Byte.CLOSE;
		this.at = at;
	}

	/** Ends the line. @returns its length with CR LF, or 0 when it has become too long */
	end(): number {
		const at = this.at;
		const next = at + 2;
		if (next > this.last) {
			this.last = 0;
			return 0;
		}
		const bytes = this.bytes;
		bytes[at] = Byte.CR;
		bytes[at + 1] = Byte.LF;
		this.at = next;
		return next - this.start;
	}

	private quoted(from: Uint8Array, start: number, length: number, escapes: number): void {
		const bytes = this.bytes;
		let at = this.at;
		if (at + length + escapes + 2 > this.last) {
			this.last = 0;
			return;
		}
		bytes[at++] = Byte.QUOTE;
		if (escapes === 0 && from === bytes) {
			bytes.copyWithin(at, start, start + length);
			bytes[at + length] = Byte.QUOTE;
			this.at = at + length + 1;
			return;
		}
		for (let i = start, end = start + length; i < end; i++) {
			const c = from[i];
			if (c === Byte.QUOTE || c === Byte.BACKSLASH) {
				bytes[at++] = Byte.BACKSLASH;
				bytes[at++] = c;
			} else if (c < 0x20) {
				bytes[at++] = Byte.BACKSLASH;
				bytes[at++] = escapeOf(c);
			} else bytes[at++] = c;
		}
		bytes[at++] = Byte.QUOTE;
		this.at = at;
	}

	private room(count: number): boolean {
		if (this.at + count > this.last) this.last = 0;
		return this.last !== 0;
	}
}
