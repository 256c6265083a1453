import type { Firmware, LaunchOptions } from "../../host-sim/launch";
import { launchNode } from "../../host-sim/node/firmware";
import { VirtualClock } from "../../host-sim/world/clock";
import { launchXs, type XsOptions } from "../../host-sim/xs/firmware";

const { skip } = test;
const testOnXs = process.env.XS_ENGINE_MISSING ? skip : test;

type Launch = (options: LaunchOptions & Partial<XsOptions>) => Firmware;

/** Why a program ends that fails in a given way, within a second of virtual time. */
async function endOf(launch: Launch, way: string, options: Partial<XsOptions> = {}): Promise<string> {
	const clock = new VirtualClock();
	let ended: Error | undefined;
	const firmware = launch({
		...options,
		entry: "tests/device/host-failing",
		clock,
		config: { way },
		onExit: (error) => {
			ended = error;
		},
	});
	clock.advance(1000);
	if (!ended) throw new Error("it did not end");
	expect(await firmware.exited).toBe(ended);
	expect(() => firmware.post("hello")).toThrow(ended);
	await firmware.close();
	return ended.message;
}

test.each([
	["throws at once", "Error: at once"],
	["throws in a timer", "RangeError: in a timer"],
	["never rests", "does not come to rest"],
	["calls itself without end", "RangeError: Maximum call stack"],
])("a program that %s is reported, on Node", async (way, message) => {
	expect(await endOf(launchNode, way)).toContain(message);
});

const fixed = { slots: 20_000, chunks: 40_000, fixed: true };

testOnXs.each([
	["throws at once", "unhandled exception: Error: at once", {}],
	["throws in a timer", "unhandled exception: RangeError: in a timer", {}],
	["rejects and nobody listens", "unhandled rejection: Error: unheard", {}],
	["never returns", "did not return", { turnLimit: 1 }],
	["never rests", "does not come to rest", {}],
	["calls itself without end", "stack overflow", {}],
	["keeps objects without end", "memory full (slots 19", { heap: fixed }],
	["keeps bytes without end", "memory full", { heap: fixed }],
])("a program that %s is reported, on XS", async (way, message, options) => {
	expect(await endOf(launchXs, way, options)).toContain(message);
});

test("without onExit a failure comes out of the clock's advance, on Node", () => {
	const clock = new VirtualClock();
	launchNode({ entry: "tests/device/host-failing", clock, config: { way: "throws in a timer" } });
	clock.advance(9);
	expect(() => clock.advance(1)).toThrow("in a timer");
	clock.advance(1000);
});

testOnXs("without onExit a failure comes out of the clock's advance, on XS", () => {
	const clock = new VirtualClock();
	launchXs({ entry: "tests/device/host-failing", clock, config: { way: "throws in a timer" } });
	clock.advance(9);
	expect(() => clock.advance(1)).toThrow("in a timer");
	clock.advance(1000);
});

test("a program that is not there is reported, on Node", () => {
	const clock = new VirtualClock();
	expect(() => launchNode({ entry: "tests/device/nowhere", clock })).toThrow('"tests/device/nowhere"');
});

testOnXs("a program that is not there is reported, on XS", () => {
	const clock = new VirtualClock();
	expect(() => launchXs({ entry: "tests/device/nowhere", clock })).toThrow("nowhere");
});

testOnXs("an engine that is not built is named, with what to do", () => {
	const options = { entry: "main", clock: new VirtualClock(), program: "/nowhere/engine" };
	expect(() => launchXs(options)).toThrow("npm run build:xs");
});
