import type { Arena } from "drivers/uart/arena";

/** In the code as numbers: a module's constant costs 50 instructions more. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Byte {
	QUOTE = 0x22,
	BACKSLASH = 0x5c,
	/* Four of them in a word: these two, and what leaves bit 7 in those that become 0 by it. */
	QUOTES = 0x22222222,
	BACKSLASHES = 0x5c5c5c5c,
	ONES = 0x01010101,
	SEVENS = -0x7f7f7f80,
}

/**
 * Looks for a quote or a backslash, four characters at a time.
 * @returns where the first one is, from `at` on; `end`, or more if `at` was, where there is none before it
 */
export function mark(arena: Arena, at: number, end: number): number {
	const bytes = arena.bytes;
	const words = arena.words;
	const last = end >> 2;
	let word = 0;
	let next = 0;
	let stop = (at + 3) & ~3;
	for (;;) {
		if (stop > end) stop = end;
		while (at < stop) {
			next = bytes[at];
			if (next === Byte.QUOTE || next === Byte.BACKSLASH) return at;
			at++;
		}
		if (at >= end) return at;
		let index = at >> 2;
		while (index < last) {
			word = words[index];
			// beyond ASCII there may be none: that is seen above
			if ((((word ^ Byte.QUOTES) - Byte.ONES) | ((word ^ Byte.BACKSLASHES) - Byte.ONES)) & Byte.SEVENS) break;
			index++;
		}
		at = index << 2;
		stop = at + 4;
	}
}

/**
 * Whether a string from `at` on, up to `end`, is escaped: there are escapes in it, and every backslash and every quote
 * belongs to one.
 */
export function isWhollyEscaped(arena: Arena, at: number, end: number): boolean {
	const bytes = arena.bytes;
	let escaped = false;
	for (;;) {
		at = mark(arena, at, end);
		if (at === end) return escaped;
		if (bytes[at] === Byte.QUOTE || at + 1 === end) return false;
		if (!isEscape(bytes[at + 1])) return false;
		escaped = true;
		at += 2;
	}
}

/**
 * Puts the characters that an escaped string stands for to `to`, which may be where the string lies, or before it.
 * @returns how many there are
 */
export function plainOf(arena: Arena, at: number, end: number, to: number): number {
	const bytes = arena.bytes;
	const start = to;
	while (at < end) {
		let next = mark(arena, at, end);
		// as a character of its own: a quote, and a backslash with nothing behind it
		if (next < end && (next + 1 === end || bytes[next] === Byte.QUOTE)) next++;
		if (next > at) {
			bytes.copyWithin(to, at, next);
			to += next - at;
			at = next;
		} else {
			bytes[to++] = unescaped(bytes[at + 1]);
			at += 2;
		}
	}
	return to - start;
}

/** Whether a backslash before it makes an escape of it: `\a \b \t \n \v \f \r \e \" \\`. */
export function isEscape(c: number): boolean {
	return c === Byte.QUOTE || c === Byte.BACKSLASH || unescaped(c) !== c;
}

/** What an escape stands for, by the character behind its backslash; another character stands for itself. */
export function unescaped(c: number): number {
	if (c === 0x6e) return 0x0a;
	if (c === 0x72) return 0x0d;
	if (c === Byte.QUOTE || c === Byte.BACKSLASH) return c;
	if (c === 0x74) return 0x09;
	if (c === 0x61) return 0x07;
	if (c === 0x62) return 0x08;
	if (c === 0x76) return 0x0b;
	if (c === 0x66) return 0x0c;
	if (c === 0x65) return 0x1b;
	return c;
}
