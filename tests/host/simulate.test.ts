import Timer from "timer";
import { simulateBoard } from "../../host-sim/node/simulate";
import { VirtualClock } from "../../host-sim/world/clock";

test("modules that a test imports itself run on the test's clock", () => {
	const clock = new VirtualClock();
	simulateBoard({ clock });
	const fired: number[] = [];
	Timer.set(() => {
		fired.push(clock.now());
		Timer.set(() => fired.push(clock.now()), 5);
	}, 10);
	clock.advance(9);
	expect(fired).toEqual([]);
	clock.advance(100);
	expect(fired).toEqual([10, 15]);
});
