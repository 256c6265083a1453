import type { Arena } from "drivers/uart/arena";

const WINDOW = 512;

/**
 * From the arena into somebody else's buffer, without making a view for it: the bytes pass a window of which views of
 * 512, 256, … 1 bytes were made beforehand.
 */
export class Copier {
	readonly #bytes: Uint8Array;
	readonly #window: number;
	readonly #views: readonly Uint8Array[];

	constructor(arena: Arena) {
		this.#bytes = arena.bytes;
		this.#window = arena.take(WINDOW);
		const views = [];
		for (let length = WINDOW; length >= 1; length >>= 1)
			views.push(new Uint8Array(arena.bytes.buffer, this.#window, length));
		this.#views = views;
	}

	/** What a copier takes from the arena. */
	static readonly byteLength = WINDOW;

	/** Copies `count` bytes from an offset of the arena into `to`, which has room for them from `at` on. */
	copy(from: number, to: Uint8Array, at: number, count: number): void {
		const bytes = this.#bytes;
		const window = this.#window;
		const views = this.#views;
		let index = 0;
		let length = WINDOW;
		while (count > 0) {
			while (length > count) {
				length >>= 1;
				index++;
			}
			bytes.copyWithin(window, from, from + length);
			to.set(views[index], at);
			from += length;
			at += length;
			count -= length;
		}
	}
}
