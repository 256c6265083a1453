import Time from "time";
import Timer from "timer";

const NEVER = 0x3fffffff;

/**
 * Something that is to happen at a time: what waits is itself linked into the list of those that wait, so that setting it
 * takes nothing. One object has one deadline.
 */
export abstract class Deadline {
	/** @internal */ nextDue: Deadline | undefined;
	/** @internal by the clock of {@link Deadlines.now} */ dueAt = 0;
	/** Whether it is to come. Set by {@link Deadlines} alone. */
	awaited = false;

	/** Called when the time has come, from the event loop. */
	abstract due(): void;
}

/**
 * All deadlines of a module, served by one one-shot timer that is armed for the next of them: where nothing is due, the
 * processor may sleep.
 */
export class Deadlines {
	private first: Deadline | undefined;
	private readonly timer: Timer;
	/** Inside {@link Deadlines.due}: when that began. */
	private inTurn = false;
	private turnAt = 0;
	/** When the timer is armed for, if it is: not after the first of the deadlines, but perhaps before it. */
	private isArmed = false;
	private armedFor = 0;
	private closed = false;

	constructor() {
		// only a timer with a repeat is still there after it fired; on Linux first delay and repeat must be the same at that
		this.timer = Timer.set(() => this.due(), NEVER, NEVER);
		Timer.schedule(this.timer);
	}

	/** The clock: milliseconds, 32 bits that wrap. Compare by {@link Deadlines.since}. */
	get now(): number {
		return Time.ticks | 0;
	}

	/** Milliseconds from an earlier `now` until now. */
	since(then: number): number {
		return (Time.ticks - then) | 0;
	}

	/**
	 * Sets a deadline; one that is set already is moved.
	 * @param milliseconds from now, 0 … 2^30; 0 is the event loop's next round, within a millisecond or so
	 */
	set(deadline: Deadline, milliseconds: number): void {
		if (this.closed) return;
		if (deadline.awaited) this.unlink(deadline);
		let at = (Time.ticks + milliseconds) | 0;
		// what is set in a turn is due in another: nothing can spin here
		if (this.inTurn && ((at - this.turnAt) | 0) <= 0) at = (this.turnAt + 1) | 0;
		deadline.dueAt = at;
		deadline.awaited = true;
		let previous: Deadline | undefined;
		let next = this.first;
		while (next && ((next.dueAt - at) | 0) <= 0) {
			previous = next;
			next = next.nextDue;
		}
		deadline.nextDue = next;
		if (previous) previous.nextDue = deadline;
		else {
			this.first = deadline;
			if (!this.isArmed || ((at - this.armedFor) | 0) < 0) this.arm();
		}
	}

	clear(deadline: Deadline): void {
		if (!deadline.awaited) return;
		this.unlink(deadline);
		// a timer that fires too early is armed anew then: mostly the same deadline is set again before
		if (!this.first) this.arm();
	}

	/** Nothing is due any more. */
	close(): void {
		if (this.closed) return;
		this.closed = true;
		for (let it = this.first; it; it = this.first) this.unlink(it);
		Timer.clear(this.timer);
	}

	private unlink(deadline: Deadline): void {
		let previous: Deadline | undefined;
		let it = this.first;
		while (it && it !== deadline) {
			previous = it;
			it = it.nextDue;
		}
		if (it) {
			if (previous) previous.nextDue = it.nextDue;
			else this.first = it.nextDue;
		}
		deadline.nextDue = undefined;
		deadline.awaited = false;
	}

	private arm(): void {
		const first = this.first;
		this.isArmed = first !== undefined;
		if (!first) {
			Timer.schedule(this.timer);
			return;
		}
		const now = Time.ticks | 0;
		const wait = (first.dueAt - now) | 0;
		const delay = wait < 1 ? 1 : wait;
		this.armedFor = (now + delay) | 0;
		Timer.schedule(this.timer, delay, delay);
	}

	/** Everything that is due now. */
	private due(): void {
		Timer.schedule(this.timer); // before anything else: it must not repeat
		this.isArmed = true; // in the end
		const now = Time.ticks | 0;
		this.armedFor = this.turnAt = now;
		this.inTurn = true;
		try {
			for (let first = this.first; first && ((first.dueAt - now) | 0) <= 0; first = this.first) {
				this.first = first.nextDue;
				first.nextDue = undefined;
				first.awaited = false;
				first.due();
				if (this.closed) return;
			}
		} finally {
			this.inTurn = false;
			if (!this.closed) this.arm();
		}
	}
}
