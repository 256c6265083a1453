import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type KeptFigures, readFigures } from "../../bench/figures";
import { packagedVersion } from "../../bench/machine";
import { pages } from "../../bench/page/index";
import { prose } from "../../bench/page/markdown";
import { bars, roundTicks } from "../../bench/page/plot";
import { tables } from "../../bench/tables";
import { root } from "../../host-sim/xs/root";

/* The page of figures, its tables and plots. */

const kept = readFigures();
const page = pages(kept)["docs/performance.md"];

test.each(Object.keys(pages(kept)))("%s is what the figures kept make (npm run bench -- --text)", (path) => {
	expect(readFileSync(join(root, path), "utf8")).toBe(pages(kept)[path]);
});

test("no line of text is longer than 120 characters", () => {
	for (const text of [page, pages(kept)["docs/peers.md"]]) {
		const lines = text.split("\n").filter((it) => !it.startsWith("|"));
		expect(lines.filter((it) => it.length > 120)).toEqual([]);
	}
});

test("what something means stands ahead of the tables, and what holds ahead of that", () => {
	const order = ["# Figures", "## What was wanted", "## The terms", "## The figures", "## Where something is not"];
	const places = order.map((it) => page.indexOf(it));
	expect(places).toEqual([...places].sort((a, b) => a - b));
	expect(places).not.toContain(-1);
});

test("every table of figures says something and has units, or names, over each column", () => {
	for (const { title, says, head, rows } of tables(kept[packagedVersion()])) {
		expect([title, says?.length, head.every((it) => it.length > 0)]).toEqual([title, expect.any(Number), true]);
		expect(rows.every((it) => it.length === head.length)).toBe(true);
	}
});

test("what is not as wanted is treated below the tables", () => {
	const figures = kept[packagedVersion()];
	const receive = figures.receive.map((it) =>
		it.stream === "events" && it.chunk === 64 ? { ...it, instructions: 1500 } : it,
	);
	const worse: KeptFigures = { [figures.engine]: { ...figures, receive } };
	const text = pages(worse)["docs/performance.md"];
	expect(text).toContain("**1,500**");
	expect(text).toMatch(/\*\*Events, 64 bytes at once\.\*\* No limit was found/);
});

test("without figures the page says how to have them", () => {
	expect(pages({})["docs/performance.md"]).toContain("npm run bench -- --page");
});

test("text breaks into lines in which no word begins a list, and code stays whole", () => {
	const text = prose(`${"word ".repeat(22)}1234567 - next \`npm run bench -- --page\` ${"more ".repeat(10)}`);
	const lines = text.split("\n");
	expect(lines.length).toBe(2);
	expect(lines[1].startsWith("1234567 - next `npm run bench -- --page`")).toBe(true);
});

test.each([
	[4349, [0, 1000, 2000, 3000, 4000, 5000]],
	[100, [0, 20, 40, 60, 80, 100]],
	[7, [0, 2, 4, 6, 8]],
	[0.3, [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]],
])("an axis up to %d has round ticks", (most, ticks) => {
	expect(roundTicks(most)).toEqual(ticks);
});

test("a plot says where there is nothing to be drawn", () => {
	const group = {
		name: ["a"],
		bars: [
			{ name: "one", value: undefined },
			{ name: "two", value: 3 },
		],
	};
	const svg = bars({
		title: "t",
		unit: "u",
		panels: [{ title: "", groups: [group] }],
		colours: { one: "red", two: "blue" },
		none: "fails",
	});
	expect(svg).toContain(">fails</text>");
	expect(svg.match(/fill="blue"/g)).toHaveLength(2); // the bar and the legend
});
