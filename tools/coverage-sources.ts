// What the driver and the virtual module know, and what the transcripts show: read from the code, and asked of it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ReleaseName, VirtualModule } from "../host-sim/module/index";
import { memoryWorld } from "../host-sim/world/memory/index";
import { type Example, transcripts } from "../tests/transcripts/transcripts";

export const root = join(__dirname, "..");

/** Names with the places that know them. */
export type Places = Map<string, Set<string>>;

function add(places: Places, name: string, place: string): void {
	const known = places.get(name);
	if (known) known.add(place);
	else places.set(name, new Set([place]));
}

/** All matches of a pattern in the files of a folder, by what its first group holds. */
function search(folder: string, pattern: RegExp, prefix: string, places: Places): void {
	for (const file of readdirSync(join(root, folder))) {
		if (!file.endsWith(".ts")) continue;
		const source = readFileSync(join(root, folder, file), "utf8").replace(/^\s*(\*|\/\/|\/\*\*).*$/gm, "");
		for (const [, name] of source.matchAll(pattern)) add(places, prefix + name, file.slice(0, -3));
	}
}

/** Commands that the driver sends, and lines that it has a name for, by its files. */
export function driverNames(): Places {
	const places: Places = new Map();
	search("drivers/wfi32", /["`]AT\+([A-Z]+)/g, "AT+", places);
	search("drivers/wfi32", /["`]AT([A-Z])\d["`]/g, "AT", places);
	for (const [name, files] of namesOfLines()) for (const file of files) add(places, `+${name}`, file);
	return places;
}

const sourceOf = (file: string) => readFileSync(join(root, "drivers/wfi32", file), "utf8");

/** Names of answers and events with the files that use them; of an event, its chapter's as well. */
function namesOfLines(): Places {
	const places: Places = new Map();
	const spelled = [...sourceOf("names.ts").matchAll(/^export const (\w+) = spell\("([A-Z]+)"(?:, (\w+))?/gm)];
	const chapters = new Map(
		["driver.ts", "chapters.ts"].flatMap((file) =>
			[...sourceOf(file).matchAll(/\.chapters\[(\w+)\] \?*= new (\w+)\(/g)].map(([, place, it]) => [it, place]),
		),
	);
	for (const file of readdirSync(join(root, "drivers/wfi32"))) {
		if (!file.endsWith(".ts") || file === "names.ts") continue;
		const source = sourceOf(file);
		const isKnown = /from "drivers\/wfi32\/names"/.test(source);
		const code = source.replace(/^import [^;]*;$|^\s*(\*|\/\/|\/\*\*).*$|"[^"]*"/gm, "");
		const own = [...code.matchAll(/^export class (\w+)/gm)].map(([, it]) => chapters.get(it));
		for (const [, constant, name, told] of spelled)
			if ((isKnown && new RegExp(`\\b${constant}\\b`).test(code)) || (told && own.includes(told)))
				add(places, name, file.slice(0, -3));
	}
	return places;
}

/** What the virtual module's source speaks of: to be asked of it. */
export function moduleNames(): Places {
	const places: Places = new Map();
	search("host-sim/module", /\bname: "([A-Z]{2,8})",/g, "AT+", places);
	search("host-sim/module", /["`]\+([A-Z]+)[:"`]/g, "+", places);
	return places;
}

/** Which of some commands a virtual module knows: it says of all others that it does not. */
export function knownCommands(release: ReleaseName, commands: readonly string[]): Set<string> {
	const world = memoryWorld();
	const module = new VirtualModule({ world, release });
	const known = new Set<string>();
	for (const command of commands) {
		let said = "";
		module.onTransmit = (bytes) => {
			said += Buffer.from(bytes).toString("latin1");
		};
		module.powerOn();
		world.clock.advance(2000);
		said = "";
		module.receive(Buffer.from(`${command === "ATE" ? "ATE0" : command}\r\n`));
		world.clock.advance(1000);
		if (!/ERROR:3\b/.test(said)) known.add(command);
		module.powerOff();
	}
	return known;
}

/** Chapters of the transcripts in which a command is sent, or a line is said; by `driver`, as the driver plays them. */
export function shown(examples: readonly Example[], side: "driver" | "module"): Places {
	const places: Places = new Map();
	for (const { chapter, steps } of examples) {
		for (const step of steps) {
			const text = (side === "module" ? step.module : step.never ? "" : step.driver) ?? step.text;
			const pattern = step.speaker === "host" ? /^(AT\+[A-Z]+|ATE)/gm : /(?:^|[\r\n])(\+[A-Z]+)(?=[:=\r])/g;
			if (!step.data) for (const [, name] of text.matchAll(pattern)) add(places, name, chapter);
		}
	}
	return places;
}

export const referenceExamples = () => [...transcripts("reference"), ...transcripts("syntax")];
export const firmwareExamples = () => transcripts("anycloud");
