/** The ring: what it holds is what was pushed, and lies in one piece as far as its guard reaches. */
import { Arena } from "drivers/uart/arena";
import { Ring } from "drivers/uart/ring";
import { behaviour, type Test } from "testing/behaviour";
import { Chance, sameBytes } from "tests/device/uart-support";

const CANARY = 0xa5;
const MARGIN = 16;

/** A ring between two margins that nobody may touch, with what it must hold beside it. */
class Bench {
	readonly arena: Arena;
	readonly ring: Ring;
	readonly guard: number;
	readonly model: number[] = [];
	readonly #from: number;
	readonly #before: number;
	readonly #after: number;
	#highest = 0;

	constructor(size: number, guard: number) {
		this.arena = new Arena(2 * size + Ring.byteLength(size, guard) + 2 * MARGIN);
		this.#from = this.arena.take(2 * size);
		this.#before = this.arena.take(MARGIN);
		this.ring = new Ring(this.arena, size, guard);
		this.#after = this.arena.take(MARGIN);
		this.guard = guard;
		this.arena.bytes.fill(CANARY, this.#before, this.#before + MARGIN);
		this.arena.bytes.fill(CANARY, this.#after, this.#after + MARGIN);
	}

	push(bytes: ArrayLike<number>): void {
		for (let i = 0; i < bytes.length; i++) this.arena.bytes[this.#from + i] = bytes[i];
		this.ring.push(this.#from, bytes.length);
		for (let i = 0; i < bytes.length; i++) this.model.push(bytes[i]);
		if (this.model.length > this.#highest) this.#highest = this.model.length;
	}

	skip(count: number): void {
		this.ring.skip(count);
		this.model.splice(0, count);
	}

	/** @returns what was moved, and what should have been */
	move(count: number): [Uint8Array, number[]] {
		this.ring.moveTo(this.#from, count);
		return [this.arena.bytes.slice(this.#from, this.#from + count), this.model.splice(0, count)];
	}

	check(t: Test, hint: string): void {
		const { ring, model } = this;
		const { bytes } = this.arena;
		t.equal(ring.count, model.length, `${hint}, count`);
		const piece = ring.end - ring.start;
		t.ok(piece >= (model.length < this.guard ? model.length : this.guard), `${hint}, in one piece`);
		t.ok(piece <= model.length, `${hint}, no more than there is`);
		sameBytes(t, bytes.subarray(ring.start, ring.end), model.slice(0, piece), hint);
		t.equal(ring.highWater, this.#highest, `${hint}, high water`);
		for (let i = 0; i < MARGIN; i++) {
			if (bytes[this.#before + i] !== CANARY || bytes[this.#after + i] !== CANARY) t.equal(i, -1, `${hint}, margins`);
		}
	}
}

behaviour("sizes that are no power of two, too small, or with an impossible guard are refused", (t) => {
	for (const size of [0, 1, 32, 63, 65, 96, 1000, -64]) t.throws(() => new Ring(new Arena(4096), size, 16), RangeError);
	for (const guard of [0, -1, 65]) t.throws(() => new Ring(new Arena(4096), 64, guard), RangeError);
	const short = new Arena(Ring.byteLength(64, 64) - 4);
	t.throws(() => new Ring(short, 64, 64), RangeError);
});

behaviour("a new ring is empty, and has room for its size", (t) => {
	const { ring } = new Bench(64, 64);
	t.equal([ring.count, ring.free, ring.highWater, ring.end - ring.start], [0, 64, 0, 0]);
});

behaviour("whatever begins before the end lies in one piece up to the guard's length, at every offset", (t) => {
	for (const guard of [1, 5, 32, 64]) {
		for (let offset = 0; offset < 64; offset++) {
			for (let length = 1; length <= guard; length++) {
				const bench = new Bench(64, guard);
				for (let left = offset; left > 0; left -= guard) bench.push(new Uint8Array(left < guard ? left : guard));
				bench.skip(offset);
				bench.push(Uint8Array.from({ length }, (_, i) => offset + i + 1));
				bench.check(t, `guard ${guard}, offset ${offset}, length ${length}`);
			}
		}
	}
});

behaviour("bytes pushed one by one behind the wrap are in the guard too", (t) => {
	for (let offset = 0; offset < 64; offset++) {
		const bench = new Bench(64, 48);
		bench.push(new Uint8Array(offset < 48 ? offset : 48));
		if (offset > 48) bench.push(new Uint8Array(offset - 48));
		bench.skip(offset);
		for (let i = 0; i < 64; i++) {
			bench.push([i + 100]);
			bench.check(t, `offset ${offset}, byte ${i}`);
		}
		t.equal(bench.ring.free, 0);
	}
});

behaviour("moving out takes the oldest bytes, across the end at every offset", (t) => {
	for (let offset = 0; offset < 64; offset++) {
		const bench = new Bench(64, 64);
		bench.push(new Uint8Array(offset));
		bench.skip(offset);
		bench.push(Uint8Array.from({ length: 60 }, (_, i) => i + 1));
		const [moved, expected] = bench.move(1 + (offset % 59));
		sameBytes(t, moved, expected, `offset ${offset}`);
		bench.check(t, `offset ${offset}, the rest`);
	}
});

behaviour("it holds what a plain list holds, whatever is pushed, skipped and moved", (t) => {
	const chance = new Chance(1);
	for (const [size, guard] of [
		[64, 1],
		[64, 64],
		[128, 40],
		[256, 128],
	]) {
		const bench = new Bench(size, guard);
		for (let turn = 0; turn < 1500; turn++) {
			const hint = `size ${size}, guard ${guard}, turn ${turn}`;
			const most = bench.ring.free < guard ? bench.ring.free : guard;
			const what = chance.below(10);
			if (what < 6) {
				bench.push(chance.bytes(chance.below(most + 1)));
			} else if (what < 8) {
				bench.skip(chance.below(bench.ring.count + 1));
			} else {
				const [moved, expected] = bench.move(chance.below(bench.ring.count + 1));
				sameBytes(t, moved, expected, `${hint}, moved`);
			}
			bench.check(t, hint);
		}
	}
});

behaviour("cleared, it is empty; the high water stays", (t) => {
	const bench = new Bench(64, 16);
	bench.push([1, 2, 3]);
	bench.skip(1);
	bench.ring.clear();
	t.equal([bench.ring.count, bench.ring.free, bench.ring.highWater], [0, 64, 3]);
	bench.model.length = 0;
	bench.push([4, 5]);
	bench.check(t, "afterwards");
});

behaviour("sections of an arena begin at multiples of four, and it says when it is exhausted", (t) => {
	const arena = new Arena(21);
	t.equal([arena.take(1), arena.take(4), arena.take(5)], [0, 4, 8]);
	t.equal(arena.free, 8);
	t.throws(() => arena.take(9), RangeError);
	t.equal(arena.take(8), 16);
});
