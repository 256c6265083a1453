// The manifests are the only list of modules and their specifiers. What tsc, jest, tsx and the XS host must know is
// derived from them here, by the rules of mcconfig: `include` first, `"prefix/*": "./folder/*"` takes every source file
// of the folder (not of folders below it), a value may be an array, and `$(…)` paths belong to the SDK.
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

/** Every manifest with what it includes, and in each what is for all platforms before what is for this one. */
function sectionsOf(platform, manifests) {
	const sections = [];
	const seen = new Set();
	const collect = (manifest) => {
		if (seen.has(manifest)) return;
		seen.add(manifest);
		if (!existsSync(manifest)) throw new Error(`no such manifest: ${relative(root, manifest)}`);
		const { platforms = {}, ...all } = JSON.parse(readFileSync(manifest, "utf8"));
		for (const { include = [], modules = {}, config = {} } of [all, platforms[platform] ?? platforms["..."] ?? {}]) {
			for (const path of [include].flat()) {
				if (!path.startsWith("$(")) collect(resolve(dirname(manifest), path));
			}
			sections.push({ manifest, modules, config });
		}
	};
	for (const manifest of manifests) collect(resolve(root, manifest));
	return sections;
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
	if (!extension) throw new Error(`${where}: no such module`);
	const name = target.slice(target.lastIndexOf("/") + 1);
	map.set(specifier.replace("*", name), target + extension);
}

/** The device's modules on Node (jest, tsx): the app's, with stand-ins for what the platform provides. */
export const onNode = () => modulesOf("lin", "manifest.json", "host-sim/node/manifest.json", "tests/manifest.json");

/** The device's modules on the XS host. */
export const onXs = () => modulesOf("lin", "manifest.json", "host-sim/xs/manifest.json", "tests/manifest.json");

/** `compilerOptions.paths` for a module map. */
function pathsOf(map) {
	return Object.fromEntries(
		[...map].map(([specifier, path]) => [specifier, [`./${relative(root, path).replace(/\.ts$/, "")}`]]),
	);
}

const generated = {
	// for the editor, tsx and the type check of the host's side
	"tsconfig.paths.json": () => pathsOf(onNode()),
	// for the device's side: what the platform provides is typed by declarations, not by the stand-ins
	"tsconfig.device.paths.json": () => pathsOf(modulesOf("lin", "manifest.json", "tests/manifest.json")),
};

/** Writes the generated files, or with `check` says which are stale. @returns {string[]} the files that differed */
export function writePaths({ check = false } = {}) {
	const stale = [];
	for (const [file, paths] of Object.entries(generated)) {
		const text = `${JSON.stringify({ compilerOptions: { paths: paths() } }, null, "\t")}\n`;
		const path = join(root, file);
		if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
		stale.push(file);
		if (!check) writeFileSync(path, text);
	}
	return stale;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const check = process.argv.includes("--check");
	const stale = writePaths({ check });
	if (check && stale.length) {
		console.error(`stale: ${stale.join(", ")}; run: npm run manifests`);
		process.exit(1);
	}
	for (const file of stale) console.log(`wrote ${file}`);
}
