/** Quotes and backslashes in texts, at every place among words, read as they are character by character. */
import { isWhollyEscaped, mark, plainOf } from "drivers/at/escapes";
import { Arena } from "drivers/uart/arena";
import { behaviour } from "testing/behaviour";
import { bytesOf, Chance, textOf } from "tests/device/uart-support";

const letters = new Map([..."abtnvfre"].map((it, i) => [it, "\x07\b\t\n\v\f\r\x1b"[i]]));
letters.set('"', '"').set("\\", "\\");

/** As {@link mark}, within the text. */
function naiveMark(text: string): number {
	const at = text.search(/["\\]/);
	return at < 0 ? text.length : at;
}

function naivePlain(text: string): string {
	let plain = "";
	for (let i = 0; i < text.length; i++) {
		if (text[i] === "\\" && i + 1 < text.length) plain += letters.get(text[++i]) ?? text[i];
		else plain += text[i];
	}
	return plain;
}

function naiveWholly(text: string): boolean {
	const rest = text.replace(/\\[abtnvfre"\\]/g, "");
	return rest.length < text.length && !/["\\]/.test(rest);
}

/** A text at an offset, with quotes and backslashes around it that are not its own. */
function put(text: string, offset: number) {
	const arena = new Arena(600);
	arena.bytes.fill(0x5c);
	arena.bytes.fill(0x22, 0, offset);
	arena.bytes.set(bytesOf(text), offset);
	return { arena, end: offset + text.length };
}

function check(t: Parameters<Parameters<typeof behaviour>[1]>[0], text: string, offset: number): void {
	const { arena, end } = put(text, offset);
	const hint = `${JSON.stringify(text)} at ${offset}`;
	t.equal(mark(arena, offset, end) - offset, naiveMark(text), hint);
	t.equal(isWhollyEscaped(arena, offset, end), naiveWholly(text), hint);
	const plain = naivePlain(text);
	for (const to of [300, offset, offset - 1]) {
		const { arena, end } = put(text, offset);
		const count = plainOf(arena, offset, end, to);
		t.equal(textOf(arena.bytes, to, to + count), plain, hint);
		t.equal(arena.bytes[end], 0x5c, "nothing behind it is written");
	}
}

behaviour("a quote, a backslash, or an escape is found wherever it stands among words", (t) => {
	for (let offset = 100; offset < 104; offset++) {
		for (let length = 0; length < 20; length++) {
			check(t, "abcdefghijklmnopqrstuvw".slice(0, length), offset);
			for (let at = 0; at < length; at++) {
				for (const c of ['"', "\\", "\\n", "#", "]", "\u00a2", "\u00dc", "\x80"])
					check(t, `${"x".repeat(at)}${c}${"y".repeat(length - at - 1)}`, offset);
			}
		}
	}
});

behaviour("every escape stands for its character, and what is none for itself", (t) => {
	for (let code = 0; code < 256; code++) check(t, `ab\\${String.fromCharCode(code)}cd`, 100 + (code & 3));
});

behaviour("whatever is escaped reads as it does character by character", (t) => {
	const chance = new Chance(14);
	for (let turn = 0; turn < 3000; turn++) {
		let text = "";
		for (let i = chance.below(chance.of([6, 40])); i > 0; i--)
			text += chance.of([
				..."aZ 09,]",
				"abcdefgh",
				"\u00a2",
				chance.of(["\\n", '\\"', "\\\\", "\\r", "\\", '"', "\\x"]),
			]);
		check(t, text, 100 + chance.below(4));
	}
});
