import { testDevice } from "../../host-sim/testing/device";
import { stack } from "../support/stack";

jest.setTimeout(120_000);

const hour = 3_600_000;

testDevice("tests/device/volume", {
	"reference at 921600 baud": { bench: () => stack({ release: "reference", baud: 921_600 }), limit: hour },
	anycloud: { bench: () => stack({ release: "anycloud" }), limit: hour },
});
