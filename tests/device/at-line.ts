/** Fields of a line, read where it lies. */
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

const integer = (text: string) => {
	const { fields } = line(text);
	const value = fields.integer();
	return fields.valid ? value : "invalid";
};

behaviour("integers are decimal, with a minus and blanks perhaps", (t) => {
	for (const [text, value] of [
		["0", 0],
		["7", 7],
		["007", 7],
		["-1", -1],
		["-60", -60],
		["  5", 5],
		["5  ", 5],
		["2147483647", 2147483647],
		["2147483648", 2147483648],
		["4294967295", 4294967295],
		["9999999999", 9999999999],
		["-9999999999", -9999999999],
		["1,2", 1],
		["1 ,2", 1],
	] as const) {
		t.equal(integer(text), value, text);
	}
});

behaviour("what is no integer is invalid and reads as 0", (t) => {
	for (const text of [
		...["", " ", "-", "--1", "- 1", "+1", "a", ",", ",1", '"1"', "[31]", "12345678901", "-12345678901"],
		// torn by another task's print
		...["7foo", "7+WSTALD", "1.5", "0x10", "1-2", "7\x01", "7\r8"],
	]) {
		const { fields } = line(text);
		t.equal(fields.integer(), 0, JSON.stringify(text));
		t.equal(fields.valid, false, JSON.stringify(text));
		t.equal(fields.more, false, "nothing is left");
	}
});

behaviour("fields are separated by commas, with blanks around them perhaps", (t) => {
	const { fields, copied } = line('1,-2 , 3,"four" ,5, [36]');
	t.equal([fields.integer(), fields.nextInteger(), fields.nextInteger()], [1, -2, 3]);
	fields.nextText();
	t.equal(copied(), "four");
	t.equal(fields.nextInteger(), 5);
	fields.nextText();
	t.equal(copied(), "6");
	t.equal([fields.valid, fields.more], [true, false]);
});

behaviour("after a field that is missing or wrong, all others read as nothing", (t) => {
	for (const text of ["1", "1,", "1,x", "1,2x", "1,,2", "1 2"]) {
		const { fields, copied } = line(text);
		t.equal([fields.integer(), fields.nextInteger(), fields.nextInteger()], [1, 0, 0], text);
		fields.nextText();
		t.equal([fields.valid, fields.textLength, copied()], [false, 0, ""], text);
	}
});

behaviour("peek and more look at the next character and take nothing", (t) => {
	const { fields } = line("1,2");
	t.equal([fields.peek, fields.more], [0x31, true]);
	fields.integer();
	t.equal([fields.peek, fields.integer(), fields.valid], [0x2c, 0, false]);
	const { fields: empty } = line("");
	t.equal([empty.peek, empty.more], [0, false]);
});

behaviour("texts are quoted, escaped, in hexadecimal or bare", (t) => {
	for (const [text, content, rest] of [
		['"hello"', "hello", ""],
		['""', "", ""],
		['"a,b"', "a,b", ""],
		['"a[b]"', "a[b]", ""],
		[' "a"', "a", ""],
		['"a" ,2', "a", " ,2"],
		["[]", "", ""],
		["[466F6FC2A9626172]", "Foo\u00c2\u00a9bar", ""],
		["[00ff0D0a]", "\x00\u00ff\r\n", ""],
		["[61],5", "a", ",5"],
		["bare", "bare", ""],
		["bare text,5", "bare text", ",5"],
		["192.168.0.1", "192.168.0.1", ""],
		['"\\a\\b\\t\\n\\v\\f\\r\\e\\"\\\\"', '\x07\b\t\n\v\f\r\x1b"\\', ""],
		['"a\\"b\\",c"', 'a"b",c', ""],
		['"\\z"', "\\z", ""], // no escape: the firmware prints backslashes as they are
		['"\u00e4\x7f\x01"', "\u00e4\x7f\x01", ""],
	]) {
		const { arena, fields, copied } = line(text);
		fields.text();
		t.equal(fields.valid, true, text);
		t.equal(copied(), content, text);
		t.ok(content.length <= fields.textLength, "never more than textLength");
		t.equal(textOf(arena.bytes, fields.at, fields.end), rest, text);
	}
});

behaviour("texts in which the firmware escapes nothing are read as they are, where that is clear", (t) => {
	for (const [text, content, rest] of [
		['"say "hi""', 'say "hi"', ""],
		['"say "hi"",-60', 'say "hi"', ",-60"],
		['"5" tall",1', '5" tall', ",1"],
		['"back\\",3,"x"', "back\\", ',3,"x"'],
		['"back\\"', "back\\", ""],
		['"C:\\new" folder",1', 'C:\\new" folder', ",1"],
	]) {
		const { arena, fields, copied } = line(text);
		fields.text();
		t.equal(copied(), content, text);
		t.equal(textOf(arena.bytes, fields.at, fields.end), rest, text);
	}
});

behaviour("what is no text is invalid", (t) => {
	for (const text of ["", "  ", '"', '"open', '"open\\', "[", "[61", "[6]", "[616]"]) {
		const { fields, copied } = line(text);
		fields.text();
		t.equal([fields.valid, fields.textLength, copied(), fields.more], [false, 0, "", false], text);
	}
	const { fields, copied } = line("[6x]");
	fields.text();
	t.equal([copied(), fields.valid], ["", false], "seen when it is copied");
});

behaviour("whatever a line holds and is asked for, nothing beyond its end is read or written", (t) => {
	const chance = new Chance(11);
	for (let turn = 0; turn < 4000; turn++) {
		let text = "";
		for (let i = chance.below(24); i > 0; i--) text += chance.of([...'"\\[],, -0123456789afAFxn\r\x00\u00ff']);
		const { arena, fields } = line(text);
		const hint = JSON.stringify(text);
		let failed = false;
		for (let i = 0; i < 6; i++) {
			const what = chance.below(8);
			let value = 0;
			if (what === 0) value = fields.integer();
			else if (what === 1) value = fields.nextInteger();
			else if (what === 2) fields.text();
			else if (what === 3) fields.nextText();
			else if (what === 4) fields.nextTextOf(chance.below(20) - 2);
			else if (what === 5) fields.comma();
			else if (what === 6) fields.lastText();
			else {
				const length = fields.textAt ? fields.textLength : 0;
				const count = fields.copy(PLACE);
				t.ok(count >= 0 && count <= length, hint);
				for (let at = PLACE + length; at < 1000; at++) if (arena.bytes[at] !== 0x39) t.equal(at, -1, hint);
				arena.bytes.fill(0x39, PLACE);
			}
			t.ok(fields.at >= AT && fields.at <= fields.end, hint);
			if (fields.textAt) t.ok(fields.textAt >= AT && fields.textAt + fields.textLength <= fields.end, hint);
			if (failed) t.equal([fields.valid, value], [false, 0], hint);
			failed = !fields.valid;
		}
	}
});
