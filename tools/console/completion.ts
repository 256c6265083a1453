/** What Tab does. */
import { splitFields } from "../wire/fields";
import { commandOf, commands, type Field, lines } from "../wire/table/index";
import { fieldHelp, ownCommands, settingsHelp } from "./help";

export interface Completion {
	/** Whole lines that the line may become. */
	readonly lines: readonly string[];
	/** What is worth knowing where nothing can be completed, a line each. */
	readonly hints: readonly string[];
}

const nothing: Completion = { lines: [], hints: [] };

/** @param line what stands before the cursor */
export function complete(line: string): Completion {
	const topic = /^(\.(?:help|wait) +)(\S*)$/i.exec(line);
	if (topic) return names(topic[1], topic[2], [...commands, ...lines, ...ownCommands]);
	if (line.startsWith(".")) return names("", line, ownCommands);
	const parameters = /^(AT\+[A-Z]+=)(.*)$/i.exec(line);
	if (parameters) return inParameters(parameters[1], parameters[2]);
	return names("", line, [...commands, ...(line ? [] : ownCommands)]);
}

function names(before: string, begun: string, all: readonly { name: string }[]): Completion {
	const wanted = begun.toUpperCase();
	const found = all.map(({ name }) => name).filter((name) => name.toUpperCase().startsWith(wanted));
	return { lines: [...new Set(found)].map((name) => before + name), hints: [] };
}

/** The numbers that a parameter may be, where they are few; else what it is. */
function inParameters(head: string, text: string): Completion {
	const entry = commandOf(head);
	if (!entry) return nothing;
	const given = splitFields(text);
	const index = given.length - 1;
	const field: Field | undefined = entry.fields[index];
	if (!field) return { lines: [], hints: ["  nothing more belongs here"] };
	const last = index === entry.fields.length - 1;
	const setting = last ? entry.settings?.[Number(given[index - 1])] : undefined;
	const numbers = Object.keys((setting ?? field).values ?? {});
	const before = head + text.slice(0, text.length - given[index].length);
	const found = numbers.filter((it) => it.startsWith(given[index]) && it !== given[index]);
	if (found.length === 1) return { lines: [before + found[0]], hints: [] };
	const choosing = entry.settings && entry.fields[index + 1] === entry.fields.at(-1);
	return { lines: [], hints: [...fieldHelp(setting ?? field), ...(choosing ? settingsHelp(entry.settings) : [])] };
}
