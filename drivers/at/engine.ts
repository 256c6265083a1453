import { Commands } from "drivers/at/commands";
import { Counters } from "drivers/at/counters";
import type { EngineParts, Supervisor } from "drivers/at/parts";
import { Arena } from "drivers/uart/arena";

export type { EngineParts, Supervisor } from "drivers/at/parts";

const LINE_ENDS = 128;
/** Pieces that may wait in the port's queue, and room for a command behind them. */
const SEGMENTS = 3;
const ESCAPE = 3;
const LF = 0x0a;
const CR = 0x0d;
const PLUS = 0x2b;

/**
 * One command in flight, the next after its result or its deadline; events to whoever asked for them. While it is held,
 * only what the supervisor submits as urgent by {@link Commands.recover} goes out. What is here is rarely needed: the ends
 * of a line, and of data.
 */
export class Engine extends Commands {
	/** Whether trouble came while the module was taking data: it may still wait for some, and takes commands for them. */
	mayAwaitData = false;
	/** Bytes of data that it has certainly not had. */
	private owed = 0;
	/** Where in the arena a CR LF lies. */
	private readonly lineEnd: number;

	/** @param longest the longest line understood, in bytes; what the UART was made for */
	constructor(parts: EngineParts, supervisor: Supervisor, longest: number) {
		super(parts, supervisor, longest);
		const { bytes } = parts.arena;
		this.lineEnd = parts.arena.take(LINE_ENDS + ESCAPE);
		bytes.fill(PLUS, this.lineEnd + LINE_ENDS, this.lineEnd + LINE_ENDS + ESCAPE);
		for (let at = this.lineEnd, end = at + LINE_ENDS; at < end; at += 2) {
			bytes[at] = CR;
			bytes[at + 1] = LF;
		}
	}

	/** What an engine takes from the arena: ends of lines, and an escape; counts of results. */
	static readonly byteLength = Arena.round(LINE_ENDS + ESCAPE) + Counters.byteLength;

	/**
	 * Ends the line that may have been begun, so that the next command is understood. Empty lines are nothing to a module
	 * that takes commands; one that still waits for data gets them as such, until it has what it waits for.
	 * @returns how many bytes were sent; more are to follow while {@link Engine.owes} is true
	 */
	endLine(): number {
		const { uart } = this;
		if (!uart.idle) return 0;
		if (!this.mayAwaitData) {
			uart.send(this.lineEnd, 2);
			return 2;
		}
		const most = this.owed > 0 ? this.owed : 2 * LINE_ENDS;
		let sent = 0;
		for (let i = 0; i < SEGMENTS && sent < most; i++) {
			const count = most - sent < LINE_ENDS ? most - sent : LINE_ENDS;
			uart.send(this.lineEnd, count);
			sent += count;
		}
		this.owed = this.owed > sent ? this.owed - sent : 0;
		return sent;
	}

	/** Whether the module certainly waits for more data than {@link Engine.endLine} has sent. */
	get owes(): boolean {
		return this.mayAwaitData && this.owed > 0;
	}

	/** Ends data without a length: `+++`, behind which nothing may come for a while. */
	sendEscape(): void {
		this.uart.send(this.lineEnd + LINE_ENDS, ESCAPE);
	}

	/** The longest command line that can be composed, in bytes. */
	get writerCapacity(): number {
		return this.writer.capacity;
	}

	protected awaitsData(bytes: number): void {
		this.mayAwaitData = true;
		this.owed = bytes;
	}
}
