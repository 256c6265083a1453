import type { Name, Names } from "drivers/at/names";
import type { Notices } from "drivers/at/notices";
import type { Decoder } from "drivers/at/text";
import type { Writer } from "drivers/at/writer";
import type { Arena } from "drivers/uart/arena";
import type { Deadlines } from "drivers/uart/deadlines";
import type { Uart } from "drivers/uart/uart";

/** What the engine reports to the driver of the module at hand. */
export interface Supervisor {
	/** The command in flight got no answer in time (TIMEOUT), or one that cannot be trusted (TORN). The engine is held. */
	onTrouble(result: number): void;
	/**
	 * What looks like echo came, or the prompt of echo mode.
	 * @param own it is the command in flight, letter for letter: echo is on
	 */
	onEcho(own: boolean): void;
	/** A result came that no command waited for, or a line of another command's answer. */
	onStray(): void;
	/** A line that nobody knows, counted already: where in the arena, without its end. */
	onUnknown(at: number, end: number): void;
	/** A line of a known name with other fields than it should have, counted already. */
	onMalformed(name: Name): void;
}

/** What an engine stands on. */
export interface EngineParts {
	readonly arena: Arena;
	readonly uart: Uart;
	readonly deadlines: Deadlines;
	readonly notices: Notices;
	readonly names: Names;
	readonly decoder: Decoder;
	readonly writer: Writer;
}
