import type { ReleaseName } from "../../host-sim/module/index";
import { testDevice } from "../../host-sim/testing/device";
import { stack } from "../support/stack";

/** Releases with the longest line that a program of theirs can send: of the reference, its own buffer's. */
const lines: Partial<Record<ReleaseName, number>> = {
	reference: 512,
	"1.0.1": 127,
	"0.2.0": 256,
	"0.3.0": 256,
	"0.3.1": 512,
};

const benches = Object.entries(lines).map(([release, line]) => [
	release,
	{
		bench: () => {
			const bench = stack({ release: release as ReleaseName }, () => ({ release: () => release, line: () => line }));
			// the driver is not told: it asks the module
			return { ...bench, config: { ...bench.config, release: undefined } };
		},
	},
]);

testDevice("tests/device/releases", Object.fromEntries(benches));
