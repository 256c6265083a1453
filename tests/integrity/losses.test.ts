import type { ReleaseName } from "../../host-sim/module/index";
import { testDevice } from "../../host-sim/testing/device";
import { integrityBench } from "./bench";

/** A port of 128 bytes, at a speed at which they come in less than 6 ms. */
const tight = { volume: 1 << 17, baud: 230_400, capacity: 128, stall: 6 };
const bench = (release: ReleaseName, seed: number) => ({
	bench: () => integrityBench({ ...tight, release, seed }),
	limit: 3_600_000,
});

testDevice("tests/device/integrity-losses", {
	"reference, storms, a host that stalls for up to 6 ms": bench("reference", 1),
	"anycloud, storms, a host that stalls for up to 6 ms": bench("anycloud", 1),
});
