/** docs/faults.md is as the code is. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Fault, faults } from "../../host-sim/faults/index";
import { type Parameters, rules } from "../../host-sim/faults/parameters";

const page = readFileSync(join(__dirname, "../../docs/faults.md"), "utf8");

test.each(Object.entries(faults) as [string, Fault][])("%s is on the page", (name, { what, takes, needs }) => {
	const settings = takes.map((it: keyof Parameters) => `\`${it}\``).join(", ") || "–";
	const where = needs ? needs.replace(/[A-Z]/, (it) => ` ${it.toLowerCase()}`) : "";
	expect(page).toContain(`| \`${name}\` | ${what} | ${settings} | ${where} |`);
});

test.each(Object.entries(rules))("what `%s` must be is on the page", (name, { must }) => {
	expect(page).toContain(`| \`${name}\` | ${must} |`);
});

test("the page names no fault that there is not", () => {
	const table = page.slice(page.indexOf("## The faults"), page.indexOf("## What can be said"));
	const named = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
	expect(named.sort()).toEqual(Object.keys(faults).sort());
});
