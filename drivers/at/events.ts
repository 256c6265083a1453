import { type Line, PLAIN } from "drivers/at/line";
import { type Listener, type Name, type Names, spell } from "drivers/at/names";
import type { Arena } from "drivers/uart/arena";
import { LINE, LINE_END, type Receiver } from "drivers/uart/receiver";

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const EXCLAMATION = 0x21;
const QUOTE = 0x22;
const HASH = 0x23;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const PROMPT = 0x3e;
const BACKSLASH = 0x5c;
/** LF CR LF and a plus, as a word. */
const LF_CR_LF_PLUS = 0x0a0d0a2b;
type Teller = Required<Listener>;
/** Of ten digits: what {@link Line.integer} takes. */
const LARGEST = 9_999_999_999;
/** Before any event has come: nothing is like it. */
const NOTHING = spell("");

/**
 * Events whose shape is known ({@link Name.integers}), read in one pass from the `+` on: no search for the line's end comes
 * first, and a string of which a part has come is not looked at again. Whatever is not as expected is left to who can do
 * more.
 */
export abstract class Events {
	protected readonly bytes: Uint8Array;
	protected readonly receiver: Receiver;
	protected readonly longest: number;
	protected readonly view: DataView;
	readonly #names: Names;
	readonly #listeners: readonly (Listener | undefined)[];
	readonly #fields: Line;
	/** The name that came last: the one most likely to come next. */
	#recent: Name = NOTHING;
	#a = 0;
	#b = 0;
	#c = 0;
	/** Whether a part of a string has come: from the `+`, where to go on, and where it begins; 0 if it does not. */
	#isInText = false;
	#offset = 0;
	#text = 0;
	/** Strings that came before it: how many, where the first begins, and how long it is. */
	#texts = 0;
	#firstText = 0;
	#firstLength = 0;
	/** Whether what comes next is the beginning of a line, and may be an event: only such are for here. */
	isPlain = true;

	/** @param longest the longest line that is accepted, its LF included */
	constructor(arena: Arena, receiver: Receiver, names: Names, fields: Line, longest: number) {
		this.bytes = arena.bytes;
		this.view = arena.view;
		this.receiver = receiver;
		this.#names = names;
		this.#listeners = names.listeners;
		this.#fields = fields;
		this.longest = longest;
	}

	/** An event with strings was not what whoever reads them expects. */
	protected abstract damaged(name: Name): void;

	/** Forgets how far the line at hand was understood. */
	protected forget(): void {
		this.#isInText = false;
	}

	/**
	 * Tells of events as long as there are any; {@link Events.isPlain} must be true. Long on purpose, without a loop for the
	 * integers: a call costs as much as looking at two bytes.
	 * @returns whether what is left, if anything is, is the beginning of an event
	 */
	pass(): boolean {
		const bytes = this.bytes;
		const view = this.view;
		const receiver = this.receiver;
		const end = receiver.end;
		bytes[end] = 0; // ends every field that has not come as a whole
		let start = receiver.start;
		let at = start;
		let known = this.#recent;
		if (this.#isInText) {
			at = this.#tellTexts(known, start, start + this.#offset, end, this.#a, this.#b, this.#c);
			if (at === 0) return this.#isInText;
			if (!this.isPlain) return false;
		}
		let { head0, head1, headMask, headLength, shortest, integers, texts } = known;
		let isBegun = false;
		for (;;) {
			let next = PLUS;
			if (!isBegun) {
				next = bytes[at];
				while (next === CR || next === LF) next = bytes[++at];
				if (next !== PLUS) {
					receiver.start = at;
					receiver.next = LINE;
					return at >= end;
				}
			}
			isBegun = false;
			start = at;
			if (end - at < shortest) {
				// more has to come, unless the last byte ends something shorter
				const last = bytes[end - 1];
				if (last <= SPACE || last === PROMPT || last === HASH) return this.#stop(start, at, end);
				receiver.start = at;
				receiver.next = LINE_END;
				return true;
			}
			if (view.getInt32(at + 1) !== head0 || (view.getInt32(at + 5) & headMask) !== head1) {
				const other = this.#names.toldAs(view.getInt32(at + 1), view.getInt32(at + 5));
				if (!other) return this.#stop(start, at, end);
				this.#recent = known = other;
				({ head0, head1, headMask, headLength, shortest, integers, texts } = known);
			}
			at += headLength;
			next = bytes[at];
			const isNegative = next === MINUS;
			if (isNegative) next = bytes[++at];
			let begin = at;
			let a = 0;
			let b = 0;
			let c = 0;
			while (next >= ZERO && next <= NINE) {
				a = a * 10 + next - ZERO;
				next = bytes[++at];
			}
			if (at === begin || a > LARGEST) return this.#stop(start, at, end);
			if (isNegative) a = -a;
			if (integers > 1) {
				if (next !== COMMA) return this.#stop(start, at, end);
				begin = ++at;
				next = bytes[at];
				while (next >= ZERO && next <= NINE) {
					b = b * 10 + next - ZERO;
					next = bytes[++at];
				}
				if (at === begin || b > LARGEST) return this.#stop(start, at, end);
				if (integers > 2) {
					if (next !== COMMA) return this.#stop(start, at, end);
					begin = ++at;
					next = bytes[at];
					while (next >= ZERO && next <= NINE) {
						c = c * 10 + next - ZERO;
						next = bytes[++at];
					}
					if (at === begin || c > LARGEST) return this.#stop(start, at, end);
				}
			}
			if (texts === 0) {
				if (next !== CR) return this.#stop(start, at, end);
				at++;
				// mostly the next event stands right behind: its beginning is looked at together with this one's end
				next = view.getInt32(at);
				if (next === LF_CR_LF_PLUS) {
					isBegun = true;
					at += 3;
				} else if (next >> 24 === LF) at++;
				else return this.#stop(start, at, end);
				receiver.start = at;
				(this.#listeners[known.listener] as Teller).told(known, a, b, c);
			} else {
				if (next !== COMMA) return this.#stop(start, at, end);
				at = this.#tellTexts(known, start, at + 1, end, a, b, c);
				if (at === 0) return this.#isInText;
			}
			if (!this.isPlain) return false;
		}
	}

	/** @returns whether the line from `start` on, of which `at` is not as expected, is but incomplete */
	#stop(start: number, at: number, end: number): boolean {
		this.receiver.start = start;
		this.receiver.next = LINE_END;
		return at >= end && end - start < this.longest;
	}

	/**
	 * The strings of an event, from `at` on, or from where the last call has come to.
	 * @returns where the next line begins; 0 when this one has not come as a whole, or is not as expected
	 */
	#tellTexts(known: Name, start: number, at: number, end: number, a: number, b: number, c: number): number {
		const bytes = this.bytes;
		const receiver = this.receiver;
		const view = this.view;
		const texts = known.texts;
		let count = 0;
		let text = 0;
		let firstAt = 0;
		let firstLength = 0;
		if (this.#isInText) {
			this.#isInText = false;
			count = this.#texts;
			text = this.#text > 0 ? start + this.#text : 0;
			firstAt = start + this.#firstText;
			firstLength = this.#firstLength;
		}
		for (;;) {
			if (text === 0) {
				if (bytes[at] !== QUOTE) break;
				text = ++at;
			}
			// four at once, as long as all are digits, small letters or what stands before them: of the upper half 3, 6, 7 or 4
			for (;;) {
				const bit6 = view.getInt32(at);
				const bit5 = bit6 << 1;
				const bit4 = bit6 << 2;
				if ((((bit5 & (bit6 | bit4)) | (bit6 & ~(bit5 | bit4))) & 0x40404040) !== 0x40404040) break;
				at += 4;
			}
			// most characters are beyond the quote
			let next = bytes[at];
			while (next !== QUOTE) {
				if (next === BACKSLASH || (next <= QUOTE && next !== SPACE && next !== EXCLAMATION)) break;
				next = bytes[++at];
				while (next > QUOTE && next !== BACKSLASH) next = bytes[++at];
				if (next === BACKSLASH) break;
			}
			if (next !== QUOTE) break;
			next = bytes[at + 1];
			if (next === COMMA && count + 1 < texts) {
				firstAt = text;
				firstLength = at - text;
				count++;
				at += 2;
				text = 0;
				continue;
			}
			const behind = next === CR ? view.getInt32(at + 2) : 0;
			if (count + 1 < texts || behind >> 24 !== LF) {
				// perhaps its end has not come yet
				if (at + 1 === end || (next === CR && at + 2 === end)) end = at;
				break;
			}
			const fields = this.#fields;
			fields.valid = true;
			fields.firstAt = firstAt;
			fields.firstLength = firstLength;
			fields.textAt = text;
			fields.textLength = at - text;
			fields.textForm = PLAIN;
			at += behind === LF_CR_LF_PLUS ? 5 : 3;
			receiver.start = at;
			(this.#listeners[known.listener] as Teller).told(known, a, b, c);
			if (!fields.valid) this.damaged(known);
			return at;
		}
		if (!this.#stop(start, at, end)) return 0;
		this.#isInText = true;
		this.#a = a;
		this.#b = b;
		this.#c = c;
		this.#offset = at - start;
		this.#text = text > 0 ? text - start : 0;
		this.#texts = count;
		this.#firstText = firstAt - start;
		this.#firstLength = firstLength;
		return 0;
	}
}
