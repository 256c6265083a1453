import Time from "time";
import Timer from "timer";

const NEVER = 0x3fffffff;

/** Something that is to happen at a time. Made once by its owner and set as often as needed: setting it takes nothing. */
export class Deadline {
	/** @internal */ next: Deadline | undefined;
	/** @internal */ at = 0;
	/** Whether it is to come. Set by {@link Deadlines} alone. */
	pending = false;
	/** @internal */ turn = 0;
	readonly onDue: () => void;

	/** @param onDue called when the time has come, from the event loop */
	constructor(onDue: () => void) {
		this.onDue = onDue;
	}
}

/**
 * All deadlines of a module, served by one one-shot timer that is armed for the next of them: where nothing is due, the
 * processor may sleep.
 */
export class Deadlines {
	#first: Deadline | undefined;
	readonly #timer: Timer;
	#turn = 0;
	/** When the timer is armed for, if it is: not after the first of the deadlines, but perhaps before it. */
	#isArmed = false;
	#armedFor = 0;
	#closed = false;

	constructor() {
		// only a timer with a repeat is still there after it fired; on Linux first delay and repeat must be the same at that
		this.#timer = Timer.set(() => this.#due(), NEVER, NEVER);
		Timer.schedule(this.#timer);
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
		if (this.#closed) return;
		if (deadline.pending) this.#unlink(deadline);
		const at = (Time.ticks + milliseconds) | 0;
		deadline.at = at;
		deadline.pending = true;
		deadline.turn = this.#turn;
		let previous: Deadline | undefined;
		let next = this.#first;
		while (next && ((next.at - at) | 0) <= 0) {
			previous = next;
			next = next.next;
		}
		deadline.next = next;
		if (previous) previous.next = deadline;
		else {
			this.#first = deadline;
			if (!this.#isArmed || ((at - this.#armedFor) | 0) < 0) this.#arm();
		}
	}

	/** Brings a deadline forward that is further away than so many milliseconds. */
	hasten(deadline: Deadline, milliseconds: number): void {
		if (deadline.pending && ((deadline.at - Time.ticks) | 0) > milliseconds) this.set(deadline, milliseconds);
	}

	clear(deadline: Deadline): void {
		if (!deadline.pending) return;
		this.#unlink(deadline);
		// a timer that fires too early is armed anew then: mostly the same deadline is set again before
		if (!this.#first) this.#arm();
	}

	/** Nothing is due any more. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (let it = this.#first; it; it = this.#first) this.#unlink(it);
		Timer.clear(this.#timer);
	}

	#unlink(deadline: Deadline): void {
		let previous: Deadline | undefined;
		let it = this.#first;
		while (it && it !== deadline) {
			previous = it;
			it = it.next;
		}
		if (it) {
			if (previous) previous.next = it.next;
			else this.#first = it.next;
		}
		deadline.next = undefined;
		deadline.pending = false;
	}

	#arm(): void {
		const first = this.#first;
		this.#isArmed = first !== undefined;
		if (!first) {
			Timer.schedule(this.#timer);
			return;
		}
		const now = Time.ticks | 0;
		const wait = (first.at - now) | 0;
		const delay = wait < 1 ? 1 : wait;
		this.#armedFor = (now + delay) | 0;
		Timer.schedule(this.#timer, delay, delay);
	}

	/** Everything that is due now; a deadline set meanwhile waits for the next turn, so that nothing can spin here. */
	#due(): void {
		Timer.schedule(this.#timer); // before anything else: it must not repeat
		this.#isArmed = true; // in the end
		this.#armedFor = Time.ticks | 0;
		const now = Time.ticks | 0;
		const turn = (this.#turn + 1) | 0;
		this.#turn = turn;
		try {
			for (let first = this.#first; first && ((first.at - now) | 0) <= 0; first = this.#first) {
				// behind those that were set before stand only others that were set in this turn
				if (first.turn === turn) break;
				this.#first = first.next;
				first.next = undefined;
				first.pending = false;
				first.onDue();
				if (this.#closed) return;
			}
		} finally {
			if (!this.#closed) this.#arm();
		}
	}
}
