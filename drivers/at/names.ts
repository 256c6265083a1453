import type { Arena } from "drivers/uart/arena";

/** What {@link Names.tell} calls: integers that the line does not have are 0. */
export type Told = (a: number, b: number, c: number) => void;

const unheard: Told = () => {};

/**
 * The name of an answer or event (`SOCKRXT` of `+SOCKRXT:1,7`) and who wants its lines. Eight bytes of it are compared
 * as two words; only longer names need a look at the rest.
 */
export class Name {
	/** @internal */ next: Name | undefined;
	readonly text: string;
	/** @internal */ readonly word0: number;
	/** @internal */ readonly word1: number;
	/** @internal */ readonly mask0: number;
	/** @internal */ readonly mask1: number;
	/** @internal */ readonly rest: Uint8Array | undefined;
	/** @internal */ readonly length: number;
	/** Called for each line of this name that is not the answer of the command in flight. */
	handler: (() => void) | undefined;
	/** @internal called in place of it, for a name of {@link Names.tell} */
	numbers: Told = unheard;
	/** @internal */ integers = 0;
	/** @internal */ texts = 0;
	/** @internal of a name of 4 to 7 characters: with its colon, as two words */ head0 = 0;
	/** @internal */ head1 = 0;
	/** @internal */ headMask = 0;
	/** @internal with the plus; 0 for other names */ headLength = 0;
	/** @internal the shortest line of its shape, its end included */ shortest = 0;
	/** @internal */ nextTold: Name | undefined;

	constructor(text: string) {
		this.text = text;
		this.length = text.length;
		const padded = new DataView(new ArrayBuffer(8));
		const mask = new DataView(new ArrayBuffer(8));
		for (let i = 0; i < 8 && i < text.length; i++) {
			padded.setUint8(i, text.charCodeAt(i));
			mask.setUint8(i, 0xff);
		}
		this.word0 = padded.getInt32(0);
		this.word1 = padded.getInt32(4);
		this.mask0 = mask.getInt32(0);
		this.mask1 = mask.getInt32(4);
		if (isShort(text)) {
			const length = text.length + 1;
			if (length < 8) padded.setUint8(text.length, COLON);
			this.head0 = padded.getInt32(0);
			this.head1 = length < 8 ? padded.getInt32(4) : (this.word1 & ~0xff) | COLON;
			this.headMask = length === 8 ? -1 : -1 << (8 * (8 - length));
			this.headLength = length + 1;
		}
		if (text.length > 8) this.rest = Uint8Array.from(text.slice(8), (character) => character.charCodeAt(0));
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
	#first: Name | undefined;
	/** @internal the first of those that are told */ told: Name | undefined;

	constructor(arena: Arena) {
		this.#bytes = arena.bytes;
		this.#view = arena.view;
	}

	/** The name of that text; made when it is not known yet. For construction, not for the running program. */
	of(text: string): Name {
		for (let it = this.#first; it; it = it.next) if (it.text === text) return it;
		const name = new Name(text);
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
		name.integers = integers;
		name.texts = texts;
		name.numbers = numbers;
		name.shortest = name.headLength + 2 * integers - 1 + 3 * texts + 2;
		name.nextTold = this.told;
		this.told = name;
	}

	/** @internal of {@link Names.tell}, the name that begins with two words */
	toldAs(word0: number, word1: number): Name | undefined {
		let it = this.told;
		while (it && (it.head0 !== word0 || it.head1 !== (word1 & it.headMask))) it = it.nextTold;
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
			if ((word0 & it.mask0) === it.word0 && (word1 & it.mask1) === it.word1 && this.#ends(it, at)) {
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

	#ends(name: Name, at: number): boolean {
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
