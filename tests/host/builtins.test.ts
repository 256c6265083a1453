import { testDevice } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";

testDevice("tests/device/host-builtins", { bench: () => ({ clock: new VirtualClock() }) });
