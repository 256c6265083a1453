import type { Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";

/**
 * How data are given to the module (reference 7.8.2, 7.8.4):
 * - `text`: in the command, quoted or as `[hex]`, whichever can carry them
 * - `binary`: as they are, after the module has asked for them with a `#`
 * - `unbounded`: the same, ended by `+++` and a second's silence rather than by a length
 */
export type WriteForm = "text" | "binary" | "unbounded";
export const TEXT: WriteForm = "text";
export const BINARY: WriteForm = "binary";
export const UNBOUNDED: WriteForm = "unbounded";

const PLUS = 0x2b;
const PATIENCE = 2000;
const END_TIME = 2000;
/** Milliseconds of a tick in which the data are not on the wire yet: until the `#` has come and been understood. */
const REACTION = 4;

/** Of a decimal number that is not negative. */
function digits(value: number): number {
	return value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4;
}

/* The data of one write on their way: the end of the command, and what is sent when the module asks for it. */

/**
 * The form in which bytes can go: the one that was asked for, or else the one that is both checked and cheap on this
 * release. Data that would end themselves go with their length, and as text where binary ones can have none.
 */
export function formOf(context: Context, wanted: WriteForm | undefined, at: number, count: number): WriteForm {
	const can = context.capabilities;
	let form = wanted ?? (can.checkedWrite ? TEXT : BINARY);
	if (form === UNBOUNDED && !canEnd(context.arena.bytes, at, count < can.writeLimit ? count : can.writeLimit))
		form = BINARY;
	return form === BINARY && !can.binaryWrite ? TEXT : form;
}

/**
 * How many bytes from `at` on go with one command, which is written up to the length of the data: as text as many as fill
 * the line, in binary as many as the module takes in the least time.
 */
export function limit(context: Context, out: Writer, form: WriteForm, at: number, count: number): number {
	const capabilities = context.capabilities;
	if (form !== TEXT) return count < capabilities.writeLimit ? count : binaryLimit(context, form);
	const room = out.limit - out.length - 4; // two commas, CR LF
	return out.fitting(at, count, room - digits(count < room ? count : room));
}

/**
 * A module that looks at its input now and then takes the data when they are there, after one look for the command: where
 * the last of these looks would bring little, the data are as many as come before it.
 */
function binaryLimit({ capabilities, uart }: Context, form: WriteForm): number {
	const { tick, writeLimit } = capabilities;
	if (tick === 0 || form === UNBOUNDED) return writeLimit;
	const perTick = Math.floor(((tick - REACTION) * writeLimit) / uart.wireTime(writeLimit));
	const looks = Math.ceil(writeLimit / perTick);
	const fewer = (looks - 1) * perTick;
	return fewer * (looks + 1) > writeLimit * looks ? fewer : writeLimit;
}

/** Ends the command: the length, and in the form of text the data. */
export function composeData(context: Context, out: Writer, form: WriteForm, at: number, count: number): void {
	if (form === TEXT) {
		out.nextInteger(count);
		out.nextText(context.arena.bytes, at, count);
		return;
	}
	out.awaitsPrompt = true;
	if (form === UNBOUNDED) {
		out.nextInteger(0);
		out.patience = PATIENCE + context.uart.wireTime(count) + END_TIME;
	} else {
		out.nextInteger(count);
		out.patience = PATIENCE;
		out.dataLength = count;
	}
}

/** The module asks for the data of the command that {@link composeData} has ended. */
export function giveData(context: Context, at: number, count: number): void {
	context.uart.send(at, count);
	if (context.writer.dataLength === 0) context.engine.sendEscape();
}

/** Whether the first `+++` will be ours: data with one of their own go with their length. */
function canEnd(bytes: Uint8Array, at: number, count: number): boolean {
	let row = 0;
	for (let i = at, end = at + count; i < end; i++) {
		row = bytes[i] === PLUS ? row + 1 : 0;
		if (row === 3) return false;
	}
	return row === 0;
}
