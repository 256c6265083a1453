import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Who says something in an example: `host` a line or data, `module` a line or raw bytes. */
export type Speaker = "host" | "module";

/** One line of an example. */
export interface Step {
	readonly speaker: Speaker;
	/** As it stands in the reference, CR LF included where there is one; a character a byte (Latin-1). */
	readonly text: string;
	/** Data instead of a command. */
	readonly data: boolean;
	/** What the virtual module takes or says instead, in the same form; "" when it never says it. */
	readonly module?: string;
	/** What the driver says or is given instead; undefined: the text itself. */
	readonly driver?: string;
	/** The driver never says it. */
	readonly never: boolean;
	/** Why there is a difference; or what contradicts the chapter. */
	readonly because?: string;
}

/** An example with its chapter. */
export interface Example {
	readonly chapter: string;
	readonly title: string;
	readonly steps: readonly Step[];
}

const marks: Readonly<Record<string, { speaker: Speaker; end: string; data: boolean }>> = {
	">": { speaker: "host", end: "\r\n", data: false },
	"=": { speaker: "host", end: "", data: true },
	"<": { speaker: "module", end: "\r\n", data: false },
	"|": { speaker: "module", end: "", data: false },
};

/** Reads examples as the head of `reference.txt` describes them. @throws Error that names the line */
export function parseTranscripts(source: string): Example[] {
	const examples: { chapter: string; title: string; steps: Step[] }[] = [];
	for (const [index, line] of source.split("\n").entries()) {
		const fail = (why: string): never => {
			throw new Error(`line ${index + 1}: ${why}: ${line}`);
		};
		const heading = /^\[([^\]]+)\] (.+)$/.exec(line);
		const current = examples.at(-1);
		if (heading) examples.push({ chapter: heading[1], title: heading[2], steps: [] });
		else if (!current || line === "") continue;
		else if (line.startsWith("    ")) {
			const [, key, value] = /^ {4}(module|driver|because): (.+)$/.exec(line) ?? fail("no note");
			const step = current.steps.pop() ?? fail("a note to nothing");
			current.steps.push(annotate(step, key, value));
		} else {
			const mark = marks[line[0]] ?? fail("no mark");
			if (line[1] !== " ") fail("no blank behind the mark");
			const text = bytesOf(line.slice(2), mark.end === "") + mark.end;
			current.steps.push({ speaker: mark.speaker, data: mark.data, text, never: false });
		}
	}
	for (const { chapter, steps } of examples)
		for (const { text, because, module, driver, never } of steps)
			if ((module ?? driver ?? (never || undefined)) !== undefined && !because)
				throw new Error(`${chapter}: no reason for the difference in ${text.trim()}`);
	return examples;
}

function annotate(step: Step, key: string, value: string): Step {
	if (key === "because") return { ...step, because: value };
	if (key === "driver" && value === "never") return { ...step, never: true };
	if (key === "module" && value === "never") return { ...step, module: "" };
	const text = bytesOf(value, !step.text.endsWith("\r\n")) + (step.text.endsWith("\r\n") ? "\r\n" : "");
	return { ...step, [key]: text };
}

/** UTF-8 as the wire has it, a character a byte. */
function bytesOf(text: string, escapes: boolean): string {
	const bytes = Buffer.from(text).toString("latin1");
	if (!escapes) return bytes;
	const plain: Readonly<Record<string, string>> = { r: "\r", n: "\n", "\\": "\\" };
	return bytes.replace(
		/\\(?:([rn\\])|x([\da-f]{2}))/g,
		(_all, name, hex) => plain[name] ?? String.fromCharCode(Number.parseInt(hex, 16)),
	);
}

/** The reference's examples; what it describes without one; the ways of the published firmware. */
export type TranscriptName = "reference" | "syntax" | "anycloud";

/** All examples of a file. */
export function transcripts(profile: TranscriptName): Example[] {
	return parseTranscripts(readFileSync(join(__dirname, `${profile}.txt`), "utf8"));
}
