import { readTools } from "../../bench/budgets";
import { readFigures } from "../../bench/figures";
import { measured } from "../../bench/measured";
import { type Accepted, holds, misses, wanted } from "../../bench/wanted";

/* What was wanted, beside the figures that are kept: as far as they say, what `--check` would find. */

const kept = Object.entries(readFigures()).map(([engine, figures]): [string, Map<string, number>] => [
	engine,
	new Map(measured(figures)),
]);

test("there are figures of two engines, made with known tools", () => {
	expect(kept.map(([engine]) => engine)).toEqual(["13.3", "17.7"]);
	for (const [engine] of kept) expect(readTools()[engine].compiler).toContain("gcc");
});

test.each(kept)("every row is about figures of XS %s", (_engine, values) => {
	const without = wanted.filter(({ of }) => ![...values.keys()].some((name) => of.test(name)));
	expect(without.map(({ what }) => what)).toEqual([]);
});

test.each(kept)("on XS %s everything is as wanted but what is accepted", (engine, values) => {
	const found = misses(values, engine).filter(({ because }) => !because);
	expect(found.map(({ name, value }) => `${name}: ${value}`)).toEqual([]);
});

test("everything that is accepted is a miss on an engine that it is accepted on", () => {
	const needless: string[] = [];
	const isNeeded = ({ of, on }: Accepted, it: (typeof wanted)[number]) =>
		kept.some(
			([engine, values]) =>
				(!on || on === engine) &&
				[...values].some(([name, value]) => it.of.test(name) && !holds(it, value) && (!of || of.test(name))),
		);
	for (const it of wanted)
		for (const one of it.accepted ?? []) if (!isNeeded(one, it)) needless.push(`${it.what}: ${one.because}`);
	expect(needless).toEqual([]);
});
