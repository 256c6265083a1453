/** A running timer: call it to cancel. */
export type Cancel = () => void;

/** The only source of time for everything in the simulator. */
export interface Clock {
	/** Milliseconds since the world began. Never goes back. */
	now(): number;
	/** Calls `callback` once, `milliseconds` (≥ 0) from now; in order of deadline, then of being set. */
	after(milliseconds: number, callback: () => void): Cancel;
}

/** Time as the wall clock has it. */
export class RealClock implements Clock {
	readonly #start = performance.now();

	now(): number {
		return performance.now() - this.#start;
	}

	after(milliseconds: number, callback: () => void): Cancel {
		const timer = setTimeout(callback, milliseconds);
		return () => clearTimeout(timer);
	}
}

interface Entry {
	when: number;
	order: number;
	callback: () => void;
}

/** Time that a test advances. Nothing happens between calls of {@link VirtualClock.advance}. */
export class VirtualClock implements Clock {
	#now = 0;
	#order = 0;
	readonly #entries = new Set<Entry>();

	now(): number {
		return this.#now;
	}

	after(milliseconds: number, callback: () => void): Cancel {
		const entry = { when: this.#now + Math.max(0, milliseconds), order: this.#order++, callback };
		this.#entries.add(entry);
		return () => {
			this.#entries.delete(entry);
		};
	}

	/** The time of the earliest timer, or undefined when there is none. */
	get next(): number | undefined {
		return this.#earliest()?.when;
	}

	/** Moves time forward, running what falls due on the way, each at its own time. */
	advance(milliseconds: number): void {
		this.advanceTo(this.#now + milliseconds);
	}

	/** As {@link VirtualClock.advance}, to a time; a time in the past runs nothing. */
	advanceTo(time: number): void {
		for (let entry = this.#earliest(); entry && entry.when <= time; entry = this.#earliest()) {
			this.#entries.delete(entry);
			this.#now = Math.max(this.#now, entry.when);
			entry.callback();
		}
		this.#now = Math.max(this.#now, time);
	}

	#earliest(): Entry | undefined {
		let earliest: Entry | undefined;
		for (const entry of this.#entries) {
			if (!earliest || entry.when < earliest.when || (entry.when === earliest.when && entry.order < earliest.order))
				earliest = entry;
		}
		return earliest;
	}
}
