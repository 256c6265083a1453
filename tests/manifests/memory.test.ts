/** Whatever a program can make of this module's classes is in the table of memory. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
/** Not made by programs: what an instance is made of or shares with others. */
const internal = new Set(["WiFiInterface", "ScanSession", "ByteView", "MQTTSession", "MQTTWriting"]);

test("every class of modules/ is in docs/memory.md", () => {
	const page = readFileSync(join(root, "docs/memory.md"), "utf8");
	const classes = readdirSync(join(root, "modules"))
		.filter((it) => it.endsWith(".ts"))
		.flatMap((it) => readFileSync(join(root, "modules", it), "utf8").match(/^export class \w+/gm) ?? [])
		.map((it) => it.slice("export class ".length))
		.filter((it) => !internal.has(it));
	expect(classes.length).toBeGreaterThan(10);
	expect(classes.filter((it) => !page.includes(`\n| ${it} |`))).toEqual([]);
});

test("and so is every module's bytecode", () => {
	const page = readFileSync(join(root, "docs/memory.md"), "utf8");
	const { preload } = JSON.parse(readFileSync(join(root, "drivers/manifest.json"), "utf8")) as { preload: string[] };
	expect(preload.filter((it) => !page.includes(`\n| ${it} |`))).toEqual([]);
});
