import { testDevice } from "../../host-sim/testing/device";
import { twoModules } from "./support";

testDevice("tests/conformance/two-modules", {
	reference: { bench: () => twoModules("reference") },
	anycloud: { bench: () => twoModules("anycloud") },
});
