/** What the sample product takes, and whether it runs in a heap of fixed size. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "app/settings";
import { arenaLength, defaultBuffers } from "drivers/wfi32/sizes";
import type { Heap } from "../../host-sim/launch";
import { Uart, VirtualModule } from "../../host-sim/module/index";
import { VirtualClock } from "../../host-sim/world/clock";
import { memoryWorld } from "../../host-sim/world/memory/index";
import { launchXs } from "../../host-sim/xs/firmware";
import { root } from "../../host-sim/xs/root";

const BROKER = "192.0.2.10";
const PASSWORD = "correct horse";
/** More than enough for loading the modules, which a device does not do: slots, bytes of chunks, and the stack's slots. */
const AMPLE = { slots: 49_152, chunks: 1_048_576, stack: 768 };

const home = {
	ssid: "home",
	bssid: "24:F2:7F:A5:8B:80",
	channel: 6,
	security: "wpa2",
	password: PASSWORD,
	dhcp: { address: "192.168.0.100", delay: 100 },
} as const;

/** What a program that ends at once leaves on the heap. */
export function heapOf(engine: string, entry: string): Heap {
	const firmware = launchXs({ mode: "lockstep", program: engine, entry, clock: new VirtualClock(), heap: AMPLE });
	const heap = firmware.heapNow(true);
	void firmware.close();
	return heap;
}

export interface AppRun {
	/** Readings that the broker got, without a gap. */
	readings: number;
	/** Why it ended before all of them had come. */
	failure?: string;
	heap?: Heap;
	/** Bytes of the driver's buffers. */
	buffers: number;
}

/** The product's own configuration, as every platform has it. */
const own = (JSON.parse(readFileSync(join(root, "manifest.json"), "utf8")) as { config: Partial<Settings> }).config;

/**
 * Runs the product until the broker has so many readings.
 * @param heap slots and chunk bytes that it may use beyond its modules; undefined: as much as it likes
 * @param stack its slots
 */
export function runApp(
	engine: string,
	heap: { slots: number; chunks: number } | undefined,
	readings: number,
	stack = AMPLE.stack,
): AppRun {
	const world = memoryWorld({ accessPoints: [home], broker: { address: BROKER, port: 1883 } });
	const module = new VirtualModule({ world, release: "reference" });
	const uart = new Uart({ clock: world.clock, module, baud: 230_400, chunk: 64 });
	module.powerOn();
	let failure: string | undefined;
	const config = {
		...own,
		...{ ssid: home.ssid, password: PASSWORD, broker: BROKER, id: "scale", interval: 100, heartbeat: 60_000 },
		serial: { port: 0, baud: 230_400, dialect: "standard", capacity: 2048 },
		heap,
	};
	const firmware = launchXs({
		...{ mode: "lockstep", program: engine, entry: heap ? "bench/fixed" : "main", clock: world.clock, config },
		ports: { 0: { end: uart.dte, rx: 2048 } },
		heap: { ...AMPLE, stack },
		literals: "heap",
		onExit: (error) => {
			failure ??= error?.message;
		},
	});
	const telemetry = () => world.broker?.published.filter((it) => it.topic.endsWith("/telemetry")) ?? [];
	const limit = world.clock.now() + readings * 200 + 60_000;
	let got = 0;
	while (!failure && got < readings && world.clock.now() < limit) {
		world.clock.advance(1000);
		got = telemetry().length;
	}
	const gaps = telemetry().findIndex((it, i) => JSON.parse(Buffer.from(it.payload).toString()).sequence !== i + 1);
	const after = failure ? undefined : firmware.heapNow(true);
	void firmware.close();
	module.powerOff();
	if (!failure && gaps >= 0) failure = `a reading is missing: number ${gaps + 1}`;
	if (!failure && got < readings) failure = `only ${got} readings came`;
	const buffers = arenaLength({ ...defaultBuffers, ...own.buffers });
	return { readings: got, buffers, ...(failure ? { failure } : {}), ...(after ? { heap: after } : {}) };
}
