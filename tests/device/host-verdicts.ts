/** Behaviours that fail, each in its way: what a test of the device says about them. */
import { behaviour } from "testing/behaviour";
import Timer from "timer";

behaviour("succeeds", () => {});

behaviour("finds a difference", (t) => {
	t.equal(1, 1);
	t.equal({ list: [1, { bytes: Uint8Array.of(1, 2) }] }, { list: [1, { bytes: Uint8Array.of(1, 3) }] });
});

behaviour("throws", () => {
	throw new RangeError("out of range");
});

behaviour("misses an exception", (t) => {
	t.throws(() => 5);
});

behaviour("gets the wrong exception", (t) => {
	t.throws(() => {
		throw new TypeError("wrong");
	}, RangeError);
});

behaviour("waits in vain", async (t) => {
	await t.until(() => false, 250, "godot");
});

behaviour("waits for nothing at all", async () => {
	await new Promise(() => {});
});

behaviour("goes on for ever", async () => {
	Timer.repeat(() => {}, 1000);
	await new Promise(() => {});
});

behaviour("asks what the bench does not know", async (t) => {
	await t.world("sing");
});

behaviour("asks what the bench refuses", async (t) => {
	await t.world("refuse");
});

behaviour("ends the program", async (t) => {
	trace("going to fail\n");
	Timer.set(() => {
		throw new Error("the firmware's own");
	}, 10);
	await t.advance(20);
});

behaviour("measures on any engine", (t) => {
	t.slots(() => {});
});
