import { PassThrough } from "node:stream";
import { Progress, type ProgressOptions } from "../../tools/progress";

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

function on(terminal: { isTTY?: boolean; columns?: number }, options: ProgressOptions = {}) {
	const out = Object.assign(new PassThrough(), terminal);
	const progress = new Progress("counting sheep", { out, environment: {}, ...options });
	return { progress, said: (): string => out.read()?.toString() ?? "" };
}

const line = (text: string) => `\r\x1b[2K\x1b[2m${text}\x1b[0m`;

test("nothing is said of what takes less than two seconds", () => {
	const { progress, said } = on({ isTTY: true }, { total: 3 });
	progress.step();
	jest.advanceTimersByTime(1900);
	progress.step();
	progress.end();
	jest.advanceTimersByTime(60_000);
	expect(said()).toBe("");
});

test("after two seconds: how far, for how long, how long still, and what is being done; the line goes at the end", () => {
	const { progress, said } = on({ isTTY: true }, { total: 40 });
	jest.advanceTimersByTime(3500);
	said();
	progress.at(10, "Dolly");
	expect(said()).toBe(line("counting sheep · 10 of 40 · 4 s, some 11 s to go · Dolly"));
	jest.advanceTimersByTime(60_000);
	expect(said()).toContain("10 of 40 · 1:03 min, some 3:09 min to go · Dolly");
	progress.end();
	progress.end();
	expect(said()).toBe("\r\x1b[2K");
});

test("work that keeps the thread draws by its steps, yet not with each of many", () => {
	const { progress, said } = on({ isTTY: true });
	jest.advanceTimersByTime(2500);
	said();
	for (let i = 0; i < 1000; i++) progress.step();
	// the timer has drawn at two seconds
	expect(said()).toBe(line("counting sheep · 1 · 3 s"));
});

test("a line that stays is above it", () => {
	const { progress, said } = on({ isTTY: true });
	jest.advanceTimersByTime(2500);
	said();
	progress.say("a wolf");
	expect(said()).toBe("\r\x1b[2Ka wolf\n");
	jest.advanceTimersByTime(1000);
	expect(said()).toContain("counting sheep");
});

test("it is cut to the terminal's width", () => {
	const { progress, said } = on({ isTTY: true, columns: 20 });
	jest.advanceTimersByTime(2500);
	said();
	progress.at(12_345);
	expect(said()).toBe(line("counting sheep · 12"));
});

test.each<[string, { isTTY?: boolean }, NodeJS.ProcessEnv]>([
	["what is no terminal", {}, {}],
	["CI", { isTTY: true }, { CI: "true" }],
	["NO_COLOR", { isTTY: true }, { NO_COLOR: "1" }],
	["a terminal that cannot", { isTTY: true }, { TERM: "dumb" }],
])("quiet with %s, but for lines that stay", (_, terminal, environment) => {
	const { progress, said } = on(terminal, { environment, total: 2 });
	jest.advanceTimersByTime(10_000);
	progress.at(1, "Dolly");
	progress.say("a wolf");
	jest.advanceTimersByTime(10_000);
	progress.end();
	expect(said()).toBe("a wolf\n");
});
