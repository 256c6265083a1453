import { PassThrough } from "node:stream";
import { Log, type LogOptions, type Voice } from "../../host-sim/cli/log";

const noColor = process.env.NO_COLOR;

beforeEach(() => {
	delete process.env.NO_COLOR;
});

afterAll(() => {
	if (noColor !== undefined) process.env.NO_COLOR = noColor;
});

function logged(
	voice: Voice,
	text: string,
	terminal: { isTTY?: boolean; columns?: number } = {},
	options: Partial<LogOptions> = {},
) {
	const out = Object.assign(new PassThrough(), terminal);
	new Log({ out, ...options }).line(voice, text);
	return out.read()?.toString();
}

test("a line says when, who and what", () => {
	expect(logged("toModule", "AT")).toMatch(/^ {3}0\.\d{3} AT → AT\n$/);
});

test("colours on a terminal, none elsewhere, none with NO_COLOR", () => {
	expect(logged("broker", "x", { isTTY: true })).toContain("\x1b[32m");
	expect(logged("broker", "x")).not.toContain("\x1b");
	process.env.NO_COLOR = "1";
	expect(logged("broker", "x", { isTTY: true })).not.toContain("\x1b");
});

test("what came over the air cannot move the cursor", () => {
	expect(logged("toHost", "\x1b[2J\u009b1m\r")).toMatch(/AT ← \\x1b\[2J\\x9b1m\\x0d\n$/);
});

test("a long line is folded to the terminal's width and says by how much", () => {
	const line = logged("toHost", "x".repeat(500), { columns: 80 });
	expect(line.length).toBeLessThanOrEqual(81);
	const [, shown, more] = /(x+)… \((\d+) more\)\n$/.exec(line) ?? [];
	expect(shown.length + Number(more)).toBe(500);
});

test("quiet leaves AT traffic out, and nothing else", () => {
	expect(logged("toHost", "OK", {}, { quiet: true })).toBeUndefined();
	expect(logged("app", "hello", {}, { quiet: true })).toContain("hello");
});

test("every line passes the redaction", () => {
	expect(logged("app", "the secret", {}, { redact: (it) => it.replace("secret", "…") })).toContain("the …");
});
