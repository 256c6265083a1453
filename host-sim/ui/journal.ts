import type { Part } from "./messages";

/** The last of a list that grows without end; each item keeps the number it came with. */
export class Journal<T> {
	readonly limit: number;
	#items: T[] = [];
	#first = 0;

	/** @param limit items kept at least */
	constructor(limit: number) {
		this.limit = limit;
	}

	/** How many there have been. */
	get end(): number {
		return this.#first + this.#items.length;
	}

	get last(): T | undefined {
		return this.#items[this.#items.length - 1];
	}

	add(item: T): void {
		this.#items.push(item);
		// not one by one: moving thousands for each would cost more than keeping a few
		const excess = this.#items.length - this.limit;
		if (excess * 4 < this.limit) return;
		this.#items = this.#items.slice(excess);
		this.#first += excess;
	}

	/** Those from a number on that are still kept, `most` of them; undefined when there are none. */
	since(from: number, most = Number.POSITIVE_INFINITY): Part<T> | undefined {
		const first = Math.max(from, this.end - this.limit, this.#first);
		const items = this.#items.slice(first - this.#first, first - this.#first + most);
		return items.length ? { from: first, items } : undefined;
	}
}
