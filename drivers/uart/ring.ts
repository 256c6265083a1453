import { Arena } from "drivers/uart/arena";

/**
 * Received bytes that nobody has looked at yet. Behind the ring's end lies a guard which repeats the ring's first
 * bytes, so that whatever starts before the end, up to the guard's length, can be read in one piece where it lies.
 */
export class Ring {
	readonly #bytes: Uint8Array;
	readonly #base: number;
	/** Bytes held at most. */
	readonly size: number;
	readonly #guard: number;
	#tail = 0;
	/** Bytes waiting. Fields, not getters, for who looks at them for every line: a getter is a call. Changed by the ring alone. */
	count = 0;
	/** Where in the arena the oldest byte lies. */
	start: number;
	/** Where in the arena the guard ends: nothing lies in one piece beyond it. */
	readonly limit: number;
	/** The most bytes that ever waited. */
	highWater = 0;

	/**
	 * @param size bytes held; a power of two, 64 or more
	 * @param guard the longest piece that must lie in one, ≤ size; also the most that one push may bring
	 * @throws RangeError for other sizes
	 */
	constructor(arena: Arena, size: number, guard: number) {
		if (size < 64 || (size & (size - 1)) !== 0) throw new RangeError("ring size must be a power of two from 64");
		if (guard < 1 || guard > size) throw new RangeError("ring guard must be from 1 to the ring's size");
		this.#bytes = arena.bytes;
		this.#base = arena.take(Ring.byteLength(size, guard));
		this.size = size;
		this.#guard = guard;
		this.start = this.#base;
		this.limit = this.#base + size + guard;
	}

	/** What a ring takes from the arena. The last eight bytes let names be compared by words at the very end. */
	static byteLength(size: number, guard: number): number {
		return Arena.round(size) + Arena.round(guard) + 8;
	}

	/** Bytes that may still be pushed. */
	get free(): number {
		return this.size - this.count;
	}

	/** Where the bytes end that lie in one piece with the oldest. */
	get end(): number {
		const end = this.start + this.count;
		return end < this.limit ? end : this.limit;
	}

	/** Takes `count` bytes from elsewhere in the arena; count ≤ free and ≤ guard, which the caller has seen to. */
	push(from: number, count: number): void {
		const bytes = this.#bytes;
		const base = this.#base;
		const size = this.size;
		const held = this.count;
		const tail = this.#tail;
		const at = (tail + held) & (size - 1);
		const end = at + count;
		bytes.copyWithin(base + at, from, from + count);
		if (end > size) {
			bytes.copyWithin(base, base + size, base + end); // over the end: the guard has it already
		} else if (at < tail && at < this.#guard) {
			// behind the wrap: repeat it in the guard for the piece that begins before the end
			bytes.copyWithin(base + size + at, base + at, base + (end < this.#guard ? end : this.#guard));
		}
		const now = held + count;
		this.count = now;
		if (now > this.highWater) this.highWater = now;
	}

	/** Lets go of the oldest `count` bytes; count ≤ this.count. */
	skip(count: number): void {
		const tail = (this.#tail + count) & (this.size - 1);
		this.#tail = tail;
		this.start = this.#base + tail;
		this.count -= count;
	}

	/** Moves the oldest `count` bytes to `to` in the arena (outside the ring) and lets go of them. */
	moveTo(to: number, count: number): void {
		const from = this.#base + this.#tail;
		const first = this.size - this.#tail;
		if (count <= first) {
			this.#bytes.copyWithin(to, from, from + count);
		} else {
			this.#bytes.copyWithin(to, from, from + first);
			this.#bytes.copyWithin(to + first, this.#base, this.#base + count - first);
		}
		this.skip(count);
	}

	clear(): void {
		this.#tail = 0;
		this.start = this.#base;
		this.count = 0;
	}
}
