/** Notices: what programs are told, in order, from the event loop, whatever their callbacks do. */
import { Notices } from "drivers/at/notices";
import { Deadlines } from "drivers/uart/deadlines";
import { behaviour } from "testing/behaviour";
import { News } from "tests/device/at-support";

function bench() {
	const deadlines = new Deadlines();
	const notices = new Notices(deadlines);
	const told: string[] = [];
	const of = (name: string, also?: () => void) =>
		new News(() => {
			told.push(name);
			also?.();
		});
	return { deadlines, notices, told, of };
}

behaviour("what is posted is told from the event loop, in order, once", async (t) => {
	const { notices, told, of } = bench();
	for (const name of ["a", "b", "c"]) notices.post(of(name));
	t.equal(told, []);
	await t.advance(1);
	t.equal(told, ["a", "b", "c"]);
	await t.advance(100);
	t.equal(told, ["a", "b", "c"]);
});

behaviour("posted twice, it is told once, at its first place; told, it can be posted again", async (t) => {
	const { notices, told, of } = bench();
	const a = of("a");
	const b = of("b");
	notices.post(a);
	notices.post(b);
	notices.post(a);
	t.ok(a.posted);
	await t.advance(1);
	t.equal(told, ["a", "b"]);
	t.equal(a.posted, false);
	notices.post(a);
	await t.advance(1);
	t.equal(told, ["a", "b", "a"]);
});

behaviour("in a turn of the driver, they are told at the turn's end, without a timer", async (t) => {
	const { notices, told, of } = bench();
	notices.busy = true;
	notices.post(of("a"));
	notices.post(of("b"));
	await t.advance(10);
	t.equal(told, []);
	notices.deliver();
	t.equal(told, ["a", "b"]);
});

behaviour("taken back, it is not told: the first, the middle, the last, the only one", async (t) => {
	for (const out of ["a", "b", "c"]) {
		const { notices, told, of } = bench();
		const all = ["a", "b", "c"].map((name) => of(name));
		for (const it of all) notices.post(it);
		notices.cancel(all["abc".indexOf(out)]);
		notices.cancel(all["abc".indexOf(out)]);
		notices.post(of("d"));
		await t.advance(1);
		t.equal(
			told,
			["a", "b", "c", "d"].filter((it) => it !== out),
		);
	}
	const { notices, told, of } = bench();
	const only = of("only");
	notices.post(only);
	notices.cancel(only);
	await t.advance(1);
	t.equal(told, []);
	notices.post(only);
	await t.advance(1);
	t.equal(told, ["only"]);
});

behaviour("one that is taken back from inside another is not told", async (t) => {
	const { notices, told, of } = bench();
	const b = of("b");
	notices.post(of("a", () => notices.cancel(b)));
	notices.post(b);
	notices.post(of("c"));
	await t.advance(1);
	t.equal(told, ["a", "c"]);
});

behaviour("what is posted from inside is told in a later turn of the event loop", async (t) => {
	const { notices, told, of } = bench();
	const inside = of("inside");
	notices.busy = true;
	notices.post(of("a", () => notices.post(inside)));
	notices.post(of("b"));
	notices.deliver();
	t.equal(told, ["a", "b"]);
	await t.advance(1);
	t.equal(told, ["a", "b", "inside"]);
});

behaviour("a program that posts its own notice again and again cannot keep the driver", async (t) => {
	const { notices, told, of } = bench();
	let left = 50;
	const again = of("again", () => {
		if (--left > 0) notices.post(again);
	});
	notices.busy = true;
	notices.post(again);
	notices.deliver();
	t.equal(told.length, 1);
	await t.advance(60);
	t.equal(told.length, 50);
});

behaviour("delivering from inside a callback does nothing", async (t) => {
	const { notices, told, of } = bench();
	notices.post(of("a", () => notices.deliver()));
	notices.post(of("b"));
	await t.advance(1);
	t.equal(told, ["a", "b"]);
});

behaviour("a program's exception goes on to the platform, and nothing is lost", async (t) => {
	const { notices, told, of } = bench();
	const broken = of("broken", () => {
		throw new RangeError("a program's own");
	});
	notices.busy = true;
	notices.post(of("a"));
	notices.post(broken);
	notices.post(of("b"));
	notices.post(of("c"));
	t.throws(() => notices.deliver(), RangeError);
	t.equal(told, ["a", "broken"]);
	await t.advance(1);
	t.equal(told, ["a", "broken", "b", "c"]);
	// and it goes on as before
	notices.busy = true;
	notices.post(broken);
	t.throws(() => notices.deliver(), RangeError);
	notices.post(of("d"));
	await t.advance(1);
	t.equal(told, ["a", "broken", "b", "c", "broken", "d"]);
});

behaviour("after the deadlines were closed nothing is told", async (t) => {
	const { deadlines, notices, told, of } = bench();
	notices.post(of("a"));
	deadlines.close();
	notices.post(of("b"));
	await t.advance(100);
	t.equal(told, []);
});
