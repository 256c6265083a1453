import { testDevice } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";

const bench = (ticks: number) => () => {
	const clock = new VirtualClock();
	// the engine tells the clock what it waits for when the program has come to rest
	const armed = () => new Promise((done) => setImmediate(() => done(clock.next !== undefined)));
	return { clock, launch: { ticks }, commands: { armed } };
};

// the longest deadline is 2^30 ms; the 32-bit clock wraps in the middle of the second and the third
testDevice("tests/device/uart-deadlines", {
	"from 0": { bench: bench(0), limit: 2 ** 32 },
	"across the wrap": { bench: bench(0x7fffffff - 13), limit: 2 ** 32 },
	"across zero": { bench: bench(-20), limit: 2 ** 32 },
});
