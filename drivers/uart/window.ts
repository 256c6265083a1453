import { Arena } from "drivers/uart/arena";

const SIZE = 256;
/** What is shorter is not compared with the longest views. */
const SHORT = 64;
const SHORT_INDEX = 3;

/**
 * A place in the arena that bytes pass on their way out of it, to the serial port or to a program: of it there are views
 * of 256, 128, … 1 bytes, made beforehand, so that none has to be made for the purpose.
 */
export class Window {
	/** Where it lies in the arena. */
	readonly at: number;
	/** The longest first, each half as long as the one before. */
	readonly views: readonly Uint8Array[];
	private readonly bytes: Uint8Array;

	constructor(arena: Arena) {
		this.bytes = arena.bytes;
		this.at = arena.take(SIZE);
		const views = [];
		for (let length = SIZE; length >= 1; length >>= 1) views.push(new Uint8Array(arena.bytes.buffer, this.at, length));
		this.views = views;
	}

	/** The longest view, and what a window takes from the arena. */
	static readonly size = SIZE;
	static readonly byteLength = Arena.round(SIZE);

	/** Copies `count` bytes from an offset of the arena into `to`, which has room for them from `at` on. */
	copy(from: number, to: Uint8Array, at: number, count: number): void {
		const bytes = this.bytes;
		const window = this.at;
		const views = this.views;
		let index = count < SHORT ? SHORT_INDEX : 0;
		let length = SIZE >> index;
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
