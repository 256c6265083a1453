import { isEscape, isWhollyEscaped, mark, plainOf, unescaped } from "drivers/at/escapes";
import { hexadecimal, pairs } from "drivers/at/hexadecimal";
import type { Arena } from "drivers/uart/arena";

/** In the code as numbers: a module's constant costs 50 instructions more, several times for every byte. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Byte {
	LF = 0x0a,
	CR = 0x0d,
	SPACE = 0x20,
	QUOTE = 0x22,
	COMMA = 0x2c,
	MINUS = 0x2d,
	ZERO = 0x30,
	OPEN = 0x5b,
	BACKSLASH = 0x5c,
	CLOSE = 0x5d,
}

// biome-ignore lint/suspicious/noConstEnum: see above
const enum TextForm {
	/** As it lies there: {@link PLAIN}. */
	PLAIN,
	/** It was in brackets, and is no more. */
	DECODED,
	ESCAPED,
	HEX,
}

/**
 * The fields of a line, read from left to right where the line lies. A field that is not what was asked for leaves
 * {@link Line.valid} false, and all further fields read as 0 or empty: a handler looks once, at the end.
 */
export class Line {
	private readonly arena: Arena;
	private readonly bytes: Uint8Array;
	/** Where in the arena the next field begins. */
	at = 0;
	/** Where the line ends: the offset of its Byte.CR, or Byte.LF. What lies there is no digit, quote or comma. */
	end = 0;
	/** Whether everything asked for was there. */
	valid = true;
	/** Where the text of the last {@link Line.text} begins, inside its quotes or brackets. */
	textAt = 0;
	/** How many characters lie there. */
	textLength = 0;
	/** How they are to be read. */
	textForm: TextForm = TextForm.PLAIN;
	/** Of an event that is told with two strings ({@link Name.integers}): where the first lies. */
	firstAt = 0;
	firstLength = 0;

	constructor(arena: Arena) {
		this.arena = arena;
		this.bytes = arena.bytes;
	}

	/** @internal for the reader */
	begin(at: number, end: number): void {
		this.at = at;
		this.end = end;
		this.valid = true;
	}

	/** Whether anything is left. */
	get more(): boolean {
		return this.at < this.end;
	}

	/** The next character, which stays. */
	get peek(): number {
		return this.at < this.end ? this.bytes[this.at] : 0;
	}

	/**
	 * A decimal integer of one to ten digits, with a minus perhaps. What follows must end the field: a number into which
	 * another task has printed (module-behaviour) is none.
	 */
	integer(): number {
		const bytes = this.bytes;
		let at = this.at;
		let c = bytes[at];
		while (c === Byte.SPACE) c = bytes[++at];
		const negative = c === Byte.MINUS;
		if (negative) c = bytes[++at];
		const start = at;
		let value = 0;
		for (let digit = c - Byte.ZERO; digit >= 0 && digit <= 9; digit = c - Byte.ZERO) {
			value = value * 10 + digit;
			c = bytes[++at];
		}
		// not one digit, or more than any number of the module's has, or something else behind them
		if (at === start || at - start > 10 || at > this.end || (at < this.end && c !== Byte.COMMA && c !== Byte.SPACE)) {
			this.valid = false;
			this.at = this.end;
			return 0;
		}
		this.at = at;
		return negative ? -value : value;
	}

	/** The comma before the next field, with blanks around it perhaps. */
	comma(): void {
		const bytes = this.bytes;
		let at = this.at;
		while (bytes[at] === Byte.SPACE) at++;
		if (bytes[at] !== Byte.COMMA || at >= this.end) {
			this.valid = false;
			this.at = this.end;
			return;
		}
		at++;
		while (bytes[at] === Byte.SPACE) at++;
		this.at = at;
	}

	/** A comma and an integer. */
	nextInteger(): number {
		const at = this.at;
		if (this.bytes[at] === Byte.COMMA && at < this.end && this.valid) {
			this.at = at + 1;
			return this.integer();
		}
		this.comma();
		return this.valid ? this.integer() : 0;
	}

	/**
	 * A string: `"…"` or `[hex]`, or bare up to the next comma. It stays where it is: {@link Line.textAt} and
	 * {@link Line.textLength} say where, {@link Line.copy} gives its bytes.
	 */
	text(): void {
		const bytes = this.bytes;
		const end = this.end;
		let at = this.at;
		while (bytes[at] === Byte.SPACE && at < end) at++;
		const first = bytes[at];
		if (at >= end) {
			this.failText();
		} else if (first === Byte.QUOTE) {
			this.quoted(at + 1);
		} else if (first === Byte.OPEN) {
			const start = ++at;
			while (at < end && bytes[at] !== Byte.CLOSE) at++;
			if (at === end || (at - start) & 1) return this.failText();
			this.found(start, at - start, TextForm.HEX, at + 1);
		} else {
			const start = at;
			while (at < end && bytes[at] !== Byte.COMMA) at++;
			this.found(start, at - start, TextForm.PLAIN, at);
		}
	}

	/** A comma and a string. */
	nextText(): void {
		this.comma();
		if (this.valid) this.text();
		else this.failText();
	}

	/**
	 * A string whose length was told before it. The firmware escapes neither `"` nor `\` in a text without control
	 * characters, so that the length, not the next quote, ends it; where the text was escaped after all, the closing
	 * quote stands further on. In the `[hex]` form the bracket ends it.
	 */
	nextTextOf(length: number): void {
		this.comma();
		if (!this.valid) return this.failText();
		const bytes = this.bytes;
		const first = bytes[this.at];
		const start = this.at + 1;
		if (first === Byte.OPEN) return this.digitsOf(start, length);
		if (first !== Byte.QUOTE) return this.text();
		const close = start + length;
		if (length >= 0 && close < this.end && bytes[close] === Byte.QUOTE && this.endsField(close + 1)) {
			// behind a backslash it may be a quote of a text that is longer, because it was escaped
			if (bytes[close - 1] !== Byte.BACKSLASH || !this.isEscaped(start, length))
				return this.found(start, length, TextForm.PLAIN, close + 1);
		}
		this.quoted(start);
	}

	/**
	 * A comma and a string that ends the line: where it is quoted, the line's last character ends it, whatever quotes stand
	 * in it. It counts as escaped when every backslash and every quote in it belongs to an escape, else as plain.
	 */
	lastText(): void {
		this.comma();
		const { at, end } = this;
		if (!this.valid || at >= end) return this.failText();
		const bytes = this.bytes;
		if (bytes[at] === Byte.QUOTE) {
			const start = at + 1;
			const close = end - 1;
			if (close < start || bytes[close] !== Byte.QUOTE) return this.failText();
			this.found(
				start,
				close - start,
				isWhollyEscaped(this.arena, start, close) ? TextForm.ESCAPED : TextForm.PLAIN,
				end,
			);
		} else if (bytes[at] === Byte.OPEN) {
			this.text();
			if (this.at < end) this.failText();
		} else this.found(at, end - at, TextForm.PLAIN, end);
	}

	/** Whether the last string is in brackets: these, not a length told before it, say where it ends. */
	get bracketed(): boolean {
		return this.textForm === TextForm.HEX || this.textForm === TextForm.DECODED;
	}

	/** Has the last string lie as the bytes it stands for, textLength of them: it is decoded where it is. */
	plain(): void {
		const form = this.textForm;
		if (form <= TextForm.DECODED) return;
		this.textLength = this.copy(this.textAt);
		this.textForm = form === TextForm.HEX ? TextForm.DECODED : TextForm.PLAIN;
	}

	/** Copies the bytes of the last string to `to` in the arena. @returns how many; never more than textLength */
	copy(to: number): number {
		const from = this.textAt;
		const length = this.textLength;
		if (this.textForm <= TextForm.DECODED) {
			this.bytes.copyWithin(to, from, from + length);
			return length;
		}
		return this.textForm === TextForm.HEX ? this.copyHex(to) : plainOf(this.arena, from, from + length, to);
	}

	/**
	 * A quoted string that begins at `start`, and ends at a quote that ends the field. A quote inside that no backslash
	 * escapes, a backslash that escapes nothing, or an end that is missing if backslashes escape, shows that nothing was
	 * escaped in it.
	 */
	private quoted(start: number): void {
		const { arena, bytes, end } = this;
		let form: TextForm = TextForm.PLAIN;
		let at = mark(arena, start, end);
		while (at < end && bytes[at] === Byte.BACKSLASH && isEscape(bytes[at + 1])) {
			form = TextForm.ESCAPED;
			at = mark(arena, at + 2, end);
		}
		if (at < end && bytes[at] === Byte.QUOTE && this.endsField(at + 1))
			return this.found(start, at - start, form, at + 1);
		for (at = mark(arena, start, end); at < end; at = mark(arena, at + 1, end)) {
			if (bytes[at] === Byte.QUOTE && this.endsField(at + 1))
				return this.found(start, at - start, TextForm.PLAIN, at + 1);
		}
		this.failText();
	}

	/** Whether a quoted string is escaped, and is of `length` bytes then: only a text with control characters is. */
	private isEscaped(start: number, length: number): boolean {
		const { arena, bytes, end } = this;
		let control = false;
		let escapes = 0;
		let at = mark(arena, start, end);
		while (at < end && bytes[at] === Byte.BACKSLASH) {
			if (unescaped(bytes[at + 1]) < Byte.SPACE) control = true;
			escapes++;
			at = mark(arena, at + 2, end);
		}
		return at < end && control && at - start - escapes === length && this.endsField(at + 1);
	}

	/** Whether a comma or the line's end comes next. */
	private endsField(at: number): boolean {
		const bytes = this.bytes;
		while (at < this.end && bytes[at] === Byte.SPACE) at++;
		return at >= this.end || bytes[at] === Byte.COMMA;
	}

	private found(at: number, length: number, form: TextForm, next: number): void {
		this.textAt = at;
		this.textLength = length;
		this.textForm = form;
		this.at = next;
	}

	private failText(): void {
		this.valid = false;
		this.found(this.end, 0, TextForm.PLAIN, this.end);
	}

	/**
	 * The digits of a string whose length was told: decoded at once, by words, a little further ahead, where its length, a
	 * comma and the bracket lay.
	 */
	private digitsOf(start: number, length: number): void {
		const bytes = this.bytes;
		const end = start + 2 * length;
		if (!(length >= 0 && end < this.end && bytes[end] === Byte.CLOSE)) return this.text();
		const place = start & ~3;
		const moved = start - place;
		if (moved > 0) bytes.copyWithin(place, start, end);
		const stop = hexadecimal(this.arena, place, end - moved);
		if (stop === end - moved) return this.found(place, length, TextForm.DECODED, end + 1);
		// the rest goes back to where it was: a bracket ends the digits wherever it stands
		const at = stop + moved;
		if (moved > 0) bytes.copyWithin(at, stop, end - moved);
		if (bytes[at] === Byte.CLOSE) this.found(place, (at - start) >> 1, TextForm.DECODED, at + 1);
		else this.failText();
	}

	private copyHex(to: number): number {
		const { textAt, textLength } = this;
		if (pairs(this.bytes, textAt, textAt + textLength, to) === textAt + textLength) return textLength >> 1;
		this.valid = false;
		return 0;
	}
}

export const PLAIN = 0;
