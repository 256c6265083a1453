import { Counters } from "drivers/at/counters";
import { Line } from "drivers/at/line";
import type { Names } from "drivers/at/names";
import type { Notices } from "drivers/at/notices";
import { Queue } from "drivers/at/queue";
import { type Frames, Reader } from "drivers/at/reader";
import { CLOSED, FOREIGN, INCOMPLETE, OK, type Request, TIMEOUT, TOO_LONG, TORN } from "drivers/at/request";
import { Decoder } from "drivers/at/text";
import type { Writer } from "drivers/at/writer";
import type { Arena } from "drivers/uart/arena";
import { Deadline, type Deadlines } from "drivers/uart/deadlines";
import type { Uart } from "drivers/uart/uart";

const LF = 0x0a;
const CR = 0x0d;
const PLUS = 0x2b;
const COMMA = 0x2c;
const GENERAL_ERROR = 1; // a bare ERROR

/** What the engine reports to the driver of the module at hand. */
export interface Supervisor {
	/** The command in flight got no answer in time (TIMEOUT), or one that cannot be trusted (TORN). The engine is held. */
	onTrouble(result: number): void;
	/** A command came back as echo, or the prompt of echo mode came. */
	onEcho(): void;
}

/** What an engine stands on. */
export interface EngineParts {
	arena: Arena;
	uart: Uart;
	deadlines: Deadlines;
	notices: Notices;
	names: Names;
	writer: Writer;
	/** The longest line understood, in bytes; at most the ring's guard. */
	longest: number;
	supervisor: Supervisor;
}

/**
 * One command in flight, the next after its result or its deadline; events to whoever asked for them. While it is held,
 * only what the supervisor submits as urgent by {@link Engine.recover} goes out.
 */
export class Engine implements Frames {
	/** The fields of the line at hand, for handlers. */
	readonly fields: Line;
	readonly counters = new Counters();
	/** The text of the last `ERROR:<code>,"<text>"`; empty when the module gave none. */
	errorText = "";
	/** Milliseconds without a result from the module: {@link Deadlines.since} of the last line of any kind. */
	heardAt = 0;
	readonly #parts: EngineParts;
	readonly #bytes: Uint8Array;
	readonly #reader: Reader;
	readonly #names: Names;
	readonly #decoder = new Decoder();
	readonly #deadline: Deadline;
	readonly #queue = new Queue();
	readonly #recovery = new Queue();
	#current: Request | undefined;
	#held = true;
	#closed = false;
	/** A payload of the current request has come; nothing but `OK` and events may follow. */
	#trailing = false;

	constructor(parts: EngineParts) {
		this.#parts = parts;
		this.#bytes = parts.arena.bytes;
		this.#names = parts.names;
		this.fields = new Line(parts.arena);
		this.#reader = new Reader(parts.arena, parts.uart.ring, parts.uart.receiver, this, parts.longest);
		this.#deadline = new Deadline(() => this.#expire());
	}

	/** Whether no command is in flight. */
	get idle(): boolean {
		return this.#current === undefined;
	}

	/** The longest command line that can be composed, in bytes. */
	get writerCapacity(): number {
		return this.#parts.writer.capacity;
	}

	/** Whether ordinary requests wait. */
	get held(): boolean {
		return this.#held;
	}

	/** Queues a request at its owner's turn. One that is pending already stays where it is. */
	submit(request: Request): void {
		if (request.queued || this.#closed) return;
		this.#queue.append(request);
		this.#next();
	}

	/** As {@link Engine.submit}, before all others. */
	submitFirst(request: Request): void {
		if (request.queued || this.#closed) return;
		this.#queue.prepend(request);
		this.#next();
	}

	/** Queues a request of the supervisor's, which goes out although the engine is held. */
	recover(request: Request): void {
		if (request.queued || this.#closed) return;
		this.#recovery.append(request);
		this.#next();
	}

	/** Takes back a request that has not been sent. @returns false when it is in flight: its result will come */
	withdraw(request: Request): boolean {
		if (request === this.#current) return false;
		if (request.queued && !this.#queue.remove(request)) this.#recovery.remove(request);
		return true;
	}

	/** Lets nothing but the supervisor's requests out until {@link Engine.release}. */
	hold(): void {
		this.#held = true;
	}

	release(): void {
		this.#held = false;
		this.#next();
	}

	/** Gives up on the command in flight, and on what was received of its answer. */
	abandon(result: number): void {
		this.#parts.uart.transmitter.clear();
		const dropped = this.#reader.reset();
		if (dropped) this.noise(dropped);
		if (this.#current) this.#finish(result);
	}

	/** All requests that wait end with `result`. */
	flush(result: number): void {
		// what their owners submit meanwhile stays
		let count = this.#queue.length;
		while (count-- > 0) this.#queue.shift()?.done(result);
	}

	/** Ends the line that may have been begun, so that the next command is understood. */
	endLine(): void {
		const { uart, writer } = this.#parts;
		if (!uart.idle) return;
		this.#bytes[writer.start] = CR;
		this.#bytes[writer.start + 1] = LF;
		uart.send(writer.start, 2);
	}

	/** Sends what the module asked for with its `#`. */
	sendPayload(offset: number, length: number): void {
		this.#parts.uart.send(offset, length);
	}

	/** Counts a line that was known by name but is not as the reference has it. */
	malformed(): void {
		this.counters.malformedLines++;
	}

	/** For the UART: new bytes lie in the ring. */
	readonly onBytes = (): void => {
		if (this.#closed) return;
		const { notices, deadlines } = this.#parts;
		this.heardAt = deadlines.now;
		notices.begin();
		this.#reader.consume();
		notices.deliver();
	};

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#parts.deadlines.clear(this.#deadline);
		this.#reader.reset();
		if (this.#current) this.#finish(CLOSED);
		this.flush(CLOSED);
		for (let it = this.#recovery.shift(); it; it = this.#recovery.shift()) it.done(CLOSED);
	}

	/* What the reader tells. */

	get awaitsPayload(): boolean {
		return !this.#trailing && (this.#current?.awaitsPayload ?? false);
	}

	get awaitsPrompt(): boolean {
		return this.#current?.awaitsPrompt ?? false;
	}

	get payloadAt(): number {
		return (this.#current as Request).payloadAt;
	}

	get headerEnd(): number {
		return this.fields.at;
	}

	header(at: number, end: number): number {
		if (end - at < 10) return INCOMPLETE;
		const name = this.#names.find(at + 1);
		const current = this.#current as Request;
		if (!name || name !== current.answer) return FOREIGN;
		this.fields.begin(at + 2 + name.length, end);
		return current.header(this.fields);
	}

	payload(): void {
		this.#trailing = true;
	}

	prompt(): void {
		const current = this.#current as Request;
		current.prompt();
	}

	ready(): void {
		this.#parts.supervisor.onEcho();
	}

	noise(count: number): void {
		this.counters.unknownBytes += count;
	}

	line(at: number, end: number): void {
		const bytes = this.#bytes;
		const first = bytes[at];
		if (first === PLUS) {
			this.#named(at, end);
		} else if (first === 0x4f && bytes[at + 1] === 0x4b && end - at === 2) {
			this.#result(OK);
		} else if (first === 0x45 && isError(bytes, at, end)) {
			this.#result(this.#errorCode(at, end));
		} else if (first === 0x41 && bytes[at + 1] === 0x54) {
			this.counters.echoes++;
			this.#parts.supervisor.onEcho();
		} else {
			this.#unknown(at, end);
		}
	}

	/** A line that begins with `+`: the answer of the command in flight, or an event. */
	#named(at: number, end: number): void {
		const name = this.#names.find(at + 1);
		if (!name) return this.#unknown(at, end);
		const fields = this.fields;
		const start = at + 1 + name.length;
		fields.begin(start < end ? start + 1 : end, end);
		const current = this.#current;
		if (current && (name === current.answer || name === current.alternative)) {
			if (current.line(fields)) {
				if (!fields.valid) this.counters.malformedLines++;
				return;
			}
			fields.begin(start < end ? start + 1 : end, end);
		}
		if (!name.handler) return this.#unknown(at, end);
		name.handler();
		if (!fields.valid) this.counters.malformedLines++;
	}

	#unknown(at: number, end: number): void {
		this.counters.unknownLines++;
		this.counters.unknownBytes += end - at;
		// bytes of somebody else's print lie in the payload, and its last ones here
		if (this.#trailing) this.#distrust();
	}

	#errorCode(at: number, end: number): number {
		const fields = this.fields;
		this.errorText = "";
		if (at + 5 >= end) return GENERAL_ERROR;
		fields.begin(at + 6, end);
		const code = fields.integer();
		if (!fields.valid || code <= 0) return GENERAL_ERROR;
		if (fields.peek === COMMA) {
			fields.nextText();
			if (fields.valid) this.errorText = this.#decoder.decode(this.#bytes, fields.textAt, fields.textLength);
		}
		return code;
	}

	#result(result: number): void {
		const current = this.#current;
		if (!current) {
			this.counters.strayResults++;
			return;
		}
		if (result !== OK) this.counters.errors++;
		this.#finish(result);
		this.#next();
	}

	/** What was announced is not what came: nothing of it counts, and the stream is not to be trusted. */
	#distrust(): void {
		this.counters.tornPayloads++;
		this.#trouble(TORN);
	}

	#expire(): void {
		this.counters.timeouts++;
		this.#parts.notices.begin();
		this.#trouble(TIMEOUT);
		this.#parts.notices.deliver();
	}

	#trouble(result: number): void {
		this.#held = true;
		this.abandon(result);
		this.#parts.supervisor.onTrouble(result);
	}

	#finish(result: number): void {
		const current = this.#current as Request;
		this.#current = undefined;
		this.#trailing = false;
		this.#parts.deadlines.clear(this.#deadline);
		current.queued = false;
		current.done(result);
	}

	#next(): void {
		while (!this.#current && !this.#closed) {
			const request = this.#recovery.shift() ?? (this.#held ? undefined : this.#queue.shift());
			if (!request) return;
			const { writer, uart, deadlines } = this.#parts;
			request.queued = true;
			const length = request.compose(writer);
			if (length === 0) {
				request.queued = false;
				request.done(writer.overflow ? TOO_LONG : OK);
				continue;
			}
			this.#current = request;
			this.#trailing = false;
			this.counters.commands++;
			deadlines.set(this.#deadline, request.patience + uart.wireTime(length));
			uart.send(writer.start, length);
		}
	}
}

function isError(bytes: Uint8Array, at: number, end: number): boolean {
	if (bytes[at + 1] !== 0x52 || bytes[at + 2] !== 0x52 || bytes[at + 3] !== 0x4f || bytes[at + 4] !== 0x52)
		return false;
	return end - at === 5 || bytes[at + 5] === 0x3a;
}
