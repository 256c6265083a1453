// docs/commands.md: every command and every line, by who knows it. `--check` says whether the file is up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Column, classes, reasons } from "./coverage-reasons";
import {
	driverNames,
	firmwareExamples,
	knownCommands,
	moduleNames,
	referenceExamples,
	root,
	shown,
} from "./coverage-sources";

/** What is made. */
export const file = join(root, "docs/commands.md");
const list = (places: Iterable<string> | undefined) => [...(places ?? [])].join(", ");

/** Everything that is known of one name: an empty string where there is nothing. */
type Row = Record<Column, string>;

/** @returns a row for each command and each line, in the order of their first example */
export function rows(): Map<string, Row> {
	const driver = driverNames();
	const [reference, anycloud] = [referenceExamples(), firmwareExamples()];
	const said = { reference: shown(reference, "module"), anycloud: shown(anycloud, "module") };
	const played = shown([...reference, ...anycloud], "driver");
	const names = new Set([
		...[...said.reference.keys(), ...said.anycloud.keys(), ...driver.keys(), ...moduleNames().keys()],
	]);
	const commands = [...names].filter((name) => name.startsWith("AT"));
	const known = { reference: knownCommands("reference", commands), anycloud: knownCommands("anycloud", commands) };
	const found = new Map<string, Row>();
	for (const name of names) {
		const isCommand = name.startsWith("AT");
		const side = (profile: "reference" | "anycloud"): string => {
			if (isCommand) return known[profile].has(name) ? "yes" : "";
			return said[profile].has(name) ? "yes" : "";
		};
		found.set(name, {
			driver: list([...(driver.get(name) ?? [])].map((it) => `[${it}](../drivers/wfi32/${it}.ts)`)),
			reference: side("reference"),
			anycloud: side("anycloud"),
			class: list(Object.keys(classes).filter((it) => classes[it].includes(name))),
			transcript: list(new Set([said.reference, said.anycloud, played].flatMap((it) => [...(it.get(name) ?? [])]))),
		});
	}
	return found;
}

const columns: readonly Column[] = ["driver", "reference", "anycloud", "class", "transcript"];

/** Puts the reasons where nothing is. @returns what is wrong: empty cells without a reason, reasons without an empty cell */
export function explain(table: Map<string, Row>): string[] {
	const problems: string[] = [];
	for (const [name, row] of table)
		for (const column of columns) {
			const reason = reasons[name]?.[column];
			if (row[column] === "" && !reason) problems.push(`${name}: nothing in "${column}", and no reason`);
			if (row[column] !== "" && reason) problems.push(`${name}: a reason for "${column}", which is not empty`);
			if (row[column] === "" && reason) row[column] = `— ${reason}`;
		}
	for (const name of Object.keys(reasons)) if (!table.has(name)) problems.push(`${name}: a reason for nothing`);
	for (const [it, names] of Object.entries(classes))
		for (const name of names) if (!table.has(name)) problems.push(`${it}: ${name} is nowhere else`);
	return problems;
}

/** The contradictions that the transcripts list. */
function contradictions(): string {
	let text = "";
	for (const { chapter, steps } of referenceExamples())
		for (const { text: line, because } of steps)
			if (because) text += `- **${chapter}** \`${line.trim()}\`: ${because}\n`;
	return text;
}

export function render(table: Map<string, Row>): string {
	const lines = (wanted: (name: string) => boolean) => {
		let text = "| | driver | virtual module: reference | virtual module: anycloud | public class | transcript |\n";
		text += "|---|---|---|---|---|---|\n";
		for (const [name, row] of table)
			if (wanted(name)) text += `| \`${name}\` | ${columns.map((it) => row[it]).join(" | ")} |\n`;
		return text;
	};
	return `# Commands and lines

Made by \`npm run docs\` from the code, and checked by \`npm test\`. "Driver": the files that send the command, or have a
name for the line. "Virtual module": it takes the command, or has said the line in a transcript of that profile.
"Transcript": the chapters of the reference, and of the firmware's ways, whose examples in
[tests/transcripts](../tests/transcripts) show it; each is played against both sides, against the driver with everything
that the module says cut at every byte. A cell that is empty says why.

## Commands

${lines((name) => name.startsWith("AT"))}
## Answers and events

${lines((name) => name.startsWith("+"))}
## Where an example contradicts its chapter, or one side departs from it

${contradictions()}`;
}

function main(): void {
	const table = rows();
	const problems = explain(table);
	const text = render(table);
	if (process.argv.includes("--check")) {
		if (text !== read()) problems.push("docs/commands.md is not up to date: npm run docs");
	} else writeFileSync(file, text);
	for (const problem of problems) console.error(problem);
	process.exitCode = problems.length > 0 ? 1 : 0;
}

function read(): string {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}

if (require.main === module) main();
