import { Counters } from "drivers/at/counters";
import { Line } from "drivers/at/line";
import { type Listener, MEASURED, type Name, NOBODY } from "drivers/at/names";
import type { Notices } from "drivers/at/notices";
import type { EngineParts, Supervisor } from "drivers/at/parts";
import { Queue } from "drivers/at/queue";
import { type Frames, Reader } from "drivers/at/reader";
import { CLOSED, OK, type Request, TIMEOUT, TOO_LONG, TORN } from "drivers/at/request";
import { ERROR_LENGTH, GENERAL_ERROR, isError } from "drivers/at/results";
import type { Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { Deadline, type Deadlines } from "drivers/uart/deadlines";
import type { Transmitter } from "drivers/uart/transmitter";
import type { Uart } from "drivers/uart/uart";
import Time from "time";

export type { EngineParts, Supervisor } from "drivers/at/parts";

/** What nobody understands may have been the answer: it is waited for so many milliseconds more, at most. */
const HASTE = 2000;
const LINE_ENDS = 128;
/** Pieces that may wait in the port's queue, and room for a command behind them. */
const SEGMENTS = 3;
const ESCAPE = 3;
// biome-ignore lint/suspicious/noConstEnum: a module's constant costs 50 instructions more
const enum Byte {
	LF = 0x0a,
	CR = 0x0d,
	PLUS = 0x2b,
	COMMA = 0x2c,
	A = 0x41,
	K = 0x4b,
	O = 0x4f,
	T = 0x54,
}
const EMPTY = ""; // a literal would make a string each time in a preloaded module

/**
 * One command in flight, the next after its result or its deadline; events to whoever asked for them. While it is held,
 * only what the supervisor submits as urgent by {@link Engine.recover} goes out.
 */
export class Engine extends Deadline implements Frames {
	// fields and methods: the most used first, as they are looked for one after the other
	private current: Request | undefined;
	private readonly writer: Writer;
	/** Also the UART's, which is further away. */
	private readonly transmitter: Transmitter;
	private readonly uart: Uart;
	private readonly reader: Reader;
	private readonly notices: Notices;
	private held = true;
	private readonly deadlines: Deadlines;
	/** When the command in flight is late, by {@link Deadlines.now}; the deadline itself may come before and is moved then. */
	private lateAt = 0;
	private readonly queue = new Queue();
	private readonly recovery = new Queue();
	readonly counters: Counters;
	private closed = false;
	/** A payload of the current request has come; nothing but `OK` and events may follow. */
	private trailing = false;
	/** The module has asked for the data of the current request. */
	private prompted = false;
	/** Bytes of data that the last command with some has announced; 0 when all went well with it. */
	private announced = 0;
	private readonly bytes: Uint8Array;
	/** The fields of the line at hand, for handlers. */
	readonly fields: Line;
	private readonly supervisor: Supervisor;
	private readonly parts: EngineParts;
	/** The text of the last `ERROR:<code>,"<text>"`; empty when the module gave none. */
	errorText = EMPTY;
	/** When the last bytes came while it was held, or when it was held, by {@link Deadlines.now}. */
	heardAt = 0;
	/** Whether trouble came while the module was taking data: it may still wait for some, and takes commands for them. */
	mayAwaitData = false;
	/** Bytes of data that it has certainly not had. */
	private owed = 0;
	/** Where in the arena a CR LF lies. */
	private readonly lineEnd: number;

	/** @param longest the longest line understood, in bytes; what the UART was made for */
	constructor(parts: EngineParts, supervisor: Supervisor, longest: number) {
		super();
		this.parts = parts;
		this.supervisor = supervisor;
		this.writer = parts.writer;
		this.uart = parts.uart;
		this.deadlines = parts.deadlines;
		this.transmitter = parts.uart.transmitter;
		this.bytes = parts.arena.bytes;
		this.notices = parts.notices;
		this.counters = new Counters(parts.arena);
		this.fields = new Line(parts.arena);
		this.reader = new Reader(parts.arena, parts.uart.receiver, parts.names, this.fields, this, longest);
		parts.uart.receiver.owner = this;
		this.lineEnd = parts.arena.take(LINE_ENDS + ESCAPE);
		this.bytes.fill(Byte.PLUS, this.lineEnd + LINE_ENDS, this.lineEnd + LINE_ENDS + ESCAPE);
		for (let at = this.lineEnd, end = at + LINE_ENDS; at < end; at += 2) {
			this.bytes[at] = Byte.CR;
			this.bytes[at + 1] = Byte.LF;
		}
	}

	/** What an engine takes from the arena: ends of lines, and an escape; counts of results. */
	static readonly byteLength = Arena.round(LINE_ENDS + ESCAPE) + Counters.byteLength;

	/** Whether no command is in flight. */
	get idle(): boolean {
		return this.current === undefined;
	}

	/** Whether the module has asked for the data of the command in flight: whatever is sent now, it may take for them. */
	get givingData(): boolean {
		return this.current !== undefined && this.prompted;
	}

	/** The longest command line that can be composed, in bytes. */
	get writerCapacity(): number {
		return this.writer.capacity;
	}

	/** Queues a request at its owner's turn. One that is pending already stays where it is. */
	submit(request: Request): void {
		if (request.queued || this.closed) return;
		if (this.current || this.held || this.queue.first || this.recovery.first) {
			this.queue.append(request);
			this.next();
			return;
		}
		// nothing before it: most commands need no queue
		this.begin(request);
		if (!this.current) this.next();
	}

	/** As {@link Engine.submit}, before all others. */
	submitFirst(request: Request): void {
		if (request.queued || this.closed) return;
		this.queue.prepend(request);
		this.next();
	}

	/** Queues a request of the supervisor's, which goes out although the engine is held. */
	recover(request: Request): void {
		if (request.queued || this.closed) return;
		this.recovery.append(request);
		this.next();
	}

	/** Takes back a request that has not been sent. @returns false when it is in flight: its result will come */
	withdraw(request: Request): boolean {
		if (request === this.current) return false;
		if (request.queued && !this.queue.remove(request)) this.recovery.remove(request);
		return true;
	}

	/** Lets nothing but the supervisor's requests out until {@link Engine.release}. */
	hold(): void {
		this.held = true;
		this.heardAt = this.deadlines.now;
	}

	release(): void {
		this.held = false;
		this.next();
	}

	/** Gives up on the command in flight, and on what was received of its answer. */
	abandon(result: number): void {
		const current = this.current;
		// its prompt may have been lost, or be still to come; an error that was no answer may have ended it before
		if ((current && (this.prompted || this.writer.awaitsPrompt)) || this.announced > 0) {
			this.mayAwaitData = true;
			this.owed = this.prompted ? 0 : this.announced;
		}
		// data that were meant for a module that has started anew meanwhile would be commands to it
		this.transmitter.clear();
		this.counters.unknownBytes += this.reader.reset();
		if (this.current) this.finish(result);
	}

	/** All requests that wait end with `result`. */
	flush(result: number): void {
		// what their owners submit meanwhile stays, and waits until all have been told
		const held = this.held;
		this.held = true;
		let count = this.queue.length;
		while (count-- > 0) this.queue.shift()?.done(result);
		if (held) return;
		this.release();
	}

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

	/** Sends what the module asked for with its `#`. */
	sendPayload(offset: number, length: number): void {
		this.uart.send(offset, length);
	}

	/** Ends data without a length: `+++`, behind which nothing may come for a while. */
	sendEscape(): void {
		this.uart.send(this.lineEnd + LINE_ENDS, ESCAPE);
	}

	/** A command in flight is over without a result: a line has said how it went. */
	conclude(request: Request, result: number): void {
		if (request !== this.current) return;
		this.finish(result);
		this.next();
	}

	/** Counts a line that was known by name but is not as the reference has it. */
	malformed(name: Name): void {
		this.counters.malformedLines++;
		this.hasten();
		this.supervisor.onMalformed(name);
	}

	private hasten(): void {
		if (!this.current || !this.transmitter.idle) return;
		const now = Time.ticks | 0;
		if (((this.lateAt - now) | 0) > HASTE) this.answerWithin(HASTE, now);
	}

	/** A result is to come by then: see {@link Engine.lateAt}. Most answers come soon, and the timer need not be set anew for each. */
	private answerWithin(milliseconds: number, now: number): void {
		const lateAt = (now + milliseconds) | 0;
		this.lateAt = lateAt;
		if (!this.awaited || ((this.dueAt - lateAt) | 0) > 0) this.deadlines.set(this, milliseconds);
	}

	/** New bytes wait in the receiver. */
	received(): void {
		if (this.held) this.heardAt = this.deadlines.now;
		const reader = this.reader;
		const notices = this.notices;
		// nothing in between throws: what is a program's is called at the end
		notices.busy = true;
		if (!(reader.isPlain && reader.pass()) && !this.closed) reader.consume();
		notices.busy = false;
		if (notices.first) notices.deliver();
	}

	close(): void {
		if (this.closed) return;
		this.closed = true;
		this.deadlines.clear(this);
		this.reader.reset();
		if (this.current) this.finish(CLOSED);
		this.flush(CLOSED);
		for (let it = this.recovery.shift(); it; it = this.recovery.shift()) it.done(CLOSED);
	}

	/* What the reader tells. */

	ok(): void {
		// what comes before the command, or the data asked for, has left cannot be its result
		if (!this.current || !this.transmitter.idle) return this.stray();
		if (this.writer.awaitsPrompt) {
			// success without the data: some other command's
			if (!this.prompted) {
				this.counters.strayResults++;
				return this.trouble(TORN);
			}
			this.announced = 0;
		}
		this.finish(OK);
		if (this.queue.first || this.recovery.first) this.next();
	}

	payload(): void {
		this.trailing = true;
	}

	prompt(): void {
		const current = this.current;
		if (this.trailing) this.noise(1);
		else if (!this.prompted && current && this.writer.awaitsPrompt && this.transmitter.idle) {
			this.prompted = true;
			current.prompt();
		} else this.strayPrompt();
	}

	/** The module waits for data of a command that is over, or was never sent: it takes commands for them. */
	private strayPrompt(): void {
		this.counters.unknownBytes++;
		this.mayAwaitData = true;
		this.owed = this.announced;
		if (this.current) this.hasten();
		else this.supervisor.onStray();
	}

	ready(): void {
		if (this.trailing) this.noise(1);
		else this.supervisor.onEcho(false);
	}

	noise(count: number): void {
		this.counters.unknownBytes += count;
		if (this.trailing) this.distrust();
		else this.hasten();
	}

	line(at: number, end: number): void {
		const bytes = this.bytes;
		const first = bytes[at];
		if (first === Byte.PLUS) {
			this.named(at, end);
		} else if (first === Byte.O && end - at === 2 && bytes[at + 1] === Byte.K) {
			this.ok();
		} else if (isError(bytes, at, end)) {
			this.failed(this.errorCode(at, end));
		} else if (first === Byte.A && bytes[at + 1] === Byte.T && !this.trailing) {
			this.counters.echoes++;
			const own = this.current !== undefined && this.writer.holds(at, end);
			if (!own) this.hasten();
			this.supervisor.onEcho(own);
		} else if (!this.bare(at, end)) {
			this.unknown(at, end);
		}
	}

	/** The code of a line that says `ERROR`, above 0; its text is kept. */
	private errorCode(at: number, end: number): number {
		const fields = this.fields;
		this.errorText = EMPTY;
		if (at + ERROR_LENGTH >= end) return GENERAL_ERROR;
		fields.begin(at + ERROR_LENGTH + 1, end);
		const code = fields.integer();
		if (!fields.valid || code <= 0) return GENERAL_ERROR;
		if (fields.peek === Byte.COMMA) {
			fields.nextText();
			if (fields.valid) this.errorText = this.parts.decoder.decode(this.bytes, fields.textAt, fields.textLength);
		}
		return code;
	}

	/** A line of an answer that lacks its `+`. */
	private bare(at: number, end: number): boolean {
		const current = this.current;
		const { answer, answersBare } = this.writer;
		if (!current || !answersBare || !answer) return false;
		const name = this.parts.names.find(at, answer);
		if (name !== answer) return false;
		const fields = this.fields;
		const start = at + name.length;
		fields.begin(start < end ? start + 1 : end, end);
		if (current.line(fields) && !fields.valid) this.malformed(name);
		return true;
	}

	/** A line that begins with `+`: the answer of the command in flight, or an event. */
	private named(at: number, end: number): void {
		const current = this.current;
		const writer = this.writer;
		const name = this.parts.names.find(at + 1, writer.answer);
		if (!name) return this.unknown(at, end);
		const fields = this.fields;
		const start = at + 1 + name.length;
		fields.begin(start < end ? start + 1 : end, end);
		if (current && (name === writer.answer || name === writer.alternative)) {
			if (current.line(fields)) {
				if (!fields.valid) this.malformed(name);
				return;
			}
			fields.begin(start < end ? start + 1 : end, end);
		}
		const listener = name.listener === NOBODY ? undefined : this.parts.names.listeners[name.listener];
		if (!listener) {
			this.unknown(at, end);
			// a line of another command's answer
			if (name.listener === NOBODY) this.supervisor.onStray();
			return;
		}
		if (name.integers > 0) this.told(listener, name);
		else listener.event(name);
		// an event that has lost its end, and a result behind it: what was meant for a command went by
		if (this.bytes[end - 2] === Byte.O && this.bytes[end - 1] === Byte.K) this.hasten();
		if (!fields.valid) this.damaged(name);
	}

	/** An event that is told with its fields, and is not as simple as {@link Events} wants it. */
	private told(listener: Listener, name: Name): void {
		const fields = this.fields;
		const { integers, texts } = name;
		if (texts === MEASURED) return listener.event(name);
		const a = fields.integer();
		const b = integers > 1 ? fields.nextInteger() : 0;
		const c = integers > 2 ? fields.nextInteger() : 0;
		if (texts > 1) {
			fields.nextText();
			fields.plain();
			fields.firstAt = fields.textAt;
			fields.firstLength = fields.textLength;
		}
		if (texts > 0) {
			fields.lastText();
			fields.plain();
		}
		if (fields.valid) listener.told?.(name, a, b, c);
	}

	damaged(name: Name): void {
		this.malformed(name);
		if (this.trailing) this.distrust();
	}

	private unknown(at: number, end: number): void {
		this.counters.unknownLines++;
		this.counters.unknownBytes += end - at;
		this.supervisor.onUnknown(at, end);
		// bytes of somebody else's print lie in the payload, and its last ones here
		if (this.trailing) this.distrust();
		else this.hasten();
	}

	/** The module says that the command has failed: as {@link Engine.ok}. */
	private failed(code: number): void {
		if (!this.current || !this.transmitter.idle) return this.stray();
		this.counters.errors++;
		this.finish(code);
		this.next();
	}

	private stray(): void {
		this.counters.strayResults++;
		if (this.held) this.counters.lateAnswers++;
		this.supervisor.onStray();
	}

	/** What was announced is not what came: nothing of it counts, and the stream is not to be trusted until it is quiet. */
	distrust(): void {
		if (!this.current) return;
		this.counters.tornPayloads++;
		this.trouble(TORN);
	}

	/** No answer in time, or to a command before the one in flight. */
	due(): void {
		if (!this.current) return;
		const now = Time.ticks | 0;
		const left = (this.lateAt - now) | 0;
		if (left > 0) return this.answerWithin(left, now);
		this.counters.timeouts++;
		const notices = this.notices;
		notices.busy = true;
		try {
			this.trouble(TIMEOUT);
		} finally {
			notices.deliver();
		}
	}

	private trouble(result: number): void {
		this.hold();
		this.abandon(result);
		this.supervisor.onTrouble(result);
	}

	private finish(result: number): void {
		const current = this.current as Request;
		this.current = undefined;
		this.trailing = false;
		this.reader.request = undefined;
		current.queued = false;
		if (result === OK) this.counters.oks++;
		else this.counters.count(result);
		current.done(result);
	}

	private next(): void {
		while (!this.current && !this.closed) {
			const queue = this.recovery.first ? this.recovery : this.held ? undefined : this.queue;
			const request = queue?.shift();
			if (!request) return;
			this.begin(request);
		}
	}

	/** Sends a request's command, if it still has one. */
	private begin(request: Request): void {
		const writer = this.writer;
		request.queued = true;
		this.current = request; // so that what compose submits waits
		this.trailing = this.prompted = false;
		writer.clear();
		const length = request.compose(writer);
		if (length === 0) {
			this.current = undefined;
			request.queued = false;
			request.done(writer.overflow ? TOO_LONG : OK);
			return;
		}
		let onWire = length;
		if (writer.awaitsPrompt) onWire += this.announced = writer.dataLength;
		this.counters.commands++;
		if (writer.awaitsPayload && writer.answer) this.reader.awaitPayload(request, writer.answer);
		let patience = writer.patience;
		// what has come of a line may be all that ever comes of it, and its end be the answer's
		if (patience > HASTE && this.reader.inside) patience = HASTE;
		this.answerWithin(patience + this.uart.wireTime(onWire), Time.ticks | 0);
		this.uart.send(writer.start, length);
	}
}
