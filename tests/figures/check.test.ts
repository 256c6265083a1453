import { type CheckOptions, check, setBudgets } from "../../bench/check";
import type { AllFigures, Missing } from "../../bench/gather";
import { toolOf } from "../../bench/measured";

/* What `npm run bench -- --check` lets through, and what it does not. */

const NAME = "receive events 64, ours: instructions per byte";
const SLOTS = "receive events 64, ours: slots and chunk bytes";
const SHARES = [230_400, 921_600].map((baud) => `RP2040, events at ${baud} baud: share of its time`);
const GOODPUT = "TCP send reference 115200 of 2048";
const tools = { compiler: "a compiler 12", library: "a library 3", emulator: "an emulator 7" };
const noMachine: Missing = { tool: "machine", why: "instructions: no emulator" };

function figures(instructions: number | undefined, slots = 0, missing: Missing[] = []): AllFigures {
	const cost = { stream: "events", reader: "ours", chunk: 64, instructions, slots, chunks: 0 };
	const none = { streams: [], events: [], transmit: [], stages: [], reactions: [], goodput: [], journeys: [] };
	return { engine: "1.0", tools, missing, receive: missing.includes(noMachine) ? [] : [cost], ...none };
}

let said: string[];
const say = (line: string) => said.push(line);
beforeEach(() => {
	said = [];
});

const budgets = (value: number, more = {}) => ({
	"1.0": { [NAME]: value, [SLOTS]: 0, ...Object.fromEntries(SHARES.map((it) => [it, 9])), ...more },
});
const checks = (it: AllFigures, options: CheckOptions) => check(it, { tools: { "1.0": tools }, say, ...options });

test("a figure may be 5 % over its budget, and no more", () => {
	expect(checks(figures(840), { budgets: budgets(800) })).toBe(true);
	expect(said.at(-1)).toBe("4 of 4 budgets kept");
	expect(checks(figures(841), { budgets: budgets(800) })).toBe(false);
	expect(said.some((it) => it.includes(`over its budget: ${NAME}`))).toBe(true);
});

test("what allocated nothing must allocate nothing", () => {
	expect(checks(figures(800, 1), { budgets: budgets(800) })).toBe(false);
});

test("what is not as wanted fails, whatever its budget, unless it is accepted", () => {
	expect(checks(figures(1000), { budgets: budgets(1000) })).toBe(true);
	expect(checks(figures(1001), { budgets: budgets(1001) })).toBe(false);
	expect(said.some((it) => it.startsWith("not as wanted: events, 64 bytes at once"))).toBe(true);
});

test("what is accepted is told with its reason, and held to its budget", () => {
	const it = {
		kind: "TCP",
		direction: "send",
		release: "anycloud",
		form: "binary",
		baud: 230_400,
		capacity: 2048,
	} as const;
	const goodput = { ...it, rate: 500, limit: 1000, commands: 1, fewest: 1 };
	const name = "TCP send anycloud binary 230400 of 2048";
	const more = (time: number) => ({
		[`${name}: time beside the limit`]: time,
		[`${name}: commands beside the fewest`]: 1,
	});
	const all = { ...figures(800), goodput: [goodput] };
	expect(checks(all, { budgets: budgets(800, more(2)) })).toBe(true);
	expect(said.some((line) => /^accepted: .*two ticks/.test(line))).toBe(true);
	expect(checks(all, { budgets: budgets(800, more(1.8)) })).toBe(false);
});

test("a reader that fails is over any budget", () => {
	expect(checks(figures(undefined), { budgets: budgets(800) })).toBe(false);
});

test("what has a budget must be measured", () => {
	const more = budgets(800, { "something else: instructions": 1 });
	expect(checks(figures(800), { budgets: more })).toBe(false);
	expect(said).toContain("not measured: something else: instructions");
});

test("what is measured must have a budget", () => {
	const { [SLOTS]: _, ...others } = budgets(800)["1.0"];
	expect(checks(figures(800), { budgets: { "1.0": others } })).toBe(false);
	expect(said).toContain(`without a budget: ${SLOTS}`);
});

test("a tool that is missing excuses what is measured with it, which is counted, and nothing else", () => {
	const some = budgets(800, { [`${GOODPUT}: time beside the limit`]: 1 });
	expect(checks(figures(800, 0, [noMachine]), { budgets: budgets(800) })).toBe(true);
	expect(said.slice(-2)).toEqual(["4 budgets not measured: instructions: no emulator", "0 of 4 budgets kept"]);
	expect(checks(figures(800, 0, [noMachine]), { budgets: some })).toBe(false);
	expect(said).toContain(`not measured: ${GOODPUT}: time beside the limit`);
	expect(checks(figures(800, 0, [{ tool: "memory", why: "no compiler" }]), { budgets: some })).toBe(false);
});

test("an engine without budgets fails, and it is said how they are made", () => {
	expect(checks(figures(800), { budgets: {} })).toBe(false);
	expect(said).toEqual([expect.stringMatching(/^no budgets for XS 1\.0; .*--set-budgets/)]);
});

describe("on another compiler", () => {
	const other = { "1.0": { ...tools, compiler: "a compiler 14" } };

	test("it is said, and instructions may be a quarter over", () => {
		expect(checks(figures(990), { budgets: budgets(800), tools: other })).toBe(true);
		expect(said[0]).toContain("a compiler 12 rather than a compiler 14");
		expect(checks(figures(1001), { budgets: budgets(800), tools: other })).toBe(false);
	});

	test("what is not as wanted is said", () => {
		expect(checks(figures(1200), { budgets: budgets(1000), tools: other })).toBe(true);
		expect(said.some((it) => it.startsWith("not as wanted, by another compiler: events"))).toBe(true);
	});

	test("an allocation is one all the same", () => {
		expect(checks(figures(800, 1), { budgets: budgets(800), tools: other })).toBe(false);
	});
});

test("budgets are not made where something could not be measured", () => {
	expect(() => setBudgets(figures(800, 0, [noMachine]))).toThrow("no emulator");
});

test.each([
	[NAME, "machine"],
	[SHARES[0], "machine"],
	["TCP, event to the first byte of the first command, reference: milliseconds waited", "machine"],
	["a byte's way, TCP send reference 115200: milliseconds", "engine"],
	[`${GOODPUT}: time beside the limit`, "engine"],
	["TCP send anycloud binary 115200 of 2048: time beside what its ticks allow", "engine"],
	[`${GOODPUT}: commands beside the fewest`, "engine"],
])("%s is measured with the %s", (name, tool) => {
	expect(toolOf(name)).toBe(tool);
});
