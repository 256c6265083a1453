/** Device tests under jest: each behaviour of a program becomes a test on Node and a test on XS. */
import { launchNode } from "../node/firmware";
import { VirtualClock } from "../world/clock";
import { launchXs } from "../xs/firmware";
import { type Bench, listBehaviours, runBehaviour } from "./session";

export type { Bench } from "./session";

export interface DeviceTestOptions {
	/** Default: a clock and nothing else. */
	bench: () => Bench;
	/** Milliseconds of virtual time after which a behaviour has failed. Default 600000. */
	limit?: number;
}

/**
 * Registers the behaviours of a program as tests: "… on Node" and "… on XS" for each (those that measure the heap on XS
 * alone). Every test has a fresh program and a fresh bench. Without a C compiler the tests on XS are reported as skipped.
 * @param entry the program's specifier, e.g. "tests/device/uart-ring"
 * @param options a bench, or several by name: then each behaviour is tested with each of them
 */
export function testDevice(entry: string, options?: DeviceTestOptions | Record<string, DeviceTestOptions>): void {
	const plain: DeviceTestOptions = { bench: () => ({ clock: new VirtualClock() }) };
	const variants: Record<string, DeviceTestOptions> =
		options === undefined || "bench" in options
			? { "": (options as DeviceTestOptions | undefined) ?? plain }
			: (options as Record<string, DeviceTestOptions>);
	const { skip } = test;
	const testOnXs = process.env.XS_ENGINE_MISSING ? skip : test;
	describe(entry, () => {
		for (const [variant, { bench, limit }] of Object.entries(variants)) {
			for (const { name, xsOnly } of listBehaviours(launchNode, entry, bench())) {
				const title = variant ? `${name}, ${variant}` : name;
				if (!xsOnly) test(`${title}, on Node`, () => runBehaviour(launchNode, entry, name, bench(), limit));
				testOnXs(`${title}, on XS`, () => runBehaviour(launchXs, entry, name, bench(), limit));
			}
		}
	});
}
