import { type KeptFigures, type PageFigures, readFigures } from "../../bench/figures";
import { packagedVersion } from "../../bench/machine";
import { measured } from "../../bench/measured";
import { off, staleProblems } from "../../bench/stale";

/* `npm run bench -- --check` says so when budgets or page are no longer what is measured, better or worse. */

const engine = packagedVersion();
const kept = readFigures();
const figures = kept[engine];
const budgets = { [engine]: Object.fromEntries(measured(figures)) };

/** All of our receiving costs so many times what it does. */
function times(factor: number): PageFigures {
	const receive = figures.receive.map((it) => ({
		...it,
		instructions: it.instructions === undefined ? undefined : it.instructions * factor,
	}));
	return { ...figures, receive };
}

test("what is as it was is not stale", () => {
	expect(staleProblems(figures, budgets, kept)).toEqual([]);
});

test.each([0.94, 1.06])("figures %d times as high make budgets and page stale", (factor) => {
	const problems = staleProblems(times(factor), budgets, kept);
	const said = problems.filter((it) => it.includes("is stale"));
	expect(said).toHaveLength(2);
	expect(said[0]).toContain("bench/budgets.json");
	expect(said[0]).toMatch(/run: npm run bench -- --set-budgets$/);
	expect(said[1]).toContain("docs/performance.md");
	expect(said[1]).toMatch(/run: npm run bench -- --page$/);
});

test.each([0.96, 1.04])("figures %d times as high do not", (factor) => {
	expect(staleProblems(times(factor), budgets, kept)).toEqual([]);
});

test("a page of other figures than are kept says which command makes it", () => {
	const other: KeptFigures = { ...kept, [engine]: times(1.02) };
	const [problem] = staleProblems(times(1.02), budgets, other);
	expect(problem).toBe("docs/performance.md is not what the figures kept make; run: npm run bench -- --text");
});

test("what was not measured is not stale, and what is no longer zero is", () => {
	expect(off([["a", 5]], new Map())).toEqual([]);
	expect(off([["a", 0]], new Map([["a", 0.01]]))).toHaveLength(1);
});

test("an engine of which nothing is kept is none of the page", () => {
	expect(staleProblems({ ...figures, engine: "1.0" }, budgets, kept)).toEqual([]);
});
