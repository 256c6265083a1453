import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

test.each(["wiring", "house"])("docs/%s.svg is as it would be drawn for the manifests of now", (name) => {
	const script = join(root, `tools/pictures/${name}.mjs`);
	const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
	expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("the wiring's pins are those of the README's table", () => {
	const readme = readFileSync(join(root, "README.md"), "utf8");
	const drawn = readFileSync(join(root, "docs/wiring.svg"), "utf8");
	const pins = [...readme.matchAll(/\| UART2 [RT]X \| (GPIO\d+) [^|]*\| (GP\d+, pin \d+)/g)].flatMap(
		([, ...them]) => them,
	);
	expect(pins).toHaveLength(4);
	for (const pin of pins) expect(drawn).toContain(`>${pin}<`);
});

test("the page's picture is small", () => {
	expect(statSync(join(root, "docs/page.png")).size).toBeLessThan(200 * 1024);
});
