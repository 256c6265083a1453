import type { ReleaseName } from "../../host-sim/module/index";
import { testDevice } from "../../host-sim/testing/device";
import { stack } from "../support/stack";
import { serverCommands } from "./servers";

/** A product's configuration: the port alone. */
function bench(release: ReleaseName) {
	const it = stack({ release }, serverCommands);
	return { ...it, config: { serial: (it.config as { serial: object }).serial } };
}

testDevice("tests/conformance/standard", {
	reference: { bench: () => bench("reference") },
	anycloud: { bench: () => bench("anycloud") },
});
