import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Result } from "../../host-sim/module/result";
import { rows } from "../../tools/coverage";
import { codeMeaning } from "../../tools/wire/codes";
import { commandOf, commands, lines } from "../../tools/wire/table/index";
import { transcripts } from "../transcripts/transcripts";

/* The table is a reading of the reference of its own: here it meets the driver's and the virtual module's. */

test("every command and line of the driver and the virtual module has its entry, and the other way round", () => {
	const both = [...rows().keys()].sort();
	const own = [...commands, ...lines].map(({ name }) => name).filter((name) => name !== "AT");
	expect([...new Set(own)].sort()).toEqual(both);
	expect(new Set(own).size).toBe(own.length);
});

test("a command is in the chapter whose example shows it", () => {
	let checked = 0;
	for (const { chapter, steps } of [...transcripts("reference"), ...transcripts("syntax")])
		for (const step of steps.filter(({ speaker, data }) => speaker === "host" && !data)) {
			const text = step.module ?? step.text;
			const entry = commandOf(text);
			const [, own] = /^(\d+\.\d+)\./.exec(entry?.chapter ?? "") ?? [];
			const [, shown] = /^(\d+\.\d+)/.exec(chapter) ?? [];
			// an example may configure before it shows: 5.2 uses 5.1's command, 5.4 5.3's, 7.17 is made of others
			const configures = /C=/.test(text) || shown === "7.17";
			if (!configures) expect({ text, chapter: own }).toEqual({ text, chapter: shown });
			checked++;
		}
	expect(checked).toBeGreaterThan(50);
});

test("every result code of the virtual module has a meaning", () => {
	const meanings = Object.values(Result).map(codeMeaning);
	expect(meanings.filter((it) => it.includes("nobody"))).toEqual([]);
	expect(new Set(meanings).size).toBe(meanings.length);
});

test("help is a line, and every syntax begins with the command", () => {
	for (const { name, help, syntax } of commands) {
		expect(help).toMatch(/^[^\n]{4,90}$/);
		for (const form of syntax) expect(form.startsWith(name)).toBe(true);
	}
});

test("the decoder imports nothing of either side", () => {
	const folder = join(__dirname, "../../tools/wire");
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((it) => it.endsWith(".ts"));
	expect(files.length).toBeGreaterThan(8);
	for (const file of files)
		expect({ file, text: readFileSync(join(folder, file), "utf8") }).toEqual({
			file,
			text: expect.not.stringMatching(/from "[^"]*(?:drivers|modules|host-sim\/module|transcripts)/),
		});
});
