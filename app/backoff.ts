/** How long to wait before another attempt: longer after each failure, up to a cap, and never quite the same. */
export class Backoff {
	readonly #first: number;
	readonly #most: number;
	#next: number;
	/** Attempts since the last success. */
	attempts = 0;

	/** @param first,most milliseconds of the first and of the longest wait */
	constructor(first: number, most: number) {
		this.#first = first;
		this.#most = most;
		this.#next = first;
	}

	/** Milliseconds to wait now. Half of it is fixed, half is chance, so that a thousand devices do not come back at once. */
	delay(): number {
		const delay = this.#next;
		this.#next = Math.min(this.#most, delay * 2);
		this.attempts++;
		return Math.round(delay / 2 + (Math.random() * delay) / 2);
	}

	/** It worked. */
	reset(): void {
		this.#next = this.#first;
		this.attempts = 0;
	}
}
