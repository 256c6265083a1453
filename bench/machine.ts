/** The engine of `host-sim/xs` as the image of a bare Cortex-M4, run by QEMU in lockstep as the engine itself is. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { notCompiled } from "../host-sim/xs/build";
import { root } from "../host-sim/xs/root";
import { Progress } from "../tools/progress";

const engine = join(root, "host-sim/xs/engine");
const own = join(root, "bench/machine");
const compiler = "arm-none-eabi-gcc";
const emulator = "qemu-system-arm";
const cpu = ["-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16"];
const wrapped = [
	...["hostCall", "hostRunJobs", "portTake", "portGive", "portInFlight"],
	...["hostMilliseconds", "heapInstall", "heapAllocated"],
];

/** Where the engine's sources are: `MODDABLE` of the environment, else the npm package's. */
const packaged = join(root, "node_modules/@agoric/xsnap/moddable");
const moddable = () => process.env.MODDABLE || packaged;

/** Why nothing can be counted here, or undefined if it can. */
export function whyNoMachine(): string | undefined {
	for (const [tool, what] of [
		[emulator, "qemu-system-arm"],
		[compiler, "gcc-arm-none-eabi libnewlib-arm-none-eabi"],
	]) {
		if (spawnSync(tool, ["--version"]).status !== 0) return `no ${tool}; on Debian: apt-get install ${what}`;
	}
	const probe = spawnSync(compiler, [...cpu, "-E", "-"], { input: "#include <stdio.h>\n" });
	if (probe.status !== 0) return "no C library for the Cortex-M; on Debian: apt-get install libnewlib-arm-none-eabi";
	return undefined;
}

/** The engine's version, as its sources say: `13.3`, or the sum of what they are built with: `17.7`. */
export function engineVersion(folder = moddable()): string {
	const header = readFileSync(join(folder, "xs/includes/xs.h"), "utf8");
	const source = header + readFileSync(join(folder, "xs/sources/xsCommon.h"), "utf8");
	const part = (name: string) => new RegExp(`#define XS_${name}_VERSION (.+)`).exec(source)?.[1] ?? "";
	const isOn = (feature: string) => Number(new RegExp(`#define ${feature} (\\d)`).exec(source)?.[1] ?? 0);
	const sum = (text: string) =>
		(text.match(/\w+/g) ?? []).reduce((total, it) => total + (/^\d+$/.test(it) ? Number(it) : isOn(it)), 0);
	return `${sum(part("MAJOR"))}.${sum(part("MINOR"))}`;
}

/** What an image is built with and run by: with others the same sources may come to other instructions. */
export interface MachineTools {
	compiler: string;
	library: string;
	emulator: string;
}

const firstLine = (tool: string) =>
	spawnSync(tool, ["--version"], { encoding: "utf8" })
		.stdout.split("\n")[0]
		.replace(/ \(.*?\)/, "");

export function machineTools(): MachineTools {
	const input = "#include <newlib.h>\n";
	const { stdout } = spawnSync(compiler, [...cpu, "-E", "-dM", "-"], { input, encoding: "utf8" });
	const newlib = /#define _NEWLIB_VERSION "(.*)"/.exec(stdout)?.[1] ?? "of unknown version";
	return { compiler: firstLine(compiler), library: `newlib ${newlib}`, emulator: firstLine(emulator) };
}

/** In what two differ that can change figures: an emulator counts the instructions of a program, whichever version it is. */
export function differencesOf(then: MachineTools | undefined, now: MachineTools): string[] {
	const parts = ["compiler", "library"] as const;
	return parts.flatMap((it) => (then && then[it] !== now[it] ? [`${now[it]} rather than ${then[it]}`] : []));
}
/** The version of the npm package's, which every machine has. */
export const packagedVersion = () => engineVersion(packaged);

function hashOf(...parts: (string | Buffer)[]): string {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	return hash.digest("hex");
}

function run(command: string, parameters: string[]): void {
	const result = spawnSync(command, parameters, { encoding: "utf8" });
	if (result.status !== 0) throw new Error(`${command} ${parameters.at(-3)} failed:\n${result.stderr.slice(0, 4000)}`);
}

/**
 * Builds the image unless it is up to date.
 * @returns path of a program that takes the engine's options and pipes
 * @throws Error when a tool is missing or fails
 */
export function buildMachine(onProgress?: (line: string) => void): string {
	const missing = whyNoMachine();
	if (missing) throw new Error(missing);
	const xs = join(moddable(), "xs");
	const folder = join(root, "build/bench", hashOf(moddable()).slice(0, 8));
	mkdirSync(folder, { recursive: true });
	const flags = [
		...cpu,
		...["-O2", "-ffunction-sections", "-fdata-sections", "-fno-common", "-w", "-D__has_builtin(x)=1"],
		...["-DINCLUDE_XSPLATFORM", '-DXSPLATFORM="cortex_m.h"', "-DmxRun=1", "-DmxParse=1", "-DmxNoConsole=1"],
		...["-DmxSloppy=1"],
		...[own, engine, "includes", "platforms", "sources"].map((it) => `-I${resolve(xs, it)}`),
	];
	const inC = (path: string) => readdirSync(path).filter((it) => it.endsWith(".c"));
	const sources = [
		...inC(join(xs, "sources")).flatMap((it) => (notCompiled.has(it) ? [] : join(xs, "sources", it))),
		...inC(engine).map((it) => join(engine, it)),
		...inC(own).map((it) => join(own, it)),
	].sort();
	const ours = [engine, own].flatMap((it) => readdirSync(it).map((name) => join(it, name)));
	const theirs = ["includes", "platforms", "sources"].flatMap((folder) =>
		readdirSync(join(xs, folder)).map((name) => join(xs, folder, name)),
	);
	const headers = [...ours, ...theirs].filter((it) => it.endsWith(".h")).sort();
	const { compiler: itself, library } = machineTools();
	const common = [JSON.stringify([flags, itself, library]), ...headers.map((it) => readFileSync(it))];
	const all = [...sources, ...ours].sort().map((it) => readFileSync(it));
	const key = hashOf(JSON.stringify(wrapped), ...common, ...all);
	const program = join(folder, "engine");
	const keyFile = join(folder, "key");
	if (existsSync(program) && existsSync(keyFile) && readFileSync(keyFile, "utf8") === key) return program;
	onProgress?.(`building XS ${engineVersion()} for the Cortex-M4 …`);
	const progress = new Progress("building XS for the Cortex-M4", { total: sources.length });
	const objects = sources.map((source, index) => {
		progress.at(index, basename(source));
		const object = join(folder, basename(source).replace(/\.c$/, ".o"));
		const key = hashOf(...common, readFileSync(source));
		if (existsSync(object) && existsSync(`${object}.key`) && readFileSync(`${object}.key`, "utf8") === key)
			return object;
		run(compiler, [...flags, "-c", source, "-o", object]);
		writeFileSync(`${object}.key`, key);
		return object;
	});
	progress.end();
	const image = join(folder, "image.elf");
	const wraps = wrapped.map((it) => `-Wl,--wrap=${it}`);
	const script = `-Wl,-T,${join(own, "link.ld")}`;
	const libraries = ["-nostartfiles", "--specs=rdimon.specs", "-Wl,--gc-sections", script, ...wraps];
	run(compiler, [...cpu, ...libraries, ...objects, "-o", image, "-lm", "-lrdimon"]);
	const command = [
		...[emulator, "-M", "mps2-an386", "-icount", "shift=0", "-display", "none", "-monitor", "none"],
		...["-serial", "none", "-semihosting-config", "enable=on,target=native", "-kernel", `'${image}'`],
	].join(" ");
	const lines = ["#!/usr/bin/env bash", `exec 5< <(printf '%s\\n' "$MC_CONFIG" "$@")`, `exec ${command}`, ""];
	writeFileSync(program, lines.join("\n"), { mode: 0o755 });
	writeFileSync(keyFile, key);
	onProgress?.("built it");
	return program;
}
