/** "timer" is the SDK's, as microcontrollers have it, on every engine. */
import { behaviour } from "testing/behaviour";
import Time from "time";
import Timer from "timer";

type Handle = ReturnType<typeof Timer.set>;

behaviour("a one-shot timer fires once, at its time", async (t) => {
	const fired: number[] = [];
	Timer.set(() => fired.push(Time.ticks), 30);
	await t.advance(29);
	t.equal(fired, []);
	await t.advance(100);
	t.equal(fired, [30]);
});

behaviour("without an interval it fires from the event loop, not inside set", async (t) => {
	let fired = false;
	Timer.set(() => {
		fired = true;
	});
	t.equal(fired, false);
	await t.advance(0);
	t.equal(fired, true);
});

behaviour("set with a repeat fires first after the interval, then every repeat", async (t) => {
	const fired: number[] = [];
	const timer = Timer.set(() => fired.push(Time.ticks), 5, 20);
	await t.advance(50);
	Timer.clear(timer);
	await t.advance(50);
	t.equal(fired, [5, 25, 45]);
});

behaviour("repeat fires until cleared, also when cleared by its own callback", async (t) => {
	const fired: number[] = [];
	Timer.repeat((timer) => {
		fired.push(Time.ticks);
		if (fired.length === 3) Timer.clear(timer);
	}, 10);
	await t.advance(100);
	t.equal(fired, [10, 20, 30]);
});

behaviour("the callback gets its timer, and the global object as this", async (t) => {
	let got: Handle | undefined;
	let self: unknown;
	const timer = Timer.set(function (this: unknown, it) {
		got = it;
		self = this;
	}, 1);
	await t.advance(1);
	t.ok(got === timer);
	t.ok(self === globalThis);
});

behaviour("timers that are due together fire in the order in which they were made", async (t) => {
	const order: string[] = [];
	Timer.set(() => order.push("a"), 10);
	const b = Timer.set(() => order.push("b"), 50);
	Timer.set(() => order.push("c"), 10);
	Timer.schedule(b, 10);
	await t.advance(20);
	t.equal(order, ["a", "b", "c"]);
});

behaviour("schedule moves a deadline, and with one argument stops the timer until it is scheduled again", async (t) => {
	const fired: number[] = [];
	const timer = Timer.set(() => fired.push(Time.ticks), 10);
	Timer.schedule(timer, 30);
	await t.advance(20);
	Timer.schedule(timer);
	await t.advance(100);
	t.equal(fired, []);
	Timer.schedule(timer, 5, 0);
	await t.advance(100);
	t.equal(fired, [125]);
});

behaviour("a one-shot timer is gone after its callback, even if the callback scheduled it again", async (t) => {
	let fired = 0;
	const timer = Timer.set((it) => {
		fired++;
		Timer.schedule(it, 10);
	}, 10);
	await t.advance(100);
	t.equal(fired, 1);
	t.throws(() => Timer.schedule(timer, 10));
	Timer.clear(timer);
});

behaviour("a callback keeps its timer by scheduling it with a repeat, or by stopping it", async (t) => {
	const fired: number[] = [];
	Timer.set((it) => {
		fired.push(Time.ticks);
		if (fired.length < 3) Timer.schedule(it, 10, 10);
		else Timer.clear(it);
	}, 10);
	const stopped = Timer.set((it) => Timer.schedule(it), 10);
	await t.advance(100);
	t.equal(fired, [10, 20, 30]);
	Timer.schedule(stopped, 10);
});

behaviour("a timer that is due fires in this pass, even if a callback before it moved its deadline", async (t) => {
	const fired: number[] = [];
	let later: Handle;
	Timer.set(() => Timer.schedule(later, 1000, 0), 10);
	later = Timer.set(() => fired.push(Time.ticks), 10);
	await t.advance(10);
	t.equal(fired, [10]);
	await t.advance(2000);
	t.equal(fired, [10]);
});

behaviour("a timer that a callback clears does not fire, though it was due", async (t) => {
	let fired = false;
	let other: Handle;
	Timer.set(() => Timer.clear(other), 10);
	other = Timer.set(() => {
		fired = true;
	}, 10);
	await t.advance(100);
	t.equal(fired, false);
});

behaviour("a timer made in a callback waits for the next pass", async (t) => {
	const order: string[] = [];
	Timer.set(() => {
		order.push("first");
		Timer.set(() => order.push("made"));
	}, 10);
	Timer.set(() => order.push("second"), 10);
	await t.advance(10);
	t.equal(order, ["first", "second", "made"]);
});

behaviour("promise jobs run before the next callback", async (t) => {
	const order: string[] = [];
	Timer.set(() => {
		order.push("timer 1");
		Promise.resolve()
			.then(() => order.push("job 1"))
			.then(() => order.push("job 2"));
	}, 10);
	Timer.set(() => order.push("timer 2"), 10);
	await t.advance(10);
	t.equal(order, ["timer 1", "job 1", "job 2", "timer 2"]);
});

behaviour("clear takes undefined, null and a timer that is gone", async (t) => {
	const timer = Timer.set(() => {}, 1);
	await t.advance(1);
	Timer.clear(timer);
	Timer.clear(timer);
	Timer.clear(undefined);
	Timer.clear(null);
});

behaviour("a callback that is none is refused", (t) => {
	t.throws(() => Timer.set(undefined as never, 10), TypeError);
	t.throws(() => Timer.schedule({} as never, 10), TypeError);
});

behaviour("intervals are 32-bit integers: fractions are cut, what does not fit wraps", async (t) => {
	const fired: string[] = [];
	Timer.set(() => fired.push("2.9"), 2.9);
	Timer.set(() => fired.push("wrapped"), 2 ** 32 + 1);
	Timer.set(() => fired.push("negative"), 2 ** 31);
	await t.advance(0);
	t.equal(fired, ["negative"]);
	await t.advance(1);
	t.equal(fired, ["negative", "wrapped"]);
	await t.advance(1);
	t.equal(fired, ["negative", "wrapped", "2.9"]);
});

behaviour.xs("rescheduling and firing allocate nothing; a new timer costs two slots", async (t) => {
	let fired = 0;
	const timer = Timer.repeat(() => {
		fired++;
	}, 1);
	const before = t.allocations();
	await t.advance(1000);
	const after = t.allocations();
	t.equal(fired, 1000);
	t.equal({ slots: after.slots - before.slots, chunks: after.chunks - before.chunks }, { slots: 0, chunks: 0 });
	t.equal(
		t.slots(() => Timer.schedule(timer, 50, 10)),
		{ slots: 0, chunks: 0 },
	);
	const callback = () => {};
	t.equal(
		t.slots(() => {
			Timer.set(callback, 10);
		}),
		{ slots: 2, chunks: 0 },
	);
});
