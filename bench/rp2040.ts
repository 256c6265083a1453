/** An RP2040 (Cortex-M0+) beside the Cortex-M4 whose instructions are counted. */
import type { Goodput } from "./goodput";
import type { StreamCost } from "./stream";

/** Its clock, in MHz. */
export const MHZ = 125;
/** Its cycles for what a Cortex-M4 does in one instruction. */
export const CYCLES = 2.3;
/** Milliseconds from one look of the published firmware to the next, and bytes that stand around a payload at most. */
const TICK = 100;
const AROUND = 64;

/** The time that instructions take, in microseconds. */
export const microsecondsOnRp2040 = (instructions: number) => (instructions * CYCLES) / MHZ;

/** The share of its time that bytes take which come without a pause, ten bits each. */
export const loadOnRp2040 = (perByte: number, baud: number) => (microsecondsOnRp2040(perByte) * baud) / 10 / 1e6;

/** What the same traffic costs through the whole stack; undefined: that was not measured. */
export function costOf(it: Goodput, streams: readonly StreamCost[]): StreamCost | undefined {
	// what is sent goes in binary where nothing else is asked for
	const form = it.direction === "send" && it.kind !== "MQTT" ? (it.form ?? "binary") : it.form;
	return streams.find(
		({ kind, direction, release, form: given, chunk, capacity }) =>
			(kind as string) === it.kind &&
			direction === it.direction &&
			release === it.release &&
			given === form &&
			chunk === 64 &&
			capacity === it.capacity,
	);
}

/** Bytes of payload of one turn, as measured; 0 where no command brings them. */
export const turnBytes = ({ commands }: Goodput) => (commands > 0 ? 1024 / commands : 0);

/**
 * Bytes a second where an RP2040 does all the work. Where the module answers at once that is no less than when nothing
 * overlaps: the line stands still while the processor works. The published firmware looks at its input once a tick: what
 * is done in time for its next look costs nothing, and what is not costs a tick.
 */
export function rateOnRp2040(it: Goodput, { instructions }: StreamCost): number {
	const perByte = microsecondsOnRp2040(instructions) / 1e6;
	const bytes = turnBytes(it);
	if (it.release === "reference" || bytes === 0) return 1 / (1 / it.rate + perByte);
	const needed = ((bytes + AROUND) * 10) / it.baud + bytes * perByte;
	const taken = bytes / it.rate;
	return needed <= taken ? it.rate : bytes / ((Math.ceil((needed * 1000) / TICK) * TICK) / 1000);
}
