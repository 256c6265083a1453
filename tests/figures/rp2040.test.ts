import type { Goodput } from "../../bench/goodput";
import { costOf, loadOnRp2040, rateOnRp2040 } from "../../bench/rp2040";
import type { StreamCost } from "../../bench/stream";

/* What an RP2040 makes of instructions that were counted on another processor. */

const cost: StreamCost = {
	...{ kind: "TCP", direction: "receive", release: "reference", chunk: 64, capacity: 2048 },
	...{ buffered: 100, instructions: 500, perCommand: 150_000, payload: 1500, slots: 0, chunks: 0 },
};
const flow: Goodput = {
	...{ kind: "TCP", direction: "receive", release: "reference", baud: 230_400, capacity: 2048 },
	...{ rate: 20_000, limit: 22_000, commands: 1024 / 1500, fewest: 1024 / 1500 },
};

test("an instruction is 2.3 cycles of 125 MHz", () => {
	// 500 instructions are 9.2 µs, a byte 43.4 µs
	expect(loadOnRp2040(500, 230_400)).toBeCloseTo(9.2 / 43.4028, 5);
});

test("where the module answers at once, line and processor work one after the other", () => {
	// 50 µs a byte on the wire and 9.2 µs of work
	expect(rateOnRp2040(flow, cost)).toBeCloseTo(1e6 / 59.2, 3);
});

test("work that is done before the published firmware's next look costs nothing, and else a tick", () => {
	const ticking: Goodput = { ...flow, release: "anycloud", rate: 1280, commands: 8 };
	expect(rateOnRp2040(ticking, cost)).toBe(1280);
	// 128 bytes of 1 ms each, and what they take on the wire: two ticks
	expect(rateOnRp2040(ticking, { ...cost, instructions: 54_348 })).toBeCloseTo(640, 0);
});

test("traffic is known by kind, direction, release, form and port; what is sent goes in binary", () => {
	const sending: StreamCost = { ...cost, direction: "send", form: "binary" };
	expect(costOf(flow, [sending, cost])).toBe(cost);
	expect(costOf({ ...flow, direction: "send" }, [cost, sending])).toBe(sending);
	expect(costOf({ ...flow, capacity: 128 }, [cost, sending])).toBeUndefined();
});
