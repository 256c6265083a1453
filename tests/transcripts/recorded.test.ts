import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accessPoint } from "../../host-sim/cli/defaults";
import type { ReleaseName } from "../../host-sim/module/index";
import { playModule, type Stage } from "./play-module";
import { type Example, parseTranscripts } from "./transcripts";

/*
 * Transcripts that were recorded, by npm run console or from a capture by npm run wire, against a virtual module that was
 * just switched on: whatever lies in the folder recorded is played. Which module it was stands in its heading, which
 * network it joined in its own commands.
 */

const folder = join(__dirname, "recorded");

/** @throws Error for a heading that does not say which module it was */
function stageOf({ title, steps }: Example): Stage {
	const [, release] = /^Recorded: virtual, (?:release )?(reference|anycloud|[\d.]+)$/.exec(title) ?? [];
	if (!release) throw new Error(`not of a virtual module: ${title}`);
	const setting = (id: number) =>
		steps.map(({ text }) => new RegExp(`^AT\\+WSTAC=${id},"([^"]*)"`).exec(text)?.[1]).find((it) => it !== undefined);
	const accessPoints = [accessPoint(setting(1) ?? "workshop", setting(3) ?? "")];
	return { release: release as ReleaseName, echo: true, accessPoints };
}

describe("what was recorded is what a virtual module says again", () => {
	const files = readdirSync(folder).filter((it) => it.endsWith(".txt"));
	test.each(files)("%s", (file) => {
		const examples = parseTranscripts(readFileSync(join(folder, file), "utf8"));
		expect(examples.length).toBeGreaterThan(0);
		for (const example of examples) playModule(example, stageOf(example));
	});

	test("a module that says something else is noticed", () => {
		const [example] = parseTranscripts(readFileSync(join(folder, files[0]), "utf8"));
		expect(() => playModule(example, { ...stageOf(example), accessPoints: [] })).toThrow(/expected/);
	});
});
