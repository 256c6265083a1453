import { Formatter, Plain, quote, type StringStyle } from "../../host-sim/module/format";

const print = (style: StringStyle, text: string) => new Formatter(style, "[]").string(Buffer.from(text, "latin1"));

test.each([
	["hex", "plain text", '"plain text"'],
	["hex", 'say "hi"', "[7361792022686922]"],
	["hex", "back\\slash", "[6261636B5C736C617368]"],
	["hex", "line\n", "[6C696E650A]"],
	["hex", "caf\xe9", "[636166E9]"],
	["escaped", 'say "hi"', '"say \\"hi\\""'],
	["escaped", "line\n", '"line\\n"'],
	["escaped", "\x00", "[00]"],
	["firmware", 'say "hi"', '"say "hi""'],
	["firmware", "back\\slash", '"back\\slash"'],
	["firmware", 'tab\t"quoted"', '"tab\\t\\"quoted\\""'],
	["firmware", "\x01", "[01]"],
	["firmware", "caf\xe9", "[636166E9]"],
] as const)("%s prints %j as %s", (style, text, printed) => {
	expect(print(style, text)).toBe(printed);
});

test("the empty string has the release's form", () => {
	expect(new Formatter("hex", '""').string(new Uint8Array())).toBe('""');
	expect(new Formatter("firmware", "[]").string(new Uint8Array())).toBe("[]");
});

test("a line has its fields behind its name", () => {
	const format = new Formatter("hex", '""');
	expect(format.line("+NAME", [1, "text", Uint8Array.of(1), new Plain("as is"), quote("a")])).toBe(
		'+NAME:1,"text",[01],as is,"a"',
	);
	expect(format.line("+NAME", [])).toBe("+NAME");
	expect(format.line("+NAME", [1], "=")).toBe("+NAME=1");
});
