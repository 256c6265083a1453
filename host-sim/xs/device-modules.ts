/** Compiles the device's modules (`tsconfig.device.json`) and writes the map by which the engine finds them. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Progress } from "../../tools/progress";
import { withLock } from "./lock";
import { root } from "./root";

const output = join(root, "build/device");
const stamp = join(output, ".stamp");
const buildInfo = join(output, ".tsbuildinfo");

/** Path of the file that maps specifiers to compiled modules. */
export const modulesMap = join(root, "build/device/modules.map");

/** Specifiers and sources. The tools are an ES module, which a CommonJS caller (jest) cannot require: asked for in a process of their own. */
function manifests(platform: "node" | "xs"): [string, string][] {
	const script = `
		const { onNode, onXs, writePaths } = await import(process.argv[2]);
		if (${platform === "xs"}) writePaths();
		console.log(JSON.stringify([...(${platform === "xs"} ? onXs() : onNode())]));`;
	const path = join(root, "tools/manifests.mjs");
	const child = spawnSync(process.execPath, ["--input-type=module", "-e", script, "derive", path], {
		encoding: "utf8",
	});
	if (child.status !== 0) throw new Error(`the manifests cannot be read:\n${child.stderr}`);
	return JSON.parse(child.stdout) as [string, string][];
}

const cached = new Map<string, Map<string, string>>();

/** Sources of the device's modules by specifier. Read once per process. */
export function deviceModules(platform: "node" | "xs"): Map<string, string> {
	let modules = cached.get(platform);
	if (!modules) {
		modules = new Map(manifests(platform));
		cached.set(platform, modules);
	}
	return modules;
}

const modified = (path: string) => (existsSync(path) ? statSync(path).mtimeMs : Number.POSITIVE_INFINITY);

const compiledOf = (source: string) => join(output, relative(root, source).replace(/\.ts$/, ".js"));

function isFresh(sources: string[], map: string): boolean {
	if (!existsSync(stamp) || !existsSync(modulesMap) || readFileSync(modulesMap, "utf8") !== map) return false;
	const built = modified(stamp);
	const settings = join(root, "tsconfig.device.json");
	return (
		[...sources, settings].every((it) => modified(it) < built) && sources.every((it) => existsSync(compiledOf(it)))
	);
}

/**
 * Compiles all device modules unless they are up to date. Type errors do not stop it: the type check is a step of its
 * own.
 * @returns path of the map
 * @throws Error when a module of the manifests has no compiled form
 */
export function buildDevice(onProgress?: (line: string) => void): Promise<string> {
	mkdirSync(output, { recursive: true });
	return withLock(join(output, "lock"), async () => {
		const modules = manifests("xs");
		const sources = modules.map(([, source]) => source);
		const map = modules.map(([specifier, source]) => `${specifier}\t${compiledOf(source)}\n`).join("");
		if (isFresh(sources, map)) return modulesMap;
		onProgress?.("compiling the device's modules …");
		const started = new Date();
		// tsc does not write again what it thinks it has written
		if (!sources.every((it) => existsSync(compiledOf(it)))) rmSync(buildInfo, { force: true });
		const said = await compile();
		const missing = sources.filter((it) => !existsSync(compiledOf(it)));
		if (missing.length) {
			throw new Error(`not compiled: ${missing.map((it) => relative(root, it)).join(", ")}\n${said}`);
		}
		writeFileSync(modulesMap, map);
		writeFileSync(stamp, said);
		// sources changed while compiling count as newer
		utimesSync(stamp, started, started);
		return modulesMap;
	});
}

/** @returns what the compiler says */
async function compile(): Promise<string> {
	const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
	const parameters = [tsc, "-p", join(root, "tsconfig.device.json"), "--incremental", "--tsBuildInfoFile", buildInfo];
	const progress = new Progress("compiling the device's modules");
	try {
		return await new Promise((done, fail) => {
			const child = spawn(process.execPath, parameters, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
			let said = "";
			child.stdout.setEncoding("utf8").on("data", (text: string) => {
				said += text;
			});
			child.on("error", fail);
			child.on("close", () => done(said));
		});
	} finally {
		progress.end();
	}
}
