import type { ReleaseName } from "../../host-sim/module/index";
import { testDevice } from "../../host-sim/testing/device";
import { clientBench } from "./client-bench";

const variant = (release: ReleaseName) => ({ bench: () => clientBench(release) });

testDevice("tests/conformance/clients", { reference: variant("reference"), anycloud: variant("anycloud") });
