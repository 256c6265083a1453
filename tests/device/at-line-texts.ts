/** Texts whose length was told, or that end the line: read as the firmware prints them, escaped or not. */
import { Line } from "drivers/at/line";
import { Arena } from "drivers/uart/arena";
import { behaviour } from "testing/behaviour";
import { bytesOf, Chance, textOf } from "tests/device/uart-support";

const AT = 100;
const PLACE = 600;

/** A line in an arena where what lies behind its end would be understood, if anybody looked. */
function line(text: string, behind = '\r\n9,"9",[39]9') {
	const arena = new Arena(1000);
	arena.bytes.fill(0x39);
	arena.bytes.set(bytesOf(text + behind), AT);
	const fields = new Line(arena);
	fields.begin(AT, AT + text.length);
	/** The string that was read last, as its bytes are. */
	const copied = () => {
		const count = fields.copy(PLACE);
		return textOf(arena.bytes, PLACE, PLACE + count);
	};
	return { arena, fields, copied };
}

/** A string as the firmware prints it (module-behaviour, "Parameters"). */
function printed(raw: string): string {
	const letters = new Map([..."\x07\b\t\n\v\f\r\x1b"].map((it, i) => [it, "abtnvfre"[i]]));
	const codes = [...raw].map((it) => it.charCodeAt(0));
	if (raw === "") return "[]";
	if (codes.some((it) => it >= 0x7f || (it < 0x20 && !letters.has(String.fromCharCode(it)))))
		return `[${codes.map((it) => it.toString(16).padStart(2, "0")).join("")}]`;
	if (codes.every((it) => it >= 0x20)) return `"${raw}"`;
	return `"${[...raw].map((it) => (letters.has(it) ? `\\${letters.get(it)}` : '"\\'.includes(it) ? `\\${it}` : it)).join("")}"`;
}

const message = (topic: string, payload: string) =>
	`${topic.length},${printed(topic)},${payload.length},${printed(payload)}`;

behaviour("where a length was told, it ends the text, whatever quotes and backslashes are in it", (t) => {
	for (const [topic, payload] of [
		["status", '{"a":"b"}'],
		["a/b", '","'],
		["a", '",5,"'],
		["a", '"'],
		["a", "\\"],
		["a\\", "b\\"],
		['"', '"",""'],
		["a", "line\nline"],
		["a", '{\n"a": "x",\n"b": "y"\n}'],
		["a", '\n",'],
		["a", '\n\n\n"\n'],
		["a", ""],
		["", "b"],
		["a", "\u00ff\x00"],
		["a,b", "[61]"],
		["a", '[","]'],
	]) {
		const { fields, copied } = line(message(topic, payload));
		const first = fields.integer();
		fields.nextTextOf(first);
		t.equal(copied(), topic, message(topic, payload));
		const second = fields.nextInteger();
		fields.nextTextOf(second);
		t.equal(copied(), payload, message(topic, payload));
		t.equal([fields.valid, fields.more], [true, false]);
	}
});

behaviour("every text without a backslash at its end comes back from the firmware's print", (t) => {
	const chance = new Chance(10);
	for (let turn = 0; turn < 3000; turn++) {
		const text = (most: number) => {
			let raw = "";
			for (let i = chance.below(most); i > 0; i--) raw += chance.of([...'ab1,,""\\\n\r[]{}: \x01\u00e9']);
			return raw;
		};
		const topic = text(5).replaceAll("\\", "/");
		const payload = text(16);
		const { fields, copied } = line(message(topic, payload));
		const first = fields.integer();
		fields.nextTextOf(first);
		t.equal(copied(), topic, message(topic, payload));
		const second = fields.nextInteger();
		fields.nextTextOf(second);
		t.equal(copied(), payload, message(topic, payload));
		t.equal([fields.valid, fields.more], [true, false]);
	}
});

behaviour(
	"a length that does not fit leaves the text to its quotes, and the brackets end what is in hexadecimal",
	(t) => {
		for (const length of [0, 2, 4, 9, 100, -1, 1e9]) {
			const { fields, copied } = line('x,"abc",5');
			fields.at++;
			fields.nextTextOf(length);
			t.equal([copied(), fields.nextInteger(), fields.valid], ["abc", 5, true], `${length}`);
		}
		// an example in reference 7.10 says 7 and shows 8 bytes
		const { fields, copied } = line("x,[466F6FC2A9626172]");
		fields.at++;
		fields.nextTextOf(7);
		t.equal([copied(), fields.valid], ["Foo\u00c2\u00a9bar", true]);
	},
);

behaviour("a backslash that escapes nothing shows that nothing is escaped in a text that its quotes end", (t) => {
	for (const [text, content] of [
		['"\\www.example"', "\\www.example"],
		['"C:\\new\\dir"', "C:\\new\\dir"],
		['"say \\"hi\\" \\o/"', 'say \\"hi\\" \\o/'],
		['"back\\"', "back\\"],
		['"a\\"\\n"', 'a"\n'],
		['"\\\\www"', "\\www"],
	]) {
		const { fields, copied } = line(`${text},5`);
		fields.text();
		t.equal([copied(), fields.nextInteger(), fields.valid], [content, 5, true], text);
	}
});

behaviour("a text that ends the line ends with it, whatever quotes are in it", (t) => {
	for (const [text, content] of [
		['"hello"', "hello"],
		['""', ""],
		['"a","b"', 'a","b'],
		['"say "hi""', 'say "hi"'],
		['"back\\"', "back\\"], // a backslash that escapes nothing: so does none
		['"C:\\dir, "x""', 'C:\\dir, "x"'],
		['"a\\"b\\nc"', 'a"b\nc'],
		['"a\\\\n"', "a\\n"],
		["[6162]", "ab"],
		["[]", ""],
		["bare, with a comma", "bare, with a comma"],
	]) {
		const { fields, copied } = line(`x,${text}`);
		fields.at++;
		fields.lastText();
		t.equal([fields.valid, copied(), fields.more], [true, content, false], text);
	}
	for (const text of ["", '"', '"open', "[6]", "[61", "[61],5", '"a",5']) {
		const { fields } = line(`x,${text}`);
		fields.at++;
		fields.lastText();
		t.equal([fields.valid, fields.textLength], [false, 0], text);
	}
});

behaviour("a text can be decoded where it lies, and then has its bytes' length", (t) => {
	for (const [text, content, bracketed] of [
		['"hello"', "hello", false],
		['"a\\"\\n"', 'a"\n', false],
		["[00ff41]", "\x00\u00ffA", true],
		["[]", "", true],
		["bare", "bare", false],
	] as const) {
		const { arena, fields, copied } = line(`${text},7`);
		fields.text();
		t.equal(fields.bracketed, bracketed, text);
		for (let i = 0; i < 2; i++) {
			fields.plain();
			t.equal(textOf(arena.bytes, fields.textAt, fields.textAt + fields.textLength), content, text);
			t.equal(copied(), content, text);
		}
		t.equal([fields.nextInteger(), fields.valid], [7, true], "what follows is left alone");
	}
});
