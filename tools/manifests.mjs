// The manifests are the only list of modules and their specifiers. What tsc, jest, tsx and the XS host must know is
// derived from them here, by the rules of mcconfig: `include` first, `"prefix/*": "./folder/*"` takes every source file
// of the folder (not of folders below it), a value may be an array, and `$(…)` paths belong to the SDK.
// The lists of what is preloaded are derived too: in `preload` a wildcard matches JavaScript only, so every TypeScript
// module must be named, and one that is forgotten costs RAM without a word.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const extensions = [".ts", ".js"];

/** @typedef {Map<string, string>} ModuleMap specifier → absolute path of its source */

/** @returns {ModuleMap} what the given manifests provide on a platform, later ones overriding earlier ones */
export function modulesOf(platform, ...manifests) {
	const map = new Map();
	for (const { manifest, modules } of sectionsOf(platform, manifests)) addSection(manifest, modules, map);
	return map;
}

/** @returns {Record<string, unknown>} what `mc/config` holds on a platform */
export function configOf(platform, ...manifests) {
	return Object.assign({}, ...sectionsOf(platform, manifests).map(({ config }) => config));
}

/**
 * Every manifest with what it includes, and in each what is for all platforms before what is for this one. `sdk` are the
 * includes that belong to the SDK.
 */
export function sectionsOf(platform, manifests) {
	const sections = [];
	const seen = new Set();
	const collect = (manifest) => {
		if (seen.has(manifest)) return;
		seen.add(manifest);
		if (!existsSync(manifest)) throw new Error(`no such manifest: ${relative(root, manifest)}`);
		const { platforms = {}, ...all } = JSON.parse(readFileSync(manifest, "utf8"));
		for (const section of [all, platforms[platform] ?? platforms["..."] ?? {}]) {
			const { include = [], modules = {}, config = {}, preload = [] } = section;
			const sdk = [];
			for (const path of [include].flat()) {
				if (path.startsWith("$(")) sdk.push(path);
				else collect(resolve(dirname(manifest), path));
			}
			sections.push({ manifest, modules, config, preload, sdk });
		}
	};
	for (const manifest of manifests) collect(resolve(root, manifest));
	return sections;
}

/** Modules that cannot be preloaded: what they do when they are loaded is the program. */
export const programs = new Set(["main"]);

/** The project's manifests that preload, by their paths from the root. */
const preloadingManifests = () =>
	manifests().filter((path) => "preload" in JSON.parse(readFileSync(join(root, path), "utf8")));

/** @returns {string[]} the project's manifests, by their paths from the root */
export function manifests(folder = root) {
	const found = [];
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory() && !/^(node_modules|build|\..*)$/.test(entry.name)) found.push(...manifests(path));
		else if (entry.name === "manifest.json") found.push(relative(root, path));
	}
	return found.sort();
}

/** A manifest's text, with every module of a section named in that section's `preload`. */
function withPreloads(path) {
	const manifest = JSON.parse(readFileSync(join(root, path), "utf8"));
	for (const section of [manifest, ...Object.values(manifest.platforms ?? {})]) {
		const map = new Map();
		addSection(join(root, path), section.modules ?? {}, map);
		const names = [...map.keys()].filter((name) => !programs.has(name));
		if (names.length || section === manifest) section.preload = names;
	}
	return `${layOut(manifest)}\n`;
}

/** JSON as the formatter leaves it: in one line what fits. */
function layOut(value, before = "", indent = "") {
	const line = inLine(value);
	const isSmall = indent !== "" && before.length + line.length <= WIDTH;
	if (isSmall || typeof value !== "object" || value === null || line.length <= 2) return line;
	const [open, close] = Array.isArray(value) ? "[]" : "{}";
	const inner = `${indent}\t`;
	const items = Object.entries(value).map(([key, item]) => {
		const name = Array.isArray(value) ? "" : `${JSON.stringify(key)}: `;
		return inner + name + layOut(item, `${inner.replaceAll("\t", TAB)}${name},`, inner);
	});
	return `${open}\n${items.join(",\n")}\n${indent}${close}`;
}

const WIDTH = 120;
const TAB = "  "; // as wide as the formatter takes it

function inLine(value) {
	if (Array.isArray(value)) return `[${value.map(inLine).join(", ")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const items = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${inLine(item)}`);
	return items.length ? `{ ${items.join(", ")} }` : "{}";
}

function addSection(manifest, modules, map) {
	for (const [specifier, value] of Object.entries(modules)) {
		if (specifier.startsWith("~")) continue;
		for (const path of [value].flat()) {
			if (typeof path !== "string" || path.startsWith("$(")) continue;
			addModules(manifest, specifier, path, map);
		}
	}
}

function addModules(manifest, specifier, path, map) {
	const target = resolve(dirname(manifest), path);
	const where = `${relative(root, manifest)}: "${specifier}": "${path}"`;
	if (path.endsWith("/*")) {
		const folder = target.slice(0, -2);
		if (!existsSync(folder)) throw new Error(`${where}: no such folder`);
		for (const file of readdirSync(folder).sort()) {
			const extension = extensions.find((it) => file.endsWith(it));
			if (!extension || file.endsWith(".d.ts")) continue;
			map.set(specifier.replace("*", file.slice(0, -extension.length)), join(folder, file));
		}
		return;
	}
	const extension = extensions.find((it) => existsSync(target + it));
	// native code that a module uses, not a module
	if (!extension && (existsSync(`${target}.c`) || existsSync(`${target}.h`))) return;
	if (!extension) throw new Error(`${where}: no such module`);
	const name = target.slice(target.lastIndexOf("/") + 1);
	map.set(specifier.replace("*", name), target + extension);
}

/** The device's modules on Node (jest, tsx): the app's, with stand-ins for what the platform provides. */
export const onNode = () => modulesOf("lin", "manifest.json", "host-sim/node/manifest.json", "tests/manifest.json");

/** The device's modules on the XS host. */
export const onXs = () => modulesOf("lin", "manifest.json", "host-sim/xs/manifest.json", "tests/manifest.json");

/**
 * `compilerOptions.paths` for a module map: a pattern for each folder whose modules keep their files' names, so that the
 * lists change with folders and not with every file, and a line for each module that does not fit one.
 */
function pathsOf(map) {
	const folders = new Map();
	const lines = [];
	for (const [specifier, path] of map) {
		const [, prefix, name] = /^(?:(.*)\/)?([^/]*)$/.exec(specifier);
		const file = `./${relative(root, path).replace(/\.ts$/, "")}`;
		const folder = file.slice(0, -name.length - 1);
		const fits = prefix !== undefined && file.endsWith(`/${name}`) && (folders.get(prefix) ?? folder) === folder;
		if (fits) folders.set(prefix, folder);
		else lines.push([specifier, [file]]);
	}
	return Object.fromEntries([...[...folders].map(([prefix, folder]) => [`${prefix}/*`, [`${folder}/*`]]), ...lines]);
}

/** Programs beside the product that are type-checked with it, each for its platform. */
const others = [["pico", "drivers/serial/test/manifest.json"]];

/** A module map with the others' own modules: not their `main`, nor what stands in for the platform's. */
function withOthers(map) {
	for (const [platform, manifest] of others) {
		for (const [specifier, path] of modulesOf(platform, manifest)) {
			if (specifier.includes("/") && !specifier.includes(":") && !map.has(specifier)) map.set(specifier, path);
		}
	}
	return map;
}

/** What tsc and tsx must know of the manifests. */
function pathFiles() {
	const text = (map) => `${JSON.stringify({ compilerOptions: { paths: pathsOf(map) } }, null, "\t")}\n`;
	return [
		// for the editor, tsx and the type check of the host's side
		["tsconfig.paths.json", text(withOthers(onNode()))],
		// for the device's side: what the platform provides is typed by declarations, not by the stand-ins
		["tsconfig.device.paths.json", text(withOthers(modulesOf("lin", "manifest.json", "tests/manifest.json")))],
	];
}

/** The manifests themselves, their lists of what is preloaded made true. */
export const preloadFiles = () => preloadingManifests().map((path) => [path, withPreloads(path)]);

/** Writes files, or with `check` says which are stale. @returns {string[]} those that differed */
export function write(files, { check = false } = {}) {
	const stale = files.filter(([file, text]) => {
		const path = join(root, file);
		return !existsSync(path) || readFileSync(path, "utf8") !== text;
	});
	if (!check) for (const [file, text] of stale) writeFileSync(join(root, file), text);
	return stale.map(([file]) => file);
}

/** Brings up to date what is derived from the manifests; the manifests stay as they are. */
export const writePaths = (options) => write(pathFiles(), options);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const check = process.argv.includes("--check");
	const stale = write([...pathFiles(), ...preloadFiles()], { check });
	if (check && stale.length) {
		console.error(`stale: ${stale.join(", ")}; run: npm run manifests`);
		process.exit(1);
	}
	for (const file of stale) console.log(`wrote ${file}`);
}
