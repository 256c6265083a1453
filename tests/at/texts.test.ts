/** Strings of the module in all three forms, beside a reader that takes one character after the other. */
import { Line } from "drivers/at/line";
import { Arena } from "drivers/uart/arena";
import fc from "fast-check";

const letters: Record<string, string> = {
	...{ a: "\x07", b: "\b", t: "\t", n: "\n", v: "\v", f: "\f", r: "\r", e: "\x1b" },
	...{ '"': '"', "\\": "\\" },
};
const escapes = new Map(Object.entries(letters).map(([letter, character]) => [character, `\\${letter}`]));

/** As the firmware prints a string (module-behaviour, "Parameters"): in brackets, escaped, or as it is. */
function printed(text: string): string {
	const codes = [...text].map((it) => it.charCodeAt(0));
	if (text === "" || codes.some((it, i) => it >= 0x7f || (it < 0x20 && !escapes.has(text[i]))))
		return `[${codes.map((it) => it.toString(16).toUpperCase().padStart(2, "0")).join("")}]`;
	if (codes.every((it) => it >= 0x20)) return `"${text}"`;
	return `"${[...text].map((it) => escapes.get(it) ?? it).join("")}"`;
}

/** Reads `<length>,<string>` and a `,5` behind it, at an offset. */
function read(text: string, length: number, offset: number) {
	const arena = new Arena(2048);
	const line = `${length},${printed(text)},5`;
	arena.bytes.set(Buffer.from(`${line}\r\n`, "latin1"), offset);
	const fields = new Line(arena);
	fields.begin(offset, offset + line.length);
	fields.nextTextOf(fields.integer());
	const count = fields.copy(1024 + offset);
	const copied = Buffer.from(arena.bytes.subarray(1024 + offset, 1024 + offset + count)).toString("latin1");
	fields.plain();
	const { textAt, textLength } = fields;
	const plain = Buffer.from(arena.bytes.subarray(textAt, textAt + textLength)).toString("latin1");
	return { copied, plain, next: fields.nextInteger(), valid: fields.valid };
}

const characters = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(..."abcXYZ019 ,:{}[]") },
	{ weight: 1, arbitrary: fc.constantFrom('"', "\\", "\n", "\r", "\t", "\x1b") },
);
const texts = fc.oneof(
	fc.array(characters, { maxLength: 60 }).map((it) => it.join("")),
	fc.uint8Array({ maxLength: 60 }).map((it) => Buffer.from(it).toString("latin1")),
);

test("a string comes back from the firmware's print, however it lies and whatever is in it", () => {
	fc.assert(
		// a backslash or a quote at the end may be taken for the quote's own, or for the end
		fc.property(texts, fc.integer({ min: 100, max: 103 }), (text, offset) => {
			fc.pre(!/["\\]$/.test(text));
			expect(read(text, text.length, offset)).toEqual({ copied: text, plain: text, next: 5, valid: true });
		}),
		{ numRuns: 3000, seed: 7 },
	);
});
