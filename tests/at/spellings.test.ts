/** The names that the driver asks for are those that were made beforehand, so that none is made in RAM. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { spellings } from "drivers/wfi32/spellings";

const folder = join(__dirname, "../../drivers/wfi32");

test("every name that the driver asks for is made beforehand, and no other", () => {
	const asked = new Set<string>();
	for (const file of readdirSync(folder)) {
		const text = readFileSync(join(folder, file), "utf8");
		for (const [, name] of text.matchAll(/names\.(?:of|tell)\("([A-Z]+)"/g)) asked.add(name);
	}
	expect(asked.size).toBeGreaterThan(30);
	expect(Object.keys(spellings).sort()).toEqual([...asked].sort());
});
