import { Counters } from "drivers/at/counters";
import { Line } from "drivers/at/line";
import { Lines } from "drivers/at/lines";
import type { Notices } from "drivers/at/notices";
import type { EngineParts, Supervisor } from "drivers/at/parts";
import { Queue } from "drivers/at/queue";
import { type Frames, Reader } from "drivers/at/reader";
import { CLOSED, OK, type Request, TIMEOUT, TOO_LONG, TORN } from "drivers/at/request";
import type { Deadlines } from "drivers/uart/deadlines";
import type { Transmitter } from "drivers/uart/transmitter";
import type { Uart } from "drivers/uart/uart";
import Time from "time";

/** What nobody understands may have been the answer: it is waited for so many milliseconds more, at most. */
const HASTE = 2000;

/** One command in flight, the next after its result or its deadline: what the reader finds is told to whom it concerns. */
export abstract class Commands extends Lines implements Frames {
	// fields and methods: the most used first, as they are looked for one after the other
	/** Also the UART's, which is further away. */
	private readonly transmitter: Transmitter;
	protected readonly uart: Uart;
	private readonly reader: Reader;
	private readonly notices: Notices;
	private held = true;
	private readonly deadlines: Deadlines;
	/** When the command in flight is late, by {@link Deadlines.now}; the deadline itself may come before and is moved then. */
	private lateAt = 0;
	private readonly queue = new Queue();
	private readonly recovery = new Queue();
	private closed = false;
	/** The module has asked for the data of the current request. */
	private prompted = false;
	/** Bytes of data that the last command with some has announced; 0 when all went well with it. */
	private announced = 0;
	/** When the last bytes came while it was held, or when it was held, by {@link Deadlines.now}. */
	heardAt = 0;

	/** @param longest the longest line understood, in bytes; what the UART was made for */
	constructor(parts: EngineParts, supervisor: Supervisor, longest: number) {
		super(parts, supervisor, new Counters(parts.arena), new Line(parts.arena));
		this.uart = parts.uart;
		this.transmitter = parts.uart.transmitter;
		this.notices = parts.notices;
		this.deadlines = parts.deadlines;
		this.reader = new Reader(parts.arena, parts.uart.receiver, parts.names, this.fields, this, longest);
		parts.uart.receiver.owner = this;
	}

	/** The module may be waiting for data, of which it certainly has not had so many bytes: it takes commands for them. */
	protected abstract awaitsData(bytes: number): void;

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
		if (writer.taker && writer.answer) this.reader.awaitPayload(writer.taker, writer.answer);
		let patience = writer.patience;
		// what has come of a line may be all that ever comes of it, and its end be the answer's
		if (patience > HASTE && this.reader.inside) patience = HASTE;
		this.answerWithin(patience + this.uart.wireTime(onWire), Time.ticks | 0);
		this.uart.send(writer.start, length);
	}

	/** A result is to come by then: see {@link Commands.lateAt}. Most answers come soon, and the timer need not be set anew for each. */
	private answerWithin(milliseconds: number, now: number): void {
		const lateAt = (now + milliseconds) | 0;
		this.lateAt = lateAt;
		if (!this.awaited || ((this.dueAt - lateAt) | 0) > 0) this.deadlines.set(this, milliseconds);
	}

	private next(): void {
		while (!this.current && !this.closed) {
			const queue = this.recovery.first ? this.recovery : this.held ? undefined : this.queue;
			const request = queue?.shift();
			if (!request) return;
			this.begin(request);
		}
	}

	private finish(result: number): void {
		const current = this.current as Request;
		this.current = undefined;
		this.trailing = false;
		this.reader.taker = undefined;
		current.queued = false;
		if (result === OK) this.counters.oks++;
		else this.counters.count(result);
		current.done(result);
	}

	/** As {@link Commands.submit}, before all others. */
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

	/** Whether no command is in flight. */
	get idle(): boolean {
		return this.current === undefined;
	}

	/** Whether the module has asked for the data of the command in flight: whatever is sent now, it may take for them. */
	get givingData(): boolean {
		return this.current !== undefined && this.prompted;
	}

	/** Lets nothing but the supervisor's requests out until {@link Commands.release}. */
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
			this.awaitsData(this.prompted ? 0 : this.announced);
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

	/** A command in flight is over without a result: a line has said how it went. */
	conclude(request: Request, result: number): void {
		if (request !== this.current) return;
		this.finish(result);
		this.next();
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

	ready(): void {
		if (this.trailing) this.noise(1);
		else this.supervisor.onEcho(false);
	}

	noise(count: number): void {
		this.counters.unknownBytes += count;
		if (this.trailing) this.distrust();
		else this.hasten();
	}

	/** The module waits for data of a command that is over, or was never sent: it takes commands for them. */
	private strayPrompt(): void {
		this.counters.unknownBytes++;
		this.awaitsData(this.announced);
		if (this.current) this.hasten();
		else this.supervisor.onStray();
	}

	/** The module says that the command has failed: as {@link Commands.ok}. */
	protected failed(code: number): void {
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

	protected hasten(): void {
		if (!this.current || !this.transmitter.idle) return;
		const now = Time.ticks | 0;
		if (((this.lateAt - now) | 0) > HASTE) this.answerWithin(HASTE, now);
	}

	/** What was announced is not what came: nothing of it counts, and the stream is not to be trusted until it is quiet. */
	distrust(): void {
		if (!this.current) return;
		this.counters.tornPayloads++;
		this.trouble(TORN);
	}

	/** The time for an answer has passed: of the command in flight, or of one before it. */
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
}
