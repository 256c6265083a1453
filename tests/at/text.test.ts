import { testDevice } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";

// in preloaded modules, evaluating a string's literal makes the string
testDevice("tests/device/at-text", { bench: () => ({ clock: new VirtualClock(), launch: { literals: "heap" } }) });
