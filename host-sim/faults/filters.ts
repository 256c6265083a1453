import type { Clock } from "../world/clock";

/** Lets bytes through as it likes. */
export interface Filter {
	/** Calls `pass` with what goes on, now or later, never out of order. */
	take(bytes: Uint8Array, pass: (bytes: Uint8Array) => void): void;
	/** From now on everything goes through; calls `done` when nothing is held back any more. */
	end(done: () => void): void;
}

type Change = (bytes: Uint8Array) => Uint8Array;

/** A filter that holds nothing back. */
function instant(change: Change): Filter {
	return {
		take: (bytes, pass) => pass(change(bytes)),
		end: (done) => done(),
	};
}

/** Loses bytes. @param rate how many of all, 0 to 1 */
export const dropping = (rate: number, random: () => number): Filter =>
	instant((bytes) => bytes.filter(() => random() >= rate));

/** Turns a bit of some bytes over. */
export const flipping = (rate: number, random: () => number): Filter =>
	instant((bytes) => bytes.map((byte) => (random() < rate ? byte ^ (1 << Math.floor(random() * 8)) : byte)));

/** Has some bytes come twice. */
export const duplicating = (rate: number, random: () => number): Filter =>
	instant((bytes) => Uint8Array.from([...bytes].flatMap((byte) => (random() < rate ? [byte, byte] : [byte]))));

/** Loses everything. */
export const muting = (): Filter => instant(() => new Uint8Array(0));

/** Calls `act` once, when so many bytes have gone by, or at the end; the rest of that piece is lost. */
export function counting(count: number, act: () => void): Filter {
	let left = count;
	let done = false;
	const once = () => {
		if (!done) act();
		done = true;
	};
	return {
		take(bytes, pass) {
			if (done) return pass(bytes);
			if (bytes.length < left) {
				left -= bytes.length;
				return pass(bytes);
			}
			pass(bytes.subarray(0, left));
			once();
		},
		end: (ended) => {
			once();
			ended();
		},
	};
}

/** Has bytes come so many milliseconds later. */
export class Delaying implements Filter {
	readonly #clock: Clock;
	readonly #milliseconds: number;
	#waiting = 0;
	#ended: (() => void) | undefined;
	#last = 0;

	constructor(clock: Clock, milliseconds: number) {
		this.#clock = clock;
		this.#milliseconds = milliseconds;
	}

	take(bytes: Uint8Array, pass: (bytes: Uint8Array) => void): void {
		const copy = new Uint8Array(bytes);
		const now = this.#clock.now();
		// after the end, what comes still goes behind what waits
		const due = this.#ended ? Math.max(now, this.#last) : now + this.#milliseconds;
		this.#last = due;
		this.#waiting++;
		this.#clock.after(due - now, () => {
			pass(copy);
			if (--this.#waiting === 0) this.#ended?.();
		});
	}

	end(done: () => void): void {
		this.#ended = done;
		if (this.#waiting === 0) done();
	}
}

/** A FIFO that nobody serves while it is closed: what it cannot hold is lost, the newest first. Open, it holds nothing. */
export class Unserved implements Filter {
	readonly #capacity: number;
	#held: number[] = [];
	#pass: (bytes: Uint8Array) => void = () => {};
	#closed = false;
	/** Bytes that found it full. */
	lost = 0;

	/** @param capacity in bytes */
	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	close(): void {
		this.#closed = true;
	}

	open(): void {
		this.#closed = false;
		const held = this.#held;
		this.#held = [];
		if (held.length) this.#pass(Uint8Array.from(held));
	}

	take(bytes: Uint8Array, pass: (bytes: Uint8Array) => void): void {
		if (!this.#closed) return pass(bytes);
		this.#pass = pass;
		const fits = Math.min(bytes.length, this.#capacity - this.#held.length);
		for (const byte of bytes.subarray(0, fits)) this.#held.push(byte);
		this.lost += bytes.length - fits;
	}

	end(done: () => void): void {
		this.open();
		done();
	}
}

/** Whether a print of the module is a result (`OK`, `ERROR…`), whole as the module prints it. */
export function isResult(print: Uint8Array): boolean {
	return print.length < 200 && /^(\r\n)?(OK|ERROR(:[^\r\n]*)?)\r\n$/.test(Buffer.from(print).toString("latin1"));
}

/** Loses results, and nothing else. */
export const losingResults = (): Filter => instant((print) => (isResult(print) ? new Uint8Array(0) : print));

/** A module that thinks for so long before each result; what it prints meanwhile comes behind. */
export class Thinking implements Filter {
	readonly #clock: Clock;
	readonly #milliseconds: number;
	readonly #waiting: (() => void)[] = [];
	#busy = false;
	#ended: (() => void) | undefined;

	constructor(clock: Clock, milliseconds: number) {
		this.#clock = clock;
		this.#milliseconds = milliseconds;
	}

	take(print: Uint8Array, pass: (bytes: Uint8Array) => void): void {
		if (this.#busy) this.#waiting.push(() => this.#give(print, pass));
		else this.#give(print, pass);
	}

	end(done: () => void): void {
		this.#ended = done;
		if (!this.#busy) done();
	}

	#give(print: Uint8Array, pass: (bytes: Uint8Array) => void): void {
		if (this.#ended || !isResult(print)) return pass(print);
		this.#busy = true;
		this.#clock.after(this.#milliseconds, () => {
			this.#busy = false;
			pass(print);
			while (!this.#busy && this.#waiting.length) this.#waiting.shift()?.();
			if (!this.#busy) this.#ended?.();
		});
	}
}
