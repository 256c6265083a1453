/** A program that hangs is started anew when it has not fed its watchdog, on both engines, in both kinds of time. */
import { launchGuarded } from "../../host-sim/guarded";
import type { Firmware, LaunchOptions } from "../../host-sim/launch";
import { launchNode } from "../../host-sim/node/firmware";
import { RealClock, VirtualClock } from "../../host-sim/world/clock";
import { launchXs } from "../../host-sim/xs/firmware";

const entry = "tests/device/host-watched";
const engines: [string, typeof test, (options: LaunchOptions) => Firmware][] = [
	["Node", test, launchNode],
	["XS", process.env.XS_ENGINE_MISSING ? test.skip : test, launchXs],
];

for (const [name, run, launch] of engines) {
	run(`in lockstep, on ${name}`, async () => {
		const clock = new VirtualClock();
		const begun: number[] = [];
		let restarts = 0;
		let ended = 0;
		const options = { entry, clock, onMessage: () => begun.push(clock.now()), onExit: () => ended++ };
		const firmware = launchGuarded(launch, options, () => restarts++);
		clock.advance(100_000);
		expect([begun, restarts]).toEqual([[0], 0]);
		for (const [life, at] of [102_000, 104_000].entries()) {
			firmware.freeze();
			clock.advance(1700);
			expect(begun).toHaveLength(1 + life);
			clock.advance(300);
			expect([begun.length, restarts, begun.at(-1)]).toEqual([2 + life, 1 + life, at]);
		}
		clock.advance(10_000);
		expect([restarts, ended]).toEqual([2, 0]);
		await firmware.close();
		clock.advance(10_000);
		expect([begun.length, restarts, ended]).toEqual([3, 2, 1]);
	});

	run(`on wall time, on ${name}`, async () => {
		let begun = () => {};
		const beginning = () =>
			new Promise<void>((resolve) => {
				begun = resolve;
			});
		const first = beginning();
		let restarts = 0;
		const firmware = launchGuarded(
			launch,
			{ entry, clock: new RealClock(), onMessage: () => begun() },
			() => restarts++,
		);
		if (name === "XS") await first; // on Node it has begun already
		const second = beginning();
		firmware.freeze();
		await second;
		expect(restarts).toBeGreaterThanOrEqual(1);
		await firmware.close();
	});
}
