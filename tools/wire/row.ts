/** Towards the module (the DCE), or towards the host (the DTE). */
export type Direction = "toModule" | "toHost";

/**
 * What a row is: a command line; the module's answer to the command in flight; an event (AEC); payload, folded to its
 * length; a prompt (`>` of echo mode, `#` before a payload that the host is to send); the echo of a command; the result
 * that ends a command; anything else that went by.
 */
export type RowKind = "command" | "answer" | "event" | "payload" | "prompt" | "echo" | "result" | "text";

/** One thing that went over the wire, as a person reads it. */
export interface Row {
	readonly kind: RowKind;
	readonly direction: Direction;
	/** When its first byte passed, in the unit of the times that were fed; an empty line ahead of it does not count. */
	readonly time: number;
	/** The line without its end, credentials masked; of a payload how long it was: `(7 bytes)`. */
	readonly text: string;
	/** Bytes on the wire: line end, marker and empty lines ahead included, so that the rows add up to the traffic. */
	readonly bytes: number;
	/** What it is called in the table: `AT+SOCKO`, `+SOCKIND`; of a result or an echo, its command. */
	readonly name?: string;
	/** Where the reference describes it: `7.3.4`; nothing for what only the published firmware says. */
	readonly chapter?: string;
	/** In words: what it is and what its parameters are, codes by their meaning. */
	readonly meaning?: string;
	/** Of a result, and of an event that tells of a failure: the code; 0 for OK. */
	readonly code?: number;
	/** Of the prompt `#`: how many bytes the module waits for, infinite until `+++`. */
	readonly expects?: number;
	/** Of a result: how long after its command, in the unit of the times that were fed. */
	readonly took?: number;
}
