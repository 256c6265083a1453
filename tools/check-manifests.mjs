// npm run check:manifests: what mcconfig would find wrong, or not say at all, for each platform, without the SDK.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { costsOf, importsOf, stateOf } from "./device-source.mjs";
import { manifests, modulesOf, preloadFiles, programs, root, sectionsOf, write } from "./manifests.mjs";

const platforms = ["esp32", "pico", "lin"];
/** Manifests of the host's side; what they name never sees mcconfig. */
const hosts = /^(host-sim|tests)\//;
/** Folders of device code: every module in them belongs to some manifest. */
const rooms = ["app", "drivers", "modules"];

/** What the SDK's manifests provide. `mc/config` is mcconfig's own. */
const base = "$(MODDABLE)/examples/manifest_base.json";
const serial = "$(IO)/serial/manifest.json";
const sdk = {
	[base]: () => ["timer", "time", "mc/config"],
	[serial]: () => ["embedded:io/serial"],
	"$(MODULES)/files/preference/manifest.json": () => ["preference"],
	"$(IO)/digital/manifest.json": (platform) => (platform === "lin" ? [] : ["embedded:io/digital"]),
	"$(IO)/i2c/manifest.json": (platform) => (platform === "lin" ? [] : ["embedded:io/i2c"]),
};

/** @returns {string[]} what is wrong, a sentence each */
export function problems() {
	const found = new Set();
	const seen = new Set();
	for (const { manifest, isProgram, isPart } of roles()) {
		for (const platform of isProgram ? platformsOf(manifest) : platforms) {
			// what a library needs of a program that includes it; a part is looked at in its program
			const given = isProgram ? [] : [base, serial];
			for (const it of problemsOf(manifest, platform, given, isPart, seen)) found.add(it);
		}
	}
	if (found.size === 0) {
		for (const it of orphans(seen)) found.add(`${it}: no manifest names it`);
		for (const it of write(preloadFiles(), { check: true }))
			found.add(`${it}: preload is stale; run: npm run manifests`);
	}
	return [...found];
}

/** The manifests: programs, which include the SDK's base; parts, which a program includes; and libraries. */
function roles() {
	const all = manifests()
		.filter((it) => !hosts.test(it))
		.map((manifest) => ({ manifest, isProgram: includesOf(manifest).includes(base) }));
	const parts = new Set();
	for (const { manifest } of all.filter((it) => it.isProgram)) {
		for (const platform of platforms) for (const it of partsOf(manifest, platform)) parts.add(it);
	}
	return all.map((it) => ({ ...it, isPart: !it.isProgram && parts.has(it.manifest) }));
}

function partsOf(manifest, platform) {
	try {
		return sectionsOf(platform, [manifest]).map((it) => relative(root, it.manifest));
	} catch {
		return []; // what is wrong with it is said where it is looked at
	}
}

const read = (manifest) => JSON.parse(readFileSync(join(root, manifest), "utf8"));
const includesOf = (manifest) => [read(manifest).include ?? []].flat();

/** The platforms that a program is for: those it says something of, or all. */
function platformsOf(manifest) {
	const own = Object.keys(read(manifest).platforms ?? {});
	return own.length ? platforms.filter((it) => own.includes(it)) : platforms;
}

function* problemsOf(manifest, platform, given, isPart, seen) {
	let sections;
	let modules;
	try {
		sections = sectionsOf(platform, [manifest]);
		modules = modulesOf(platform, manifest);
	} catch (error) {
		yield error.message;
		return;
	}
	const provided = new Set([...modules.keys(), ...sections.flatMap(fromSdk)]);
	for (const path of [...given, ...sections.flatMap((it) => it.sdk)]) {
		const include = path.replace("$(MODDABLE)/modules/io/", "$(IO)/");
		const names = sdk[include];
		if (!names) yield `${manifest}: nothing is known of ${include}: add what it provides to tools/check-manifests.mjs`;
		for (const name of names?.(platform) ?? []) provided.add(name);
	}
	yield* preloadProblems(sections, modules);
	for (const path of modules.values()) {
		seen.add(path);
		for (const { text, line } of costsOf(path)) yield `${relative(root, path)}:${line}: ${text}`;
		if (!isPart) yield* importProblems(path, platform, provided);
	}
}

/** Modules that a manifest takes from the SDK by name. */
function fromSdk({ modules }) {
	return Object.entries(modules).flatMap(([specifier, value]) =>
		[value]
			.flat()
			.filter((path) => path.startsWith("$("))
			.map((path) => specifier.replace("*", path.slice(path.lastIndexOf("/") + 1))),
	);
}

function* preloadProblems(sections, modules) {
	for (const { manifest, preload } of sections) {
		const where = relative(root, manifest);
		for (const name of preload) {
			if (name.includes("*")) yield `${where}: preload "${name}": a wildcard finds no TypeScript`;
			else if (programs.has(name)) yield `${where}: preload "${name}": it would run on the machine that builds`;
			else if (!modules.has(name)) yield `${where}: preload "${name}": no such module`;
			else {
				const path = modules.get(name);
				for (const { text, line } of stateOf(path)) yield `${relative(root, path)}:${line}: ${text}, and lies in flash`;
			}
		}
	}
}

function* importProblems(path, platform, provided) {
	for (const { specifier, line } of importsOf(path)) {
		if (provided.has(specifier)) continue;
		const where = `${relative(root, path)}:${line}: imports "${specifier}"`;
		if (specifier.startsWith("node:") || builtinModules.includes(specifier))
			yield `${where}: Node is not on the device`;
		else if (/^\.\.?\//.test(specifier)) yield `${where}: modules of the device know each other by name`;
		else if (existsSync(join(root, "node_modules", packageOf(specifier)))) yield `${where}: npm is not on the device`;
		else yield `${where}: nothing provides it on ${platform}`;
	}
}

const packageOf = (specifier) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

function orphans(seen) {
	return rooms
		.filter((it) => existsSync(join(root, it)))
		.flatMap((room) => readdirSync(join(root, room), { recursive: true }).map((it) => join(room, it)))
		.filter((it) => /\.[jt]s$/.test(it) && !it.endsWith(".d.ts") && !seen.has(join(root, it)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const found = problems();
	for (const it of found) console.error(it);
	if (found.length) process.exit(1);
	console.log(`manifests: good on ${platforms.join(", ")}`);
}
