import { Result } from "./result";

/** A parameter as it stood on the line. An empty place is "missing". */
export type Parameter =
	| { kind: "integer"; value: number }
	| { kind: "string"; bytes: Uint8Array }
	| { kind: "missing" };

/** A command line taken apart, or the code it is refused with. */
export type ParsedLine =
	| { kind: "attention" }
	| { kind: "basic"; letters: { letter: string; value: number }[] }
	| { kind: "extended"; name: string; parameters: Parameter[] }
	| { kind: "refused"; code: number; name: string };

export interface ParserOptions {
	/** What becomes of a byte ≥ 0x80 between quotes. */
	highBytes: "drop" | "refuse";
	/** Whether `AT+NAME?` and `AT+NAME=` read, as `AT+NAME` does. */
	lenientReads: boolean;
	knows(name: string): boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
/** `\a \b \t \n \v \f \r \e \" \\`; `\0` is none of them. */
const escapes: Readonly<Record<string, number>> = {
	a: 0x07,
	b: 0x08,
	t: 0x09,
	n: 0x0a,
	v: 0x0b,
	f: 0x0c,
	r: 0x0d,
	e: 0x1b,
	'"': QUOTE,
	"\\": BACKSLASH,
};

/** Takes a command line apart; the line comes without its end. */
export function parseLine(line: Uint8Array, options: ParserOptions): ParsedLine {
	const text = Buffer.from(line).toString("latin1");
	if (!text.startsWith("AT")) return { kind: "refused", code: Result.invalidCommand, name: "" };
	if (text.length === 2) return { kind: "attention" };
	if (text[2] !== "+") return parseBasic(text.slice(2));
	const equals = text.indexOf("=");
	let name = text.slice(3, equals < 0 ? undefined : equals);
	if (options.lenientReads && equals < 0 && name.endsWith("?")) name = name.slice(0, -1);
	if (!options.knows(name)) {
		// a known name with something behind it is a syntax error, anything else is no command
		const stem = /^[A-Z]+/.exec(name)?.[0] ?? "";
		const code = stem !== name && options.knows(stem) ? Result.parameterCount : Result.unknownCommand;
		return { kind: "refused", code, name: stem };
	}
	if (equals < 0 || (options.lenientReads && equals === text.length - 1)) {
		return { kind: "extended", name, parameters: [] };
	}
	const parameters = parseParameters(line.subarray(equals + 1), options);
	if (!parameters) return { kind: "refused", code: Result.parameterCount, name };
	return { kind: "extended", name, parameters };
}

function parseBasic(text: string): ParsedLine {
	const letters: { letter: string; value: number }[] = [];
	const pattern = /([A-Z]) *(\d*)/y;
	while (pattern.lastIndex < text.length) {
		const found = pattern.exec(text);
		if (!found) return { kind: "refused", code: Result.unknownCommand, name: "" };
		letters.push({ letter: found[1]!, value: Number(found[2] || "0") });
	}
	return { kind: "basic", letters };
}

/** The parameters behind `=`, or undefined when they are malformed. */
function parseParameters(bytes: Uint8Array, options: ParserOptions): Parameter[] | undefined {
	const parameters: Parameter[] = [];
	let at = 0;
	for (;;) {
		// the examples of 5.2.8 and 7.12.6 have a space before a parameter
		while (bytes[at] === SPACE) at++;
		const taken = parseParameter(bytes, at, options);
		if (!taken) return undefined;
		parameters.push(taken.parameter);
		at = taken.end;
		if (at === bytes.length) return parameters;
		if (bytes[at] !== COMMA) return undefined;
		at++;
	}
}

interface Taken {
	parameter: Parameter;
	end: number;
}

function parseParameter(bytes: Uint8Array, start: number, options: ParserOptions): Taken | undefined {
	if (start === bytes.length || bytes[start] === COMMA) return { parameter: { kind: "missing" }, end: start };
	if (bytes[start] === QUOTE) return trailing(bytes, quoted(bytes, start + 1, options));
	if (bytes[start] === 0x5b) return trailing(bytes, hex(bytes, start + 1));
	let end = start;
	while (end < bytes.length && bytes[end] !== COMMA) end++;
	const text = Buffer.from(bytes.subarray(start, end)).toString("latin1");
	if (!/^(-?\d+|0[xX][0-9a-fA-F]+)$/.test(text)) return undefined;
	return { parameter: { kind: "integer", value: Number(text) }, end };
}

/** Spaces may stand behind a string. */
function trailing(bytes: Uint8Array, taken: Taken | undefined): Taken | undefined {
	if (taken) while (bytes[taken.end] === SPACE) taken.end++;
	return taken;
}

function quoted(bytes: Uint8Array, start: number, options: ParserOptions): Taken | undefined {
	const content: number[] = [];
	for (let at = start; at < bytes.length; at++) {
		const byte = bytes[at]!;
		if (byte === QUOTE) return { parameter: { kind: "string", bytes: Uint8Array.from(content) }, end: at + 1 };
		if (byte === BACKSLASH) {
			const escaped = escapes[String.fromCharCode(bytes[++at] ?? 0)];
			if (escaped === undefined) return undefined;
			content.push(escaped);
		} else if (byte >= 0x80) {
			if (options.highBytes === "refuse") return undefined;
		} else if (byte < 0x20 || byte === 0x7f) return undefined;
		else content.push(byte);
	}
	return undefined;
}

function hex(bytes: Uint8Array, start: number): Taken | undefined {
	const end = bytes.indexOf(0x5d, start);
	if (end < 0) return undefined;
	const text = Buffer.from(bytes.subarray(start, end)).toString("latin1");
	if (!/^([0-9a-fA-F]{2})*$/.test(text)) return undefined;
	return { parameter: { kind: "string", bytes: Uint8Array.from(Buffer.from(text, "hex")) }, end: end + 1 };
}
