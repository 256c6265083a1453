/** Whether budgets and page still say what is measured: a figure that is better now than they say would hide a loss. */
import { readBudgets } from "./budgets";
import { type PageFigures, readFigures } from "./figures";
import { measured } from "./measured";
import { stalePages } from "./page/index";

/** What a figure may be off, either way. */
const TOLERANCE = 0.05;
const SHOWN = 5;

const SET_BUDGETS = "npm run bench -- --set-budgets";
const PAGE = "npm run bench -- --page";
const TEXT = "npm run bench -- --text";

/** Names, and by how much, of what is kept and measured and not the same. */
export function off(kept: Iterable<[string, number]>, now: ReadonlyMap<string, number>): string[] {
	const found: string[] = [];
	for (const [name, value] of kept) {
		const is = now.get(name);
		if (is === undefined || Math.abs(is - value) <= Math.abs(value) * TOLERANCE) continue;
		found.push(`${name}: ${value.toPrecision(4)} there, ${is.toPrecision(4)} measured`);
	}
	return found;
}

function told(what: string, found: string[], command: string, engine: string): string[] {
	if (!found.length) return [];
	const more = found.length > SHOWN ? [`… and ${found.length - SHOWN} more`] : [];
	const intro = `${what} for XS ${engine} is stale, ${found.length} figures more than 5 % off; run: ${command}`;
	return [intro, ...[...found.slice(0, SHOWN), ...more].map((it) => `  ${it}`)];
}

/** @returns what is stale, a line each; an engine of which nothing is kept is none of it */
export function staleProblems(figures: PageFigures, budgets = readBudgets(), kept = readFigures()): string[] {
	const { engine } = figures;
	const now = measured(figures);
	const page = kept[engine];
	return [
		...told("bench/budgets.json", off(Object.entries(budgets[engine] ?? {}), now), SET_BUDGETS, engine),
		...told("docs/performance.md", page ? off(measured(page), now) : [], PAGE, engine),
		...stalePages(kept).map((path) => `${path} is not what the figures kept make; run: ${TEXT}`),
	];
}
