/** A long stream of bytes that anybody can make again, and a digest of one: the same on both ends of a wire. */

const HOSTILE = '\r\nOK\r\nERROR:5\r\n+SOCKRXT:1,7\r\n+SOCKCL:1\r\n#\n\0>"[]\\+++AT+RST\r\n';
/** A prime: nothing repeats in step with any buffer. */
const BLOCK = 65_521;

/** Bytes by their number in the stream, with everything in it that a module says when it means it. */
export class Stream {
	readonly #block = new Uint8Array(BLOCK);
	/** Bytes given so far. */
	at = 0;

	constructor(seed: number) {
		let state = seed | 1;
		for (let i = 0; i < BLOCK; i++) {
			state ^= state << 13;
			state ^= state >>> 17;
			state ^= state << 5;
			this.#block[i] = state & 0xff;
		}
	}

	/** Fills the first `count` bytes of a buffer with the next ones. */
	next(into: Uint8Array, count: number): void {
		const block = this.#block;
		let at = this.at;
		for (let i = 0; i < count; i++, at++) into[i] = block[at % BLOCK] ^ ((at / BLOCK) & 0xff);
		// every thousand bytes or so, as they are
		for (let start = Math.ceil((this.at - HOSTILE.length) / 997) * 997; start < at; start += 997) {
			for (let i = 0; i < HOSTILE.length; i++) {
				const place = start + i - this.at;
				if (place >= 0 && place < count) into[place] = HOSTILE.charCodeAt(i);
			}
		}
		this.at = at;
	}
}

/** FNV-1a over all bytes in their order, 32 bits, and how many there were. */
export class Digest {
	value = 0x811c9dc5 | 0;
	length = 0;

	add(bytes: Uint8Array, count: number): void {
		let value = this.value;
		for (let i = 0; i < count; i++) value = Math.imul(value ^ bytes[i], 0x01000193);
		this.value = value;
		this.length += count;
	}
}
