/** The sample product with MQTT over the module's TCP, by configuration. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Uart, VirtualModule } from "../../host-sim/module/index";
import { memoryWorld, type Peer } from "../../host-sim/world/memory/index";
import { modulesMap } from "../../host-sim/xs/device-modules";
import { launchXs } from "../../host-sim/xs/firmware";
import { home, host } from "../support/stack";
import { playBroker } from "./servers";

const { skip } = test;
const testOnXs = process.env.XS_ENGINE_MISSING ? skip : test;

/** The map of the device's modules, as a manifest without a client has it. */
function mapWithoutClient(): string {
	const path = join(mkdtempSync(join(tmpdir(), "app-")), "modules.map");
	const own = readFileSync(modulesMap, "utf8");
	const none = join(dirname(modulesMap), "app/standard-mqtt.js");
	writeFileSync(path, own.replace(/^app\/standard-mqtt\t.*$/m, `app/standard-mqtt\t${none}`));
	return path;
}

function start(modules: string | undefined) {
	const world = memoryWorld({ accessPoints: [home] });
	const peers: Peer[] = [];
	world.network.listen(host, 1883, (peer) => {
		peers.push(peer);
		playBroker(peer);
	});
	const module = new VirtualModule({ world, release: "reference" });
	const uart = new Uart({ clock: world.clock, module, baud: 230_400, chunk: 32 });
	module.powerOn();
	const lines: string[] = [];
	const ends: (Error | undefined)[] = [];
	const firmware = launchXs({
		entry: "main",
		clock: world.clock,
		ports: { 0: { end: uart.dte, dialect: "standard", rx: 128 } },
		config: {
			ssid: "home",
			password: "correct horse",
			broker: host,
			id: "thermo",
			interval: 1000,
			mqtt: "standard",
			serial: { port: 0, baud: 230_400, dialect: "standard" },
		},
		onTrace: (text) => lines.push(text),
		onExit: (error) => ends.push(error),
		...(modules ? { modules } : {}),
	});
	return { world, peers, firmware, lines, ends, text: () => peers.map((it) => it.text).join("") };
}

testOnXs("the product publishes over TCP, leaves a will, and gets its acknowledgements, on XS", async () => {
	const it = start(undefined);
	it.world.clock.advance(15_000);
	expect(it.lines.join("")).toContain("broker: connected");
	expect(it.text()).toContain('{"online":false}');
	expect(it.text()).toContain("sensors/thermo/telemetry");
	expect(it.lines.filter((line) => /published \d+/.test(line)).length).toBeGreaterThan(8);
	it.peers[0].reset();
	it.world.clock.advance(30_000);
	expect(it.peers.length).toBeGreaterThan(1);
	expect(it.peers.at(-1)?.text).toContain("sensors/thermo/telemetry");
	await it.firmware.close();
});

testOnXs("without a client in the manifest it says so, on XS", async () => {
	const it = start(mapWithoutClient());
	it.world.clock.advance(15_000);
	expect(it.lines.join("")).toContain("broker: mqtt: the manifest has no standard client");
	// a product that takes readings and says what it lacks is better than one that starts anew for ever
	expect(it.ends).toEqual([]);
	await it.firmware.close();
});
