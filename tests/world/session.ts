import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CapabilityChanges, type ReleaseName, VirtualModule } from "../../host-sim/module/index";
import { type RealWorldOptions, realWorld } from "../../host-sim/world/real/index";

/** A module in the real world, for tests: every wait is for something to come, never for time. */

export const certificatesFolder = join(__dirname, "certificates");
/** A test certificate or key. */
export const pem = (name: string) => readFileSync(join(certificatesFolder, `${name}.pem`));
/** What is to be undone after the test. */
export const cleanups: (() => unknown)[] = [];

export interface Session {
	module: VirtualModule;
	send(data: string | Uint8Array): void;
	/** Waits until the text comes; returns everything up to its end, and forgets it. */
	until(text: string): Promise<string>;
	/** A command, up to its result. */
	command(line: string): Promise<string>;
}

/** Undoes it; for `afterEach`. */
export async function cleanUp(): Promise<void> {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

/** A module that has joined. */
export async function start(
	options: RealWorldOptions & { release?: ReleaseName; capabilities?: CapabilityChanges } = {},
): Promise<Session> {
	const { release, capabilities, ...rest } = options;
	const accessPoints = [
		{ ssid: "net", bssid: "00:00:00:00:00:01", joinDelay: 1, dhcp: { address: "127.0.0.1", delay: 1 } },
	];
	const world = realWorld({ accessPoints, certificates: certificatesFolder, ask: false, ...rest });
	const module = new VirtualModule({ world, release, capabilities });
	cleanups.push(() => {
		module.powerOff();
		world.close();
	});
	let heard = "";
	let wake = () => {};
	module.onTransmit = (bytes) => {
		heard += Buffer.from(bytes).toString("latin1");
		wake();
	};
	const session: Session = {
		module,
		send: (data) => module.receive(typeof data === "string" ? Buffer.from(data, "latin1") : data),
		until: async (text) => {
			while (!heard.includes(text)) {
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
			const end = heard.indexOf(text) + text.length;
			const taken = heard.slice(0, end);
			heard = heard.slice(end);
			return taken;
		},
		command: async (line) => {
			session.send(`${line}\r\n`);
			while (!/(?:OK|ERROR[^\r]*)\r\n/.test(heard)) {
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
			const found = /(?:OK|ERROR[^\r]*)\r\n/.exec(heard)!;
			return session.until(found[0]);
		},
	};
	module.powerOn();
	if (module.capabilities.bootBanner) await session.until(">");
	await session.command("ATE0");
	await session.command('AT+WSTAC=1,"net"');
	await session.command("AT+WSTA=1");
	await session.until("+WSTAAIP");
	await session.until("\r\n");
	return session;
}
