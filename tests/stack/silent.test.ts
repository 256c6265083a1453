import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles, stack } from "../support/stack";

testDevice("tests/device/silent", {
	...bothProfiles(),
	pico: { bench: () => stack({ release: "anycloud", dialect: "pico" }) },
});
