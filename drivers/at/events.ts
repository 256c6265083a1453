import type { Line } from "drivers/at/line";
import { Name, type Names } from "drivers/at/names";
import type { Arena } from "drivers/uart/arena";
import type { Receiver } from "drivers/uart/receiver";

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
/** Of ten digits: what {@link Line.integer} takes. */
const LARGEST = 9_999_999_999;
/** Before any event has come: nothing is like it. */
const NOBODY = Object.freeze(new Name(""));

/**
 * Events whose shape is known ({@link Names.tell}), read in one pass from the `+` on: no search for the line's end comes
 * first, and a string of which a part has come is not looked at again. Whatever is not as expected is left to who can do
 * more.
 */
export abstract class Events {
	protected readonly bytes: Uint8Array;
	protected readonly receiver: Receiver;
	protected readonly longest: number;
	readonly #view: DataView;
	readonly #names: Names;
	readonly #fields: Line;
	/** The name that came last: the one most likely to come next. */
	#recent: Name = NOBODY;
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
		this.#view = arena.view;
		this.receiver = receiver;
		this.#names = names;
		this.#fields = fields;
		this.longest = longest;
	}

	/** An event with strings was not what whoever reads them expects. */
	protected abstract malformed(): void;

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
		const view = this.#view;
		const receiver = this.receiver;
		const end = receiver.end;
		bytes[end] = 0; // ends every field that has not come as a whole
		let start = receiver.start;
		let at = start;
		let known = this.#recent;
		if (this.#isInText) {
			at = this.#tellTexts(known, start, start + this.#offset, end);
			if (at === 0) return this.#isInText;
			if (!this.isPlain) return false;
		}
		for (;;) {
			let next = bytes[at];
			while (next === CR || next === LF) next = bytes[++at];
			start = at;
			if (next !== PLUS) {
				receiver.start = at;
				receiver.awaitsLineEnd = false;
				return at >= end;
			}
			event: {
				if (end - at < known.shortest) {
					// more has to come, unless the last byte ends something shorter
					const last = bytes[end - 1];
					if (last <= SPACE || last === PROMPT || last === HASH) break event;
					receiver.start = at;
					receiver.awaitsLineEnd = true;
					return true;
				}
				const word0 = view.getInt32(at + 1);
				const word1 = view.getInt32(at + 5);
				if (word0 !== known.head0 || (word1 & known.headMask) !== known.head1) {
					const other = this.#names.toldAs(word0, word1);
					if (!other) break event;
					this.#recent = known = other;
				}
				at += known.headLength;
				next = bytes[at];
				const isNegative = next === MINUS;
				if (isNegative) next = bytes[++at];
				let begin = at;
				let value = 0;
				while (next >= ZERO && next <= NINE) {
					value = value * 10 + next - ZERO;
					next = bytes[++at];
				}
				if (at === begin || value > LARGEST) break event;
				const a = isNegative ? -value : value;
				let b = 0;
				let c = 0;
				const integers = known.integers;
				if (integers > 1) {
					if (next !== COMMA) break event;
					begin = ++at;
					next = bytes[at];
					while (next >= ZERO && next <= NINE) {
						b = b * 10 + next - ZERO;
						next = bytes[++at];
					}
					if (at === begin || b > LARGEST) break event;
					if (integers > 2) {
						if (next !== COMMA) break event;
						begin = ++at;
						next = bytes[at];
						while (next >= ZERO && next <= NINE) {
							c = c * 10 + next - ZERO;
							next = bytes[++at];
						}
						if (at === begin || c > LARGEST) break event;
					}
				}
				if (known.texts === 0) {
					if (next !== CR || bytes[++at] !== LF) break event;
					receiver.start = ++at;
					known.numbers(a, b, c);
				} else {
					if (next !== COMMA) break event;
					this.#a = a;
					this.#b = b;
					this.#c = c;
					at = this.#tellTexts(known, start, at + 1, end);
					if (at === 0) return this.#isInText;
				}
				if (!this.isPlain) return false;
				continue;
			}
			receiver.start = start;
			receiver.awaitsLineEnd = true;
			return at >= end && end - start < this.longest;
		}
	}

	/**
	 * The strings of an event, from `at` on, or from where the last call has come to.
	 * @returns where the next line begins; 0 when this one has not come as a whole, or is not as expected
	 */
	#tellTexts(known: Name, start: number, at: number, end: number): number {
		const bytes = this.bytes;
		const receiver = this.receiver;
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
			let next = bytes[at];
			// most characters are beyond the quote
			while (next > QUOTE ? next !== BACKSLASH : next === SPACE || next === EXCLAMATION) next = bytes[++at];
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
			if (next !== CR || count + 1 < texts || bytes[at + 2] !== LF) {
				// perhaps its end has not come yet
				if (at + 1 === end || (next === CR && at + 2 === end)) end = at;
				break;
			}
			const fields = this.#fields;
			fields.valid = true;
			fields.firstAt = firstAt;
			fields.firstLength = firstLength;
			fields.setText(text, at - text);
			at += 3;
			receiver.start = at;
			known.numbers(this.#a, this.#b, this.#c);
			if (!fields.valid) this.malformed();
			return at;
		}
		receiver.start = start;
		receiver.awaitsLineEnd = true;
		if (at < end || receiver.end - start >= this.longest) return 0;
		this.#isInText = true;
		this.#offset = at - start;
		this.#text = text > 0 ? text - start : 0;
		this.#texts = count;
		this.#firstText = firstAt - start;
		this.#firstLength = firstLength;
		return 0;
	}
}
