/** Bytes as the levels of a UART's line: 8N1, LSB first, high at rest. */
import type { Capture, SpeedChange, Traffic } from "./capture";
import type { Direction } from "./row";

/** Start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10;

/** A byte on a line. */
export interface Frame {
	readonly value: number;
	/** When its start bit begins, in milliseconds. */
	readonly start: number;
	/** Milliseconds that a bit takes. */
	readonly bit: number;
}

/** A line's level changes to this. */
export interface Edge {
	/** Milliseconds. */
	readonly time: number;
	readonly level: 0 | 1;
}

/**
 * When the bytes of one direction were on the line: what the host gave to it begins at its time, what had arrived from
 * the module ends at it; but a line carries one byte after the other.
 */
export function* framesOf({ traffic, speeds, baud }: Capture, direction: Direction): Generator<Frame> {
	// a start bit is seen as a change: the line rests for a bit at least
	let free = 1000 / baud;
	const bitAt = speedsInOrder(baud, speeds);
	for (const { direction: own, text, time } of traffic) {
		if (own !== direction) continue;
		const bit = bitAt(time);
		const length = text.length * BITS_PER_BYTE * bit;
		const begin = Math.max(free, direction === "toModule" ? time : time - length);
		for (let i = 0; i < text.length; i++)
			yield { value: text.charCodeAt(i), start: begin + i * BITS_PER_BYTE * bit, bit };
		free = begin + length;
	}
}

/** The length of a bit at a time, for times that never go back. */
function speedsInOrder(baud: number, speeds: readonly SpeedChange[]): (time: Traffic["time"]) => number {
	let next = 0;
	let bit = 1000 / baud;
	return (time) => {
		for (; next < speeds.length && speeds[next].time <= time; next++) bit = 1000 / speeds[next].baud;
		return bit;
	};
}

/** The changes of level that a byte makes, of a line at rest. */
export function* edgesOf({ value, start, bit }: Frame): Generator<Edge> {
	let level: 0 | 1 = 1;
	// the start bit is 0, the stop bit 1
	for (let index = 0; index < BITS_PER_BYTE; index++) {
		const next = (((value << 1) | 0x200) >> index) & 1 ? 1 : 0;
		if (next !== level) yield { time: start + index * bit, level: next };
		level = next;
	}
}
