import { check } from "../../bench/check";
import type { AllFigures } from "../../bench/gather";

/* What `npm run bench -- --check` lets through, and what it does not. */

const NAME = "receive events 64, ours: instructions per byte";
const SLOTS = "receive events 64, ours: slots and chunk bytes";

function figures(instructions: number | undefined, slots = 0, missing: string[] = []): AllFigures {
	const cost = { stream: "events", reader: "ours", chunk: 64, instructions, slots, chunks: 0 };
	const none = { streams: [], events: [], transmit: [], stages: [], reactions: [], goodput: [], journeys: [] };
	return { engine: "1.0", missing, receive: missing.length ? [] : [cost], ...none };
}

let said: string[];
beforeEach(() => {
	said = [];
	jest.spyOn(console, "log").mockImplementation((line) => said.push(line));
});
afterEach(() => jest.restoreAllMocks());

const budgets = (value: number) => ({ "1.0": { [NAME]: value, [SLOTS]: 0 } });

test("a figure may be 5 % over its budget, and no more", () => {
	expect(check(figures(840), budgets(800))).toBe(true);
	expect(check(figures(841), budgets(800))).toBe(false);
	expect(said.some((it) => it.includes(`over its budget: ${NAME}`))).toBe(true);
});

test("what allocated nothing must allocate nothing", () => {
	expect(check(figures(800, 1), budgets(800))).toBe(false);
});

test("what was as wanted stays so, whatever the tolerance", () => {
	expect(check(figures(1000), budgets(980))).toBe(true);
	expect(check(figures(1010), budgets(980))).toBe(false);
	expect(said.some((it) => it.startsWith("no longer as wanted: events"))).toBe(true);
});

test("what never was as wanted is said, and held to its budget", () => {
	expect(check(figures(1210), budgets(1200))).toBe(true);
	expect(said.some((it) => it.startsWith("not as wanted: events"))).toBe(true);
});

test("a reader that fails is over any budget", () => {
	expect(check(figures(undefined), budgets(800))).toBe(false);
});

test("what has a budget must be measured, unless the tools are not there", () => {
	const more = { "1.0": { ...budgets(800)["1.0"], "something else: instructions": 1 } };
	expect(check(figures(800), more)).toBe(false);
	expect(check(figures(800, 0, ["no QEMU"]), more)).toBe(true);
	expect(said).toContain("not measured: something else: instructions");
});

test("an engine without budgets is said to have none", () => {
	expect(check(figures(800), {})).toBe(true);
	expect(said).toEqual(["no budgets for XS 1.0"]);
});
