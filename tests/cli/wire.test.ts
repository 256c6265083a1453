import { masked, redactor } from "../../host-sim/cli/credentials";
import { type Direction, Wire } from "../../host-sim/cli/wire";

type Talk = [Direction, string][];

/** What is shown of a talk, its pieces cut at a place. */
function shown(talk: Talk, cut = Number.POSITIVE_INFINITY): string[] {
	const lines: string[] = [];
	const wire = new Wire(({ direction, text }) => lines.push(`${direction === "toModule" ? ">" : "<"} ${text}`));
	for (const [direction, text] of talk) {
		const bytes = Buffer.from(text, "latin1");
		wire.feed(direction, bytes.subarray(0, cut));
		wire.feed(direction, bytes.subarray(cut));
	}
	return lines;
}

/** The same, however the bytes are cut. */
function everyCut(talk: Talk): string[] {
	const whole = shown(talk);
	const longest = Math.max(...talk.map(([, text]) => text.length));
	for (let cut = 1; cut < longest; cut++) expect({ cut, lines: shown(talk, cut) }).toEqual({ cut, lines: whole });
	return whole;
}

test("lines of both directions, without prompts and empty ones", () => {
	expect(
		everyCut([
			["toHost", "\r\nOK\r\n>"],
			["toModule", "AT\r\n"],
			["toHost", "AT\r\nOK\r\n>\r+WSTALD\r\n>"],
		]),
	).toEqual(["< OK", "> AT", "< AT", "< OK", "< +WSTALD"]);
});

test.each([
	["on the header's line", "+SOCKRD:1,7, #"],
	["on the header's line, without the space", "+SOCKRD:1,7,#"],
	["on the next line", "+SOCKRD:1,7,\r\n#"],
])("a payload read is its length, with the marker %s", (_, header) => {
	const lines = everyCut([
		["toModule", "AT+SOCKRD=1,2,7\r\n"],
		["toHost", `${header}\nOK\r\n>#OK\r\n+SOCKCL:1\r\n`],
	]);
	expect(lines.filter((it) => !it.includes("SOCKRD"))).toEqual(["< (7 bytes)", "< OK", "< +SOCKCL:1"]);
});

test("a payload written is its length", () => {
	expect(
		everyCut([
			["toModule", "AT+SOCKWR=1,5\r\n"],
			["toHost", "\r\n#"],
			["toModule", "\nAT\r\n"],
			["toHost", "OK\r\n"],
			["toModule", "AT\r\n"],
		]),
	).toEqual(["> AT+SOCKWR=1,5", "< #", "> (5 bytes)", "< OK", "> AT"]);
});

test("a payload of unknown length ends with +++", () => {
	expect(
		everyCut([
			["toModule", "AT+SOCKWR=1,0\r\n"],
			["toHost", "#"],
			["toModule", "One fine day+++"],
			["toHost", "OK\r\n"],
			["toModule", "AT\r\n"],
		]),
	).toEqual(["> AT+SOCKWR=1,0", "< #", "> (12 bytes)", "< OK", "> AT"]);
});

test("a binary write that was refused leaves nothing behind", () => {
	const lines = everyCut([
		["toModule", "AT+SOCKWR=1,5\r\n"],
		["toHost", "ERROR:10\r\n"],
		["toModule", "AT\r\n"],
		["toHost", "# not a marker\r\n"],
		["toModule", "AT+GMM\r\n"],
	]);
	expect(lines.slice(2)).toEqual(["> AT", "< # not a marker", "> AT+GMM"]);
});

test("bytes and commands are counted", () => {
	const wire = new Wire(() => {});
	wire.feed("toModule", Buffer.from("AT\r\nAT+GMM\r\n"));
	wire.feed("toHost", Buffer.from("OK\r\n"));
	expect(wire.bytes).toEqual({ toModule: 12, toHost: 4 });
	expect(wire.commands).toBe(2);
});

test.each([
	['AT+WSTAC=3,"secret"', "AT+WSTAC=3,…"],
	["AT+WSTAC= 03 ,[736563726574]", "AT+WSTAC= 03 ,…"],
	['+WSTAC:3,"secret"', "+WSTAC:3,…"],
	['WSTAC:3,"secret"', "WSTAC:3,…"],
	['>AT+WAPC=3,"secret"', ">AT+WAPC=3,…"],
	['+WAPC:3,"secret"', "+WAPC:3,…"],
	['AT+MQTTC=5,"secret"', "AT+MQTTC=5,…"],
	['+MQTTC:5,"secret"', "+MQTTC:5,…"],
	['AT+TLSC=1,4,"secret"', "AT+TLSC=1,4,…"],
	['+TLSC:4,"secret"', "+TLSC:4,…"],
	['+TLSC:1,4,"secret"', "+TLSC:1,4,…"],
])("credentials are masked: %s", (line, expected) => {
	expect(masked(line)).toBe(expected);
});

test.each([
	'AT+WSTAC=1,"home"',
	"AT+WSTAC=2,3",
	'AT+MQTTC=3,"id"',
	'AT+TLSC=1,2,"cert"',
	"AT+SOCKWR=1,3",
	"AT+WSTAC=4,255",
])("what is no credential is shown: %s", (line) => {
	expect(masked(line)).toBe(line);
});

test("a known secret is replaced wherever it turns up, plain or in hex", () => {
	const redact = redactor(["correct horse", "abc"]);
	const hex = Buffer.from("correct horse").toString("hex");
	expect(redact(`"correct horse" ${hex} ${hex.toUpperCase()}`)).toBe('"…" … …');
	expect(redact("abc is too short to be one")).toBe("abc is too short to be one");
});
