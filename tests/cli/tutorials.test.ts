import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { moduleOptions } from "../../host-sim/cli/module-options";
import { startOptions } from "../../host-sim/cli/start-options";

const root = join(__dirname, "../..");
const read = (name: string) => readFileSync(join(root, "docs", name), "utf8");
const blocks = (text: string, language: string) =>
	[...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, code]) => code);
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

describe.each(["tutorial.md", "testing-tutorial.md"])("%s", (name) => {
	const text = read(name);
	const lines = blocks(text, "sh").flatMap((block) => block.split("\n"));

	test("its links lead somewhere", () => {
		const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target]) => target);
		expect(links.length).toBeGreaterThan(2);
		expect(links.filter((it) => !it.startsWith("http") && !existsSync(join(root, "docs", it)))).toEqual([]);
	});

	test("its npm scripts exist, and their options are understood", () => {
		for (const line of lines) {
			const [, script] = /^npm (?:run )?([\w:]+)/.exec(line) ?? [];
			if (!script || script === "ci") continue;
			expect(Object.keys(scripts)).toContain(script);
			const options = line.split(" -- ")[1]?.trim().split(/ +/) ?? [];
			if (script === "start") expect(() => startOptions(options)).not.toThrow();
			if (script === "module") expect(() => moduleOptions(options)).not.toThrow();
		}
	});
});

test("the tests of testing-tutorial.md, one block after the other, pass", () => {
	const folder = join(root, `build/tutorial-${process.pid}`);
	mkdirSync(folder, { recursive: true });
	try {
		writeFileSync(join(folder, "mine.test.ts"), blocks(read("testing-tutorial.md"), "ts").join("\n"));
		const jest = join(root, "node_modules/jest/bin/jest.js");
		const match = `<rootDir>/build/tutorial-${process.pid}/*.test.ts`;
		const { status, stderr } = spawnSync(process.execPath, [jest, "--testMatch", match], {
			cwd: root,
			encoding: "utf8",
		});
		expect({ status, stderr }).toMatchObject({ status: 0 });
		expect(stderr).toMatch(/Tests: +8 passed, 8 total/);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
