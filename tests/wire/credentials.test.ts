import { masked, redactor } from "../../tools/wire/credentials";
import { Decoder } from "../../tools/wire/decoder";
import type { Direction } from "../../tools/wire/row";

/** Everything that rows show of a talk. */
function shown(talk: [Direction, string][], secrets: string[] = []): string[] {
	const texts: string[] = [];
	const decoder = new Decoder(({ text, meaning }) => texts.push(meaning ? `${text} | ${meaning}` : text), secrets);
	for (const [direction, text] of talk) decoder.feed(direction, Buffer.from(text), 0);
	decoder.end();
	return texts;
}

test.each([
	['AT+WSTAC=3,"secret"', "AT+WSTAC=3,…"],
	["AT+WSTAC= 03 ,[736563726574]", "AT+WSTAC= 03 ,…"],
	['at+wstac=3,"secret"', "at+wstac=3,…"],
	['AT+WSTAC = 0x03,"secret"', "AT+WSTAC = 0x03,…"],
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
	const texts = shown([["toHost", `${line}\r\n`]]).join("\n");
	expect(texts).toContain(expected.replace(">", ""));
	expect(texts).not.toMatch(/secret|736563/);
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
	expect(shown([["toModule", `${line}\r\n`]])[0].split(" | ")[0]).toBe(line);
});

test("a known secret is replaced wherever it turns up, plain or in hex", () => {
	const redact = redactor(["correct horse", "abc"]);
	const hex = Buffer.from("correct horse").toString("hex");
	expect(redact(`"correct horse" ${hex} ${hex.toUpperCase()}`)).toBe('"…" … …');
	expect(redact("abc is too short to be one")).toBe("abc is too short to be one");
	expect(shown([["toHost", `free text: correct horse, ${hex}\r\n`]], ["correct horse"])).toEqual(["free text: …, …"]);
});

test("letters beyond ASCII are shown as what they are, secret ones are masked", () => {
	expect(shown([["toHost", "Füße, Übermut\r\n"]], ["Übermut"])).toEqual(["Füße, …"]);
});

test.each([
	['"torn apart"', "torn apart"],
	["[746f726e206170617274]", "746f726e206170617274"],
])("the credential of a command is masked from then on, in whatever the module says: %s", (value, written) => {
	const texts = shown([
		["toModule", `AT+WSTAC=3,${value}\r\n`],
		["toHost", `TAC=3,${value}\r\nI was given ${written}, which is torn apart\r\n`],
	]).join("\n");
	expect(texts).toContain("I was given …");
	expect(texts).not.toContain("torn apart");
	expect(texts).not.toContain(written);
});

test("an echo that an event tears apart shows nothing of a credential", () => {
	const texts = shown([
		["toModule", 'AT+WSTAC=3,"correct horse"\r\n'],
		["toHost", '>AT+WSTAC=3,"corr\r\n+WSTALD:1\r\nect horse"\r\nOK\r\nfree text\r\n'],
	]);
	expect(texts.slice(1)).toEqual([
		"> | ready for a command",
		"AT+WSTAC=3,…",
		"+WSTALD:1 | the link is down: ASSOC_ID 1",
		"…",
		"OK",
		"free text",
	]);
});
