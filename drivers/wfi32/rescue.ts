import { OK, TIMEOUT } from "drivers/at/request";
import { command } from "drivers/at/writer";
import { Deadline } from "drivers/uart/deadlines";
import type { Boot } from "drivers/wfi32/boot";
import { FixedCommand } from "drivers/wfi32/command";
import type { Context } from "drivers/wfi32/context";
import type { ResetLine } from "drivers/wfi32/reset-line";

/** The speeds that a module may have been left at (`AT+IPR`), the likeliest first. */
const SPEEDS: readonly number[] = Object.freeze([115_200, 9600, 230_400, 57_600, 38_400, 19_200]);
/**
 * Milliseconds for an answer at each of them; for one at the speed that was configured, and where a module that may await
 * data has been given time there already; for one after a reset.
 */
const AT_EACH = 400;
const AT_HOME = 3500;
const ONCE_MORE = 1500;
const AFTER_RESET = 3500;
/** Milliseconds until the module has the speed that it has said `OK` to. */
const CHANGE = 250;

/**
 * What is left to be done about a module that does not answer: it is looked for at other speeds of the line, and brought
 * back from there; then it is started anew by its reset line, where that is wired.
 */
export class Rescue {
	readonly #context: Context;
	readonly #boot: Boot;
	readonly #line: ResetLine | undefined;
	readonly #home: number;
	readonly #others: readonly number[];
	readonly #homeward: FixedCommand;
	readonly #due: Deadline;
	#what: (() => void) | undefined;
	#step = 0;
	/** The module would not leave the speed that it was found at. */
	#stays = false;
	#busy = false;

	constructor(context: Context, boot: Boot, line: ResetLine | undefined) {
		const { uart } = context;
		this.#context = context;
		this.#boot = boot;
		this.#line = line;
		this.#home = uart.baud;
		this.#others = uart.reopens ? SPEEDS.filter((it) => it !== this.#home) : [];
		this.#homeward = new FixedCommand(command(`AT+IPR=${this.#home}`), (result) => this.#told(result));
		this.#due = new Deadline(() => this.#what?.());
	}

	/** Whether it has the module in hand: what comes meanwhile is its own doing. */
	get busy(): boolean {
		return this.#busy;
	}

	/** Nothing has been heard: does the next thing. @returns false when all has been tried */
	next(): boolean {
		const step = this.#step++;
		const { length } = this.#others;
		if (step < length) this.#soon(() => this.#try(this.#others[step], AT_EACH), 0);
		else if (step === length && length > 0) this.#soon(() => this.#tryHome(), 0);
		else if (step <= length + 1 && this.#line) {
			this.#step = length + 2;
			this.#line.pulse(() => this.#boot.again(true, AFTER_RESET));
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
		engine.recover(this.#homeward);
		return true;
	}

	stop(): void {
		this.#context.deadlines.clear(this.#due);
		this.#busy = false;
	}

	#told(result: number): void {
		if (!this.#busy) return;
		// a release that has no such command answers with an error, and is as well off here
		this.#stays = result !== OK;
		this.#step = 0;
		this.#soon(() => this.#go(), CHANGE);
	}

	/** To the speed that was configured, or, where the module stays at another, on from there. */
	#go(): void {
		if (!this.#stays) return this.#try(this.#home, AT_HOME);
		this.#busy = false;
		this.#boot.again(false, AT_HOME);
	}

	/** Not from inside the port's own callback. */
	#soon(what: () => void, milliseconds: number): void {
		this.#what = what;
		this.#context.deadlines.set(this.#due, milliseconds);
	}

	#tryHome(): void {
		this.#try(this.#home, this.#context.engine.mayAwaitData ? ONCE_MORE : AT_HOME);
	}

	#try(baud: number, patience: number): void {
		const { engine, uart } = this.#context;
		this.#busy = false;
		engine.abandon(TIMEOUT);
		uart.reopen(baud);
		this.#boot.again(false, patience);
	}
}
