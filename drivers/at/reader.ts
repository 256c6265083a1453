import type { Line } from "drivers/at/line";
import type { Name, Names } from "drivers/at/names";
import { INCOMPLETE, Payloads } from "drivers/at/payloads";
import type { Arena } from "drivers/uart/arena";
import { LINE, type Receiver } from "drivers/uart/receiver";

/** In the code as numbers: a module's constant costs 50 instructions more. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Byte {
	LF = 0x0a,
	CR = 0x0d,
	SPACE = 0x20,
	HASH = 0x23,
	PLUS = 0x2b,
	PROMPT = 0x3e,
	/** CR LF and `OK`, as a word. */
	CR_LF_OK = 0x0d0a4f4b,
	CR_LF = 0x0d0a,
	/** Taken from a word of characters, it sets bit 7 where one is below 0x20 (0x80808080, as the engine's integers have it). */
	BLANKS = 0x20202020,
	SEVENS = -0x7f7f7f80,
	OK_CR_LF = 0x4f4b0d0a,
	/** As the first three bytes of one. */
	CR_LF_PLUS = 0x0d0a2b,
}
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Next {
	/** As {@link Receiver.next} has it. */
	ANYTHING = 0,
}

// biome-ignore lint/suspicious/noConstEnum: see above
const enum Ended {
	/** {@link Payloads.ended} goes so far. */
	ALWAYS = 2,
}

/** What the reader finds, told in the order of the wire. Offsets are of the arena and hold until the call returns. */
export interface Frames {
	/** A whole line, neither empty nor with its end. */
	line(at: number, end: number): void;
	/** `OK` right behind a payload and its end. */
	ok(): void;
	/** All bytes of a payload have come; what must follow it has not. */
	payload(): void;
	/** A `#` that begins a line: the module asks for data. */
	prompt(): void;
	/** The prompt of echo mode. */
	ready(): void;
	/** Bytes that belong to no line; text where none can be, if they follow a payload. */
	noise(count: number): void;
	/** An event was known by name, and not as the reference has it. */
	damaged(name: Name): void;
}

/**
 * Cuts the stream of received bytes into lines, payloads and prompts: events of known shape in passing, all else with
 * care. Lines are looked at where they lie; a payload is moved to its place without being looked at.
 */
export class Reader extends Payloads {
	/** Bytes that wait and are known to hold no LF. */
	private scanned = 0;
	private readonly frames: Frames;
	/** In a line that is too long: all of it is noise, its end too, which may look like a line of its own. */
	private skipping = false;

	/**
	 * @param fields what is told of events with strings
	 * @param longest the longest line that is accepted, its LF included; a longer one is noise. What the receiver may leave.
	 */
	constructor(arena: Arena, receiver: Receiver, names: Names, fields: Line, frames: Frames, longest: number) {
		super(arena, receiver, names, fields, longest);
		this.frames = frames;
	}

	/** Whether part of a line or of a payload has come and the rest has not. */
	get inside(): boolean {
		return this.inPayload || this.receiver.end > this.receiver.start;
	}

	/** Drops what was received and not yet understood. @returns how many bytes that were */
	reset(): number {
		const { receiver } = this;
		let { start } = receiver;
		while (start < receiver.end && (this.bytes[start] === Byte.LF || this.bytes[start] === Byte.CR)) start++;
		const count = receiver.end - start;
		receiver.clear();
		this.isInText = false;
		this.scanned = 0;
		this.inPayload = this.skipping = false;
		this.isPlain = false; // whoever is in the midst of it must look anew
		this.behind = 0;
		return count;
	}

	protected damaged(name: Name): void {
		this.frames.damaged(name);
	}

	/** Looks at what has come, as far as it can be understood. */
	consume(): void {
		const bytes = this.bytes;
		const view = this.view;
		const receiver = this.receiver;
		this.isPlain = this.isInText = false;
		let isFirst = true;
		for (;;) {
			if (isFirst) isFirst = false;
			else if (!this.taker && this.isAtLine()) {
				this.isPlain = true;
				if (receiver.start === receiver.end) {
					receiver.next = LINE;
					return;
				}
				if (this.pass()) return;
			}
			if (this.inPayload) {
				this.inPayload = false;
				// mostly CR LF, `OK` and CR LF have come as well; the published firmware ends no payload
				const at = receiver.start;
				const word = view.getInt32(at);
				let length = 0;
				if (word === Byte.CR_LF_OK && receiver.end - at >= 6 && view.getUint16(at + 4) === Byte.CR_LF) {
					length = 6;
					if (this.ended < Ended.ALWAYS) this.ended++;
				} else if (word === Byte.OK_CR_LF && receiver.end - at >= 4 && this.ended < Ended.ALWAYS) {
					length = 4;
					this.ended = 0;
				}
				if (length > 0) {
					receiver.start = at + length;
					this.frames.ok();
					if (receiver.start !== receiver.end) continue;
					this.isPlain = !this.taker;
					receiver.next = Next.ANYTHING;
					return;
				}
				this.taker = undefined;
				this.behind = 1;
				this.frames.payload();
			}
			let at = receiver.start;
			const end = receiver.end;
			if (at === end) break;
			const word = view.getInt32(at);
			let first = word >>> 24;
			if (this.scanned === 0) {
				if (this.skipping) {
					this.skip(at, end);
					continue;
				}
				if (this.behind > 0) {
					if (this.isNoLine(first, at)) continue;
				} else if (first !== Byte.PLUS) {
					if (word >> 8 === Byte.CR_LF_PLUS && end - at > 2) {
						first = Byte.PLUS;
						receiver.start = at += 2;
					} else {
						// empty lines, and what stands before and behind events
						while (first === Byte.LF || first === Byte.CR) {
							if (++at === end) break;
							first = bytes[at];
						}
						receiver.start = at;
						if (at === end) break;
						if (first !== Byte.PLUS && this.isNoLine(first, at)) continue;
					}
				}
			}
			const taker = this.taker;
			if (first === Byte.PLUS && taker) {
				const place = this.header(taker, at, end);
				if (place >= 0) {
					this.scanned = 0;
					this.inPayload = true;
					if (receiver.divert(place, this.count) === 0) continue;
					receiver.next = Next.ANYTHING;
					return;
				}
				// what has come so far must not be searched for LF: a payload may lie in it
				if (place === INCOMPLETE) {
					this.isPlain = false;
					receiver.next = this.headerEnd(at);
					return;
				}
				// events may come before it: as long as no more than that comes, nothing else is tried
				this.isPlain = true;
				if (this.pass()) {
					this.scanned = 0;
					return;
				}
				this.isPlain = this.isInText = false;
				if (receiver.start !== at) {
					this.scanned = 0;
					continue;
				}
			}
			const scanned = at + this.scanned;
			// by words from the start, where the bytes before it belong to the line
			const found = this.findEnd(scanned > at + 3 ? scanned & ~3 : scanned, end);
			const longest = this.longest;
			if (found < 0) {
				this.scanned = end - at;
				if (this.scanned < longest) break;
				this.scanned = 0;
				this.skipping = true;
				continue;
			}
			this.scanned = 0;
			if (found - at >= longest) {
				this.skipping = true;
				continue;
			}
			receiver.start = found + 1; // it stays where it is until the port is read again
			this.frames.line(at, found > at && bytes[found - 1] === Byte.CR ? found - 1 : found);
		}
		this.isPlain = !this.taker && this.isAtLine();
		receiver.next = this.scanned > 0 ? receiver.inLine : Next.ANYTHING;
	}

	/** Whether what begins here with `first` is something else than a line; it is told of then. */
	private isNoLine(first: number, at: number): boolean {
		const { receiver, frames } = this;
		if (first <= Byte.SPACE) {
			receiver.start = at + 1;
			if (this.isNoise(first)) frames.noise(1);
			return true;
		}
		if (this.behind > 0 && this.isShort()) {
			frames.noise(0);
			return true;
		}
		if (first !== Byte.PROMPT && first !== Byte.HASH) return false;
		receiver.start = at + 1;
		if (first === Byte.PROMPT) frames.ready();
		else frames.prompt();
		return true;
	}

	/** Whether a line begins here. */
	private isAtLine(): boolean {
		return !(this.inPayload || this.scanned > 0 || this.behind > 0 || this.skipping);
	}

	/** The rest of a line that is too long, as far as it has come. */
	private skip(at: number, end: number): void {
		const found = this.findEnd(at, end);
		const count = (found < 0 ? end : found + 1) - at;
		if (found >= 0) this.skipping = false;
		this.receiver.start = at + count;
		this.frames.noise(count);
	}

	/** The first LF from `at` on, or -1. Two words at a time, as long as no character in them is a control character. */
	private findEnd(at: number, end: number): number {
		const bytes = this.bytes;
		while (at & 3) {
			if (at >= end) return -1;
			if (bytes[at] === Byte.LF) return at;
			at++;
		}
		const words = this.words;
		const last = (end >> 2) - 1;
		let index = at >> 2;
		for (;;) {
			while (index < last) {
				if (((words[index] - Byte.BLANKS) | (words[++index] - Byte.BLANKS)) & Byte.SEVENS) {
					index--;
					break;
				}
				index++;
			}
			// one of these eight may be it, or fewer are left
			at = index << 2;
			const stop = at + 8 < end ? at + 8 : end;
			while (at < stop) {
				if (bytes[at] === Byte.LF) return at;
				at++;
			}
			if (at === end) return -1;
			index += 2;
		}
	}
}
