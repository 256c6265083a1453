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

let state = BigInt(board.seed);

/** xorshift64*, the same sequence as on the engine. */
function next(): number {
	state ^= state >> 12n;
	state = BigInt.asUintN(64, state ^ (state << 25n));
	state ^= state >> 27n;
	return Number(BigInt.asUintN(64, state * 0x2545f4914f6cdd1dn) >> 33n);
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
