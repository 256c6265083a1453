import type { Arena } from "drivers/uart/arena";

/** In the code as numbers: a module's constant costs 50 instructions more. Each is for four characters in a word. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Lanes {
	/** Makes a digit its value, and a letter of `A` to `F` 0x67 more than its value. */
	ZEROS = 0x30303030,
	LETTER = 0x67,
	/** Bit 0, and bit 4. */
	ONES = 0x01010101,
	SIXTEENS = 0x10101010,
	/** Sets bit 4 of the values from 10 on. */
	SIXES = 0x06060606,
	/** The bits that no value has: 0xf0f0f0f0, as the engine's integers have it. */
	ABOVE = -0x0f0f0f10,
	/** Bytes that two values have become: the first and the third. */
	BYTES = 0x00ff00ff,
	HALF = 0xffff,
}

/**
 * Decodes pairs of hexadecimal digits where they lie: the bytes that they stand for begin where the digits did. Eight digits
 * at a time where the letters are capital, as the firmware prints them; the words of the arena have their least byte first,
 * as all machines do that the engine runs on.
 * @param at a multiple of four
 * @returns where the first pair lies that is none, or `end`
 */
export function hexadecimal(arena: Arena, at: number, end: number): number {
	const words = arena.words;
	let to = at;
	let a = 0;
	let b = 0;
	let first = 0;
	let second = 0;
	for (;;) {
		const last = (end - 4) >> 2;
		let from = at >> 2;
		let into = to >> 2;
		while (from < last) {
			a = words[from] ^ Lanes.ZEROS;
			b = words[++from] ^ Lanes.ZEROS;
			first = a - ((a >> 4) & Lanes.ONES) * Lanes.LETTER;
			second = b - ((b >> 4) & Lanes.ONES) * Lanes.LETTER;
			// each is below 16, and was a letter where it is 10 or more
			if (
				((((first + Lanes.SIXES) ^ a) | ((second + Lanes.SIXES) ^ b)) & Lanes.SIXTEENS) |
				((first | second) & Lanes.ABOVE)
			) {
				from--;
				break;
			}
			a = ((first << 4) | (first >> 8)) & Lanes.BYTES;
			b = ((second << 4) | (second >> 8)) & Lanes.BYTES;
			words[into] = ((a | (a >> 8)) & Lanes.HALF) | ((b | (b >> 8)) << 16);
			into++;
			from++;
		}
		at = from << 2;
		to = into << 2;
		// the rest, or what may be lower case
		const piece = at + 8 < end ? at + 8 : end;
		at = pairs(arena.bytes, at, piece, to);
		if (at < piece || at === end) return at;
		to += 4;
	}
}

/**
 * The same digit by digit, and to anywhere that is not behind `at`, or beyond `end`.
 * @returns as {@link hexadecimal}; a last digit without another is no pair
 */
export function pairs(bytes: Uint8Array, at: number, end: number, to: number): number {
	for (; at + 1 < end; at += 2) {
		const value = (digit(bytes[at]) << 4) | digit(bytes[at + 1]);
		if (value < 0) return at;
		bytes[to++] = value;
	}
	return at;
}

/** The value of a hexadecimal digit, negative where it is none. */
function digit(c: number): number {
	if (c >= 0x30 && c <= 0x39) return c - 0x30;
	c |= 0x20;
	return c >= 0x61 && c <= 0x66 ? c - 0x57 : -1;
}
