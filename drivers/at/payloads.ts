import { Events } from "drivers/at/events";
import type { Name } from "drivers/at/names";
import type { Request } from "drivers/at/request";
import { ANYTHING } from "drivers/uart/receiver";

/** In the code as numbers: a module's constant costs 50 instructions more. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Byte {
	LF = 0x0a,
	CR = 0x0d,
	SPACE = 0x20,
	HASH = 0x23,
	COMMA = 0x2c,
	ZERO = 0x30,
	NINE = 0x39,
}
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Header {
	/** `1,1,#`, behind the name. */
	SHORTEST = 5,
	/** No header has more bytes. */
	LONGEST = 64,
}
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Ended {
	/** As often as that makes a rule. */
	ALWAYS = 2,
}
/** Of a line that may be a payload's header: not all of it has come; */
export const INCOMPLETE = -1;
/** it is another kind of line. */
const FOREIGN = -2;

/** What stands around a payload (reference 7.10): its header, and what must follow its bytes. */
export abstract class Payloads extends Events {
	// the most used first: a field is looked for one after the other
	/** What awaits a payload: a line of its answer may be the header. Set by {@link Payloads.awaitPayload}, cleared by anyone. */
	request: Request | undefined;
	/** Bytes of a payload are on their way. */
	protected inPayload = false;
	/** Bytes of the payload whose header came last. */
	protected count = 0;
	/** So many payloads in a row were followed by a CR LF, as often as that makes a rule. */
	protected ended = 0;
	/** 1 right behind a payload, 2 and 3 behind the CR and the LF that may stand there; 0 elsewhere. */
	protected behind = 0;
	#answer: Name | undefined;
	/** What stood behind its name, up to the `#`, as words, and the socket's ID in it: mostly the next one is the same. */
	#length = 0;
	#word2 = 0;
	#word0 = 0;
	#word1 = 0;
	#id = 0;

	/** A line of this request's answer may be the header of a payload from now on. */
	awaitPayload(request: Request, answer: Name): void {
		this.request = request;
		this.#answer = answer;
		this.isPlain = false;
		this.receiver.next = ANYTHING;
	}

	/**
	 * `+<name>:<id>,<count>,` from `at` on, and the `#`, which may stand behind a blank or on the next line (reference
	 * 7.10.6, module-behaviour).
	 * @returns where the payload goes that follows, of {@link Payloads.count} bytes; INCOMPLETE; or FOREIGN
	 */
	protected header(request: Request, at: number, end: number): number {
		const name = this.#answer as Name;
		const bytes = this.bytes;
		const view = this.view;
		const begin = at;
		// names of one chapter begin alike
		if ((view.getInt32(at + 5) & name.headMask) !== name.head1 || view.getInt32(at + 1) !== name.head0) {
			if (end - at >= name.headLength) return FOREIGN;
			// not even the name; a shorter line may be complete
			for (; at < end; at++) if (bytes[at] === Byte.LF) return FOREIGN;
			return INCOMPLETE;
		}
		at += name.headLength;
		const length = this.#length;
		if (
			length > 0 &&
			end - at >= length &&
			view.getInt32(at + length - 4) === this.#word2 &&
			view.getInt32(at) === this.#word0 &&
			(length <= 8 || view.getInt32(at + 4) === this.#word1)
		) {
			at += length;
			const place = request.header(this.#id, this.count, at);
			if (place < 0) return FOREIGN;
			this.receiver.start = at;
			return place;
		}
		// a line longer than any header is none
		const partial = end - begin < Header.LONGEST ? INCOMPLETE : FOREIGN;
		if (at > end) return partial; // what was there before has made it a name
		bytes[end] = 0; // ends what has not come as a whole
		const numbers = at;
		let c = bytes[at];
		let id = 0;
		while (c >= Byte.ZERO && c <= Byte.NINE) {
			id = id * 10 + c - Byte.ZERO;
			c = bytes[++at];
		}
		if (c !== Byte.COMMA) return at < end ? FOREIGN : partial;
		c = bytes[++at];
		let count = 0;
		while (c >= Byte.ZERO && c <= Byte.NINE) {
			count = count * 10 + c - Byte.ZERO;
			c = bytes[++at];
		}
		if (c !== Byte.COMMA) return at < end ? FOREIGN : partial;
		do c = bytes[++at];
		while (c === Byte.SPACE || c === Byte.CR || c === Byte.LF);
		if (c !== Byte.HASH) return at < end ? FOREIGN : partial;
		at++;
		const place = at - begin <= Header.LONGEST ? request.header(id, count, at) : -1;
		if (place < 0) return FOREIGN;
		this.receiver.start = at;
		this.#id = id;
		this.count = count;
		this.#length = 0;
		if (at - numbers <= 12) {
			this.#length = at - numbers;
			this.#word0 = view.getInt32(numbers);
			this.#word1 = view.getInt32(numbers + 4);
			this.#word2 = view.getInt32(at - 4);
		}
		return place;
	}

	/**
	 * Before which offset bytes of a header that come alone need not be looked at, unless they are LF: where the last one's `#`
	 * would be; where this one's comes earlier, what lies between is its payload's.
	 */
	protected headerEnd(at: number): number {
		const last = at + (this.#answer as Name).headLength + (this.#length || Header.SHORTEST) - 1;
		const { inLine } = this.receiver;
		return last < inLine ? last : inLine;
	}

	/**
	 * Whether a blank or control character at the beginning of a line is more than an empty line or indentation. Right
	 * behind a payload it is the payload's own end that was pushed there, but for one CR LF (reference 7.10.6).
	 */
	protected isNoise(c: number): boolean {
		const behind = this.behind;
		if (behind > 0) {
			if (behind < 3) this.behind = behind + 1;
			return behind === 1 ? c !== Byte.CR : behind === 2 ? c !== Byte.LF : true;
		}
		return c !== Byte.LF && c !== Byte.CR && c !== Byte.SPACE;
	}

	/**
	 * Text stands right behind a payload. Where a CR LF has always stood there, its absence says that the payload is short:
	 * the CR LF was taken for its last bytes.
	 */
	protected isShort(): boolean {
		const ended = this.behind === 3;
		const always = this.ended === Ended.ALWAYS;
		this.behind = 0;
		if (ended) {
			if (!always) this.ended++;
			return false;
		}
		this.ended = 0;
		return always;
	}
}
