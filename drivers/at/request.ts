import type { Line } from "drivers/at/line";
import { Notice } from "drivers/at/notices";
import type { Writer } from "drivers/at/writer";

/** Result of a command: 0 is `OK`, above 0 the module's own code, below 0 what happened instead of an answer. */
export const OK = 0;
/** No answer within the command's deadline. */
export const TIMEOUT = -1;
/** The module has started anew, or was brought back to a known state, before it answered. */
export const RESET = -2;
/** What was received is not what was announced; nothing of it counts. */
export const TORN = -3;
/** The driver was closed. */
export const CLOSED = -4;
/** The command would be longer than the module takes. Nothing was sent. */
export const TOO_LONG = -5;

/** Who awaits a payload in the answer of a command. */
export interface Taker {
	/**
	 * The header of a payload, `+<answer>:<id>,<count>,` and a `#`.
	 * @param from where in the arena its bytes begin to come: from a place as far from a multiple of four they are moved fastest
	 * @returns where in the arena the `count` bytes go that follow; -1 when it is not what is awaited
	 */
	header(id: number, count: number, from: number): number;
}

/**
 * A command as its owner sees it. Made once by the owner, linked into the engine's queue as often as needed; what it
 * sends is decided when its turn comes. It may tell its owner's program something, and wait for something, as well.
 */
export abstract class Request extends Notice {
	/** @internal */ nextRequest: Request | undefined;
	/** @internal */ queued = false;

	/** Whether it waits in the queue or is in flight. */
	get pending(): boolean {
		return this.queued;
	}

	/**
	 * Writes the command, from `begin` to `end`, and says of its answer what {@link Writer} has fields for.
	 * @returns the line's length, or 0 when there is nothing to send any more
	 */
	abstract compose(out: Writer): number;

	/** A line of its answer. @returns false when the line is not its own after all */
	line(_line: Line): boolean {
		return true;
	}

	/** The module asks for data: they are sent by `send` of the engine. */
	prompt(): void {}

	/** The command is over; once for every time it was submitted. It may be submitted again from here. */
	abstract done(result: number): void;
}
