import { type CapabilityChanges, type ReleaseName, VirtualModule } from "../../host-sim/module/index";
import type { TraceEvent } from "../../host-sim/module/trace";
import { type MemoryWorld, type MemoryWorldOptions, memoryWorld } from "../../host-sim/world/memory/index";

export interface BenchOptions extends MemoryWorldOptions {
	release?: ReleaseName;
	capabilities?: CapabilityChanges;
	/** Leaves the echo on. */
	echo?: boolean;
	/** A world to share with another bench. */
	world?: MemoryWorld;
	mac?: string;
}

/** A module on a memory world, spoken to in text (Latin-1: a character a byte). */
export interface Bench {
	world: MemoryWorld;
	module: VirtualModule;
	traces: TraceEvent[];
	/** Sends bytes. */
	send(data: string | Uint8Array): void;
	/** What came since it was last asked for. */
	take(): string;
	/** Sends a line and lets `wait` ms pass (200 unless told); returns what came. */
	command(line: string, wait?: number): string;
	/** Lets time pass and returns what came. */
	after(milliseconds: number): string;
	/** Joins the bench's access point and takes the events. */
	join(): void;
	/** Opens a TCP socket and connects it; returns its ID. */
	connect(address: string, port: number): number;
}

export const home = {
	ssid: "home",
	bssid: "24:F2:7F:A5:8B:80",
	channel: 6,
	security: "wpa2",
	password: "correct horse",
} as const;

export function bench(options: BenchOptions = {}): Bench {
	const { release, capabilities, echo = false, mac, ...rest } = options;
	const world = options.world ?? memoryWorld({ accessPoints: [home], ...rest });
	const traces: TraceEvent[] = [];
	const module = new VirtualModule({ world, release, capabilities, mac, onTrace: (event) => traces.push(event) });
	let received = "";
	module.onTransmit = (bytes) => {
		received += Buffer.from(bytes).toString("latin1");
	};
	const it: Bench = {
		world,
		module,
		traces,
		send: (data) => module.receive(typeof data === "string" ? Buffer.from(data, "latin1") : data),
		take: () => {
			const text = received;
			received = "";
			return text;
		},
		command: (line, wait = 200) => {
			it.send(`${line}\r\n`);
			return it.after(wait);
		},
		after: (milliseconds) => {
			world.clock.advance(milliseconds);
			return it.take();
		},
		join: () => {
			it.command('AT+WSTAC=1,"home"');
			it.command("AT+WSTAC=2,3");
			it.command('AT+WSTAC=3,"correct horse"');
			const said = it.command("AT+WSTA=1", 2000);
			if (!said.includes("+WSTAAIP")) throw new Error(`did not join: ${said}`);
		},
		connect: (address, port) => {
			const id = Number(/\+SOCKO:(\d+)/.exec(it.command("AT+SOCKO=2"))?.[1]);
			const said = it.command(`AT+SOCKBR=${id},"${address}",${port}`);
			if (!said.includes("+SOCKIND")) throw new Error(`did not connect: ${said}`);
			return id;
		},
	};
	module.powerOn();
	it.after(1000);
	if (!echo) it.command("ATE0");
	it.take();
	return it;
}
