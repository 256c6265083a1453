import { type ReleaseName, Uart, VirtualModule } from "../../host-sim/module/index";
import { testDevice } from "../../host-sim/testing/device";
import { memoryWorld } from "../../host-sim/world/memory/index";
import { home } from "../support/stack";
import { tap } from "../support/wire";

const authority = "-----BEGIN CERTIFICATE-----\nour own\n-----END CERTIFICATE-----\n";

/** A broker that a client must know by its authority. */
function bench(release: ReleaseName) {
	const world = memoryWorld({
		accessPoints: [home],
		broker: { address: "192.0.2.10", port: 8883, tls: { authority } },
	});
	const module = new VirtualModule({ world, release });
	const uart = new Uart({ clock: world.clock, module, baud: 230_400, chunk: 32 });
	const sent = tap(uart);
	module.powerOn();
	// what was sent behind the last command with these words
	const dataAfter = (words: string) => {
		const text = sent();
		return Buffer.from(text.slice(text.indexOf("\n", text.lastIndexOf(words)) + 1), "latin1");
	};
	return {
		clock: world.clock,
		ports: { 0: { end: uart.dte, dialect: "standard", rx: 128 } },
		config: { serial: { port: 0, baud: 230_400, dialect: "standard" }, release },
		commands: {
			authority: () => authority,
			dataAfter: (words: string) => dataAfter(words).length,
			sumAfter: (words: string) => dataAfter(words).reduce((sum, byte) => sum + byte, 0),
		},
		close: () => module.powerOff(),
	} as const;
}

testDevice("tests/device/certificates", {
	reference: { bench: () => bench("reference") },
	anycloud: { bench: () => bench("anycloud") },
});
