/** Globals of a program in a realm of its own: what a device has beyond the language, with the board's time and chance. */
import { theBoard } from "./board";

const board = theBoard();
const RealDate = Date;

class BoardDate extends RealDate {
	constructor(...parameters: [] | [value: string | number]) {
		if (parameters.length) super(...parameters);
		else super(BoardDate.now());
	}

	static override now(): number {
		return Math.floor(board.epoch + board.now());
	}
}

let state = board.seed | 0;

/** mulberry32, the same sequence as on the engine: 31 bits. */
function next(): number {
	state = (state + 0x6d2b79f5) | 0;
	let value = Math.imul(state ^ (state >>> 15), state | 1);
	value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
	return (value ^ (value >>> 14)) >>> 1;
}

const most = 0x7fffffff;

function random(): number {
	let value = next();
	while (value === most) value = next();
	return value / most;
}

const define = (target: object, name: string, value: unknown) =>
	Object.defineProperty(target, name, { value, configurable: true, writable: true });

define(globalThis, "Date", BoardDate);
define(Math, "random", random);
define(globalThis, "trace", (...parts: unknown[]) => board.trace(parts.map(String).join("")));
// V8 puts it into every realm; a device has none
Reflect.deleteProperty(globalThis, "console");
