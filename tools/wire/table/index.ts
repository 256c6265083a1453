/**
 * The commands and lines of the module: names, chapters of the reference, parameters, help. A reading of the reference
 * of its own, for those who watch the wire; neither the driver nor the virtual module uses it.
 */
import type { CommandEntry, LineEntry } from "./entry";
import * as mqtt from "./mqtt";
import * as network from "./network";
import * as sockets from "./sockets";
import * as wireless from "./wireless";

export type { CommandEntry, Field, LineEntry } from "./entry";

const chapters = [wireless, mqtt, sockets, network];

/** In the order of the reference. */
export const commands: readonly CommandEntry[] = chapters.flatMap((it) => it.commands);
export const lines: readonly LineEntry[] = chapters.flatMap((it) => it.lines);

const commandsByName = new Map(commands.map((it) => [it.name, it]));
const linesByName = new Map(lines.map((it) => [it.name, it]));

/** @param line a command line, `AT+WSTA=1`, in either case */
export function commandOf(line: string): CommandEntry | undefined {
	const [name] = /^AT(?:\+[A-Z]*|E(?=\d?$)|$)/i.exec(line.trim()) ?? [""];
	return commandsByName.get(name.toUpperCase());
}

/** @param name with its `+` */
export function lineOf(name: string): LineEntry | undefined {
	return linesByName.get(name);
}
