/** The figures as tables, as `docs/memory.md`, and against their budgets. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../host-sim/xs/root";
import type { Table } from "../tables";
import { type MemoryFigures, READINGS } from "./gather";
import type { Weight } from "./objects";

const page = join(root, "docs/memory.md");
const file = join(root, "bench/memory/budgets.json");
/** What the page may differ by from what is measured, and a figure be over its budget. */
const TOLERANCE = 1.05;

const number = (value: number) => value.toLocaleString("en");

const row = ({ what, slots, chunks, buffers, bytes }: Weight, name = what) => [
	name,
	...[slots, chunks, buffers, bytes].map(number),
];

const folderOf = (module: string) => module.slice(0, module.lastIndexOf("/"));

export function memoryTables({ objects, together, app, fixed, stack, code }: MemoryFigures): Table[] {
	const head = ["", "slots", "chunk bytes", "of them buffers", "bytes of RAM"];
	const folders = new Map<string, number>();
	for (const { module, bytes } of code) folders.set(folderOf(module), (folders.get(folderOf(module)) ?? 0) + bytes);
	return [
		{ title: "Memory of a class, made beside a provider", head, rows: objects.map((it) => row(it)) },
		{
			title: "Memory of a program",
			head,
			rows: [
				row(together, "provider, Wi-Fi, two TCP sockets and MQTT, at work"),
				row(app, "the sample product, running"),
			],
		},
		{
			title: "The sample product",
			head: ["", ""],
			rows: [
				[`smallest heap of fixed size for ${number(READINGS)} readings, bytes beyond its modules`, number(fixed)],
				["smallest stack on which it runs, in slots", number(stack)],
			],
		},
		{
			title: "Bytecode",
			head: ["folder", "bytes of flash"],
			rows: [...folders, ["all", code.reduce((sum, it) => sum + it.bytes, 0)] as const].map(([it, bytes]) => [
				it,
				number(bytes),
			]),
		},
		{
			title: "Bytecode of each module",
			head: ["module", "bytes of flash"],
			rows: code.map(({ module, bytes }) => [module, number(bytes)]),
		},
	];
}

const TEXT = `# Memory

Made by \`npm run memory -- --page\` on the 32-bit XS engine, whose slots take 16 bytes as on a microcontroller; \`.ci/run\`
fails when a figure here is more than 5 % off, over what is wanted, or over its budget in \`bench/memory/budgets.json\`.

Counted is what is alive once garbage is collected. Modules are not: on a device they are preloaded, and lie in flash with
their classes, as the built-ins do. Nor is what the serial port takes outside the heap: with \`drivers/serial/pico\` its two
rings, 2048 and 1024 bytes. Buffers are taken once, when the provider is made: \`wfi32.byteLength\` tells how much, and
\`buffers\` of its options (or of \`config\`, for the sample product) changes it.

A chapter of the driver, MQTT for example, is made with the first object that needs it, and counted with that.
`;

const GOALS = `
## What is wanted

| | wanted at most | is |
|---|--:|--:|
`;

const wantedOf = ({ together, fixed }: MemoryFigures) =>
	[
		["provider, Wi-Fi, two TCP sockets and MQTT at default buffers", 24 * 1024, together.bytes],
		["heap of fixed size for the sample product, beyond its modules", 64 * 1024, fixed],
	] as const;

function goals(figures: MemoryFigures): string {
	const lines = wantedOf(figures).map(([what, wanted, is]) => {
		return `| ${what} | ${number(wanted)} | ${number(is)}${is > wanted ? ", not reached" : ""} |`;
	});
	return `${GOALS}${lines.join("\n")}\n`;
}

function markdown(figures: MemoryFigures): string {
	const parts = [TEXT, goals(figures)];
	for (const { title, head, rows } of memoryTables(figures)) {
		const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
		const rule = `|${head.map((_, i) => (i === 0 ? "---" : "--:")).join("|")}|`;
		parts.push(`\n## ${title}\n\n${[line(head), rule, ...rows.map(line)].join("\n")}\n`);
	}
	return parts.join("");
}

/** Everything that has a budget, by name. */
const measured = ({ objects, together, app, fixed, code }: MemoryFigures): Record<string, number> => ({
	...Object.fromEntries(objects.map((it) => [it.what, it.bytes])),
	together: together.bytes,
	product: app.bytes,
	"product, heap of fixed size": fixed,
	bytecode: code.reduce((sum, it) => sum + it.bytes, 0),
});

export function writeMemoryPage(figures: MemoryFigures): void {
	writeFileSync(page, markdown(figures));
}

export function setMemoryBudgets(figures: MemoryFigures): void {
	writeFileSync(file, `${JSON.stringify(measured(figures), null, "\t")}\n`);
}

/** @returns what is wrong, a sentence each */
export function memoryProblems(figures: MemoryFigures): string[] {
	const budgets = JSON.parse(readFileSync(file, "utf8")) as Record<string, number>;
	const found: string[] = [];
	for (const [name, value] of Object.entries(measured(figures))) {
		const budget = budgets[name];
		if (budget === undefined) found.push(`no budget: ${name}; run: npm run memory -- --set-budgets`);
		else if (value > budget * TOLERANCE)
			found.push(`over its budget: ${name}: ${number(value)}, budget ${number(budget)}`);
	}
	for (const [what, wanted, is] of wantedOf(figures)) {
		if (is > wanted) found.push(`more than is wanted: ${what}: ${number(is)}, at most ${number(wanted)}`);
	}
	if (!isTrue(existsSync(page) ? readFileSync(page, "utf8") : "", markdown(figures)))
		found.push("docs/memory.md is stale; run: npm run memory -- --page");
	return found;
}

const NUMBERS = /\d[\d,]*/g;
const numbersOf = (text: string) => (text.match(NUMBERS) ?? []).map((it) => Number(it.replaceAll(",", "")));

/** Whether the page says the same, but for numbers that are a little off. */
function isTrue(written: string, made: string): boolean {
	const words = (text: string) => text.replace(NUMBERS, "#");
	if (words(written) !== words(made)) return false;
	const is = numbersOf(made);
	return numbersOf(written).every((it, i) => Math.abs(it - is[i]) <= Math.max(64, is[i] * (TOLERANCE - 1)));
}
