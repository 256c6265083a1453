/** Strings of received bytes. */
import { Decoder, toBytes } from "drivers/at/text";
import { behaviour } from "testing/behaviour";
import { Chance } from "tests/device/uart-support";

const decoder = new Decoder();
const decode = (...bytes: number[]) => decoder.decode(Uint8Array.from([0x3f, ...bytes, 0x3f]), 1, bytes.length);

behaviour("UTF-8 is decoded, of every length and at every place", (t) => {
	const text = "a\u00fc\u20ac\u{1f600}\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}";
	for (let before = 0; before < 40; before++) {
		const whole = "x".repeat(before) + text + "y".repeat(40);
		const bytes = toBytes(whole);
		t.equal(decoder.decode(bytes, 0, bytes.length), whole);
	}
});

behaviour("strings of every length come out whole", (t) => {
	for (let length = 0; length < 140; length++) {
		const text = Array.from({ length }, (_, i) => String.fromCharCode(0x21 + (i % 90))).join("");
		const bytes = toBytes(text);
		t.equal(decoder.decode(bytes, 0, bytes.length), text, `${length}`);
	}
});

behaviour("what is not UTF-8 reads as Latin-1, byte by byte", (t) => {
	t.equal(decode(0xff, 0x41), "\u00ffA");
	t.equal(decode(0x80), "\u0080");
	t.equal(decode(0xc3), "\u00c3"); // cut off
	t.equal(decode(0xc3, 0x41), "\u00c3A");
	t.equal(decode(0xe2, 0x82), "\u00e2\u0082");
	t.equal(decode(0xc0, 0x80), "\u00c0\u0080"); // overlong
	t.equal(decode(0xe0, 0x80, 0x80), "\u00e0\u0080\u0080");
	t.equal(decode(0xed, 0xa0, 0x80), "\u00ed\u00a0\u0080"); // half of a pair
	t.equal(decode(0xf4, 0x90, 0x80, 0x80), "\u00f4\u0090\u0080\u0080"); // beyond Unicode
	t.equal(decode(0xf0, 0x9f, 0x98), "\u00f0\u009f\u0098");
});

behaviour("no bytes throw, and none is lost", (t) => {
	const chance = new Chance(14);
	for (let turn = 0; turn < 1500; turn++) {
		const bytes = chance.bytes(chance.below(70));
		let units = 0;
		for (const character of decoder.decode(bytes, 0, bytes.length)) {
			const code = character.codePointAt(0) as number;
			// as many bytes as it came from: one of Latin-1, or its sequence
			units +=
				code < 0x80 ? 1 : code < 0x100 && !isSequence(bytes, units) ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
		}
		t.equal(units, bytes.length, `turn ${turn}`);
	}
});

function isSequence(bytes: Uint8Array, at: number): boolean {
	return (bytes[at] === 0xc2 || bytes[at] === 0xc3) && (bytes[at + 1] & 0xc0) === 0x80;
}

behaviour.xs("a string costs its own bytes and no slot, up to 32 characters of ASCII", (t) => {
	let text = "";
	for (const length of [1, 2, 17, 31, 32]) {
		const bytes = new Uint8Array(40).fill(0x61);
		const cost = t.slots(() => {
			text = decoder.decode(bytes, 0, length);
		});
		t.equal([text.length, cost.slots], [length, 0]);
		t.ok(cost.chunks > length && cost.chunks <= length + 1 + 16 + 16, `${cost.chunks} bytes for ${length}`);
	}
});
