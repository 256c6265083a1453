import { testDevice } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";

// one behaviour is about weeks
testDevice("tests/device/uart-port", { bench: () => ({ clock: new VirtualClock() }), limit: 1e10 });
