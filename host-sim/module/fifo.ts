/** The UART's receive buffer: bytes that do not fit are lost. */
export class Fifo {
	readonly #capacity: number;
	#bytes: Uint8Array = new Uint8Array();
	#start = 0;

	/** `capacity` in bytes; Infinity for no limit. */
	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	get length(): number {
		return this.#bytes.length - this.#start;
	}

	/** Takes what fits; returns how many bytes were lost. */
	push(bytes: Uint8Array): number {
		const fits = bytes.subarray(0, Math.max(0, Math.min(bytes.length, this.#capacity - this.length)));
		const joined = new Uint8Array(this.length + fits.length);
		joined.set(this.#bytes.subarray(this.#start));
		joined.set(fits, this.length);
		this.#bytes = joined;
		this.#start = 0;
		return bytes.length - fits.length;
	}

	/** The next byte; undefined when there is none. */
	shift(): number | undefined {
		return this.#start < this.#bytes.length ? this.#bytes[this.#start++] : undefined;
	}

	/** Up to `count` bytes. */
	take(count: number): Uint8Array {
		const taken = this.#bytes.slice(this.#start, this.#start + count);
		this.#start += taken.length;
		return taken;
	}

	clear(): void {
		this.#start = this.#bytes.length;
	}
}
