/**
 * A board under modules that a jest test imports directly: for tests of one class, on Node alone, without a program.
 * Promise jobs run when the test awaits, not between callbacks; for the rest see `launchNode`.
 */

import type { LaunchOptions } from "../launch";
import { type Cancel, VirtualClock } from "../world/clock";
import { setBoard } from "./board";
import { boardOf } from "./firmware";
import type { Loop } from "./loop";

/**
 * Gives "timer", "time", "embedded:io/serial" and "mc/config" something to stand on. Once per test file, before the
 * modules under test are used; time is `clock`'s, and callbacks come from its `advance`.
 */
export function simulateBoard(options: Omit<LaunchOptions, "entry">): void {
	const { clock } = options;
	const board = boardOf({ ...options, entry: "" }, clock instanceof VirtualClock);
	setBoard(board);
	// after the board: the modules look for it when they are loaded
	const loop = require("./loop") as Loop;
	const start = clock.now();
	let turnDue: Cancel | undefined;
	let wake: Cancel | undefined;
	let running = false;
	const turn = () => {
		running = true;
		try {
			while (loop.step());
		} finally {
			running = false;
		}
		wake?.();
		wake = undefined;
		const deadline = loop.deadline();
		if (deadline >= 0) wake = clock.after(start + deadline - clock.now(), soon);
	};
	const soon = () => {
		if (running) return;
		turnDue ??= clock.after(0, () => {
			turnDue = undefined;
			turn();
		});
	};
	board.changed = soon;
	for (const [id, { end }] of Object.entries(options.ports ?? {})) {
		end.onReceive = (bytes) => {
			loop.bytesArrived(Number(id), bytes.slice());
			soon();
		};
	}
	Object.assign(globalThis, { trace: (...parts: unknown[]) => board.trace(parts.map(String).join("")) });
}
