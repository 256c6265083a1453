import { testDevice } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";

testDevice("tests/device/host-time", {
	bench: () => ({
		clock: new VirtualClock(),
		config: { ssid: "net “ü”", nested: { list: [1, 2, null] } },
		launch: { ticks: 0x7fffff9c, epoch: 1_700_000_000_000, seed: 7 },
	}),
});
