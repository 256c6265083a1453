/** What the module did, for tests and viewers. Credentials never appear. */
export type TraceEvent = { at: number } & (
	| { kind: "command"; name: string; parameters: string }
	| { kind: "response" | "event"; text: string }
	| { kind: "result"; name: string; code: number }
	| { kind: "payload"; direction: "in" | "out"; bytes: number }
	| { kind: "power"; state: "on" | "off" | "reset" | "crashed" | "hung" }
	| { kind: "lost"; what: "event" | "input" | "datagram" | "data"; detail: string }
);

export type Traced = TraceEvent extends infer E ? (E extends unknown ? Omit<E, "at"> : never) : never;

/** What the module counted since it was made. */
export interface Counters {
	bytesReceived: number;
	bytesTransmitted: number;
	commands: number;
	errors: number;
	events: number;
	/** Bytes that did not fit the UART's receive buffer. */
	overflowed: number;
	/** Commands begun before the result of the one before. */
	pipelined: number;
	/** Events swallowed in binary mode. */
	eventsLost: number;
	/** Command lines that were too long. */
	linesTooLong: number;
	/** Payload bytes acknowledged with OK and thrown away. */
	sendsDropped: number;
	/** Datagrams without room. */
	datagramsDropped: number;
	/** Times the firmware crashed. */
	crashes: number;
}

export function newCounters(): Counters {
	return {
		bytesReceived: 0,
		bytesTransmitted: 0,
		commands: 0,
		errors: 0,
		events: 0,
		overflowed: 0,
		pipelined: 0,
		eventsLost: 0,
		linesTooLong: 0,
		sendsDropped: 0,
		datagramsDropped: 0,
		crashes: 0,
	};
}
