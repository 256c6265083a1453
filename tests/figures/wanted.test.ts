import { readBudgets, readTools } from "../../bench/budgets";
import { type Accepted, holds, misses, wanted } from "../../bench/wanted";

/* What was wanted, beside the budgets that are kept: as far as they say, what `--check` would find. */

const budgets = Object.entries(readBudgets());

test("there are budgets of two engines, made with known tools", () => {
	expect(budgets.map(([engine]) => engine)).toEqual(["13.3", "17.7"]);
	for (const [engine] of budgets) expect(readTools()[engine].compiler).toContain("gcc");
});

test.each(budgets)("every row is about figures of XS %s", (_engine, values) => {
	const without = wanted.filter(({ of }) => !Object.keys(values).some((name) => of.test(name)));
	expect(without.map(({ what }) => what)).toEqual([]);
});

test.each(budgets)("on XS %s everything is as wanted but what is accepted", (engine, values) => {
	const found = misses(Object.entries(values), engine).filter(({ because }) => !because);
	expect(found.map(({ name, value }) => `${name}: ${value}`)).toEqual([]);
});

test("everything that is accepted is a miss on an engine that it is accepted on", () => {
	const needless: string[] = [];
	const isNeeded = ({ of, on }: Accepted, it: (typeof wanted)[number]) =>
		budgets.some(
			([engine, values]) =>
				(!on || on === engine) &&
				Object.entries(values).some(([name, value]) => it.of.test(name) && !holds(it, value) && (!of || of.test(name))),
		);
	for (const it of wanted)
		for (const one of it.accepted ?? []) if (!isNeeded(one, it)) needless.push(`${it.what}: ${one.because}`);
	expect(needless).toEqual([]);
});
