import fc from "fast-check";
import { type ParserOptions, parseLine } from "../../host-sim/module/parser";

const options: ParserOptions = { highBytes: "refuse", lenientReads: false, knows: (name) => name === "CMD" };
const parse = (text: string, changes: Partial<ParserOptions> = {}) =>
	parseLine(Buffer.from(text, "latin1"), { ...options, ...changes });
const parameters = (text: string, changes?: Partial<ParserOptions>) => {
	const parsed = parse(`AT+CMD=${text}`, changes);
	if (parsed.kind !== "extended") return parsed;
	return parsed.parameters.map((it) => {
		if (it.kind === "missing") return undefined;
		return it.kind === "integer" ? it.value : Buffer.from(it.bytes).toString("latin1");
	});
};
const syntaxError = { kind: "refused", code: 5, name: "CMD" };

test("AT alone asks for attention", () => {
	expect(parse("AT")).toEqual({ kind: "attention" });
});

test.each(["", "A", "at+CMD", "XAT+CMD", "+CMD", " AT+CMD"])("%j is no AT command", (line) => {
	expect(parse(line)).toMatchObject({ kind: "refused", code: 2 });
});

test.each(["AT+NONE", "AT+cmd", "AT+CM", "AT+CMDS", "AT+", "AT#CMD"])("%j is an unknown command", (line) => {
	expect(parse(line)).toMatchObject({ kind: "refused", code: 3 });
});

test.each(["AT+CMD?", "AT+CMD=?", "AT+CMD =1", "AT+CMD1", "AT+CMD=1;2"])("%j is a syntax error", (line) => {
	expect(parse(line)).toMatchObject({ kind: "refused", code: 5 });
});

test("integers are decimal, negative or hexadecimal", () => {
	expect(parameters("0,12,-7,0x1F,0XfF,007")).toEqual([0, 12, -7, 31, 255, 7]);
});

test.each(["+1", "1.5", "1e3", "0x", "--1", "1 2", "abc", "-", "0b1"])("%j is no parameter", (text) => {
	expect(parameters(text)).toEqual(syntaxError);
});

test("spaces may stand before a parameter, and behind a string", () => {
	expect(parameters('1, "a" , [62] ,  3')).toEqual([1, "a", "b", 3]);
});

test("every escape stands for its byte", () => {
	expect(parameters('"\\a\\b\\t\\n\\v\\f\\r\\e\\"\\\\"')).toEqual(['\x07\b\t\n\v\f\r\x1b"\\']);
});

test.each(['"\\0"', '"\\x"', '"\\', '"open', '"a"b', '"a\x01"', '"a\x7f"'])(
	"the string %j is a syntax error",
	(text) => {
		expect(parameters(text)).toEqual(syntaxError);
	},
);

test.each(["[4", "[4]", "[4g]", "[41 42]", "[41", "41]", "[41]42"])(
	"the hexadecimal string %j is a syntax error",
	(text) => {
		expect(parameters(text)).toEqual(syntaxError);
	},
);

test("hexadecimal strings may be empty and in either case", () => {
	expect(parameters("[],[00fF]")).toEqual(["", "\x00\xff"]);
});

test("commas and brackets inside quotes are text", () => {
	expect(parameters('"a,[b],=c"')).toEqual(["a,[b],=c"]);
});

test("bytes above ASCII between quotes are refused, or dropped", () => {
	expect(parameters('"a\xe9b"')).toEqual(syntaxError);
	expect(parameters('"a\xe9b"', { highBytes: "drop" })).toEqual(["ab"]);
});

test("an empty place is seen as one", () => {
	expect(parameters(",1,")).toEqual([undefined, 1, undefined]);
});

test("reading with a question mark is a matter of the release", () => {
	expect(parse("AT+CMD?", { lenientReads: true })).toEqual({ kind: "extended", name: "CMD", parameters: [] });
	expect(parse("AT+CMD=", { lenientReads: true })).toEqual({ kind: "extended", name: "CMD", parameters: [] });
});

test("letters may have a number, and follow each other", () => {
	expect(parse("ATE0")).toEqual({ kind: "basic", letters: [{ letter: "E", value: 0 }] });
	expect(parse("ATE")).toEqual({ kind: "basic", letters: [{ letter: "E", value: 0 }] });
	expect(parse("ATE 1")).toEqual({ kind: "basic", letters: [{ letter: "E", value: 1 }] });
	expect(parse("ATE0V3")).toMatchObject({
		letters: [
			{ letter: "E", value: 0 },
			{ letter: "V", value: 3 },
		],
	});
});

test("any bytes written in hexadecimal are read back", () => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 5 }), (strings) => {
			const text = strings.map((it) => `[${Buffer.from(it).toString("hex")}]`).join(",");
			expect(parameters(text)).toEqual(strings.map((it) => Buffer.from(it).toString("latin1")));
		}),
	);
});

test("whatever comes is taken apart or refused, never thrown at", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 60 }), (tail) => {
			const line = Buffer.concat([Buffer.from("AT+CMD="), tail]);
			expect(["extended", "refused"]).toContain(parseLine(line, options).kind);
		}),
	);
});
