/** The Moddable SDK's clients over the module, on XS. They are the SDK's: `MODDABLE` says where it is. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ReleaseName } from "../../host-sim/module/index";
import { listBehaviours, runBehaviour } from "../../host-sim/testing/session";
import { modulesMap } from "../../host-sim/xs/device-modules";
import { launchXs } from "../../host-sim/xs/firmware";
import { clientBench } from "../conformance/client-bench";
import { testRealClients } from "../support/real-clients";

const entry = "tests/conformance/clients";
const sdk = process.env.MODDABLE;

const clients: Record<string, string> = {
	"embedded:network/http/client": "tcp/httpclient/httpclient.js",
	"embedded:network/mqtt/client": "tcp/mqttclient/mqttclient.js",
	"embedded:network/websocket/client": "tcp/websocketclient/websocketclient.js",
	"embedded:network/ntp/client": "udp/ntp/ntp.js",
};

/** The map of the device's modules, with the SDK's clients in place of those that stand in for them. */
function mapWith(root: string): string {
	const path = join(mkdtempSync(join(tmpdir(), "sdk-")), "modules.map");
	const own = readFileSync(modulesMap, "utf8").replace(
		/^embedded:network\/(http|mqtt|ntp|websocket)\/client\t.*\n/gm,
		"",
	);
	const logical = /^tests\/sdk\/logical\t(.*)$/m.exec(own)?.[1];
	const theirs = Object.entries(clients).map(([name, file]) => `${name}\t${join(root, "examples/io", file)}\n`);
	writeFileSync(path, `${own}${theirs.join("")}logical\t${logical}\n`);
	return path;
}

const why = !sdk ? "MODDABLE is not set" : process.env.XS_ENGINE_MISSING;

if (!sdk || why) {
	process.stderr.write(`the SDK's HTTP, MQTT, WebSocket and NTP clients were NOT run: ${why}\n`);
	test.skip.each(Object.keys(clients))(`%s of the SDK (not run: ${why})`, () => {});
} else {
	const modules = mapWith(resolve(sdk));
	const bench = (release: ReleaseName) => {
		const it = clientBench(release);
		return { ...it, launch: { ...it.launch, modules } };
	};
	for (const release of ["reference", "anycloud"] as const) {
		for (const { name } of listBehaviours(launchXs, entry, bench(release)))
			test(`${name}, ${release}, on XS`, () => runBehaviour(launchXs, entry, name, bench(release)));
	}
	testRealClients("the SDK's clients with real servers, on XS", launchXs, () => ({ modules }), test);
}
