import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { moduleOptions } from "../../host-sim/cli/module-options";
import { startOptions } from "../../host-sim/cli/start-options";

jest.setTimeout(60_000);

const root = join(__dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

test("its links lead somewhere", () => {
	const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target).filter((it) => !/^https:/.test(it));
	expect(links.length).toBeGreaterThan(3);
	expect(links.filter((it) => !existsSync(join(root, it)))).toEqual([]);
});

test("its npm scripts exist", () => {
	const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
	expect(named).toContain("module");
	expect([...named, "start", "test"].filter((it) => !(it in scripts))).toEqual([]);
});

test("its command lines are understood", () => {
	const lines = [...readme.matchAll(/npm (start|run module) -- ([^`\n#]+)[`\n]/g)];
	expect(lines.length).toBeGreaterThan(8);
	for (const [, program, line] of lines) {
		const parse = program === "start" ? startOptions : moduleOptions;
		expect(() => parse(line.trim().split(/ +/))).not.toThrow();
	}
});

test.each([
	["README.md", readme],
	["docs/module.md", readFileSync(join(root, "docs/module.md"), "utf8")],
])("the program of %s compiles as a device's, in strict mode", (_path, page) => {
	const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
	expect(blocks.length).toBeGreaterThan(2);
	const name = join(root, "example-of-the-readme.ts");
	const settings = ts.readConfigFile(join(root, "tsconfig.device.json"), ts.sys.readFile).config;
	const parsed = ts.parseJsonConfigFileContent({ ...settings, include: ["types"] }, ts.sys, root);
	const options: ts.CompilerOptions = { ...parsed.options, noEmit: true };
	const host = ts.createCompilerHost(options);
	const { fileExists, getSourceFile, readFile } = host;
	host.fileExists = (path) => path === name || fileExists.call(host, path);
	host.readFile = (path) => (path === name ? blocks.join("\n") : readFile.call(host, path));
	host.getSourceFile = (path, version, ...rest) =>
		path === name
			? ts.createSourceFile(path, blocks.join("\n"), version)
			: getSourceFile.call(host, path, version, ...rest);
	const program = ts.createProgram([...parsed.fileNames, name], options, host);
	const errors = ts.getPreEmitDiagnostics(program, program.getSourceFile(name));
	expect(errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
});
