import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles } from "../support/stack";

testDevice(
	"tests/device/configurations",
	bothProfiles(({ uart }) => ({
		/** What the module says does not arrive. */
		mute: (on: boolean) => {
			const nothing = new Uint8Array(0);
			uart.fault = on ? (direction, bytes) => (direction === "toHost" ? nothing : bytes) : undefined;
		},
	})),
);
testDevice("tests/device/tls-configuration", bothProfiles());
testDevice("tests/device/ranges", bothProfiles());
