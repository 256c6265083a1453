import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles, stack } from "../support/stack";

// as modules that are preloaded into flash: there, evaluating a string literal costs
const launch = { literals: "heap" } as const;

testDevice("tests/device/allocations", {
	...bothProfiles(undefined, { launch }),
	"reference on an ESP32's port": { bench: () => stack({ release: "reference", dialect: "esp32", launch }) },
	"reference on an RP2040's port": { bench: () => stack({ release: "reference", dialect: "pico", launch }) },
});
