// Between strings and bytes. Device code without a decoder of the platform's: strings are short and rare here.

/**
 * A string as UTF-8.
 * @returns a new array
 */
export function toBytes(text: string): Uint8Array {
	const bytes: number[] = [];
	for (let i = 0; i < text.length; i++) {
		const code = text.codePointAt(i) as number;
		if (code < 0x80) bytes.push(code);
		else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
		else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
		else {
			// two units of UTF-16, except where the engine counts whole characters (XS on microcontrollers)
			if ((text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
			bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
		}
	}
	return Uint8Array.from(bytes);
}

const PIECE = 32;
const EMPTY = ""; // a literal would make a string each time in a preloaded module
// one object for all conversions, given to `apply`, so that making a string makes nothing but the string
class CodePoints {
	length = 0;
	[index: number]: number;
	constructor() {
		for (let i = 0; i < PIECE; i++) this[i] = 0;
	}
}

/** Makes strings of bytes. One per driver: it keeps what would otherwise be made for every string. */
export class Decoder {
	private readonly codes = new CodePoints();
	private readonly parameters = this.codes as unknown as number[];

	/**
	 * A string of UTF-8; what is not UTF-8 reads as Latin-1, so that no byte is lost and no input throws.
	 * Makes no garbage for up to 32 ASCII characters.
	 */
	decode(bytes: Uint8Array, start: number, length: number): string {
		const codes = this.codes;
		const end = start + length;
		let text = EMPTY;
		let count = 0;
		for (let i = start; i < end; ) {
			const lead = bytes[i];
			let code = lead;
			let size = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
			if (size > 1) {
				code = i + size <= end ? continuation(bytes, i, size) : -1;
				if (code < 0) {
					code = lead;
					size = 1;
				}
			}
			i += size;
			codes[count++] = code;
			if (count === PIECE && i < end) {
				text += this.flush(count);
				count = 0;
			}
		}
		if (text === EMPTY) return count ? this.flush(count) : EMPTY;
		return text + this.flush(count);
	}

	private flush(count: number): string {
		this.codes.length = count;
		return String.fromCodePoint.apply(undefined, this.parameters);
	}
}

/** The code point of a sequence of `size` bytes, or -1 where it is none. */
function continuation(bytes: Uint8Array, at: number, size: number): number {
	let code = bytes[at] & (0xff >> (size + 1));
	for (let i = 1; i < size; i++) {
		const byte = bytes[at + i];
		if ((byte & 0xc0) !== 0x80) return -1;
		code = (code << 6) | (byte & 0x3f);
	}
	const shortest = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
	return code < shortest || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? -1 : code;
}
