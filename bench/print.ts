/** Tables on a terminal. */
import type { AllFigures } from "./gather";
import { memoryTables } from "./memory/page";
import { type Table, tables } from "./tables";

export function print(figures: AllFigures): void {
	console.log(`XS ${figures.engine}, Cortex-M4 instructions`);
	printTables([...tables(figures), ...(figures.memory ? memoryTables(figures.memory) : [])]);
	for (const { why } of figures.missing) console.log(`\nleft out: ${why}`);
}

export function printTables(all: Table[]): void {
	for (const { title, says, head, rows, texts = 1 } of all) {
		const widths = head.map((it, i) => Math.max(it.length, ...rows.map((row) => row[i].length)));
		const line = (cells: string[]) =>
			cells.map((it, i) => (i < texts ? it.padEnd(widths[i]) : it.padStart(widths[i]))).join("  ");
		console.log(`\n${title}${says ? `\n${says}` : ""}\n${line(head)}\n${rows.map(line).join("\n")}`);
	}
}
