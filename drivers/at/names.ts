import type { Arena } from "drivers/uart/arena";

/** What {@link Names.tell} calls: integers that the line does not have are 0. */
export type Told = (a: number, b: number, c: number) => void;

/**
 * How a name is compared: eight bytes of it as two words, only longer names need a look at the rest. Nothing of it ever
 * changes: made by a module that is preloaded ({@link spell}), it lies in flash.
 */
export interface Spelling {
	readonly text: string;
	readonly length: number;
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
}

/** For construction, not for the running program. */
export function spell(text: string): Spelling {
	const padded = new DataView(new ArrayBuffer(8));
	const mask = new DataView(new ArrayBuffer(8));
	for (let i = 0; i < 8 && i < text.length; i++) {
		padded.setUint8(i, text.charCodeAt(i));
		mask.setUint8(i, 0xff);
	}
	const word0 = padded.getInt32(0);
	const word1 = padded.getInt32(4);
	const length = text.length;
	const headed = isShort(text);
	if (headed && length < 7) padded.setUint8(length, COLON);
	return Object.freeze({
		text,
		length,
		word0,
		word1,
		mask0: mask.getInt32(0),
		mask1: mask.getInt32(4),
		rest: length > 8 ? Uint8Array.from(text.slice(8), (character) => character.charCodeAt(0)) : undefined,
		head0: headed ? word0 : 0,
		head1: headed ? (length < 7 ? padded.getInt32(4) : (word1 & ~0xff) | COLON) : 0,
		headMask: headed && length < 7 ? -1 << (8 * (7 - length)) : headed ? -1 : 0,
		headLength: headed ? length + 2 : 0,
	});
}

/** Many at once, by their texts. */
export function spellAll(texts: readonly string[]): Readonly<Record<string, Spelling>> {
	return Object.freeze(Object.fromEntries(texts.map((text) => [text, spell(text)])));
}

/** The name of an answer or event (`SOCKRXT` of `+SOCKRXT:1,7`) and who wants its lines. */
export class Name {
	/** @internal */ next: Name | undefined;
	readonly spelling: Spelling;
	/** Called for each line of this name that is not the answer of the command in flight. */
	handler: (() => void) | undefined;
	/** @internal what is called in place of it */ shape: Shape | undefined;

	constructor(spelling: Spelling) {
		this.spelling = spelling;
	}

	get text(): string {
		return this.spelling.text;
	}
}

/** @internal What the lines of a name are like that is told with its fields ({@link Names.tell}). */
export class Shape {
	next: Shape | undefined;
	readonly name: Name;
	readonly head0: number;
	readonly head1: number;
	readonly headMask: number;
	readonly headLength: number;
	/** The shortest line of its shape, its end included. */
	readonly shortest: number;
	readonly integers: number;
	readonly texts: number;
	readonly numbers: Told;

	constructor(name: Name, integers: number, texts: number, numbers: Told) {
		const { head0, head1, headMask, headLength } = name.spelling;
		this.name = name;
		this.head0 = head0;
		this.head1 = head1;
		this.headMask = headMask;
		this.headLength = headLength;
		this.shortest = headLength + 2 * integers - 1 + 3 * texts + 2;
		this.integers = integers;
		this.texts = texts;
		this.numbers = numbers;
	}
}

const COLON = 0x3a;
const EQUALS = 0x3d;
const SPACE = 0x20; // and every control character, CR and LF among them

const MOST_INTEGERS = 3;
const MOST_TEXTS = 2;

/** All names that are known. What came last is looked for first. */
export class Names {
	readonly #bytes: Uint8Array;
	readonly #view: DataView;
	readonly #spellings: Readonly<Record<string, Spelling>>;
	#first: Name | undefined;
	/** The first of those that are told. */
	#told: Shape | undefined;

	/** @param spellings those that were made beforehand; for other names they are made when asked for */
	constructor(arena: Arena, spellings: Readonly<Record<string, Spelling>> = {}) {
		this.#bytes = arena.bytes;
		this.#view = arena.view;
		this.#spellings = spellings;
	}

	/** The name of that text; made when it is not known yet. For construction, not for the running program. */
	of(text: string): Name {
		for (let it = this.#first; it; it = it.next) if (it.spelling.text === text) return it;
		const name = new Name(this.#spellings[text] ?? spell(text));
		name.next = this.#first;
		this.#first = name;
		return name;
	}

	/**
	 * Has the events of a name told with their fields already read: one to three integers, then up to two strings, which lie
	 * where {@link Line.firstAt} and {@link Line.textAt} say. Such a name is never the answer of a command.
	 * @param text 4 to 7 characters: with its colon it is compared as two words
	 * @throws RangeError for other names and other shapes
	 */
	tell(text: string, integers: number, texts: number, numbers: Told): void {
		if (!isShort(text)) throw new RangeError("a name of 4 to 7 characters is needed");
		if (integers > MOST_INTEGERS || texts > MOST_TEXTS || integers < 1) throw new RangeError("too many fields");
		const name = this.of(text);
		const shape = new Shape(name, integers, texts, numbers);
		name.shape = shape;
		shape.next = this.#told;
		this.#told = shape;
	}

	/** @internal of {@link Names.tell}, the name that begins with two words */
	toldAs(word0: number, word1: number): Shape | undefined {
		let it = this.#told;
		while (it && (it.head0 !== word0 || it.head1 !== (word1 & it.headMask))) it = it.next;
		return it;
	}

	/**
	 * The name at an offset of the arena, behind the `+`, up to `:`, `=` or the line's end.
	 * At least eight bytes of the arena lie behind the offset.
	 */
	find(at: number): Name | undefined {
		const view = this.#view;
		const word0 = view.getInt32(at);
		const word1 = view.getInt32(at + 4);
		let previous: Name | undefined;
		for (let it = this.#first; it; it = it.next) {
			const spelling = it.spelling;
			if (
				(word0 & spelling.mask0) === spelling.word0 &&
				(word1 & spelling.mask1) === spelling.word1 &&
				this.#ends(spelling, at)
			) {
				if (previous) {
					previous.next = it.next;
					it.next = this.#first;
					this.#first = it;
				}
				return it;
			}
			previous = it;
		}
		return undefined;
	}

	#ends(name: Spelling, at: number): boolean {
		const bytes = this.#bytes;
		const rest = name.rest;
		if (rest) {
			for (let i = 0, length = rest.length; i < length; i++) if (bytes[at + 8 + i] !== rest[i]) return false;
		}
		const end = bytes[at + name.length];
		return end === COLON || end === EQUALS || end <= SPACE;
	}
}

/** Whether a name with its colon is compared as two words, the first of them whole. */
function isShort(text: string): boolean {
	return text.length >= 4 && text.length <= 7;
}
