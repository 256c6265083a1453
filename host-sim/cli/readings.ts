/** Counts readings that reached the broker, each once: with QoS 1 one may come twice. */
export class Readings {
	readonly #seen = new Set<number>();

	get count(): number {
		return this.#seen.size;
	}

	/** @returns whether it is a reading, and a new one */
	add(payload: Uint8Array): boolean {
		let sequence: unknown;
		try {
			({ sequence } = JSON.parse(Buffer.from(payload).toString()));
		} catch {
			return false;
		}
		if (typeof sequence !== "number" || this.#seen.has(sequence)) return false;
		this.#seen.add(sequence);
		return true;
	}
}
