/** The engine's process and its two pipes. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LaunchOptions, PortOptions } from "../launch";
import { enginePath } from "./build";
import { modulesMap } from "./device-modules";

export interface XsOptions extends LaunchOptions {
	/** Default: lockstep on a `VirtualClock`, live on any other clock. */
	mode?: "lockstep" | "live";
	/**
	 * The machine's memory. Default: as much as it takes. `slots` and `chunks` (bytes) are what it starts with, `fixed`
	 * forbids it to grow, as on a microcontroller; `stack` is in slots (default 4096).
	 */
	heap?: { slots?: number; chunks?: number; stack?: number; fixed?: boolean };
	/**
	 * Where literals are. "flash": evaluating one allocates nothing, as in modules that are not preloaded on a device;
	 * "heap": evaluating a string literal copies it, as in preloaded ones. Default "flash".
	 */
	literals?: "flash" | "heap";
	/** The engine's program. Default: what `build.ts` builds for 64 bits. */
	program?: string;
	/** Map of specifiers to compiled modules. Default: what `device-modules.ts` writes. */
	modules?: string;
	/** Seconds of the processor's time that one turn may take before the program is ended. Lockstep only. Default 10. */
	turnLimit?: number;
}

const portText = (id: number, port: PortOptions, lockstep: boolean) => {
	const hold = (port.overflow ?? (lockstep ? "drop" : "hold")) === "hold" ? 1 : 0;
	const paced = port.paced === false ? 0 : 1;
	const device = port.device ?? `/dev/uart${id}`;
	return [id, port.dialect ?? "standard", port.rx ?? 0, port.tx ?? 0, hold, paced, device].join(",");
};

export function commandLine(options: XsOptions, lockstep: boolean): string[] {
	const { heap = {} } = options;
	const ports = Object.entries(options.ports ?? {});
	const seed = options.seed ?? (lockstep ? 1 : Math.floor(Math.random() * 2 ** 32));
	const values: [string, string | number | undefined][] = [
		["--map", options.modules ?? modulesMap],
		["--live", lockstep ? 0 : 1],
		["--ticks", options.ticks],
		["--epoch", options.epoch ?? (lockstep ? 0 : Date.now())],
		["--seed", seed],
		["--slots", heap.slots],
		["--chunks", heap.chunks],
		["--stack", heap.stack],
		["--fixed", heap.fixed ? 1 : 0],
		["--literals", options.literals],
		["--limit", options.turnLimit],
		...ports.map(([id, port]): [string, string] => ["--port", portText(Number(id), port, lockstep)]),
	];
	const given = values.filter(([, value]) => value !== undefined);
	return [...given.flatMap(([name, value]) => [name, String(value)]), options.entry];
}

/** What `mc/config` holds may be secret: it does not go by the command line, which everybody on the machine can read. */
function environment(options: XsOptions): NodeJS.ProcessEnv {
	return { ...process.env, MC_CONFIG: JSON.stringify(options.config ?? {}) };
}

function programOf(options: XsOptions): string {
	const program = options.program ?? enginePath();
	if (!existsSync(program)) throw new Error("the XS engine is not built; run: npm run build:xs");
	if (!existsSync(options.modules ?? modulesMap)) {
		throw new Error("the device's modules are not compiled; run: npm run build:xs");
	}
	return program;
}

/** Starts the engine with pipes that Node reads and writes as streams: [3] to it, [4] from it. */
export function spawnLive(options: XsOptions): ChildProcess {
	const stdio: ("ignore" | "inherit" | "pipe")[] = ["ignore", "inherit", "inherit", "pipe", "pipe"];
	return spawn(programOf(options), commandLine(options, false), { stdio, env: environment(options) });
}

export interface LockstepProcess {
	child: ChildProcess;
	/** Blocking descriptors: a turn is a write and a read, with no event loop between. */
	toEngine: number;
	fromEngine: number;
}

/** Starts the engine with pipes that Node reads and writes synchronously. */
export function spawnLockstep(options: XsOptions): LockstepProcess {
	const program = programOf(options);
	const folder = mkdtempSync(join(tmpdir(), "engine-"));
	const opened: number[] = [];
	const open = (path: string, flags: number) => {
		const descriptor = openSync(path, flags);
		opened.push(descriptor);
		return descriptor;
	};
	try {
		const [into, out] = [join(folder, "in"), join(folder, "out")];
		execFileSync("mkfifo", [into, out]);
		// opened for both first: opening one end of a FIFO alone waits for the other
		const both = [open(into, constants.O_RDWR), open(out, constants.O_RDWR)];
		const engineIn = open(into, constants.O_RDONLY);
		const engineOut = open(out, constants.O_WRONLY);
		const toEngine = openSync(into, constants.O_WRONLY);
		const fromEngine = openSync(out, constants.O_RDONLY);
		const stdio: ("ignore" | "inherit" | number)[] = ["ignore", "inherit", "inherit", engineIn, engineOut];
		const child = spawn(program, commandLine(options, true), { stdio, env: environment(options) });
		void both;
		return { child, toEngine, fromEngine };
	} finally {
		for (const descriptor of opened) closeSync(descriptor);
		rmSync(folder, { recursive: true, force: true });
	}
}
