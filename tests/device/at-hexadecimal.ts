/** Texts in hexadecimal whose length was told: wherever they lie, and whatever is wrong with them. */
import { Line } from "drivers/at/line";
import { Arena } from "drivers/uart/arena";
import { behaviour } from "testing/behaviour";
import { bytesOf, Chance } from "tests/device/uart-support";

const PLACE = 600;
const UNTOUCHED = 0x39;

/** Bytes in brackets, decoded one after the other; undefined where they are no such text. */
function naive(text: string): number[] | undefined {
	const digits = text.slice(1, text.indexOf("]"));
	if (!text.includes("]") || digits.length % 2 || !/^[0-9A-Fa-f]*$/.test(digits)) return undefined;
	const bytes: number[] = [];
	for (let i = 0; i < digits.length; i += 2) bytes.push(Number.parseInt(digits.slice(i, i + 2), 16));
	return bytes;
}

/** What a line has behind `9,<length>,` at an offset of the arena: the bytes and what is left; undefined when invalid. */
function read(text: string, length: number, offset: number) {
	const head = `9,${length}`;
	const arena = new Arena(1000);
	arena.bytes.fill(UNTOUCHED);
	arena.bytes.set(bytesOf(`${head},${text}\r\n]`), offset);
	const fields = new Line(arena);
	fields.begin(offset, offset + head.length + 1 + text.length);
	fields.integer();
	fields.nextTextOf(fields.nextInteger());
	fields.plain();
	const isDecoded = fields.valid && fields.bracketed;
	const { textAt, textLength, at, end } = fields;
	const bytes = Array.from(arena.bytes.subarray(textAt, textAt + textLength));
	const count = fields.copy(PLACE);
	const copied = Array.from(arena.bytes.subarray(PLACE, PLACE + count));
	const isClean = !arena.bytes.some(
		(it, i) => it !== UNTOUCHED && (i < offset || i >= end + 3) && (i < PLACE || i >= PLACE + count),
	);
	return { bytes: isDecoded ? bytes : undefined, copied, rest: end - at, isClean };
}

const digitsOf = (bytes: number[]) => bytes.map((it) => it.toString(16).padStart(2, "0")).join("");

behaviour("bytes of every value come back from digits of both cases, however they lie among words", (t) => {
	const all = Array.from({ length: 256 }, (_, i) => i);
	for (let offset = 100; offset < 104; offset++) {
		for (const digits of [digitsOf(all), digitsOf(all).toUpperCase()]) {
			const { bytes, copied, rest, isClean } = read(`[${digits.slice(0, 400)}]`, 200, offset);
			t.equal([bytes, copied, rest, isClean], [all.slice(0, 200), all.slice(0, 200), 0, true]);
			t.equal(read(`[${digits.slice(400)}],5`, 56, offset).bytes, all.slice(200));
		}
	}
});

behaviour("texts of every length come back, the told length being right, too long or too short", (t) => {
	for (let offset = 100; offset < 104; offset++) {
		for (let length = 0; length < 20; length++) {
			const all = Array.from({ length }, (_, i) => 0xf9 + 0x1d * i).map((it) => it & 0xff);
			for (const told of [length, length - 1, length + 1, 0, 9, 99]) {
				const { bytes, copied, rest, isClean } = read(`[${digitsOf(all).toUpperCase()}],[61]`, told, offset);
				t.equal([bytes, copied, rest, isClean], [all, all, 5, true], `${length} at ${offset}, told ${told}`);
			}
		}
	}
});

behaviour("what is no digit is seen wherever it stands, and a bracket ends the text there", (t) => {
	const wrong = [
		...'/:@G`g[] ,"\\',
		"\x00",
		"\x10",
		"\x19",
		"\x1f",
		"\x50",
		"\x70",
		"\x80",
		"\xb0",
		"\xb9",
		"\xc1",
		"\xe1",
		"\xff",
	];
	for (let offset = 100; offset < 104; offset++) {
		for (const digits of ["0123456789ABCDEF0123", "a1B2c3D4e5F60718293A4b"]) {
			for (let place = 0; place < digits.length; place++) {
				for (const c of wrong) {
					const text = `[${digits.slice(0, place)}${c}${digits.slice(place + 1)}]`;
					const { bytes, copied, rest, isClean } = read(text, digits.length / 2, offset);
					const expected = naive(text);
					t.equal([bytes, copied, isClean], [expected, expected ?? [], true], JSON.stringify(text));
					if (expected) t.equal(rest, text.length - 1 - text.indexOf("]"), JSON.stringify(text));
				}
			}
		}
	}
});

behaviour("a text that is cut anywhere is none", (t) => {
	for (let offset = 100; offset < 104; offset++) {
		const text = "[00112233445566778899AABB]";
		for (let length = 0; length < text.length; length++) {
			const { bytes, copied, isClean } = read(text.slice(0, length), 12, offset);
			t.equal([bytes, copied, isClean], [undefined, [], true], `${length}`);
		}
	}
});

behaviour("whatever is in brackets reads as it does digit by digit", (t) => {
	const chance = new Chance(12);
	for (let turn = 0; turn < 4000; turn++) {
		const length = chance.below(24);
		let digits = "";
		while (digits.length < 2 * length) digits += chance.of([..."0123456789ABCDEFabcdef0123456789ABCDEF"]);
		if (chance.below(3) === 0) {
			const place = chance.below(digits.length + 1);
			digits = digits.slice(0, place) + chance.of([..."]]]Gg@ \xff"]) + digits.slice(place + chance.below(2));
		}
		const text = `[${digits}]`;
		const { bytes, copied, isClean } = read(text, chance.below(8) ? length : chance.below(30), 100 + chance.below(4));
		const expected = naive(text);
		t.equal([bytes, copied, isClean], [expected, expected ?? [], true], JSON.stringify(text));
	}
});
