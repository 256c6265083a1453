import type { ReleaseName } from "../../host-sim/module/index";
import type { Bench } from "../../host-sim/testing/device";
import { stack } from "../support/stack";
import { keptServers } from "./kept-servers";
import { serverCommands } from "./servers";

/** Servers for clients, and a product's configuration: the port, and whom to trust. */
export function clientBench(release: ReleaseName): Bench {
	const it = stack({ release }, (pieces) => ({ ...serverCommands(pieces), ...keptServers(pieces) }));
	const { serial } = it.config as { serial: object };
	return { ...it, config: { serial, certificates: ["our-ca"], tls: { ca: "our-ca" } } };
}
