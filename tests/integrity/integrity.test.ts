import type { ReleaseName } from "../../host-sim/module/index";
import { type DeviceTestOptions, testDevice } from "../../host-sim/testing/device";
import { integrityBench } from "./bench";

const HOUR = 3_600_000;
const small = { volume: 1 << 18, seed: 1 };

/** 9600 baud, and a port that lets the longest read come: its answer alone takes two seconds, and so does a write's command. */
function atTheSlowest(release: ReleaseName): Record<string, DeviceTestOptions> {
	const options = { release, volume: 1 << 15, seed: 1, baud: 9600, capacity: 4096, quiet: true };
	return { [`32 KB, ${release} at 9600 baud`]: { bench: () => integrityBench(options), limit: HOUR } };
}

testDevice("tests/device/integrity", {
	"256 KB, reference at 921600 baud": {
		bench: () => integrityBench({ ...small, release: "reference", baud: 921_600, capacity: 128 }),
		limit: HOUR,
	},
	"256 KB, reference, a port that holds more": {
		bench: () => integrityBench({ ...small, release: "reference", baud: 230_400, capacity: 2048 }),
		limit: HOUR,
	},
	"256 KB, reference, a host that stalls for up to 6 ms": {
		bench: () =>
			integrityBench({ ...small, release: "reference", baud: 230_400, capacity: 128, quiet: true, stall: 6 }),
		limit: HOUR,
	},
	"128 KB, anycloud, a host that stalls for up to 6 ms": {
		bench: () =>
			integrityBench({
				...{ ...small, volume: 1 << 17, release: "anycloud", baud: 230_400, capacity: 128 },
				...{ quiet: true, stall: 6 },
			}),
		limit: HOUR,
	},
	...atTheSlowest("reference"),
	...atTheSlowest("anycloud"),
	"128 KB, anycloud": {
		bench: () => integrityBench({ ...small, volume: 1 << 17, release: "anycloud", baud: 230_400, capacity: 128 }),
		limit: HOUR,
	},
});
