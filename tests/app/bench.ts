import { launchGuarded } from "../../host-sim/guarded";
import type { Firmware, LaunchOptions } from "../../host-sim/launch";
import { type ReleaseName, Uart, VirtualModule } from "../../host-sim/module/index";
import { launchNode } from "../../host-sim/node/firmware";
import { type MemoryWorld, memoryWorld } from "../../host-sim/world/memory/index";
import { launchXs } from "../../host-sim/xs/firmware";
import { broker, home, RESET_PIN } from "../support/stack";

export const engines = { Node: launchNode, XS: launchXs };
export type Engine = keyof typeof engines;
export const profiles: ReleaseName[] = ["reference", "anycloud"];
export const cap = 4000;

/** The sample product, running: what it says, and what the broker gets. */
export interface App {
	world: MemoryWorld;
	module: VirtualModule;
	firmware: Firmware;
	/** Its lines, with the time in milliseconds. */
	lines: { at: number; text: string }[];
	/** How often the program has begun. */
	lives: { count: number };
	/** Payloads of its telemetry, in order. */
	telemetry(): { sequence: number; temperature: number; lost: number }[];
	/** Lets time pass until something is so. @returns milliseconds that took @throws after `limit` */
	until(condition: () => boolean, limit: number, what: string): number;
}

/** @param config over what the product is told by default */
export function startApp(
	engine: Engine,
	release: ReleaseName,
	config: Record<string, unknown> = {},
	ready = true,
): App {
	const world = memoryWorld({ accessPoints: [home], broker: { address: broker, port: 1883 } });
	const module = new VirtualModule({ world, release });
	const uart = new Uart({ clock: world.clock, module, baud: 230_400, chunk: 32 });
	if (ready) module.powerOn();
	const lines: App["lines"] = [];
	const lives = { count: 1 };
	const options: LaunchOptions = {
		entry: "main",
		clock: world.clock,
		ports: {
			0: {
				end: uart.dte,
				rx: 128,
				onOpen: (baud) => {
					uart.baud = baud;
				},
			},
		},
		pins: { [RESET_PIN]: (level) => module.resetPin(level) },
		config: {
			ssid: home.ssid,
			password: home.password,
			broker,
			brokerPort: 1883,
			id: "bench",
			interval: 1000,
			queue: 8,
			retryFirst: 500,
			retryMost: cap,
			serial: { port: 0, baud: 230_400 },
			...config,
		},
		onTrace: (text) => lines.push({ at: world.clock.now(), text }),
	};
	const firmware = launchGuarded(engines[engine], options, () => lives.count++);
	return {
		world,
		module,
		firmware,
		lines,
		lives,
		telemetry: () =>
			(world.broker?.published ?? [])
				.filter(({ topic }) => topic === "sensors/bench/telemetry")
				.map(({ payload }) => JSON.parse(Buffer.from(payload).toString())),
		until(condition, limit, what) {
			const start = world.clock.now();
			while (!condition()) {
				if (world.clock.now() - start >= limit)
					throw new Error(
						`${what} did not come within ${limit} ms:\n${lines
							.slice(-12)
							.map((it) => it.text)
							.join("")}`,
					);
				world.clock.advance(50);
			}
			return world.clock.now() - start;
		},
	};
}
