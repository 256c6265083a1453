import { testDevice } from "../../host-sim/testing/device";
import { integrityBench } from "./bench";

const HOUR = 3_600_000;
const small = { volume: 1 << 18, seed: 1 };

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
	"128 KB, anycloud": {
		bench: () => integrityBench({ ...small, volume: 1 << 17, release: "anycloud", baud: 230_400, capacity: 128 }),
		limit: HOUR,
	},
});
