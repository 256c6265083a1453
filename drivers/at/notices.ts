import { Deadline, type Deadlines } from "drivers/uart/deadlines";

/**
 * Something that an object wants to tell its program. The object itself is linked into the list of what is to be told:
 * telling takes nothing. Most of what tells something waits for something too, and is a deadline by that.
 */
export abstract class Notice extends Deadline {
	/** @internal */ nextNotice: Notice | undefined;
	/** @internal */ posted = false;

	/** Tells it. Called from the event loop, never from inside a call of the program's. */
	deliver(): void {}

	due(): void {}
}

/**
 * What is to be told to programs, told when the driver has finished what it was doing: a program's callback may call
 * anything of ours, and may throw, without finding or leaving anything half done.
 */
export class Notices extends Deadline {
	private readonly deadlines: Deadlines;
	/** @internal what is to be delivered first */ first: Notice | undefined;
	private last: Notice | undefined;
	private delivering = false;
	/** Whether the driver is in a turn of its own, at whose end {@link Notices.deliver} comes: posting need not arm the timer. */
	busy = false;

	constructor(deadlines: Deadlines) {
		super();
		this.deadlines = deadlines;
	}

	/** Has a notice delivered at the end of this turn of the driver, or in the next turn of the event loop. */
	post(notice: Notice): void {
		if (notice.posted) return;
		notice.posted = true;
		notice.nextNotice = undefined;
		if (this.last) this.last.nextNotice = notice;
		else this.first = notice;
		this.last = notice;
		if (!this.busy && !this.awaited) this.deadlines.set(this, 0);
	}

	/** Takes a notice back. */
	cancel(notice: Notice): void {
		if (!notice.posted) return;
		notice.posted = false;
		let previous: Notice | undefined;
		for (let it: Notice | undefined = this.first; it; it = it.nextNotice) {
			if (it === notice) {
				if (previous) previous.nextNotice = it.nextNotice;
				else this.first = it.nextNotice;
				if (this.last === it) this.last = previous;
				it.nextNotice = undefined;
				return;
			}
			previous = it;
		}
	}

	due(): void {
		this.deliver();
	}

	/** Delivers what was posted before. */
	deliver(): void {
		this.busy = false;
		if (this.delivering || !this.first) return;
		this.delivering = true;
		// what a callback posts again waits for the next turn: a program cannot keep the driver here
		let count = 1;
		for (let it: Notice | undefined = this.first.nextNotice; it; it = it.nextNotice) count++;
		try {
			for (let it: Notice | undefined = this.first; it && count > 0; it = this.first) {
				count--;
				const next: Notice | undefined = it.nextNotice;
				this.first = next;
				if (next) it.nextNotice = undefined;
				else this.last = undefined;
				it.posted = false;
				it.deliver();
			}
		} finally {
			// also after a program's exception, which goes on to the platform
			this.delivering = false;
			if (this.first && !this.awaited) this.deadlines.set(this, 0);
		}
	}
}
