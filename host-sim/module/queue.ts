/** Bytes in the order they came. */
export class ByteQueue {
	#chunks: Uint8Array[] = [];
	#length = 0;

	get length(): number {
		return this.#length;
	}

	push(bytes: Uint8Array): void {
		if (!bytes.length) return;
		this.#chunks.push(bytes);
		this.#length += bytes.length;
	}

	/** Takes up to `count` bytes out. */
	take(count: number): Uint8Array {
		const taken = new Uint8Array(Math.min(count, this.#length));
		let at = 0;
		while (at < taken.length) {
			const first = this.#chunks[0]!;
			const part = first.subarray(0, taken.length - at);
			taken.set(part, at);
			at += part.length;
			if (part.length === first.length) this.#chunks.shift();
			else this.#chunks[0] = first.subarray(part.length);
		}
		this.#length -= taken.length;
		return taken;
	}

	clear(): void {
		this.#chunks = [];
		this.#length = 0;
	}
}
