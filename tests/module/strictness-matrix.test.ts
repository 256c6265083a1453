import { type Bench, bench } from "./bench";
import { type Profile, type Tried, table } from "./strictness-table";

/* Each command × a wrong count, a wrong type, out of range, bad hex, an open quote, unknown: the code, and that it goes on. */

const COUNT = 5;
const TYPE = 4;
const UNKNOWN = 3;

type Kind = "right" | "count" | "type" | "range" | "hex" | "quote" | "unknown";
interface Case {
	readonly kind: Kind;
	readonly line: string;
	readonly code: number;
}

/** A command with one place of it replaced. */
function line({ name, parameters }: Tried, replaced = -1, by = "", count = parameters.length): string {
	const values = parameters.slice(0, count).map(({ right }, index) => (index === replaced ? by : right));
	return `AT${name}${values.length ? "=" : ""}${values.join(",")}`;
}

function cases(tried: Tried, profile: Profile): Case[] {
	const { name, parameters, lines = [], right = 0 } = tried;
	const codeOf = (code: Tried["right"]) => (typeof code === "object" ? code[profile] : (code ?? 0));
	const found: Case[] = [];
	const add = (kind: Kind, text: string, code: number) => found.push({ kind, line: text, code });
	if (name === "E") {
		// a letter has a digit, not parameters: what is behind it must be another letter
		for (const [kind, text] of [
			["count", "ATE0,1"],
			["type", 'ATE"1"'],
			["hex", "ATE[4g]"],
			["quote", 'ATE"0'],
			["unknown", "ATX"],
		] as const)
			add(kind, text, UNKNOWN);
		add("right", "ATE0", 0);
	} else {
		// +RST answers nothing
		if (name !== "+RST") add("right", line(tried), codeOf(right));
		const least = parameters.findIndex((it) => it.optional);
		const needed = least < 0 ? parameters.length : least;
		for (let count = 0; count < needed; count++) add("count", line(tried, -1, "", count), COUNT);
		const full = line(tried);
		add("count", `${full}${parameters.length ? "," : "="}1,1`, COUNT);
		for (let index = 0; index < needed; index++) add("count", line(tried, index, ""), COUNT);
		const places = parameters.length ? parameters : [{ right: "", wrong: [], either: true }];
		for (const [index, { right: text, either, wrong }] of places.entries()) {
			const replaced = (by: string) => (parameters.length ? line(tried, index, by) : `AT${name}=${by}`);
			if (!either) add("type", replaced(/^["[]/.test(text) ? "5" : '"5"'), TYPE);
			for (const bad of ["[4]", "[4g]", "[41", "41]"]) add("hex", replaced(bad), COUNT);
			for (const bad of ['"open', '"\\', '"a"b']) add("quote", replaced(bad), COUNT);
			for (const [by, code] of wrong)
				add("range", line(tried, index, by, index < needed ? undefined : index + 1), codeOf(code));
		}
		add("unknown", `AT${name}X${full.slice(2 + name.length)}`, UNKNOWN);
		add("unknown", `AT${name.toLowerCase()}`, UNKNOWN);
	}
	for (const [text, code] of lines) add("range", text, codeOf(code));
	return found;
}

/** A module that is on the network, with a socket of each kind. */
function prepared(release: Profile): { it: Bench; fill: (text: string) => string } {
	const it = bench({ release, names: { "host.example": "192.0.2.1" } });
	it.join();
	const open = (protocol: number) => /\+SOCKO:(\d+)/.exec(it.command(`AT+SOCKO=${protocol}`))?.[1] ?? "";
	const ids = { UDP: open(1), TCP: open(2) };
	return { it, fill: (text) => text.replace(/\b(UDP|TCP)\b/, (name) => ids[name as "UDP" | "TCP"]) };
}

/** The result's code; 0 for OK, -1 for none. */
function resultOf(it: Bench, text: string): number {
	const said = it.command(text, 400);
	const found = /^(?:ERROR:(\d+)|OK)/m.exec(said);
	return found ? Number(found[1] ?? 0) : -1;
}

describe.each(["reference", "anycloud"] as const)("%s", (profile) => {
	const here = table.filter(({ only = profile }) => only === profile);

	test.each(here.map((it) => [it.name, it] as const))("%s", (_name, tried) => {
		const longest = profile === "reference" ? Number.POSITIVE_INFINITY : 500;
		for (const { kind, line: text, code } of cases(tried, profile)) {
			if (text.length > longest) continue;
			const { it, fill } = prepared(profile);
			const sent = fill(text);
			// binary data is waited for, not answered
			if (kind === "right" && tried.name === "+LOADCERT") continue;
			expect([kind, sent, resultOf(it, sent)]).toEqual([kind, sent, code]);
			expect([sent, it.command("AT+GMI", 400)]).toEqual([
				sent,
				expect.stringMatching(/\+GMI[:=]"Microchip"\r\nOK\r\n$/),
			]);
		}
	});

	test("all commands are tried, with all kinds of mistakes that there are for them", () => {
		const kinds: Kind[] = ["count", "type", "range", "hex", "quote", "unknown"];
		const missing: string[] = [];
		for (const tried of here) {
			const tries = new Set(cases(tried, profile).map(({ kind }) => kind));
			for (const kind of kinds) if (!tries.has(kind)) missing.push(`${tried.name} ${kind}`);
		}
		// without a parameter nothing has a type or a range
		const bare = ["+MQTTDISCONN", "+GMI", "+GMM", "+GMR", "+RST"];
		expect(new Set(missing)).toEqual(
			new Set(
				bare.filter((name) => here.some((it) => it.name === name)).flatMap((name) => [`${name} type`, `${name} range`]),
			),
		);
		const names = new Set(here.map(({ name }) => name));
		expect(names.size).toBe(profile === "reference" ? 30 : 33);
	});
});

describe("what a station's configuration cannot hold is refused", () => {
	test.each([
		["1,5", 4, 7],
		[`1,"${"x".repeat(33)}"`, 4, 7],
		['2,"3"', 4, 7],
		["2,5", 4, 7],
		["2,-1", 4, 7],
		["3,5", 4, 7],
		["4,0", 4, 7],
		["4,256", 4, 7],
		['4,"6"', 4, 7],
		["12,5", 4, 7],
		["13,2", 4, 7],
		['13,"1"', 4, 7],
		["77,1", 7, 7],
		["0,1", 7, 7],
	])("AT+WSTAC=%s", (value, reference, anycloud) => {
		expect(resultOf(bench(), `AT+WSTAC=${value}`)).toBe(reference);
		expect(resultOf(bench({ release: "anycloud" }), `AT+WSTAC=${value}`)).toBe(anycloud);
	});
});
