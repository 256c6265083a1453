/** A program on the XS engine on wall time. */
import type { Firmware, LaunchOptions } from "../../host-sim/launch";
import { launchNode } from "../../host-sim/node/firmware";
import { RealClock } from "../../host-sim/world/clock";
import type { SerialEnd } from "../../host-sim/world/wire";
import { launchXs, type XsOptions } from "../../host-sim/xs/firmware";

const { skip } = test;
const testOnXs = process.env.XS_ENGINE_MISSING ? skip : test;

type Launch = (options: LaunchOptions & Partial<XsOptions>) => Firmware;

/** Sends bytes to the echo program and waits until as many have come back. */
async function echo(
	launch: Launch,
	bytes: Uint8Array,
): Promise<{ back: number[]; firmware: Firmware; traces: string[] }> {
	const back: number[] = [];
	const traces: string[] = [];
	let all = () => {};
	const done = new Promise<void>((resolve) => {
		all = resolve;
	});
	const end: SerialEnd = {
		send: (piece) => {
			back.push(...piece);
			if (back.length >= bytes.length) all();
		},
		onReceive: undefined,
	};
	const firmware = launch({
		entry: "tests/device/echo",
		clock: new RealClock(),
		ports: { 0: { end, dialect: "esp32", paced: false } },
		onTrace: (text) => traces.push(text),
	});
	end.onReceive?.(bytes);
	await done;
	return { back, firmware, traces };
}

const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i & 255);

async function check(launch: Launch): Promise<void> {
	const { back, firmware, traces } = await echo(launch, bytes);
	expect(back).toEqual([...bytes]);
	expect(traces).toEqual(["echo is ready\n"]);
	const { received, sent, dropped } = await firmware.port(0);
	expect({ received, sent, dropped }).toEqual({ received: 1000, sent: 1000, dropped: 0 });
	await firmware.close();
	expect(await firmware.exited).toBeUndefined();
	expect(() => firmware.post("late")).toThrow("closed");
	await firmware.close();
}

test("bytes go through a live program, and none is lost that the FIFO has no room for yet, on Node", () =>
	check(launchNode));

testOnXs("bytes go through a live program, and none is lost that the FIFO has no room for yet, on XS", () =>
	check(launchXs),
);

testOnXs("a live program answers messages and tells of its heap", async () => {
	let answered = (_: string) => {};
	const answer = new Promise<string>((resolve) => {
		answered = resolve;
	});
	const end: SerialEnd = { send: () => {}, onReceive: undefined };
	const options = { entry: "tests/device/echo", clock: new RealClock(), ports: { 0: { end } } };
	const firmware = launchXs({ ...options, onMessage: (text) => answered(text) });
	firmware.post("how many?");
	expect(await answer).toBe("0");
	const heap = await firmware.heap(true);
	expect(heap?.collections).toBe(1);
	expect(heap?.slots).toBeGreaterThan(1000);
	await firmware.close();
});

testOnXs("a live program that fails says why", async () => {
	const ends: (Error | undefined)[] = [];
	const firmware = launchXs({
		entry: "tests/device/host-failing",
		clock: new RealClock(),
		config: { way: "throws in a timer" },
		onExit: (error) => ends.push(error),
	});
	const error = await firmware.exited;
	expect(error?.message).toContain("unhandled exception: RangeError: in a timer");
	expect(ends).toEqual([error]);
	await expect(firmware.heap()).rejects.toBe(error);
});
