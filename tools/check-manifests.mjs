// npm run check:manifests: what mcconfig would find wrong, or not say at all, for each platform, without the SDK.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { importsOf, stateOf } from "./device-source.mjs";
import { manifests, modulesOf, preloadFiles, programs, root, sectionsOf, write } from "./manifests.mjs";

const platforms = ["esp32", "pico", "lin"];
/** Manifests of the host's side; what they name never sees mcconfig. */
const hosts = /^(host-sim|tests)\//;
/** Folders of device code: every module in them belongs to some manifest. */
const rooms = ["app", "drivers", "modules"];

/** What the SDK's manifests provide. `mc/config` is mcconfig's own. */
const base = "$(MODDABLE)/examples/manifest_base.json";
const sdk = {
	[base]: () => ["timer", "time", "mc/config"],
	"$(IO)/serial/manifest.json": () => ["embedded:io/serial"],
	"$(IO)/digital/manifest.json": (platform) => (platform === "lin" ? [] : ["embedded:io/digital"]),
	"$(IO)/i2c/manifest.json": (platform) => (platform === "lin" ? [] : ["embedded:io/i2c"]),
};

/** @returns {string[]} what is wrong, a sentence each */
export function problems() {
	const found = new Set();
	const seen = new Set();
	for (const manifest of manifests().filter((it) => !hosts.test(it))) {
		for (const platform of platformsOf(manifest)) {
			for (const it of problemsOf(manifest, platform, seen)) found.add(it);
		}
	}
	if (found.size === 0) {
		for (const it of orphans(seen)) found.add(`${it}: no manifest names it`);
		for (const it of write(preloadFiles(), { check: true }))
			found.add(`${it}: preload is stale; run: npm run manifests`);
	}
	return [...found];
}

/** A program runs where its manifest says that it does; what is for programs to include, everywhere. */
function platformsOf(manifest) {
	const { platforms: own = {}, modules = {} } = JSON.parse(readFileSync(join(root, manifest), "utf8"));
	const named = platforms.filter((it) => it in own);
	return "*" in modules && named.length > 0 ? named : platforms;
}

function* problemsOf(manifest, platform, seen) {
	let sections;
	let modules;
	try {
		sections = sectionsOf(platform, [manifest]);
		modules = modulesOf(platform, manifest);
	} catch (error) {
		yield error.message;
		return;
	}
	const provided = new Set(modules.keys());
	// a library's manifest relies on the program's for the base
	for (const include of [base, ...sections.flatMap((it) => it.sdk)]) {
		const names = sdk[include.replace("$(MODDABLE)/modules/io/", "$(IO)/")];
		if (!names) yield `${manifest}: nothing is known of ${include}: add what it provides to tools/check-manifests.mjs`;
		for (const name of names?.(platform) ?? []) provided.add(name);
	}
	for (const section of sections) for (const name of fromSdk(section)) provided.add(name);
	// what is not a program: its port is the program's choice
	if (!modules.has("main")) provided.add("embedded:io/serial");
	yield* preloadProblems(sections, modules);
	const isPart = !modules.has("main") && !rooms.includes(manifest.split("/")[0]);
	for (const path of modules.values()) {
		seen.add(path);
		// a part of one program imports what that program's manifest includes, and is looked at with it
		if (!isPart) yield* importProblems(path, platform, provided);
	}
}

/** Modules that a section takes from the SDK, one by one. */
function fromSdk({ modules }) {
	const isSdks = (value) => [value].flat().some((it) => typeof it === "string" && it.startsWith("$(MODDABLE)"));
	return Object.keys(modules).filter((name) => !name.includes("*") && isSdks(modules[name]));
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
