import { Deadline, type Deadlines } from "drivers/uart/deadlines";

/** Something an object wants to tell its program. Made once by its owner. */
export class Notice {
	/** @internal */ next: Notice | undefined;
	/** @internal */ posted = false;
	/** Called from the event loop, never from inside a call of the program's. */
	readonly deliver: () => void;

	constructor(deliver: () => void) {
		this.deliver = deliver;
	}
}

/**
 * What is to be told to programs, told when the driver has finished what it was doing: a program's callback may call
 * anything of ours, and may throw, without finding or leaving anything half done.
 */
export class Notices {
	readonly #deadlines: Deadlines;
	readonly #soon: Deadline;
	/** @internal what is to be delivered first */ first: Notice | undefined;
	#last: Notice | undefined;
	#delivering = false;
	/** Whether the driver is in a turn of its own, at whose end {@link Notices.deliver} comes: posting need not arm the timer. */
	busy = false;

	constructor(deadlines: Deadlines) {
		this.#deadlines = deadlines;
		this.#soon = new Deadline(() => this.deliver());
	}

	/** Has a notice delivered at the end of this turn of the driver, or in the next turn of the event loop. */
	post(notice: Notice): void {
		if (notice.posted) return;
		notice.posted = true;
		notice.next = undefined;
		if (this.#last) this.#last.next = notice;
		else this.first = notice;
		this.#last = notice;
		if (!this.busy && !this.#soon.pending) this.#deadlines.set(this.#soon, 0);
	}

	/** Takes a notice back. */
	cancel(notice: Notice): void {
		if (!notice.posted) return;
		notice.posted = false;
		let previous: Notice | undefined;
		for (let it: Notice | undefined = this.first; it; it = it.next) {
			if (it === notice) {
				if (previous) previous.next = it.next;
				else this.first = it.next;
				if (this.#last === it) this.#last = previous;
				it.next = undefined;
				return;
			}
			previous = it;
		}
	}

	/** Delivers what was posted before. */
	deliver(): void {
		this.busy = false;
		if (this.#delivering || !this.first) return;
		this.#delivering = true;
		// what a callback posts again waits for the next turn: a program cannot keep the driver here
		let count = 0;
		for (let it: Notice | undefined = this.first; it; it = it.next) count++;
		try {
			for (let it: Notice | undefined = this.first; it && count > 0; it = this.first) {
				count--;
				this.first = it.next;
				if (!this.first) this.#last = undefined;
				it.next = undefined;
				it.posted = false;
				it.deliver();
			}
		} finally {
			// also after a program's exception, which goes on to the platform
			this.#delivering = false;
			if (this.first && !this.#soon.pending) this.#deadlines.set(this.#soon, 0);
		}
	}
}
