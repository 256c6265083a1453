import { testDevice } from "../../host-sim/testing/device";
import type { AccessPointOptions } from "../../host-sim/world/radio";
import { bothProfiles } from "../support/stack";

testDevice(
	"tests/device/scan",
	bothProfiles(({ world }) => ({
		radio: (accessPoints: AccessPointOptions[]) => {
			for (const it of accessPoints) world.radio.add(it);
		},
		scansFail: (fail: boolean) => {
			world.radio.scansFail = fail;
		},
	})),
);
