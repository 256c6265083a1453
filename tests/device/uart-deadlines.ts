/** Deadlines: in their order, on one timer, across the wrap of the clock. */
import { Deadlines } from "drivers/uart/deadlines";
import { behaviour, type Test } from "testing/behaviour";
import { Alarm, Chance } from "tests/device/uart-support";
import Time from "time";
import Timer from "timer";

const start = Time.ticks;
const now = () => (Time.ticks - start) | 0;

/** Some deadlines, and what became due when. */
function bench(count = 1) {
	const deadlines = new Deadlines();
	const due: string[] = [];
	const of = (name: string | number) => new Alarm(() => due.push(`${name} at ${now()}`));
	return { deadlines, due, of, all: Array.from({ length: count }, (_, i) => of(i)) };
}

/** Whether a timer is armed. */
const armed = (t: Test) => t.world<boolean>("armed");

behaviour("a deadline is due once, at its time", async (t) => {
	const { deadlines, due, all } = bench();
	t.equal(all[0].awaited, false);
	deadlines.set(all[0], 30);
	t.equal(all[0].awaited, true);
	await t.advance(29);
	t.equal(due, []);
	await t.advance(1000);
	t.equal(due, ["0 at 30"]);
	t.equal(all[0].awaited, false);
});

behaviour("deadlines are due in the order of their times, whatever the order in which they were set", async (t) => {
	const { deadlines, due, all } = bench(5);
	for (const i of [3, 0, 4, 1, 2]) deadlines.set(all[i], 10 * (i + 1));
	await t.advance(100);
	t.equal(due, ["0 at 10", "1 at 20", "2 at 30", "3 at 40", "4 at 50"]);
});

behaviour("deadlines of the same time are due in the order in which they were set", async (t) => {
	const { deadlines, due, all } = bench(3);
	for (const i of [2, 0, 1]) deadlines.set(all[i], 10);
	await t.advance(10);
	t.equal(due, ["2 at 10", "0 at 10", "1 at 10"]);
});

behaviour("setting one that is set moves it, later or earlier", async (t) => {
	const { deadlines, due, all } = bench(3);
	deadlines.set(all[0], 10);
	deadlines.set(all[1], 20);
	deadlines.set(all[2], 30);
	deadlines.set(all[0], 40);
	deadlines.set(all[2], 5);
	await t.advance(100);
	t.equal(due, ["2 at 5", "1 at 20", "0 at 40"]);
});

behaviour(
	"a cleared one is not due, be it the first, in the middle or the last; clearing again does nothing",
	async (t) => {
		for (const out of [0, 1, 2]) {
			const { deadlines, due, all } = bench(3);
			const begin = now();
			for (const i of [0, 1, 2]) deadlines.set(all[i], 10 * (i + 1));
			deadlines.clear(all[out]);
			deadlines.clear(all[out]);
			t.equal(all[out].awaited, false);
			await t.advance(100);
			const rest = [0, 1, 2].filter((it) => it !== out);
			t.equal(
				due,
				rest.map((it) => `${it} at ${begin + 10 * (it + 1)}`),
			);
		}
	},
);

behaviour("with nothing to come, no timer is armed: the processor may sleep", async (t) => {
	const { deadlines, all } = bench(2);
	t.equal(await armed(t), false);
	deadlines.set(all[0], 1000);
	t.equal(await armed(t), true);
	deadlines.clear(all[0]);
	t.equal(await armed(t), false);
	deadlines.set(all[1], 10);
	await t.advance(10);
	t.equal(await armed(t), false);
});

behaviour("one timer serves them all, and is made once", async (t) => {
	const timer = Timer as unknown as Record<"set" | "repeat", (...parameters: unknown[]) => unknown>;
	const { set, repeat } = timer;
	let made = 0;
	timer.set = (...parameters) => {
		made++;
		return set.apply(Timer, parameters);
	};
	timer.repeat = (...parameters) => {
		made++;
		return repeat.apply(Timer, parameters);
	};
	const { deadlines, due, all } = bench(20);
	for (let i = 0; i < 20; i++) deadlines.set(all[i], (i * 7) % 20);
	await t.advance(50);
	for (let i = 0; i < 20; i++) deadlines.set(all[i], i);
	await t.advance(50);
	timer.set = set;
	timer.repeat = repeat;
	t.equal([due.length, made], [40, 1]);
});

behaviour("set from inside a due one, it waits for its time; at 0 ms, for the next millisecond", async (t) => {
	const { deadlines, due, of } = bench();
	const next = of("next");
	const other = of("other");
	const soon = new Alarm(() => {
		due.push(`soon at ${now()}`);
		deadlines.set(next, 0);
		deadlines.set(other, 5);
		t.equal([next.awaited, other.awaited], [true, true]);
	});
	const behind = of("behind");
	deadlines.set(soon, 10);
	deadlines.set(behind, 10);
	await t.advance(50);
	t.equal(due, ["soon at 10", "behind at 10", "next at 11", "other at 15"]);
});

behaviour("one that sets itself again at once lets others have their turn", async (t) => {
	const { deadlines, due, of } = bench();
	let turns = 0;
	const busy: Alarm = new Alarm(() => {
		if (++turns < 100) deadlines.set(busy, 0);
	});
	let timerAt = 0;
	Timer.set(() => {
		timerAt = turns;
	}, 50);
	deadlines.set(busy, 10);
	deadlines.set(of("other"), 10);
	await t.advance(150);
	t.equal([due, turns], [["other at 10"], 100]);
	t.ok(timerAt > 0 && timerAt < 100, "a timer of another's that is due fires in between");
});

behaviour("one that a due one clears is not due any more, one that it moves is due later", async (t) => {
	const { deadlines, due, of } = bench();
	const cleared = of("cleared");
	const moved = of("moved");
	deadlines.set(
		new Alarm(() => {
			deadlines.clear(cleared);
			deadlines.set(moved, 7);
		}),
		10,
	);
	deadlines.set(cleared, 10);
	deadlines.set(moved, 10);
	await t.advance(50);
	t.equal(due, ["moved at 17"]);
});

behaviour("after closing nothing is due, nothing can be set, and closing again does nothing", async (t) => {
	const { deadlines, due, all } = bench(2);
	deadlines.set(all[0], 10);
	deadlines.close();
	deadlines.close();
	t.equal(all[0].awaited, false);
	deadlines.set(all[1], 10);
	t.equal(all[1].awaited, false);
	deadlines.clear(all[0]);
	await t.advance(100);
	t.equal(due, []);
	t.equal(await armed(t), false);
});

behaviour("closed from inside a due one, the others are not due", async (t) => {
	const { deadlines, due, of } = bench();
	deadlines.set(new Alarm(() => deadlines.close()), 10);
	deadlines.set(of("other"), 10);
	await t.advance(100);
	t.equal(due, []);
});

behaviour("the longest times are kept to the millisecond", async (t) => {
	const { deadlines, due, all } = bench(3);
	deadlines.set(all[0], 2 ** 30);
	deadlines.set(all[1], 2 ** 30 - 1);
	deadlines.set(all[2], 2 ** 29);
	await t.advance(2 ** 30 + 10);
	t.equal(due, [`2 at ${2 ** 29}`, `1 at ${2 ** 30 - 1}`, `0 at ${2 ** 30}`]);
});

behaviour("since is the time that passed, also across the wrap", async (t) => {
	const { deadlines } = bench();
	const then = deadlines.now;
	await t.advance(12345);
	t.equal(deadlines.since(then), 12345);
});

behaviour("whatever is set, moved and cleared, what is left comes at its time and in order", async (t) => {
	const chance = new Chance(6);
	const { deadlines, due, all } = bench(12);
	const expected = new Map<number, { at: number; order: number }>();
	let order = 0;
	const wanted: string[] = [];
	/** What is due until then, in order. */
	const pass = (until: number) => {
		const soon = [...expected].filter(([, it]) => it.at <= until);
		soon.sort(([, a], [, b]) => a.at - b.at || a.order - b.order);
		for (const [i, { at }] of soon) {
			wanted.push(`${i} at ${at}`);
			expected.delete(i);
		}
	};
	for (let turn = 0; turn < 400; turn++) {
		const i = chance.below(all.length);
		const what = chance.below(10);
		if (what < 6) {
			const wait = chance.of([1, 2, 3, 5, 10, 100, 1000]);
			deadlines.set(all[i], wait);
			expected.set(i, { at: now() + wait, order: order++ });
		} else if (what < 8) {
			deadlines.clear(all[i]);
			expected.delete(i);
		} else {
			const wait = chance.below(20);
			pass(now() + wait);
			await t.advance(wait);
		}
		t.equal(all[i].awaited, expected.has(i), `turn ${turn}`);
	}
	pass(now() + 5000);
	await t.advance(5000);
	t.equal(due, wanted);
	t.ok(wanted.length > 100);
});
