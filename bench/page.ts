/** `docs/performance.md` and its plots, from the figures. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../host-sim/xs/root";
import { readBudgets, readPeers } from "./budgets";
import type { AllFigures } from "./gather";
import { INTRODUCTION, limits, MEANINGS, PEERS } from "./page-text";
import { peersTable } from "./peers";
import { bars, lines } from "./plot";
import { tables } from "./print";
import { peers } from "./receive";
import { wantedTable } from "./wanted";

function wantedSection(): string {
	const { head, rows } = wantedTable();
	const intro =
		"In instructions a byte where nothing else is said; the worst of what is meant; bold: not as wanted. An RP2040 has 125 MHz.";
	return `\n## What was wanted, and what holds\n\n${intro}\n\n${markdownTable(head, rows)}\n`;
}

function peersSection(): string {
	const { head, rows } = peersTable(readPeers());
	return `${PEERS}\n${markdownTable(head, rows)}\n`;
}

/** Our own figures on every engine that has budgets: they are what was measured. */
function byEngine(): string {
	const budgets = Object.entries(readBudgets());
	const of = (name: string) => /^receive (.+): instructions per byte$/.exec(name)?.[1];
	const names = [...new Set(budgets.flatMap(([, values]) => Object.keys(values)))].filter(of);
	const rows = names.map((name) => {
		const values = budgets.map(([, values]) => values[name]?.toFixed(0) ?? "");
		return `| ${of(name)} | ${values.join(" | ")} |`;
	});
	const head = `| | ${budgets.map(([engine]) => `XS ${engine}`).join(" | ")} |\n|---|${budgets.map(() => "--:").join("|")}|`;
	return `\n## Ours by engine: instructions per byte, by bytes at once\n\n${head}\n${rows.join("\n")}\n`;
}

function markdownTable(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
	const rule = `|${head.map((_, i) => (i === 0 ? "---" : "--:")).join("|")}|`;
	return [line(head), rule, ...rows.map(line)].join("\n");
}

function markdown(figures: AllFigures): string {
	const parts = [INTRODUCTION, `\nMeasured on XS ${figures.engine}.\n`];
	for (const { title, head, rows } of tables({ ...figures, memory: undefined }))
		parts.push(`\n## ${title}\n\n${markdownTable(head, rows)}\n`);
	parts.push(byEngine(), MEANINGS, wantedSection(), limits(figures), peersSection());
	for (const { why } of figures.missing) parts.push(`\nLeft out: ${why}\n`);
	return parts.join("");
}

export function writePage(figures: AllFigures): void {
	writeFileSync(join(root, "docs/performance.md"), markdown(figures));
	// those that the peers are given as well
	const compared = new Set(figures.receive.filter((it) => it.reader in peers).map((it) => it.stream));
	const costs = figures.receive.filter(
		(it) => it.chunk === 64 && it.instructions !== undefined && compared.has(it.stream),
	);
	const groups = [...new Set(costs.map((it) => it.stream))].map((stream) => ({
		name: stream,
		bars: costs
			.filter((it) => it.stream === stream)
			.map((it) => ({ name: it.reader, value: it.instructions as number })),
	}));
	writeFileSync(join(root, "docs/cost.svg"), bars("Instructions per byte received, 64 bytes at once", groups));
	const goodput = figures.goodput.filter((it) => it.kind === "TCP" && it.release === "reference");
	const series = [...new Set(goodput.map((it) => `${it.direction}, port holds ${it.capacity}`))].map((name) => ({
		name,
		points: goodput
			.filter((it) => `${it.direction}, port holds ${it.capacity}` === name)
			.map((it) => ({ x: it.baud, y: it.rate, limit: it.limit })),
	}));
	writeFileSync(join(root, "docs/goodput.svg"), lines("Goodput in bytes a second, by baud; dashed: the limit", series));
}
