import { readFileSync } from "node:fs";
import { transcripts } from "./transcripts";

/*
 * Whether every example of the vendor's reference is among the transcripts. The reference itself is not part of this
 * project: AT_COMMAND_REFERENCE names a text of it (of a PDF: pdftotext -layout).
 */

const path = process.env.AT_COMMAND_REFERENCE;
if (!path) console.warn("AT_COMMAND_REFERENCE is not given: the examples are not compared with the reference, skipped");

/** What a line of the reference says of the wire, without the comment beside it; undefined when it is prose or syntax. */
export function exampleIn(line: string): string | undefined {
	const bare = line
		.replace(/<\/?(code|b)>/g, "")
		.replace(/\\_/g, "_")
		.replace(/^[\s\-*`]*([a-z0-9]+\.\s+)?[\s`]*/, "")
		.replace(/`/g, "");
	const text = bare.split(/\t|\s{3,}/)[0].trim();
	// commands, answers and events with values; no placeholder but the one for bytes that an example has
	if (!/^(AT[E+][A-Z0]|\+[A-Z]{3,}|#.*\+\+\+)/.test(text)) return undefined;
	if (/[<&]/.test(text.replace("<7_bytes_binary>", ""))) return undefined;
	return text;
}

/** Commands that stand by themselves in a syntax table, and names in prose: not examples. */
const syntax = /^(AT\+[A-Z]+(\[.*)?|\+[A-Z]+( .*)?)$/;

test("what an example is, is told from syntax, prose and comments", () => {
	expect(exampleIn("AT+SOCKO=2\tOpen a new listening socket, TCP")).toBe("AT+SOCKO=2");
	expect(exampleIn("<code>+SOCKCL: 4</code>\tSocket ID 4 was closed remotely")).toBe("+SOCKCL: 4");
	expect(exampleIn('  - AT+TLSC=1,2,"app\\_cert"')).toBe('AT+TLSC=1,2,"app_cert"');
	expect(exampleIn("a. `AT+SOCKO=2`")).toBe("AT+SOCKO=2");
	expect(exampleIn("AT+SOCKCL=<SOCK_ID>")).toBeUndefined();
	expect(exampleIn("OK\tCommand completed")).toBeUndefined();
	expect(exampleIn("+SOCKRXU indicates UDP data has been received.")).toMatch(syntax);
});

(path ? test : test.skip)("every example of the reference is among the transcripts, as it stands there", () => {
	const played = new Map<string, number>();
	for (const { steps } of transcripts("reference"))
		for (const { text } of steps) {
			const line = Buffer.from(text, "latin1").toString("utf8").trim();
			played.set(line, (played.get(line) ?? 0) + 1);
		}
	// data stand behind their mark in the reference
	const data = [...played].filter(([line]) => line.endsWith("+++"));
	for (const [line, count] of data) {
		played.delete(line);
		played.set(`#${line}`, count);
	}
	const missing: string[] = [];
	let found = 0;
	// a comment beside an example has broken its line in one place: the last number stands in the next
	const whole = readFileSync(path as string, "utf8").replace(/(,) [A-Z][a-z]+ [a-z]+\n(\d+)\n/g, "$1$2\n\n");
	for (const [index, line] of whole.split("\n").entries()) {
		const example = exampleIn(line);
		if (!example) continue;
		const left = played.get(example) ?? 0;
		if (left > 0) {
			found++;
			played.set(example, left - 1);
		} else if (!syntax.test(example)) missing.push(`${index + 1}: ${example}`);
	}
	expect(missing).toEqual([]);
	const invented = [...played].filter(([line, left]) => left > 0 && !["OK", "#", ""].includes(line));
	expect(invented).toEqual([]);
	expect(found).toBeGreaterThan(80);
});
