import { INCOMPLETE } from "drivers/at/request";
import type { Arena } from "drivers/uart/arena";
import type { Receiver } from "drivers/uart/receiver";
import type { Ring } from "drivers/uart/ring";

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const HASH = 0x23;
const PLUS = 0x2b;
const PROMPT = 0x3e;
/** As often as that makes a rule. */
const ALWAYS = 2;
/** No header of a payload is longer. */
const HEADER = 64;

/** What the reader finds, told in the order of the wire. Offsets are of the arena and hold until the call returns. */
export interface Frames {
	/** Whether a line that begins with `+` may be the header of a payload. */
	readonly awaitsPayload: boolean;
	/** A whole line, neither empty nor with its end. */
	line(at: number, end: number): void;
	/** As {@link Request.header}, the `+` at `at`; sets {@link Frames.payloadAt} and {@link Frames.headerEnd}. */
	header(at: number, end: number): number;
	readonly payloadAt: number;
	readonly headerEnd: number;
	/** All bytes of a payload have come; what must follow it has not. */
	payload(): void;
	/** A `#` that begins a line: the module asks for data. */
	prompt(): void;
	/** The prompt of echo mode. */
	ready(): void;
	/** Bytes that belong to no line; text where none can be, if they follow a payload. */
	noise(count: number): void;
}

/**
 * Cuts the stream of received bytes into lines, payloads and prompts. Lines are looked at where they lie in the ring;
 * a payload is moved to its place without being looked at.
 */
export class Reader {
	readonly #bytes: Uint8Array;
	readonly #words: Int32Array;
	readonly #ring: Ring;
	readonly #receiver: Receiver;
	readonly #frames: Frames;
	readonly #longest: number;
	/** Bytes at the ring's start that are known to hold no LF. */
	#scanned = 0;
	#inPayload = false;
	/** In a line that is too long: all of it is noise, its end too, which may look like a line of its own. */
	#skipping = false;
	/** So many payloads in a row were followed by a CR LF, at most {@link ALWAYS}. */
	#ended = 0;
	/** 1 right behind a payload, 2 and 3 behind the CR and the LF that may stand there; 0 elsewhere. */
	#behind = 0;

	/**
	 * @param longest the longest line that is accepted, its LF included; a longer one is noise. At most the ring's guard.
	 */
	constructor(arena: Arena, ring: Ring, receiver: Receiver, frames: Frames, longest: number) {
		this.#bytes = arena.bytes;
		this.#words = arena.words;
		this.#ring = ring;
		this.#receiver = receiver;
		this.#frames = frames;
		this.#longest = longest;
	}

	/** Whether part of a line or of a payload has come and the rest has not. */
	get inside(): boolean {
		return this.#inPayload || this.#ring.count > 0;
	}

	/** Drops what was received and not yet understood. @returns how many bytes that were */
	reset(): number {
		const count = this.#ring.count;
		this.#ring.clear();
		this.#receiver.abandon();
		this.#scanned = 0;
		this.#inPayload = this.#skipping = false;
		this.#behind = 0;
		return count;
	}

	/** Looks at what has come, as far as it can be understood. */
	consume(): void {
		const bytes = this.#bytes;
		const ring = this.#ring;
		const frames = this.#frames;
		const limit = ring.limit;
		for (;;) {
			if (this.#inPayload) {
				if (this.#receiver.diverted > 0) return;
				this.#inPayload = false;
				this.#behind = 1;
				frames.payload();
			}
			if (ring.count === 0) return;
			const at = ring.start;
			let end = at + ring.count;
			if (end > limit) end = limit;
			const first = bytes[at];
			if (this.#scanned === 0) {
				if (this.#skipping) {
					this.#skip(at, end);
					continue;
				}
				if ((first === LF || first === CR) && this.#behind === 0) {
					// empty lines, and what stands before and behind events
					let next = at + 1;
					while (next < end && (bytes[next] === LF || bytes[next] === CR)) next++;
					ring.skip(next - at);
					continue;
				}
				if (first <= SPACE) {
					ring.skip(1);
					if (this.#isNoise(first)) frames.noise(1);
					continue;
				}
				if (this.#behind > 0 && this.#isShort()) continue;
				if (first === PROMPT) {
					ring.skip(1);
					frames.ready();
					continue;
				}
				if (first === HASH) {
					ring.skip(1);
					frames.prompt();
					continue;
				}
			}
			if (first === PLUS && frames.awaitsPayload) {
				const count = frames.header(at, end - at < HEADER ? end : at + HEADER);
				if (count >= 0) {
					ring.skip(frames.headerEnd - at);
					this.#scanned = 0;
					this.#inPayload = true;
					this.#receiver.divert(frames.payloadAt, count);
					continue;
				}
				if (count === INCOMPLETE && end - at < HEADER) {
					// what has come so far must not be searched for LF: a payload may lie in it
					return;
				}
			}
			const found = this.#findEnd(at + this.#scanned, end);
			if (found < 0) {
				this.#scanned = end - at;
				if (this.#scanned < this.#longest) return;
				this.#scanned = 0;
				this.#skipping = true;
				continue;
			}
			this.#scanned = 0;
			if (found - at >= this.#longest) {
				this.#skipping = true;
				continue;
			}
			ring.skip(found + 1 - at); // stays where it is until the port is read again
			frames.line(at, found > at && bytes[found - 1] === CR ? found - 1 : found);
		}
	}

	/** The rest of a line that is too long, as far as it has come. */
	#skip(at: number, end: number): void {
		const found = this.#findEnd(at, end);
		const count = (found < 0 ? end : found + 1) - at;
		if (found >= 0) this.#skipping = false;
		this.#ring.skip(count);
		this.#frames.noise(count);
	}

	/**
	 * Whether a blank or control character at the beginning of a line is more than an empty line or indentation. Right
	 * behind a payload it is the payload's own end that was pushed there, but for one CR LF (reference 7.10.6).
	 */
	#isNoise(c: number): boolean {
		const behind = this.#behind;
		if (behind > 0) {
			if (behind < 3) this.#behind = behind + 1;
			return behind === 1 ? c !== CR : behind === 2 ? c !== LF : true;
		}
		return c !== LF && c !== CR && c !== SPACE;
	}

	/**
	 * Text stands right behind a payload. Where a CR LF has always stood there, its absence says that the payload is short:
	 * the CR LF was taken for its last bytes.
	 */
	#isShort(): boolean {
		const ended = this.#behind === 3;
		const always = this.#ended === ALWAYS;
		this.#behind = 0;
		if (ended) {
			if (!always) this.#ended++;
			return false;
		}
		this.#ended = 0;
		if (always) this.#frames.noise(0);
		return always;
	}

	/** The first LF from `at` on, or -1. Four bytes at a time: a word has no control character in it when each of its
	 * bytes has bit 5 or bit 6 set. */
	#findEnd(at: number, end: number): number {
		const bytes = this.#bytes;
		while (at & 3) {
			if (at >= end) return -1;
			if (bytes[at] === LF) return at;
			at++;
		}
		const words = this.#words;
		const last = end >> 2;
		let index = at >> 2;
		while (index < last) {
			const word = words[index];
			if (((word | (word << 1)) & 0x40404040) !== 0x40404040) {
				at = index << 2;
				if (bytes[at] === LF) return at;
				if (bytes[at + 1] === LF) return at + 1;
				if (bytes[at + 2] === LF) return at + 2;
				if (bytes[at + 3] === LF) return at + 3;
			}
			index++;
		}
		at = index << 2;
		while (at < end) {
			if (bytes[at] === LF) return at;
			at++;
		}
		return -1;
	}
}
