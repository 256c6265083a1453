/** Figures against the budgets that were committed. */
import { type Budgets, readBudgets, readTools, type ToolsByEngine, writeBudgets } from "./budgets";
import type { AllFigures, Missing } from "./gather";
import { differencesOf } from "./machine";
import { measured, toolOf } from "./measured";
import { misses } from "./wanted";

/** What a figure may be over its budget, */
const TOLERANCE = 1.05;
/** and where another compiler or C library has made the engine than that of the budget: their code is not the same. */
const TOLERANCE_ELSEWHERE = 1.25;
const SET_BUDGETS = "npm run bench -- --set-budgets";

export interface CheckOptions {
	/** What is committed, unless told. */
	budgets?: Budgets;
	tools?: ToolsByEngine;
	/** On standard output, unless told. */
	say?: (line: string) => void;
}

/** @returns how many budgets there are of what could not be measured, by what is missing; and what is wrong */
function compare(
	budgets: Record<string, number>,
	values: Map<string, number>,
	figures: AllFigures,
	elsewhere: boolean,
) {
	const lacking = new Map<Missing, number>();
	const problems: string[] = [];
	let kept = 0;
	for (const [name, budget] of Object.entries(budgets)) {
		const value = values.get(name);
		const tool = toolOf(name);
		const most = budget * (elsewhere && tool === "machine" ? TOLERANCE_ELSEWHERE : TOLERANCE);
		if (value === undefined) {
			const missing = figures.missing.find((it) => it.tool === tool);
			if (missing) lacking.set(missing, (lacking.get(missing) ?? 0) + 1);
			else problems.push(`not measured: ${name}`);
		} else if (value > most) problems.push(`over its budget: ${name}: ${value.toFixed(3)}, budget ${budget}`);
		else kept++;
	}
	const without = [...values.keys()].filter((name) => budgets[name] === undefined);
	for (const name of without) problems.push(`without a budget: ${name}`);
	if (without.length) problems.push(`budgets are made by: ${SET_BUDGETS}`);
	return { kept, lacking, problems };
}

/**
 * @returns false when something costs more than 5 % over its budget, when something with a budget was not measured although it
 * could be, when something has none, or when something is not as {@link wanted} and need not be accepted
 */
export function check(figures: AllFigures, options: CheckOptions = {}): boolean {
	const { budgets: all = readBudgets(), tools = readTools(), say = console.log } = options;
	const { engine } = figures;
	const budgets = all[engine];
	if (!budgets) {
		say(`no budgets for XS ${engine}; they are made by: ${SET_BUDGETS}`);
		return false;
	}
	const differences = figures.tools ? differencesOf(tools[engine], figures.tools) : [];
	const elsewhere = differences.length > 0;
	for (const it of differences) say(`made by another: ${it}; instructions may be 25 % over their budgets`);
	const values = measured(figures);
	const { kept, lacking, problems } = compare(budgets, values, figures, elsewhere);
	for (const { wanted, name, value, because } of misses(values, engine)) {
		const text = `${wanted.what}, at most ${wanted.most.toPrecision(4)}: ${value.toPrecision(5)} (${name})`;
		if (because) say(`accepted: ${text}: ${because}`);
		else if (elsewhere && toolOf(name) === "machine") say(`not as wanted, by another compiler: ${text}`);
		else problems.push(`not as wanted: ${text}`);
	}
	for (const it of problems) say(it);
	for (const [{ why }, count] of lacking) say(`${count} budgets not measured: ${why}`);
	say(`${kept} of ${Object.keys(budgets).length} budgets kept`);
	return problems.length === 0;
}

/** Makes the budgets of this engine's version what was measured. @throws Error when not everything was */
export function setBudgets(figures: AllFigures): void {
	for (const { tool, why } of figures.missing)
		if (tool !== "memory") throw new Error(`budgets are made where everything is measured: ${why}`);
	const entries = [...measured(figures)].map(([name, value]) => [name, Number(value.toPrecision(4))]);
	if (figures.tools) writeBudgets(figures.engine, Object.fromEntries(entries), figures.tools);
}
