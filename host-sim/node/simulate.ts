/**
 * A board under modules that a jest test imports directly: for tests of one class, on Node alone, without a program.
 * Promise jobs run when the test awaits, not between callbacks; for the rest see `launchNode`.
 */
import type { LaunchOptions } from "../launch";
import { type Cancel, VirtualClock } from "../world/clock";
import { setBoard } from "./board";
import { boardOf } from "./firmware";
import type { Loop } from "./loop";

/** What turns the loop: soon after something happened outside of it, and at its own deadlines. */
class Turns {
	readonly #loop: Loop;
	readonly #clock: LaunchOptions["clock"];
	readonly #start: number;
	#running = false;
	#due = false;
	#wake: Cancel | undefined;

	constructor(loop: Loop, clock: LaunchOptions["clock"]) {
		this.#loop = loop;
		this.#clock = clock;
		this.#start = clock.now();
	}

	soon(): void {
		if (this.#running || this.#due) return;
		this.#due = true;
		this.#clock.after(0, () => this.#turn());
	}

	#turn(): void {
		this.#due = false;
		this.#running = true;
		try {
			while (this.#loop.step());
		} finally {
			this.#running = false;
		}
		this.#wake?.();
		const deadline = this.#loop.deadline();
		if (deadline >= 0) this.#wake = this.#clock.after(this.#start + deadline - this.#clock.now(), () => this.#turn());
	}
}

/**
 * Gives "timer", "time", "embedded:io/serial" and "mc/config" something to stand on. Once per test file, before the
 * modules under test are used; time is `clock`'s, and callbacks come from its `advance`.
 */
export function simulateBoard(options: Omit<LaunchOptions, "entry">): void {
	const { clock } = options;
	const board = boardOf({ ...options, entry: "" }, clock instanceof VirtualClock, (event) => event());
	setBoard(board);
	// after the board: the modules look for it when they are loaded
	const loop = require("./loop") as Loop;
	const turns = new Turns(loop, clock);
	board.changed = () => turns.soon();
	for (const [id, { end }] of Object.entries(options.ports ?? {})) {
		end.onReceive = (bytes) => {
			loop.bytesArrived(Number(id), bytes.slice());
			turns.soon();
		};
	}
	Object.assign(globalThis, { trace: (...parts: unknown[]) => board.trace(parts.map(String).join("")) });
}
