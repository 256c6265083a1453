import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const project = resolve(__dirname, "../..");
const parts = ["main.ts", "manifest.json", "app", "drivers", "examples", "modules", "tools"];
let places: string;
/** The copy that a break is made in. */
let copy: string;

/** A copy of what the check looks at, and of the check itself. */
function another(name: string, more: string[] = []): string {
	const place = join(places, name);
	for (const part of [...parts, ...more]) cpSync(join(project, part), join(place, part), { recursive: true });
	symlinkSync(join(project, "node_modules"), join(place, "node_modules"));
	return place;
}

const read = (path: string) => readFileSync(join(copy, path), "utf8");
const write = (path: string, text: string) => writeFileSync(join(copy, path), text);

function edit(path: string, from: string | RegExp, to: string): void {
	const before = read(path);
	const after = before.replace(from, to);
	if (after === before) throw new Error(`${path} has no ${from}`);
	write(path, after);
}

interface Section {
	include: string[];
	modules: Record<string, string | string[]>;
	preload: string[];
}
type Manifest = Section & { platforms: Record<string, Section> };

function editManifest(path: string, change: (manifest: Manifest) => void): void {
	const manifest = JSON.parse(read(path)) as Manifest;
	change(manifest);
	write(path, JSON.stringify(manifest));
}

function node(...args: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
	return { status, stdout, stderr };
}

const breaks: [why: string, how: () => void, said: string | RegExp][] = [
	["a module that is not there", () => rmSync(join(copy, "main.ts")), 'manifest.json: "*": "./main": no such module'],
	[
		"a folder that is not there",
		() => editManifest("modules/manifest.json", (it) => (it.modules["more/*"] = "./more/*")),
		'modules/manifest.json: "more/*": "./more/*": no such folder',
	],
	[
		"a manifest that is not there",
		() => rmSync(join(copy, "drivers/manifest.json")),
		"no such manifest: drivers/manifest.json",
	],
	[
		"a module that one platform has and another has not",
		() => editManifest("manifest.json", (it) => delete it.platforms.esp32.modules["app/led"]),
		/^app\/product.ts:\d+: imports "app\/led": nothing provides it on esp32$/m,
	],
	[
		"a name that nobody has",
		() => edit("app/connection.ts", '"wfi32/provider"', '"wfi32/supplier"'),
		/^app\/connection.ts:\d+: imports "wfi32\/supplier": nothing provides it on lin$/m,
	],
	[
		"a name behind an export",
		() => edit("modules/text.ts", /^/, 'export * from "drivers/at/nowhere";\n'),
		'modules/text.ts:1: imports "drivers/at/nowhere": nothing provides it on pico',
	],
	[
		"a name that is imported late",
		() => edit("app/backoff.ts", /$/, 'export const late = () => import("nowhere");\n'),
		/^app\/backoff.ts:\d+: imports "nowhere": nothing provides it on lin$/m,
	],
	[
		"a module of the SDK whose manifest is not included",
		() =>
			editManifest("manifest.json", (it) => {
				it.platforms.pico.include = it.platforms.pico.include.filter((path) => !path.includes("i2c"));
			}),
		'app/device/sensor.ts:1: imports "embedded:io/i2c": nothing provides it on pico',
	],
	[
		"a manifest of the SDK that nobody knows",
		() => editManifest("manifest.json", (it) => it.include.push("$(MODULES)/network/wifi/manifest.json")),
		"nothing is known of $(MODULES)/network/wifi/manifest.json",
	],
	[
		"Node in a module of the device",
		() => edit("app/backoff.ts", /^/, 'import { hostname } from "node:os";\nexport const name = hostname();\n'),
		'app/backoff.ts:1: imports "node:os": Node is not on the device',
	],
	[
		"Node by its short name",
		() => edit("app/backoff.ts", /^/, 'import "fs";\n'),
		'app/backoff.ts:1: imports "fs": Node is not on the device',
	],
	[
		"npm in a module of the device",
		() => edit("app/backoff.ts", /^/, 'import { connect } from "mqtt";\nexport const dial = connect;\n'),
		'app/backoff.ts:1: imports "mqtt": npm is not on the device',
	],
	[
		"a module known by its path",
		() => edit("app/product.ts", '"app/readings"', '"./readings"'),
		/^app\/product.ts:\d+: imports ".\/readings": modules of the device know each other by name$/m,
	],
	[
		"a module that no manifest names",
		() => write("app/device/barometer.ts", "export const pressure = 1013;\n"),
		"app/device/barometer.ts: no manifest names it",
	],
	[
		"a wildcard in preload",
		() => editManifest("drivers/manifest.json", (it) => (it.preload = ["drivers/uart/*"])),
		'drivers/manifest.json: preload "drivers/uart/*": a wildcard finds no TypeScript',
	],
	[
		"a program in preload",
		() => editManifest("manifest.json", (it) => it.preload.push("main")),
		'manifest.json: preload "main": it would run on the machine that builds',
	],
	[
		"an example without the port it needs",
		() => editManifest("examples/door/manifest.json", (it) => delete (it.platforms.pico as Partial<Section>).include),
		/^examples\/door\/main.ts:\d+: imports "embedded:io\/serial": nothing provides it on pico$/m,
	],
	[
		"a name in preload that is no module",
		() => editManifest("modules/manifest.json", (it) => it.preload.push("wfi32/gone")),
		'modules/manifest.json: preload "wfi32/gone": no such module',
	],
	[
		"a module that preload forgot",
		() => write("drivers/uart/fresh.ts", "export const fresh = 1;\n"),
		"drivers/manifest.json: preload is stale",
	],
	[
		"a variable in flash",
		() => edit("modules/text.ts", /$/, "let count = 0;\nexport const next = () => ++count;\n"),
		/^modules\/text.ts:\d+: count is a variable, and lies in flash$/m,
	],
	[
		"an object in flash that may change",
		() => edit("modules/text.ts", /$/, "export const seen = new Map<string, number>();\n"),
		/^modules\/text.ts:\d+: seen is not frozen, and lies in flash$/m,
	],
	[
		"a static field in flash",
		() => edit("modules/text.ts", /$/, "export class Counter {\n\tstatic made = 0;\n}\n"),
		/^modules\/text.ts:\d+: made is static and not readonly, and lies in flash$/m,
	],
	[
		"a method with a slot in every instance",
		() => edit("modules/text.ts", /$/, "export class Counter {\n\t#count() {}\n\tstatic #all() {}\n}\n"),
		/^modules\/text.ts:\d+: #count has a slot in every instance: make it private in TypeScript's way$/m,
	],
	[
		"a getter with a slot in every instance",
		() => edit("main.ts", /$/, "class Counter {\n\tget #count() {\n\t\treturn 1;\n\t}\n}\nnew Counter();\n"),
		/^main.ts:\d+: #count has a slot in every instance: make it private in TypeScript's way$/m,
	],
	[
		"an array that has nothing but holes",
		() => edit("app/backoff.ts", /$/, "export const places = () => new Array(4);\n"),
		/^app\/backoff.ts:\d+: new Array\(4\) has holes: fill it$/m,
	],
	[
		"an array with items left out",
		() => edit("app/backoff.ts", /$/, "export const places = () => [1, , 3];\n"),
		/^app\/backoff.ts:\d+: \[1, , 3\] has holes: fill it$/m,
	],
];

/** Each copy's own check, all in one process: the parser takes longer to load than to look. */
const script = `
	const found = {};
	for (const it of process.argv.slice(1)) found[it] = (await import(it + "/tools/check-manifests.mjs")).problems();
	console.log(JSON.stringify(found));
`;
let found: Record<string, string[]>;

beforeAll(() => {
	places = mkdtempSync(join(tmpdir(), "manifests-"));
	const copies = breaks.map(([, how], index) => {
		copy = another(`${index}`);
		how();
		return copy;
	});
	copy = another("types");
	edit("app/backoff.ts", /^/, 'import type { Socket } from "node:net";\nimport { type Server } from "node:net";\n');
	edit("app/readings.ts", /^/, 'export type { Socket } from "node:net";\n');
	const { status, stdout, stderr } = node("--input-type=module", "-e", script, ...copies, copy);
	if (status !== 0) throw new Error(stderr);
	found = JSON.parse(stdout) as typeof found;
}, 60_000);

afterAll(() => rmSync(places, { recursive: true, force: true }));

test("the project's own manifests are good on every platform", () => {
	const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/check-manifests.mjs"], {
		cwd: project,
		encoding: "utf8",
	});
	expect({ status, stdout, stderr }).toEqual({
		status: 0,
		stdout: "manifests: good on esp32, pico, lin\n",
		stderr: "",
	});
}, 60_000);

test("imports that are gone when the program runs need nobody", () => {
	expect(found[join(places, "types")]).toEqual([]);
});

test.each(breaks.map(([why, , said], index) => [why, index, said] as const))("%s is found", (_why, index, said) => {
	const text = found[join(places, `${index}`)].join("\n");
	if (typeof said === "string") expect(text).toContain(said);
	else expect(text).toMatch(said);
});

test("what is stale fails the check, is written again, and is good then", () => {
	// the manifests of the host's side name folders all over the project
	const kept = /^(node_modules|build|coverage|\..*)$/;
	const rest = readdirSync(project).filter((it) => !kept.test(it) && !parts.includes(it));
	copy = another("stale", rest);
	write("drivers/uart/fresh.ts", "export const fresh = 1;\n");
	expect(node("tools/check-manifests.mjs")).toMatchObject({
		status: 1,
		stderr: "drivers/manifest.json: preload is stale; run: npm run manifests\n",
	});
	expect(node("tools/manifests.mjs", "--check")).toMatchObject({
		status: 1,
		stderr: expect.stringMatching(/^stale: .*drivers\/manifest.json/),
	});
	expect(node("tools/manifests.mjs").status).toBe(0);
	expect(read("drivers/manifest.json")).toContain('"drivers/uart/fresh"');
	expect(node("tools/manifests.mjs", "--check").status).toBe(0);
	expect(node("tools/check-manifests.mjs")).toMatchObject({ status: 0, stderr: "" });
}, 60_000);
