import { type Line, PLAIN } from "drivers/at/line";
import { type Listener, MEASURED, type Name, type Names, spell } from "drivers/at/names";
import type { Arena } from "drivers/uart/arena";
import { LINE, type Receiver } from "drivers/uart/receiver";

/** In the code as numbers: a module's constant costs 50 instructions more, several times for every byte. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Byte {
	LF = 0x0a,
	CR = 0x0d,
	SPACE = 0x20,
	EXCLAMATION = 0x21,
	QUOTE = 0x22,
	HASH = 0x23,
	PLUS = 0x2b,
	COMMA = 0x2c,
	ZERO = 0x30,
	PROMPT = 0x3e,
	BACKSLASH = 0x5c,
	/** What ends a line and begins the next, as the first bytes of a word: nothing in between, CR, or CR LF (module-behaviour). */
	LF_PLUS = 0x0a2b,
	LF_CR_PLUS = 0x0a0d2b,
	QUOTE_COMMA = 0x222c,
	LF_CR_LF_PLUS = 0x0a0d0a2b,
	QUOTE_CR_LF = 0x220d0a,
	/** Bit 6 of each byte of a word. */
	SIXES = 0x40404040,
	/** What has each of its bytes below 0x20, taken from a word, sets bit 7 of it: 0x80808080, as the engine's integers have it. */
	BLANKS = 0x20202020,
	SEVENS = -0x7f7f7f80,
}
/** A byte with that of `0` taken out by exclusive or: 0 to 9 are digits and nothing else is, so that one comparison does. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Digit {
	CR = 0x3d,
	COMMA = 0x1c,
	MINUS = 0x1d,
	/** A number of the module's has no more, and {@link Line.integer} takes no more. */
	MOST = 10,
}
type Teller = Required<Listener>;
/** Before any event has come: nothing is like it. */
const NOTHING = spell("", 0); // a place that there is: looking for another would make a string each time

/**
 * Events whose shape is known ({@link Name.integers}), read in one pass from the `+` on: no search for the line's end comes
 * first, and a string of which a part has come is not looked at again. Whatever is not as expected is left to who can do
 * more.
 */
export abstract class Events {
	// the most used first: a field is looked for one after the other
	/** Whether what comes next is the beginning of a line, and may be an event: only such are for here. */
	isPlain = true;
	protected readonly bytes: Uint8Array;
	protected readonly view: DataView;
	protected readonly words: Int32Array;
	protected readonly receiver: Receiver;
	protected readonly longest: number;
	/** The name that came last: the one most likely to come next. */
	private recent: Name = NOTHING;
	/** Whether a part of a string has come: from the `+`, where to go on, and where it begins; 0 if it does not. */
	protected isInText = false;
	private readonly listeners: readonly (Listener | undefined)[];
	readonly #names: Names;
	readonly #fields: Line;
	#a = 0;
	#b = 0;
	#c = 0;
	#offset = 0;
	#text = 0;
	/** Strings that came before it: how many, where the first begins, and how long it is. */
	#texts = 0;
	#firstText = 0;
	#firstLength = 0;

	/** @param longest the longest line that is accepted, its LF included */
	constructor(arena: Arena, receiver: Receiver, names: Names, fields: Line, longest: number) {
		this.bytes = arena.bytes;
		this.view = arena.view;
		this.words = arena.words;
		this.receiver = receiver;
		this.#names = names;
		this.listeners = names.listeners;
		this.#fields = fields;
		this.longest = longest;
	}

	/** An event with strings was not what whoever reads them expects. */
	protected abstract damaged(name: Name): void;

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
		bytes[end] = 0; // ends every field that has not come as a whole, and every name
		let at = receiver.start;
		let known = this.recent;
		if (this.isInText) {
			at += this.#offset;
			if (known.texts === MEASURED) at = this.tellMeasured(known, at, end, this.#a);
			else at = this.tellTexts(known, at, end, this.#a, this.#b, this.#c);
			if (at === 0) return this.isInText;
			if (!this.isPlain) return false;
		}
		let { head0, head1, headMask, headLength, shortest, integers, texts } = known;
		let teller = this.listeners[known.listener];
		let isBegun = false;
		let next = 0;
		let begin = 0;
		let a = 0;
		let b = 0;
		let c = 0;
		for (;;) {
			if (!isBegun) {
				next = bytes[at];
				while (next === Byte.CR || next === Byte.LF) next = bytes[++at];
				receiver.start = at;
				if (next !== Byte.PLUS) {
					receiver.next = LINE;
					return at >= end;
				}
			}
			if (end - at < shortest) {
				// more has to come, unless the last byte ends something shorter
				next = bytes[end - 1];
				if (next <= Byte.SPACE || next === Byte.PROMPT || next === Byte.HASH) return this.stop(at, end);
				receiver.next = receiver.inLine;
				return true;
			}
			// names of one chapter begin alike
			if ((view.getInt32(at + 5) & headMask) !== head1 || view.getInt32(at + 1) !== head0) {
				const other = this.#names.toldAs(view.getInt32(at + 1), view.getInt32(at + 5));
				if (!other) return this.stop(at, end);
				this.recent = known = other;
				({ head0, head1, headMask, headLength, shortest, integers, texts } = known);
				teller = this.listeners[known.listener];
			}
			begin = at += headLength;
			a = bytes[at] ^ Byte.ZERO;
			if (a < Digit.MOST) {
				next = bytes[++at] ^ Byte.ZERO;
				while (next < Digit.MOST) {
					a = a * 10 + next;
					next = bytes[++at] ^ Byte.ZERO;
				}
			} else {
				if (a !== Digit.MINUS) return this.stop(at, end);
				begin = ++at;
				a = 0;
				next = bytes[at] ^ Byte.ZERO;
				while (next < Digit.MOST) {
					a = a * 10 - next;
					next = bytes[++at] ^ Byte.ZERO;
				}
				if (at === begin) return this.stop(at, end);
			}
			if (at - begin > Digit.MOST) return this.stop(at, end);
			if (integers > 1) {
				if (next !== Digit.COMMA) return this.stop(at, end);
				begin = ++at;
				b = bytes[at] ^ Byte.ZERO;
				if (b >= Digit.MOST) return this.stop(at, end);
				next = bytes[++at] ^ Byte.ZERO;
				while (next < Digit.MOST) {
					b = b * 10 + next;
					next = bytes[++at] ^ Byte.ZERO;
				}
				if (at - begin > Digit.MOST) return this.stop(at, end);
				if (integers > 2) {
					if (next !== Digit.COMMA) return this.stop(at, end);
					begin = ++at;
					c = bytes[at] ^ Byte.ZERO;
					if (c >= Digit.MOST) return this.stop(at, end);
					next = bytes[++at] ^ Byte.ZERO;
					while (next < Digit.MOST) {
						c = c * 10 + next;
						next = bytes[++at] ^ Byte.ZERO;
					}
					if (at - begin > Digit.MOST) return this.stop(at, end);
				} else c = 0;
			} else b = c = 0;
			if (texts === 0) {
				if (next !== Digit.CR) return this.stop(at, end);
				// mostly the next event stands right behind: its beginning is looked at together with this one's end
				next = view.getInt32(++at);
				if (next >> 16 === Byte.LF_PLUS) {
					isBegun = true;
					at++;
				} else if (next >> 8 === Byte.LF_CR_PLUS) {
					isBegun = true;
					at += 2;
				} else if (next === Byte.LF_CR_LF_PLUS) {
					isBegun = true;
					at += 3;
				} else if (next >> 24 === Byte.LF) {
					isBegun = false;
					at++;
				} else return this.stop(at, end);
				receiver.start = at;
				(teller as Teller).told(known, a, b, c);
			} else {
				if (next !== Digit.COMMA) return this.stop(at, end);
				isBegun = false;
				at++;
				if (texts === MEASURED) at = this.tellMeasured(known, at, end, a);
				else at = this.tellTexts(known, at, end, a, b, c);
				if (at === 0) return this.isInText;
			}
			if (!this.isPlain) return false;
		}
	}

	/** @returns whether the line at hand, of which `at` is not as expected, is but incomplete */
	private stop(at: number, end: number): boolean {
		const { receiver } = this;
		receiver.next = receiver.inLine;
		return at >= end && end - receiver.start < this.longest;
	}

	/**
	 * The strings of an event, from `at` on, or from where the last call has come to.
	 * @returns where the next line begins; 0 when this one has not come as a whole, or is not as expected
	 */
	private tellTexts(known: Name, at: number, end: number, a: number, b: number, c: number): number {
		const bytes = this.bytes;
		const receiver = this.receiver;
		const start = receiver.start;
		const view = this.view;
		const texts = known.texts;
		let count = 0;
		let text = 0;
		let firstAt = 0;
		let firstLength = 0;
		let word = 0;
		let next = 0;
		if (this.isInText) {
			this.isInText = false;
			count = this.#texts;
			text = this.#text > 0 ? start + this.#text : 0;
			firstAt = start + this.#firstText;
			firstLength = this.#firstLength;
		}
		for (;;) {
			if (text === 0) {
				if (bytes[at] !== Byte.QUOTE) break;
				text = ++at;
			}
			// four at once, as long as the upper half of each is 3, 4, 6 or 7: where bit 4 is set, bit 5 is too, else bit 6
			for (;;) {
				word = view.getInt32(at);
				if (((word ^ ((word << 2) & (word ^ (word << 1)))) & Byte.SIXES) !== Byte.SIXES) break;
				at += 4;
			}
			// most characters are beyond the quote
			next = bytes[at];
			while (next !== Byte.QUOTE) {
				if (next === Byte.BACKSLASH || (next <= Byte.QUOTE && next !== Byte.SPACE && next !== Byte.EXCLAMATION)) break;
				next = bytes[++at];
				while (next > Byte.QUOTE && next !== Byte.BACKSLASH) next = bytes[++at];
				if (next === Byte.BACKSLASH) break;
			}
			if (next !== Byte.QUOTE) break;
			next = bytes[at + 1];
			if (next === Byte.COMMA && count + 1 < texts) {
				firstAt = text;
				firstLength = at - text;
				count++;
				at += 2;
				text = 0;
				continue;
			}
			const behind = next === Byte.CR ? view.getInt32(at + 2) : 0;
			if (count + 1 < texts || behind >> 24 !== Byte.LF) {
				// perhaps its end has not come yet
				if (at + 1 === end || (next === Byte.CR && at + 2 === end)) end = at;
				break;
			}
			const fields = this.#fields;
			fields.valid = true;
			fields.firstAt = firstAt;
			fields.firstLength = firstLength;
			fields.textAt = text;
			fields.textLength = at - text;
			fields.textForm = PLAIN;
			at += behind === Byte.LF_CR_LF_PLUS ? 5 : behind >> 8 === Byte.LF_CR_PLUS ? 4 : 3;
			receiver.start = at;
			(this.listeners[known.listener] as Teller).told(known, a, b, c);
			if (!fields.valid) this.damaged(known);
			return at;
		}
		if (!this.stop(at, end)) return 0;
		this.isInText = true;
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

	/**
	 * Two strings, each with its length before it, the first one's being `length`: where they end follows from that, and what has
	 * come of them must but be free of control characters. A first one with a backslash at its end may be one that is escaped.
	 * @param at where the first begins, or up to where a part of them is known to be free of such
	 * @returns as {@link Events.tellTexts}
	 */
	private tellMeasured(known: Name, at: number, end: number, length: number): number {
		const bytes = this.bytes;
		const view = this.view;
		const start = this.receiver.start;
		const first = this.isInText ? start + this.#text : at + 1;
		const close = first + length;
		let second = 0;
		let secondLength = 0;
		let isWhole = false;
		let limit = end;
		this.isInText = false;
		if (length < 0 || (bytes[first - 1] !== Byte.QUOTE && first <= end)) return this.give();
		if (close + 1 < end) {
			// its last character, quote and comma, and the next length's first digit
			const around = view.getInt32(close - 1);
			if (((around >> 8) & 0xffff) !== Byte.QUOTE_COMMA || around >> 24 === Byte.BACKSLASH) return this.give();
			const begin = close + 2;
			let to = begin;
			let next = (around & 0xff) ^ Byte.ZERO;
			while (next < Digit.MOST) {
				secondLength = secondLength * 10 + next;
				next = bytes[++to] ^ Byte.ZERO;
			}
			if (to < end) {
				if (next !== Digit.COMMA || to === begin || to - begin > Digit.MOST) return this.give();
				second = to + 2;
				if (bytes[second - 1] !== Byte.QUOTE && second <= end) return this.give();
				isWhole = second + secondLength + 2 < end;
				if (isWhole) {
					limit = second + secondLength;
					if (view.getInt32(limit) >> 8 !== Byte.QUOTE_CR_LF || limit + 2 - start >= this.longest) return this.give();
				}
			}
		}
		const words = this.words;
		const last = (limit >> 2) - 1;
		let index = at >> 2;
		while (index < last) {
			if (((words[index] - Byte.BLANKS) | (words[++index] - Byte.BLANKS)) & Byte.SEVENS) return this.give();
			index++;
		}
		if (index === last && (words[index] - Byte.BLANKS) & Byte.SEVENS) return this.give();
		const rest = limit & 3;
		// what lies behind them in their word, its least byte first, is made something else
		if (rest > 0 && ((words[limit >> 2] | (Byte.SIXES << (8 * rest))) - Byte.BLANKS) & Byte.SEVENS) return this.give();
		if (!isWhole) {
			if (!this.stop(end, end)) return 0;
			this.isInText = true;
			this.#a = length;
			this.#offset = limit - start;
			this.#text = first - start;
			return 0;
		}
		const fields = this.#fields;
		fields.valid = true;
		fields.firstAt = first;
		fields.firstLength = length;
		fields.textAt = second;
		fields.textLength = secondLength;
		fields.textForm = PLAIN;
		this.receiver.start = limit + 3;
		(this.listeners[known.listener] as Teller).told(known, length, secondLength, 0);
		return limit + 3;
	}

	/** The line at hand is left to who can do more. @returns 0 */
	private give(): number {
		this.receiver.next = this.receiver.inLine;
		return 0;
	}
}
