import { OK, Request, TIMEOUT } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import type { ResetLine } from "drivers/wfi32/reset-line";

/** The speeds that a module may have been left at (`AT+IPR`), the likeliest first. */
const SPEEDS: readonly number[] = Object.freeze([115_200, 9600, 230_400, 57_600, 38_400, 19_200]);
/**
 * Milliseconds for an answer at each of them; for one at the speed that was configured, and where a module that may await
 * data has been given time there already.
 */
const AT_EACH = 400;
const AT_HOME = 3500;
const ONCE_MORE = 1500;
/** Milliseconds until the module has the speed that it has said `OK` to. */
const CHANGE = 250;
const SET_SPEED = command("AT+IPR=");

/** What is to be done when its time has come: another speed is tried, */
const OTHER = 0;
/** the speed that was configured, */
const HOME = 1;
/** or that is gone to, or stayed away from, as the module has said. */
const GO = 2;

/** Who looks for the module. */
export interface RescueOwner {
	/** There is new hope: it is probed for so many milliseconds before it counts as silent. */
	tryAgain(fresh: boolean, patience: number): void;
}

/**
 * What is left to be done about a module that does not answer: it is looked for at other speeds of the line, and brought
 * back from there; then it is started anew by its reset line, where that is wired. As a request, it tells the module that it
 * is to have the speed that was configured.
 */
export class Rescue extends Request {
	readonly #context: Context;
	readonly #owner: RescueOwner;
	readonly #line: ResetLine | undefined;
	readonly #home: number;
	readonly #others: readonly number[];
	#what = OTHER;
	#step = 0;
	/** The module would not leave the speed that it was found at. */
	#stays = false;
	#busy = false;

	constructor(context: Context, owner: RescueOwner, line: ResetLine | undefined) {
		super();
		const { uart } = context;
		this.#context = context;
		this.#owner = owner;
		this.#line = line;
		this.#home = uart.baud;
		this.#others = uart.reopens ? SPEEDS.filter((it) => it !== this.#home) : [];
	}

	/** Whether it has the module in hand: what comes meanwhile is its own doing. */
	get busy(): boolean {
		return this.#busy;
	}

	/** Nothing has been heard: does the next thing. @returns false when all has been tried */
	next(): boolean {
		const step = this.#step++;
		const { length } = this.#others;
		if (step < length) this.soon(OTHER, 0);
		else if (step === length && length > 0) this.soon(HOME, 0);
		else if (step <= length + 1 && this.#line) {
			this.#step = length + 2;
			this.#line.pulse();
		} else return false;
		return true;
	}

	/**
	 * The module answers: if not at the speed that was configured, it is told to.
	 * @returns whether it is on its way: it will have to be synchronised with once more
	 */
	leadsHome(): boolean {
		const { uart, engine } = this.#context;
		if (uart.baud === this.#home || this.#stays) {
			this.#step = 0;
			return false;
		}
		this.#busy = true;
		engine.recover(this);
		return true;
	}

	stop(): void {
		this.#context.deadlines.clear(this);
		this.#busy = false;
	}

	compose(out: Writer): number {
		out.begin(SET_SPEED);
		out.integer(this.#home);
		return out.end();
	}

	done(result: number): void {
		if (!this.#busy) return;
		// a release that has no such command answers with an error, and is as well off here
		this.#stays = result !== OK;
		this.#step = 0;
		this.soon(GO, CHANGE);
	}

	/** Not from inside the port's own callback. */
	private soon(what: number, milliseconds: number): void {
		this.#what = what;
		this.#context.deadlines.set(this, milliseconds);
	}

	override due(): void {
		if (this.#what === OTHER) this.try(this.#others[this.#step - 1], AT_EACH);
		else if (this.#what === HOME) this.try(this.#home, this.#context.engine.mayAwaitData ? ONCE_MORE : AT_HOME);
		else this.go();
	}

	/** To the speed that was configured, or, where the module stays at another, on from there. */
	private go(): void {
		if (!this.#stays) return this.try(this.#home, AT_HOME);
		this.#busy = false;
		this.#owner.tryAgain(false, AT_HOME);
	}

	private try(baud: number, patience: number): void {
		const { engine, uart } = this.#context;
		this.#busy = false;
		engine.abandon(TIMEOUT);
		uart.reopen(baud);
		this.#owner.tryAgain(false, patience);
	}
}
