/** The stand-in for "timer" is the SDK's, on every engine. */
import { behaviour } from "testing/behaviour";
import Time from "time";
import Timer from "timer";

behaviour("a one-shot timer fires once, in time", async (t) => {
	const fired: number[] = [];
	Timer.set(() => fired.push(Time.ticks), 30);
	await t.advance(29);
	t.equal(fired, []);
	await t.advance(100);
	t.equal(fired, [30]);
});

behaviour.xs("an empty function allocates nothing, an object one slot", (t) => {
	const nothing = () => {};
	const object = () => {
		held = {};
	};
	t.equal(t.slots(nothing), { slots: 0, chunks: 0 });
	t.equal(t.slots(object), { slots: 1, chunks: 0 });
});

let held: object = {};
t_keep();
function t_keep() {
	return held;
}
