/**
 * "timer" with the semantics that the SDK's timers have on microcontrollers (its modules/base/timer/mc), where they
 * differ from what one would expect:
 * - a pass marks what is due first, then calls in the order in which the timers were made, not of their deadlines;
 * - a one-shot timer is gone once its callback has returned, even if the callback scheduled it again: only a repeat
 *   interval keeps it;
 * - a timer that is due in this pass fires in it, even if an earlier callback of the pass moved its deadline;
 * - `schedule` of a timer that is gone throws, `clear` of it does nothing.
 */
import { theBoard, toInteger } from "./board";

interface Entry {
	when: number;
	repeat: number;
	due: boolean;
	unscheduled: boolean;
	cleared: boolean;
	callback: (timer: Timer) => void;
	self: Timer;
}

const entries: Entry[] = [];
const milliseconds = () => Math.floor(theBoard().now());

function create(callback: unknown, interval: number, repeat: number): Timer {
	if ((typeof callback !== "object" && typeof callback !== "function") || callback === null) {
		throw new TypeError("callback: not an object");
	}
	const self = Reflect.construct(Object, [], Timer) as Timer;
	const entry: Entry = {
		when: milliseconds() + interval,
		repeat,
		due: false,
		unscheduled: false,
		cleared: false,
		callback: callback as Entry["callback"],
		self,
	};
	entryOf.set(self, entry);
	entries.push(entry);
	theBoard().changed?.();
	return self;
}

const entryOf = new WeakMap<object, Entry>();

function drop(entry: Entry): void {
	const index = entries.indexOf(entry);
	if (index >= 0) entries.splice(index, 1);
	entryOf.delete(entry.self);
}

class Timer {
	private constructor() {
		throw new TypeError("Timer: not a constructor");
	}

	static set(callback: (timer: Timer) => void, interval = 0, repeat = 0): Timer {
		return create(callback, toInteger(interval), toInteger(repeat));
	}

	static repeat(callback: (timer: Timer) => void, interval: number): Timer {
		return create(callback, toInteger(interval), toInteger(interval));
	}

	static schedule(...parameters: [timer: Timer, interval?: number, repeat?: number]): void {
		const [timer, interval, repeat = 0] = parameters;
		const entry = entryOf.get(timer);
		if (!entry) throw new TypeError("timer: invalid");
		if (parameters.length < 2) {
			entry.unscheduled = true;
			entry.due = false;
			entry.repeat = -1;
		} else {
			entry.when = milliseconds() + toInteger(interval);
			entry.repeat = toInteger(repeat);
			entry.unscheduled = false;
		}
		theBoard().changed?.();
	}

	static clear(timer: Timer | undefined | null): void {
		const entry = timer ? entryOf.get(timer) : undefined;
		if (!entry) return;
		entry.cleared = true;
		drop(entry);
	}

	/** Blocks a live program, as on a device; in lockstep time stands still while the program runs. */
	static delay(duration: number): void {
		const board = theBoard();
		const end = board.now() + toInteger(duration);
		while (board.live && board.now() < end);
	}
}

/** One pass over the timers that are due; yields after each callback. */
export function* timersPass(): Generator<void> {
	const now = milliseconds();
	for (const entry of entries) {
		if (!entry.unscheduled && entry.when <= now) entry.due = true;
	}
	for (let entry = entries.find((it) => it.due); entry; entry = entries.find((it) => it.due)) {
		entry.due = false;
		entry.when += entry.repeat;
		const { callback, self } = entry;
		callback.call(globalThis, self);
		if (!entry.cleared && entry.repeat === 0) drop(entry);
		yield;
	}
}

/** When the next timer is due, in milliseconds since the launch; -1 when there is none. */
export function timersDeadline(): number {
	let next = -1;
	for (const entry of entries) {
		if (!entry.unscheduled && (next < 0 || entry.when < next)) next = entry.when;
	}
	return next;
}

export default Timer;
