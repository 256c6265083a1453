import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles, stack } from "../support/stack";

testDevice("tests/device/forms", { ...bothProfiles(), "1.0.1": { bench: () => stack({ release: "1.0.1" }) } });
