/** Work that is done piece by piece, in its order. */
export class Queue {
	#last: Promise<void> = Promise.resolve();
	#generation = 0;
	/** Pieces that are not done, the one under way included. */
	length = 0;

	/** Adds a piece. Resolves when it is done, or was thrown away. */
	add(work: () => Promise<void>): Promise<void> {
		const generation = this.#generation;
		this.length++;
		this.#last = this.#last.then(async () => {
			if (generation === this.#generation) await work();
			this.length--;
		});
		return this.#last;
	}

	/** Throws away what is not under way yet. */
	clear(): void {
		this.#generation++;
	}

	/** Resolves when all that was added by now is done. */
	get done(): Promise<void> {
		return this.#last;
	}
}
