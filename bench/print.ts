/** The figures as tables: of a terminal, and of a page. */
import type { AllFigures } from "./gather";
import { memoryTables } from "./memory/page";
import { microsecondsOnRp2040 } from "./rp2040";
import { nameOfAhead } from "./streams";
import { FEW, MANY } from "./transmit";

export interface Table {
	title: string;
	head: string[];
	rows: string[][];
}

/** Text is what a failure is reported for. */
const FORMS = { text: "checked", binary: "binary" };

const number = (value: number | undefined, digits = 0) => (value === undefined ? "fails" : value.toFixed(digits));
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

const named = (it: { kind: string; direction: string; form?: keyof typeof FORMS }) =>
	[it.kind, it.direction, it.form && FORMS[it.form]].filter(Boolean).join(" ");

export function tables(figures: AllFigures): Table[] {
	const { receive, streams, events, transmit, reactions, goodput, journeys, memory } = figures;
	const all: Table[] = [];
	for (const stream of new Set(receive.map((it) => it.stream))) {
		const ofStream = receive.filter((it) => it.stream === stream);
		const chunks = [...new Set(ofStream.map((it) => it.chunk))];
		all.push({
			title: `Receiving ${stream}: instructions per byte, by bytes at once`,
			head: ["reader", ...chunks.map(String), "slots per KB", "chunk bytes per KB"],
			rows: [...new Set(ofStream.map((it) => it.reader))].map((reader) => {
				const costs = ofStream.filter((it) => it.reader === reader);
				const last = costs.find((it) => it.chunk === 64) ?? costs[0];
				return [reader, ...costs.map((it) => number(it.instructions)), number(last.slots), number(last.chunks)];
			}),
		});
	}
	if (streams.length)
		all.push({
			title: "A connection through the whole stack: instructions per byte of payload",
			head: [
				"",
				"profile",
				"at once",
				"port holds",
				"buffer",
				"with calls",
				"a command",
				"bytes a command",
				"slots",
				"chunk bytes",
			],
			rows: streams.map((it) => [
				named(it),
				it.release,
				String(it.chunk),
				String(it.capacity),
				number(it.buffered),
				number(it.instructions),
				number(it.perCommand),
				number(it.payload),
				number(it.slots),
				number(it.chunks),
			]),
		});
	if (events.length)
		all.push({
			title: "Events of data through the whole stack, without a pause: instructions per byte of the line",
			head: ["whose", "profile", "sent so", "at once", "instructions", "slots", "chunk bytes"],
			rows: events.map((it) => [
				it.what,
				it.release,
				nameOfAhead(it.ahead),
				String(it.chunk),
				number(it.instructions),
				number(it.slots),
				number(it.chunks),
			]),
		});
	if (transmit.length)
		all.push({
			title: "Transmitting: instructions from the program's write to the end of the answer",
			head: ["", "writer", `${FEW} bytes`, `${MANY} bytes`, "a byte", "a command", "slots", "chunk bytes"],
			rows: transmit.map((it) => [
				it.what,
				it.writer,
				number(it.few),
				number(it.many),
				number(it.perByte),
				number(it.perCommand),
				number(it.slots),
				number(it.chunks),
			]),
		});
	if (reactions.length)
		all.push({
			title: "Latency of the program: instructions from one to the other, and virtual time that passes meanwhile",
			head: ["", "", "profile", "instructions", "µs on an RP2040", "ms waited"],
			rows: reactions.map((it) => [
				it.what,
				[it.kind, it.form && FORMS[it.form]].filter(Boolean).join(" "),
				it.release,
				number(it.instructions),
				number(microsecondsOnRp2040(it.instructions)),
				number(it.waited, 2),
			]),
		});
	if (goodput.length)
		all.push({
			title: "Goodput: the module answering at once, and the published firmware",
			head: [
				"",
				"profile",
				"baud",
				"port holds",
				"bytes/s",
				"limit",
				"of it",
				"two ticks allow",
				"of that",
				"commands a KB",
				"fewest",
			],
			rows: goodput.map((it) => [
				named(it),
				it.release,
				String(it.baud),
				String(it.capacity),
				number(it.rate),
				number(it.limit),
				percent(it.rate / it.limit),
				it.allowed ? number(it.allowed) : "",
				it.allowed ? percent(it.rate / it.allowed) : "",
				number(it.commands, 2),
				number(it.fewest, 2),
			]),
		});
	if (journeys.length)
		all.push({
			title: "Latency of a byte: virtual milliseconds from end to end",
			head: ["", "profile", "baud", "least", "most"],
			rows: journeys.map((it) => [named(it), it.release, String(it.baud), number(it.least, 2), number(it.most, 2)]),
		});
	if (memory) all.push(...memoryTables(memory));
	return all;
}

export function print(figures: AllFigures): void {
	console.log(`XS ${figures.engine}, Cortex-M4 instructions`);
	printTables(tables(figures));
	for (const { why } of figures.missing) console.log(`\nleft out: ${why}`);
}

export function printTables(tables: Table[]): void {
	for (const { title, head, rows } of tables) {
		const widths = head.map((it, i) => Math.max(it.length, ...rows.map((row) => row[i].length)));
		const line = (cells: string[]) =>
			cells.map((it, i) => (i === 0 ? it.padEnd(widths[i]) : it.padStart(widths[i]))).join("  ");
		console.log(`\n${title}\n${line(head)}\n${rows.map(line).join("\n")}`);
	}
}
