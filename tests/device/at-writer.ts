/** Commands as bytes: whatever a string holds, it cannot end the command, nor begin anything else in it. */
import { toBytes } from "drivers/at/text";
import { command, encodedLength, fittingLength, Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { behaviour, type Test } from "testing/behaviour";
import { bytesOf, Chance, textOf } from "tests/device/uart-support";

const HEAD = command("AT+X=");

function bench(capacity = 256) {
	const arena = new Arena(capacity + 16);
	const writer = new Writer(arena, capacity);
	const behind = arena.take(16);
	arena.bytes.fill(0xa5, behind, behind + 16);
	/** The line as it would be sent. */
	const line = () => textOf(arena.bytes, writer.start, writer.start + writer.length);
	const untouched = () => arena.bytes.slice(writer.start + capacity).every((it) => it === 0xa5);
	return { arena, writer, line, untouched };
}

/** The line with a string that lies in the arena itself, as what programs write does. */
function writtenFromArena(content: ArrayLike<number>): string {
	const arena = new Arena(1024 + content.length + 8);
	const writer = new Writer(arena, 1024);
	const at = arena.take(content.length + 3) + (content.length & 3); // anywhere
	arena.bytes.set(content, at);
	writer.begin(HEAD);
	writer.text(arena.bytes, at, content.length);
	return textOf(arena.bytes, writer.start, writer.start + writer.end());
}

/** One string in a command, without the fixed text and the line's end. */
function written(t: Test, content: ArrayLike<number>): string {
	const { writer, line } = bench(1024);
	const bytes = Uint8Array.from({ length: content.length + 4 }, (_, i) => content[i - 2] ?? 0x22);
	writer.begin(HEAD);
	writer.text(bytes, 2, content.length);
	const length = writer.end();
	const text = line();
	t.equal(length, text.length);
	t.equal(text.slice(0, 5) + text.slice(-2), "AT+X=\r\n");
	t.equal(writtenFromArena(content), text);
	t.equal(encodedLength(bytes, 2, content.length), text.length - 7);
	return text.slice(5, -2);
}

/** What the module makes of it, by the rules of module-behaviour ("Parameters"); undefined when it is not exactly one. */
function understood(parameter: string): string | undefined {
	const hexadecimal = /^\[((?:[0-9A-Fa-f]{2})*)\]$/.exec(parameter);
	if (hexadecimal) return hexadecimal[1].replace(/../g, (digits) => String.fromCharCode(Number.parseInt(digits, 16)));
	const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[abtnvfre"\\])*)"$/.exec(parameter);
	if (!quoted) return undefined;
	return quoted[1].replace(/\\(.)/g, (_, letter: string) => '\x07\b\t\n\v\f\r\x1b"\\'['abtnvfre"\\'.indexOf(letter)]);
}

behaviour("every byte, alone and between others, is understood as it is", (t) => {
	for (let byte = 0; byte < 256; byte++) {
		for (const content of [[byte], [0x61, byte, 0x62], [byte, byte], [0x22, byte], [byte, 0x5c]]) {
			t.equal(understood(written(t, content)), textOf(content), `byte ${byte}`);
		}
	}
});

behaviour("texts are quoted where that can carry them, else in hexadecimal", (t) => {
	for (const [content, expected] of [
		["", '""'],
		["hello", '"hello"'],
		['say "hi"', '"say \\"hi\\""'],
		["a\\b", '"a\\\\b"'],
		["a\r\nb", '"a\\r\\nb"'],
		["\x07\b\t\v\f\x1b", '"\\a\\b\\t\\v\\f\\e"'],
		["a\0b", "[610062]"],
		["\x7f", "[7F]"],
		["\u00fc", "[FC]"],
		["\x01", "[01]"],
	]) {
		t.equal(written(t, bytesOf(content)), expected);
	}
});

behaviour("no text can end the command or begin another", (t) => {
	for (const attack of [
		'"\r\nAT+WSTA=0\r\n',
		'",1\r\nAT+RST\r\n',
		"\nAT+RST\n",
		"\r\nOK\r\n",
		'\\"\r\nAT',
		"\\\r\nAT",
		"]\r\nAT+RST\r\n",
		"[00]",
		'","',
		"+++",
		"AT+RST",
		'"',
		"\\",
		'\\",\\"',
		"\0\r\nAT\r\n",
		"\u00ff\r\nAT\r\n",
	]) {
		const parameter = written(t, bytesOf(attack));
		t.equal(understood(parameter), attack, JSON.stringify(attack));
		t.ok(/^[\x20-\x7e]*$/.test(parameter), "printable throughout");
	}
});

behaviour("random texts are understood as they are, and are as long as was said before", (t) => {
	const chance = new Chance(12);
	for (let turn = 0; turn < 1500; turn++) {
		const kind = chance.below(3);
		const content = Uint8Array.from({ length: chance.below(60) }, () =>
			kind === 0
				? chance.below(256)
				: kind === 1
					? 0x20 + chance.below(0x5f)
					: chance.of([0x22, 0x5c, 10, 13, 0x61, 0x2c]),
		);
		t.equal(understood(written(t, content)), textOf(content), `turn ${turn}`);
	}
});

behaviour("hexadecimal can be asked for", (t) => {
	const { writer, line } = bench();
	writer.begin(HEAD);
	writer.hex(bytesOf("Foo\u00c2\u00a9"), 0, 5);
	writer.end();
	t.equal(line(), "AT+X=[466F6FC2A9]\r\n");
});

behaviour("integers are written as they are, up to 53 bits and a minus", (t) => {
	const chance = new Chance(13);
	const { writer, line } = bench();
	const largest = Number.MAX_SAFE_INTEGER;
	const values = [
		0,
		1,
		9,
		10,
		11,
		99,
		100,
		40_959,
		40_960,
		65535,
		65536,
		2 ** 31 - 1,
		2 ** 31,
		2 ** 32,
		1e15,
		9e15,
		8999999999999999,
	];
	for (let i = 0; i < 53; i++) values.push(2 ** i - 1, 2 ** i, 10 ** (i % 16), 10 ** (i % 16) - 1);
	for (let i = 0; i < 500; i++) values.push(Math.floor((chance.below(2 ** 31) * 2 ** 22) / 2 ** chance.below(53)));
	values.push(largest, largest - 1);
	for (const value of values) {
		for (const it of [value, -value]) {
			writer.begin(HEAD);
			writer.integer(it);
			writer.end();
			t.equal(line(), `AT+X=${it}\r\n`);
			writer.begin(HEAD);
			writer.nextInteger(it);
			writer.end();
			t.equal(line(), `AT+X=,${it}\r\n`);
		}
	}
});

behaviour("fields are written with their commas", (t) => {
	const { writer, line } = bench();
	writer.begin(command("AT+SOCKBR="));
	writer.integer(3);
	writer.nextText(bytesOf("192.168.0.1"), 0, 11);
	writer.nextInteger(6000);
	writer.comma();
	writer.fixed(command("1"));
	t.equal(writer.end(), line().length);
	t.equal(line(), 'AT+SOCKBR=3,"192.168.0.1",6000,1\r\n');
});

behaviour("a line may be as long as its capacity, and one longer by a byte is none", (t) => {
	const parts: readonly [string, number, (writer: Writer) => void][] = [
		["integer", 5, (it) => it.integer(12345)],
		["negative", 17, (it) => it.integer(-Number.MAX_SAFE_INTEGER)],
		["zero", 1, (it) => it.integer(0)],
		["comma", 1, (it) => it.comma()],
		["next integer", 3, (it) => it.nextInteger(42)],
		["next long integer", 11, (it) => it.nextInteger(2 ** 31)],
		["next plain", 6, (it) => it.nextPlain(it.start, 3)],
		["fixed", 5, (it) => it.fixed(HEAD)],
		["text", 7, (it) => it.text(bytesOf('a"\n'), 0, 3)],
		["empty text", 2, (it) => it.text(HEAD, 0, 0)],
		["next text", 8, (it) => it.nextText(bytesOf("hello"), 0, 5)],
		["hexadecimal", 6, (it) => it.text(bytesOf("\0\u00ff"), 0, 2)],
	];
	for (const [name, length, write] of parts) {
		for (let capacity = 5; capacity < 40; capacity++) {
			const { writer, untouched } = bench(capacity);
			const behind = capacity % 4 === 0; // the arena rounds up
			writer.begin(HEAD);
			write(writer);
			const fits = 5 + length + 2 <= capacity;
			t.equal(writer.end(), fits ? 5 + length + 2 : 0, `${name} in ${capacity}`);
			t.equal(writer.overflow, !fits, `${name} in ${capacity}`);
			t.ok(!behind || untouched(), `${name} in ${capacity} writes beyond`);
		}
	}
});

behaviour("as many bytes as fit are told: they do, in one form or the other, and one more does not", (t) => {
	const chance = new Chance(5);
	for (let round = 0; round < 200; round++) {
		const room = 2 + chance.below(40);
		// few or many that need an escape, or hexadecimal
		const rare = [0x61, 0x22, 0xe1][round % 3];
		const bytes = Uint8Array.from({ length: 50 }, () => (chance.below(8) ? 0x62 : rare));
		const count = fittingLength(bytes, 0, bytes.length, room);
		t.ok(encodedLength(bytes, 0, count) <= room, `${count} bytes in ${room}`);
		// what is longer may fit again only where it is shorter in hexadecimal, which it never is
		t.ok(encodedLength(bytes, 0, count + 1) > room, `${count + 1} bytes in ${room}`);
		t.equal(fittingLength(bytes, 0, count, room), count);
	}
});

behaviour(
	"what lies in the arena fits as much as anything, and is written as it is then, although it was looked at before",
	(t) => {
		const chance = new Chance(6);
		for (let round = 0; round < 400; round++) {
			const { arena, writer, line } = bench(256);
			const at = writer.start + 200 + (round & 3);
			const rare = [0x61, 0x22, 0xe1, 0x20, 0x7f][round % 5];
			const fill = () => {
				for (let i = 0; i < 50; i++) arena.bytes[at + i] = chance.below(8) ? 0x62 : rare;
			};
			const room = 2 + chance.below(60);
			fill();
			writer.begin(HEAD);
			const count = writer.fitting(at, 50, room);
			t.equal(count, fittingLength(arena.bytes, at, 50, room), `${rare} in ${room}`);
			// of another line nothing was looked at
			if (round & 8) {
				fill();
				writer.begin(HEAD);
			}
			writer.text(arena.bytes, at, count);
			writer.end();
			const text = line().slice(5, -2);
			t.ok(text.length <= room || (round & 8) > 0, `${text} in ${room}`);
			t.equal(understood(text), textOf(arena.bytes, at, at + count));
		}
	},
);

behaviour("after an overflow nothing more is written, however short, and the next line is as good as new", (t) => {
	const { writer, line } = bench(16);
	writer.begin(HEAD);
	writer.text(bytesOf("much too long"), 0, 13);
	writer.integer(1);
	t.equal([writer.overflow, writer.end(), line()], [true, 0, "AT+X="]);
	writer.begin(HEAD);
	writer.integer(1);
	t.equal([writer.overflow, writer.end(), line()], [false, 8, "AT+X=1\r\n"]);
	writer.text(bytesOf("much too long"), 0, 13);
	writer.clear();
	t.equal([writer.overflow, writer.length], [false, 0]);
});

behaviour("strings become UTF-8", (t) => {
	for (const [text, bytes] of [
		["", []],
		["a~", [0x61, 0x7e]],
		["\u00fc", [0xc3, 0xbc]],
		["\u20ac", [0xe2, 0x82, 0xac]],
		["\u{1f600}!", [0xf0, 0x9f, 0x98, 0x80, 0x21]],
	] as const) {
		t.equal(t.bytes(toBytes(text)), bytes, text);
	}
});
