/**
 * The program's event loop, as the engine's `loop.c` has it: timers, then serial ports; messages
 * of the launcher when nothing else is due.
 */
import { deliver, arrived as messageArrived, pending } from "./channel";
import { bytesArrived, portReport, serialDeadline, serialService, thePorts } from "./ports";
import { extendFor } from "./serial";
import { timersDeadline, timersPass } from "./timer";

extendFor(thePorts()[0]?.driver.name);

function* firmwareEvents(): Generator<void> {
	yield* timersPass();
	yield* serialService();
}

/** Runs everything that is due; yields after each callback, for promise jobs to run. */
function* turn(): Generator<void> {
	for (let ran = true; ran; ) {
		ran = false;
		for (const _ of firmwareEvents()) {
			ran = true;
			yield;
		}
		if (ran) continue;
		for (const _ of deliver()) {
			ran = true;
			yield;
		}
	}
}

let current: Generator<void> | undefined;

/** Runs the next callback that is due. @returns false when there was none: the turn is over */
export function step(): boolean {
	current ??= turn();
	let done = true;
	try {
		done = current.next().done === true;
	} finally {
		if (done) current = undefined;
	}
	return !done;
}

/** When something will be due, in milliseconds since the launch; -1 for never. */
export function deadline(): number {
	const [timers, serial] = [timersDeadline(), serialDeadline()];
	if (timers < 0) return serial;
	return serial < 0 ? timers : Math.min(timers, serial);
}

export { bytesArrived, messageArrived, pending, portReport };

/** What the launcher drives: this module, in whichever realm it was loaded. */
export type Loop = typeof import("./loop");
