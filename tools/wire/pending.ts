/** How many bytes passed at a time. */
export interface Chunk {
	readonly time: number;
	readonly count: number;
}

/** Bytes of one direction that are not cut yet, a character a byte, and when they passed. */
export class Pending {
	text = "";
	#chunks: { time: number; count: number }[] = [];

	add(bytes: Uint8Array, time: number): void {
		if (!bytes.length) return;
		this.text += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
		this.#chunks.push({ time, count: bytes.length });
	}

	/** When the byte at `index` passed. */
	timeAt(index: number): number {
		let before = 0;
		for (const { time, count } of this.#chunks) {
			before += count;
			if (index < before) return time;
		}
		return this.#chunks.at(-1)?.time ?? 0;
	}

	/** Takes bytes off the front. */
	take(count: number): { raw: string; chunks: readonly Chunk[] } {
		const raw = this.text.slice(0, count);
		this.text = this.text.slice(count);
		const chunks: Chunk[] = [];
		for (let left = raw.length; left > 0; ) {
			const first = this.#chunks[0];
			const taken = Math.min(left, first.count);
			chunks.push({ time: first.time, count: taken });
			first.count -= taken;
			left -= taken;
			if (!first.count) this.#chunks.shift();
		}
		return { raw, chunks };
	}
}
