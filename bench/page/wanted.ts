/** What was wanted and what holds, as a table: of every engine whose figures are kept. */

import type { KeptFigures, PageFigures } from "../figures";
import { measured } from "../measured";
import { number, percent } from "../tables";
import { holds, type Wanted, wanted, worst } from "../wanted";
import { prose, table } from "./markdown";

/** Figures of these kinds say how much more something takes than it must: its share of that is easier to read. */
const isTime = ({ of }: Wanted) => of.source.includes("time beside");
const isCommands = ({ of }: Wanted) => of.source.includes("commands beside");
const isShare = ({ of, unit }: Wanted) => unit === "percent" || of.source.includes("RP2040");

function text(it: Wanted, value: number): string {
	if (isTime(it)) return percent(1 / value);
	if (isShare(it)) return percent(value);
	return isCommands(it) ? number(value, 2) : number(value);
}

/** Of what is compared with the fewest or with the limit, the name says so already. */
export const nameOf = (it: Wanted) =>
	it.what
		.replace(/^time beside the limit of/, "share of")
		.replace(/^time beside/, "share of")
		.replace(/ \(95 %\)(?=$|:)/, "")
		.replace(/^commands beside the fewest/, "commands, the fewest possible being 1");

const unitOf = (it: Wanted) =>
	isTime(it) || isShare(it) || isCommands(it) || it.most === 0 ? "" : ", instructions per byte";

/** What is not as wanted on any engine: its name, and the engines with the value each. */
export function missed(kept: KeptFigures): { it: Wanted; on: [string, string][] }[] {
	return wanted.flatMap((it) => {
		const on = Object.entries(kept).flatMap(([engine, figures]): [string, string][] => {
			const found = worst(it, measured(figures));
			return found && !holds(it, found[1]) ? [[engine, text(it, found[1])]] : [];
		});
		return on.length ? [{ it, on }] : [];
	});
}

const sentence = "The worst of all figures that a row is about; bold is what is not as wanted, and is treated below.";

export function wantedSection(kept: KeptFigures): string {
	const engines = Object.entries(kept).map(([engine, figures]): [string, Map<string, number>] => [
		engine,
		measured(figures as PageFigures),
	]);
	const rows = wanted.map((it) => [
		nameOf(it) + unitOf(it),
		`${isTime(it) ? "at least" : "at most"} ${text(it, it.most)}`,
		...engines.map(([, values]) => {
			const found = worst(it, values);
			if (!found) return "not measured";
			const value = text(it, found[1]);
			return holds(it, found[1]) ? value : `**${value}**`;
		}),
	]);
	const head = ["what", "wanted", ...engines.map(([engine]) => `XS ${engine}`)];
	return `## What was wanted, and what holds\n\n${prose(sentence)}\n\n${table(head, rows)}\n`;
}
