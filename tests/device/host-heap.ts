/** What the heap's counters say is exact: allocations are counted one by one, collected since or not. */
import { collect } from "host/channel";
import { behaviour } from "testing/behaviour";
import Timer from "timer";

let held: unknown;

behaviour.xs("what things cost: nothing, objects, an array", (t) => {
	const costs = {
		nothing: t.slots(() => {}),
		object: t.slots(() => {
			held = {};
		}),
		"object with two fields": t.slots(() => {
			held = { a: 1, b: 2 };
		}),
		array: t.slots(() => {
			held = [];
		}),
	};
	t.equal(costs.nothing, { slots: 0, chunks: 0 });
	t.equal(costs.object, { slots: 1, chunks: 0 });
	t.equal(costs["object with two fields"], { slots: 3, chunks: 0 });
	t.equal(costs.array, { slots: 2, chunks: 0 });
	t.ok(held);
});

const makeGarbage = (count: number) => {
	for (let i = 0; i < count; i++) held = {};
};

behaviour.xs("allocations count on across collections", (t) => {
	const gc = collect as () => void;
	const cost = t.slots(() => {
		makeGarbage(100);
		gc();
		makeGarbage(100);
		gc();
		gc();
	});
	t.equal(cost.slots, 200);
});

behaviour.xs("allocations count on when the heap itself decides to collect", async (t) => {
	const cost = t.slots(() => makeGarbage(200_000));
	t.equal(cost.slots, 200_000);
	const heap = await t.world<{ collections: number; maximumSlots: number }>("heap");
	t.ok(heap.collections > 0, "the heap was to collect");
	t.ok(heap.maximumSlots < 200_000, "the heap was to be smaller than what was allocated");
});

behaviour.xs("chunk bytes count on across collections that move what is alive", (t) => {
	const keep: Uint8Array[] = [];
	const one = t.slots(() => {
		keep.push(new Uint8Array(64));
	});
	keep.length = 0;
	keep.push(new Uint8Array(1));
	const many = t.slots(() => {
		for (let i = 0; i < 50_000; i++) keep[0] = new Uint8Array(64);
	});
	t.ok(one.chunks >= 64);
	t.equal(many.chunks % 50_000, 0);
	t.ok(many.chunks / 50_000 >= 64 && many.chunks / 50_000 <= one.chunks);
});

behaviour.xs("allocations in callbacks are told apart from the test's own", async (t) => {
	let made: object | undefined;
	Timer.repeat(() => {
		made = {};
	}, 10);
	const before = t.allocations();
	makeGarbage(1000);
	await t.advance(100);
	makeGarbage(1000);
	const after = t.allocations();
	t.equal(after.slots - before.slots, 10);
	t.ok(made);
});

behaviour.xs("promise jobs count with the callback that queued them", async (t) => {
	Timer.set(() => {
		Promise.resolve().then(() => makeGarbage(1000));
	}, 10);
	const before = t.allocations();
	await t.advance(10);
	const { slots } = t.allocations();
	t.ok(slots - before.slots > 1000 && slots - before.slots < 1200, "a promise, its job, and a thousand objects");
});

behaviour.xs("an object is let go of, although it was the latest of a class with private methods", async (t) => {
	class Holder {
		readonly #held = new Array(1000).fill(0);
		get #first(): number {
			return this.#count() && this.#held[0];
		}
		set #first(value: number) {
			this.#held[0] = value;
		}
		#count(): number {
			return this.#held.length;
		}
		use(): number {
			this.#first = 7;
			return this.#first;
		}
	}
	let latest: Holder | undefined = new Holder();
	t.equal(latest.use(), 7);
	const gone = new WeakRef(latest);
	latest = undefined;
	await t.advance(1);
	(collect as () => void)();
	t.equal(gone.deref(), undefined);
});

behaviour.xs("the launcher is told how many arrays have holes", async (t) => {
	const holes = async () => (await t.world<{ holes: number }>("heap collected")).holes;
	const before = await holes();
	const full: unknown[] = new Array(3).fill(undefined);
	full.push(1, 2);
	const some: unknown[] = [1, 2];
	t.equal([await holes(), full.length], [before, 5]);
	some[3] = 4;
	t.equal([await holes(), some.length], [before + 1, 4]);
	some[2] = 3;
	t.equal([await holes(), some.length], [before, 4]);
	some.length = 9;
	t.equal([await holes(), some.length], [before + 1, 9]);
});

behaviour.xs("the launcher reads the heap without disturbing it", async (t) => {
	const [a, b] = (await t.world<[object, object]>("heap twice")) as [object, object];
	t.equal(a, b);
});
