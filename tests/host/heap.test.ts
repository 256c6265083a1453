import { testDevice } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";

testDevice("tests/device/host-heap", {
	bench: () => ({
		clock: new VirtualClock(),
		commands: {
			heap: (_, firmware) => firmware.heap(),
			"heap collected": (_, firmware) => firmware.heap(true),
			"heap twice": async (_, firmware) => [await firmware.heap(), await firmware.heap()],
		},
	}),
});

const literals = (where: "flash" | "heap") => ({
	bench: () => ({ clock: new VirtualClock(), config: { literals: where }, launch: { literals: where } }),
});

testDevice("tests/device/host-literals", { "literals in flash": literals("flash"), "in the heap": literals("heap") });
