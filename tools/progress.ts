/** A line at the foot of a terminal that says how far a long piece of work is. Elsewhere nothing is said. */
import type { Writable } from "node:stream";

export interface ProgressOptions {
	/** Steps in all, where that is known. */
	total?: number;
	/** Where to. Default: standard error, so that what a program prints can go into a file or a pipe. */
	out?: Writable & { isTTY?: boolean; columns?: number };
	/** Default: the process's. */
	environment?: NodeJS.ProcessEnv;
}

/** Milliseconds: what is done sooner needs no progress. */
const PATIENCE = 2000;
const REDRAW = 200;
const TICK = 1000;
/** What a terminal has that does not tell its width. */
const COLUMNS = 80;

/** Whether somebody watches: a terminal, and neither CI nor NO_COLOR (no-color.org) says that nobody does. */
function watched(out: { isTTY?: boolean }, { CI, NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
	return out.isTTY === true && !(CI && CI !== "false") && !NO_COLOR && TERM !== "dumb";
}

/**
 * The progress of one piece of work, from its construction to {@link Progress.end}. Shown after two seconds, with the time
 * that it has taken and, where the number of steps is known, what it will still take.
 */
export class Progress {
	readonly #what: string;
	readonly #total: number | undefined;
	readonly #out: NonNullable<ProgressOptions["out"]>;
	readonly #began = performance.now();
	#timer: NodeJS.Timeout | undefined;
	#drawn = Number.NEGATIVE_INFINITY;
	#done = 0;
	#note = "";

	/** @param what is done, as in "building the engine" */
	constructor(what: string, { total, out = process.stderr, environment = process.env }: ProgressOptions = {}) {
		this.#what = what;
		this.#total = total;
		this.#out = out;
		if (!watched(out, environment)) return;
		this.#timer = setInterval(() => this.#draw(), TICK);
		this.#timer.unref();
	}

	/**
	 * So many steps are done, of those that there are in all. Cheap enough for a loop of many.
	 * @param note what is being done now
	 */
	at(done: number, note = this.#note): void {
		this.#done = done;
		this.#note = note;
		// timers do not run while work keeps the thread
		if (this.#timer && performance.now() - this.#drawn >= REDRAW) this.#draw();
	}

	/** One step more. */
	step(note?: string): void {
		this.at(this.#done + 1, note);
	}

	/** A line that stays, above the progress; also where nobody watches. */
	say(line: string): void {
		this.#clear();
		this.#out.write(`${line}\n`);
	}

	/** The work is over; the line goes. May be called again. */
	end(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
		this.#clear();
	}

	#clear(): void {
		if (this.#drawn > 0) this.#out.write("\r\x1b[2K");
		this.#drawn = Number.NEGATIVE_INFINITY;
	}

	#draw(): void {
		const now = performance.now();
		if (now - this.#began < PATIENCE) return;
		this.#drawn = now;
		const columns = this.#out.columns || COLUMNS;
		// a full last column would wrap
		this.#out.write(`\r\x1b[2K\x1b[2m${this.#text((now - this.#began) / 1000).slice(0, columns - 1)}\x1b[0m`);
	}

	#text(seconds: number): string {
		const parts = [this.#what];
		if (this.#total) parts.push(`${this.#done} of ${this.#total}`);
		else if (this.#done) parts.push(String(this.#done));
		const left = this.#total && this.#done ? (seconds * (this.#total - this.#done)) / this.#done : 0;
		parts.push(left ? `${span(seconds)}, some ${span(left)} to go` : span(seconds));
		if (this.#note) parts.push(this.#note);
		return parts.join(" · ");
	}
}

/** A time for people: `42 s`, `3:05 min`. */
function span(seconds: number): string {
	const whole = Math.round(seconds);
	return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`;
}
