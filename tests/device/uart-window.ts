/** Out of the arena into a program's buffer: every byte, and none beside. */
import { Arena } from "drivers/uart/arena";
import { Window } from "drivers/uart/window";
import { behaviour } from "testing/behaviour";
import { Chance, sameBytes } from "tests/device/uart-support";

const SECTION = 1500;

behaviour("any section of the arena is copied to any place of a buffer, and nothing else of it changes", (t) => {
	const chance = new Chance(12);
	const arena = new Arena(Window.byteLength + SECTION);
	const window = new Window(arena);
	const section = arena.take(SECTION);
	arena.bytes.set(chance.bytes(SECTION), section);
	for (let turn = 0; turn < 200; turn++) {
		const count = chance.below(chance.of([2, 300, SECTION]));
		const from = section + chance.below(SECTION - count);
		const at = chance.below(20);
		const to = new Uint8Array(at + count + 20).fill(0xa5);
		const expected = [...to];
		for (let i = 0; i < count; i++) expected[at + i] = arena.bytes[from + i];
		window.copy(from, to, at, count);
		sameBytes(t, to, expected, `turn ${turn}`);
	}
});

behaviour("of each power of two up to the longest there is a view, all of the window's beginning", (t) => {
	const arena = new Arena(8 + Window.byteLength);
	arena.take(8);
	const window = new Window(arena);
	let length = Window.size;
	for (const view of window.views) {
		t.equal([view.length, view.byteOffset, view.buffer === arena.bytes.buffer], [length, window.at, true]);
		length >>= 1;
	}
	t.equal([length, arena.free], [0, 0]);
});
