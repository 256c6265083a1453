/** Builds what runs firmware on XS: the engine (C) and the device's modules (TypeScript), both cached in `build/`. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Progress } from "../../tools/progress";
import { withLock } from "./lock";
import { root } from "./root";

const engineSources = join(__dirname, "engine");

export interface EngineOptions {
	/**
	 * 32: slots of 16 bytes as on a microcontroller; needs a compiler for 32-bit programs (Debian: gcc-multilib).
	 * Default: `XS_BITS` of the environment, else 64.
	 */
	bits?: 32 | 64;
	/** Root of the Moddable sources. Default: `MODDABLE` of the environment, else the npm package's. */
	moddable?: string;
	/** Called with lines of progress. */
	onProgress?: (line: string) => void;
}

const npmModdable = join(root, "node_modules/@agoric/xsnap/moddable");

function variant(options: EngineOptions) {
	const bits = options.bits ?? (process.env.XS_BITS === "32" ? 32 : 64);
	const moddable = options.moddable || process.env.MODDABLE || npmModdable;
	const from = moddable === npmModdable ? "" : `-${createHash("sha256").update(moddable).digest("hex").slice(0, 8)}`;
	return { bits, moddable, folder: join(root, `build/xs/${bits}${from}`) };
}

/** Where the engine's program is, built or not. */
export function enginePath(options: EngineOptions = {}): string {
	return join(variant(options).folder, "engine");
}

const compiler = () => process.env.CC || "cc";

const machine = (bits: number) => (bits === 32 ? ["-m32", "-msse2", "-mfpmath=sse"] : []);

/** Why the engine cannot be built here, or undefined if it can. */
export function whyNoEngine(options: EngineOptions = {}): string | undefined {
	const { bits } = variant(options);
	const probe = spawnSync(compiler(), ["-x", "c", ...machine(bits), "-o", "/dev/null", "-"], {
		input: "#include <stdio.h>\nint main(void) { return 0; }\n",
	});
	if (probe.error) return `no C compiler (${compiler()}); on Debian: apt-get install gcc libc6-dev`;
	if (probe.status === 0) return undefined;
	if (bits === 32) return "the C compiler makes no 32-bit programs; on Debian: apt-get install gcc-multilib";
	return `the C compiler does not work: ${probe.stderr.toString().split("\n")[0]}`;
}

const hashOf = (...parts: (string | Buffer)[]) => {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part).update("\0");
	return hash.digest("hex");
};

interface Unit {
	source: string;
	object: string;
	key: string;
}

/**
 * Builds the engine unless it is up to date.
 * @returns path of the program
 * @throws Error when there is no compiler, no source, or the compiler fails
 */
export function buildEngine(options: EngineOptions = {}): Promise<string> {
	const { folder } = variant(options);
	mkdirSync(folder, { recursive: true });
	return withLock(join(folder, "lock"), () => build(options));
}

async function build(options: EngineOptions): Promise<string> {
	const { bits, moddable, folder } = variant(options);
	const xs = join(moddable, "xs");
	if (!existsSync(join(xs, "sources/xsAll.h"))) throw new Error(`no XS sources in ${moddable}`);
	const flags = [
		...["-O2", "-fno-common", "-w", "-D__has_builtin(x)=1", "-DINCLUDE_XSPLATFORM", '-DXSPLATFORM="platform.h"'],
		...["-DmxRun=1", "-DmxParse=1", "-DmxNoConsole=1", "-DmxSloppy=1", "-DmxBoundsCheck=1"],
		...machine(bits),
		...[engineSources, "includes", "platforms", "sources"].map((it) => `-I${resolve(xs, it)}`),
	];
	const units = unitsOf(xs, folder, flags);
	const program = join(folder, "engine");
	const done = readKeys(folder);
	const stale = units.filter((unit) => done[unit.object] !== unit.key || !existsSync(unit.object));
	const link = hashOf(...units.map((unit) => unit.key));
	if (!stale.length && done.engine === link && existsSync(program)) return program;
	const missing = whyNoEngine(options);
	if (missing) throw new Error(missing);
	options.onProgress?.(`building the XS engine (${bits} bits): ${stale.length} of ${units.length} files …`);
	const progress = new Progress("building the XS engine", { total: stale.length });
	const queue = [...stale];
	const worker = async () => {
		for (let unit = queue.shift(); unit; unit = queue.shift()) {
			await run(compiler(), [...flags, "-c", unit.source, "-o", unit.object]);
			done[unit.object] = unit.key;
			progress.step(basename(unit.source));
		}
	};
	try {
		await Promise.all([worker(), worker()]);
		const objects = units.map((unit) => unit.object);
		await run(compiler(), [...machine(bits), ...objects, "-o", `${program}.new`, "-lm", "-lpthread"]);
		renameSync(`${program}.new`, program);
		done.engine = link;
	} finally {
		progress.end();
		writeFileSync(join(folder, "keys.json"), JSON.stringify(done));
	}
	options.onProgress?.("built the XS engine");
	return program;
}

function readKeys(folder: string): Record<string, string> {
	try {
		return JSON.parse(readFileSync(join(folder, "keys.json"), "utf8"));
	} catch {
		return {};
	}
}

/** What is not compiled of the engine's sources: our memory.c and property.c include xsMemory.c and xsProperty.c. */
export const notCompiled: ReadonlySet<string> = new Set(["xsum.c", "xsffi.c", "xsMemory.c", "xsProperty.c"]);

/** Every C file, with a key that changes when it must be compiled again. */
function unitsOf(xs: string, folder: string, flags: string[]): Unit[] {
	const own = readdirSync(engineSources).sort();
	const headers = own.filter((it) => it.endsWith(".h")).map((it) => readFileSync(join(engineSources, it)));
	const platform = readFileSync(join(engineSources, "platform.h"));
	const flagsText = flags.join("\n");
	const unit = (source: string, ...parts: (string | Buffer)[]): Unit => ({
		source,
		object: join(folder, basename(source).replace(/\.c$/, ".o")),
		key: hashOf(flagsText, readFileSync(source), ...parts),
	});
	const engine = readdirSync(join(xs, "sources"))
		.filter((it) => it.endsWith(".c") && !notCompiled.has(it))
		.sort();
	return [
		...engine.map((it) => unit(join(xs, "sources", it), platform)),
		...own.filter((it) => it.endsWith(".c")).map((it) => unit(join(engineSources, it), ...headers)),
	];
}

function run(command: string, parameters: string[]): Promise<void> {
	return new Promise((done, fail) => {
		const child = spawn(command, parameters, { stdio: ["ignore", "inherit", "pipe"] });
		let errors = "";
		child.stderr.on("data", (data) => {
			errors += data;
		});
		child.on("error", fail);
		child.on("close", (code) => {
			if (code === 0) done();
			else fail(new Error(`${command} ${parameters.at(-3)} failed:\n${errors.slice(0, 4000)}`));
		});
	});
}
