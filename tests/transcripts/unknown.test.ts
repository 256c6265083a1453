import { testDevice } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";

testDevice("tests/device/unknown", { bench: () => ({ clock: new VirtualClock(), config: {} }), limit: 1e9 });
