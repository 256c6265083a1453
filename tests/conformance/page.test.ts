/** docs/conformance.md names tests that there are. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/conformance.md"), "utf8");
const rows = [...page.matchAll(/^\| .* \| `(.*?)`: (.*) \|$/gm)].map(([, file, names]) => [file, names] as const);

test("the page has a row for each sentence", () => {
	expect(rows.length).toBeGreaterThan(75);
	expect(page.match(/^\| (?!sentence|---).*$/gm)?.filter((it) => !it.startsWith("|--")).length).toBe(rows.length);
});

test.each(rows)("%s: %s", (file, names) => {
	const text = readFileSync(join(root, file), "utf8");
	for (const name of names.split("; ")) expect(text).toContain(name);
});
