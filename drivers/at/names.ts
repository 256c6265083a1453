import type { Arena } from "drivers/uart/arena";

/**
 * The name of an answer or event (`SOCKRXT` of `+SOCKRXT:1,7`), and who is told of its lines. Compared by its first eight
 * bytes as two words, only longer names need a look at the rest. Nothing of it ever changes: made by a module that is
 * preloaded ({@link spell}), it lies in flash.
 */
export interface Name {
	readonly text: string;
	readonly length: number;
	/** The place in {@link Names.listeners} of whoever is told of lines that are no answer; NOBODY: they are answers, always. */
	readonly listener: number;
	readonly word0: number;
	readonly word1: number;
	readonly mask0: number;
	readonly mask1: number;
	readonly rest: Uint8Array | undefined;
	/** Of a name of 4 to 7 characters: with its colon, as two words. */
	readonly head0: number;
	readonly head1: number;
	readonly headMask: number;
	/** With the plus; 0 for other names. */
	readonly headLength: number;
	/**
	 * Of an event that is told with its fields: so many integers, then so many strings, or {@link MEASURED} ones. Of others: 0.
	 */
	readonly integers: number;
	readonly texts: number;
	/** The shortest line of that shape, its end included. */
	readonly shortest: number;
}

/** Who is told of events. */
export interface Listener {
	/** A line of this name that is not the answer of the command in flight; its fields are in {@link Engine.fields}. */
	event(name: Name): void;
	/**
	 * An event that is told with its fields: integers that it does not have are 0, strings lie where {@link Line.firstAt}
	 * and {@link Line.textAt} say.
	 */
	told?(name: Name, a: number, b: number, c: number): void;
}

export const NOBODY = -1;
/**
 * In place of a number of strings, with one integer: it is the length of a first string, and a second length and string follow. Such
 * an event is told with both lengths where its strings are quoted and as long as that; of any other line its listener is
 * told as of an event without a shape.
 */
export const MEASURED = -1;
const MOST_INTEGERS = 3;
const MOST_TEXTS = 2;

/**
 * Makes a name. For construction, not for the running program.
 * @param listener its place, or NOBODY
 * @param integers 1 to 3 have its events told with their fields already read; then up to two strings follow, and the name
 * must have 4 to 7 characters: with its colon it is compared as two words. It is never the answer of a command then
 * @throws RangeError for other names and other shapes
 */
export function spell(text: string, listener = NOBODY, integers = 0, texts = 0): Name {
	const padded = new DataView(new ArrayBuffer(8));
	const mask = new DataView(new ArrayBuffer(8));
	for (let i = 0; i < 8 && i < text.length; i++) {
		padded.setUint8(i, text.charCodeAt(i));
		mask.setUint8(i, 0xff);
	}
	const word0 = padded.getInt32(0);
	const word1 = padded.getInt32(4);
	const length = text.length;
	const headed = length >= 4 && length <= 7;
	if (integers > 0 && !headed) throw new RangeError("a name of 4 to 7 characters is needed");
	const isMeasured = texts === MEASURED;
	if (integers > MOST_INTEGERS || texts > MOST_TEXTS || (texts > 0 && integers === 0) || (isMeasured && integers !== 1))
		throw new RangeError("too many fields");
	if (headed && length < 7) padded.setUint8(length, COLON);
	const headLength = headed ? length + 2 : 0;
	// those first that are looked for most
	return Object.freeze({
		head0: headed ? word0 : 0,
		head1: headed ? (length < 7 ? padded.getInt32(4) : (word1 & ~0xff) | COLON) : 0,
		headMask: headed && length < 7 ? -1 << (8 * (7 - length)) : headed ? -1 : 0,
		headLength,
		shortest: integers > 0 ? headLength + 2 * integers - 1 + (isMeasured ? 8 : 3 * texts) + 2 : 0,
		integers,
		texts,
		listener,
		word0,
		word1,
		mask0: mask.getInt32(0),
		mask1: mask.getInt32(4),
		length,
		rest: length > 8 ? Uint8Array.from(text.slice(8), (character) => character.charCodeAt(0)) : undefined,
		text,
	});
}

const COLON = 0x3a;
const EQUALS = 0x3d;
const SPACE = 0x20; // and every control character, CR and LF among them

/** All names that are known. */
export class Names {
	/** Whoever is told, by {@link Name.listener}; one that is not there yet leaves its names unknown. */
	readonly listeners: (Listener | undefined)[];
	readonly #bytes: Uint8Array;
	readonly #view: DataView;
	readonly #all: readonly Name[];
	/** The event that came last: mostly the next one is another of it. */
	#last: Name | undefined;

	/** @param all the likeliest first, those that are told with their fields before all others */
	constructor(arena: Arena, all: readonly Name[], listeners: (Listener | undefined)[]) {
		this.#bytes = arena.bytes;
		this.#view = arena.view;
		this.#all = all;
		this.listeners = listeners;
	}

	/** @internal of those that are told with their fields, the name that begins with two words */
	toldAs(word0: number, word1: number): Name | undefined {
		const all = this.#all;
		for (let i = 0; i < all.length; i++) {
			const name = all[i];
			if (name.integers === 0) return undefined;
			if (name.head0 === word0 && name.head1 === (word1 & name.headMask)) return this.listeners[name.listener] && name;
		}
		return undefined;
	}

	/**
	 * The name at an offset of the arena, behind the `+`, up to `:`, `=` or the line's end.
	 * At least eight bytes of the arena lie behind the offset.
	 * @param answer the one that is likely
	 */
	find(at: number, answer: Name | undefined): Name | undefined {
		const view = this.#view;
		const word0 = view.getInt32(at);
		const word1 = view.getInt32(at + 4);
		if (answer && this.is(answer, at, word0, word1)) return answer;
		const last = this.#last;
		if (last && this.is(last, at, word0, word1)) return last;
		const all = this.#all;
		for (let i = 0, count = all.length; i < count; i++) {
			const name = all[i];
			if (name.word0 === (word0 & name.mask0) && this.is(name, at, word0, word1)) {
				this.#last = name;
				return name;
			}
		}
		return undefined;
	}

	private is(name: Name, at: number, word0: number, word1: number): boolean {
		if ((word0 & name.mask0) !== name.word0 || (word1 & name.mask1) !== name.word1) return false;
		const bytes = this.#bytes;
		const rest = name.rest;
		if (rest) {
			for (let i = 0, length = rest.length; i < length; i++) if (bytes[at + 8 + i] !== rest[i]) return false;
		}
		const end = bytes[at + name.length];
		return end === COLON || end === EQUALS || end <= SPACE;
	}
}
