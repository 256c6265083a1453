import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
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

/**
 * A command as its owner sees it. Made once by the owner, linked into the engine's queue as often as needed; what it
 * sends is decided when its turn comes.
 */
export abstract class Request {
	/** @internal */ next: Request | undefined;
	/** @internal */ queued = false;
	/** Names of the lines that are its answer. */
	answer: Name | undefined;
	alternative: Name | undefined;
	/** Whether lines of its answer may come without their `+`, as some firmware has it. */
	answersBare = false;
	/** Milliseconds for the answer, from when the command has left the port. */
	patience = 2000;
	/** Whether its answer may carry a payload: its lines are looked at before their end has come. Its name has 4 to 7 characters. */
	awaitsPayload = false;
	/** Whether the module will ask for data with a `#`. */
	awaitsPrompt = false;
	/** How many bytes of data it has announced to the module; 0: none, or none that are counted. */
	dataLength = 0;

	/** Whether it waits in the queue or is in flight. */
	get pending(): boolean {
		return this.queued;
	}

	/**
	 * Writes the command, from `begin` to `end`.
	 * @returns the line's length, or 0 when there is nothing to send any more
	 */
	abstract compose(out: Writer): number;

	/** A line of its answer. @returns false when the line is not its own after all */
	line(_line: Line): boolean {
		return true;
	}

	/**
	 * The header of a payload, `+<answer>:<first>,<count>,` and a `#`, while it awaits one.
	 * @returns whether it is the one it awaits: `count` bytes follow
	 */
	header(_first: number, _count: number): boolean {
		return false;
	}

	/** Where in the arena the payload announced by {@link Request.header} goes. */
	payloadAt = 0;

	/** The module asks for data: they are sent by `send` of the engine. */
	prompt(): void {}

	/** The command is over; once for every time it was submitted. It may be submitted again from here. */
	abstract done(result: number): void;
}
