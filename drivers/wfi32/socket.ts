import type { Line } from "drivers/at/line";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { DISCONNECTED, NOT_THERE, TORN, Wfi32Error } from "drivers/wfi32/errors";
import { SOCKO } from "drivers/wfi32/names";

/** What a socket is doing, in the order of its life: not even begun, */
const NEW = 0;
export const OPENING = 1;
export const BINDING = 2;
export const CONNECTING = 3;
export const SECURING = 4;
/** Of use to its owner. */
export const CONNECTED = 5;
/** Of no further use to its owner, who has not closed it yet. */
export const FAILED = 6;
/** Closed by its owner, and still open in the module. */
export const CLOSING = 7;
/** Not in the module either: its place is free. */
export const GONE = 8;

/** What a turn of a socket does. Numbers from 10 on are a kind's own. */
export type Step = number;
export const NOTHING: Step = 0;
const OPEN_STEP: Step = 1;
const CLOSE_STEP: Step = 2;

export const UDP = 1;
export const TCP = 2;

const OPEN = command("AT+SOCKO=");
const CLOSE = command("AT+SOCKCL=");

/** Told when a socket's place in the table becomes free. */
export interface SocketTable {
	gone(socket: Socket): void;
	/** The module may have one that is nobody's. */
	doubt(): void;
}

/**
 * A socket of the module (reference 7.1, 7.2), of any kind. It is a request, sent when its turn comes, that does whatever is
 * most needed then; a notice of what is new to its owner, which comes from the event loop, and not after
 * {@link Socket.close}; and the deadline of what it waits for. What is private here is so to TypeScript alone: of a private
 * method of the language the engine keeps a slot in each object.
 */
export abstract class Socket extends Request {
	/** What it is doing, see above. */
	state: number;
	/** What the turn in flight does; NOTHING between turns. */
	protected step: Step = NOTHING;
	/** What was just chosen for a turn, which mostly begins right away. */
	private chosen: Step = NOTHING;
	/** @internal */ readonly context: Context;
	/** The module's number for it, -1 while it has none. */
	id: number;
	private error: Error | undefined;

	/** @param id when the module has it already: of an accepted connection */
	constructor(context: Context, id = -1) {
		super();
		this.context = context;
		this.id = id;
		this.state = id >= 0 ? CONNECTED : NEW;
	}

	/** UDP or TCP. */
	protected abstract get protocol(): number;

	/** Where in the arena its buffers begin; -1 for one that has none. */
	abstract get place(): number;

	/** Begins to open. To be called when all is ready for that. */
	start(): void {
		if (this.state === NEW) this.state = OPENING;
		this.context.engine.submit(this);
	}

	/** The owner lets go. No callback comes after this; the module's socket is closed behind it. May be called again. */
	close(): void {
		if (this.state >= CLOSING) return;
		const lingers = this.state === CONNECTED && this.lingers();
		this.context.notices.cancel(this);
		if (!lingers) this.inTime();
		this.state = CLOSING;
		this.proceed();
	}

	/** The module has lost it. */
	lost(error: Error): void {
		this.id = -1;
		if (this.state < FAILED) this.failWith(error);
		this.proceed();
	}

	/* Events. */

	/** +SOCKCL: the other side has closed. */
	closedByPeer(): void {
		this.fail(DISCONNECTED, "+SOCKCL");
	}

	/** +SOCKERR */
	failed(code: number, text: string): void {
		this.failWith(new Wfi32Error(code, this.state === SECURING ? "+SOCKTLS" : "+SOCKBR", text));
	}

	/** +SOCKIND: of a connection of ours. */
	connected(): void {}

	/** +SOCKTLS */
	secured(): void {}

	/** +SOCKRXT: the module holds so many bytes. */
	streamAvailable(_count: number): void {}

	/** +SOCKRXU: the oldest datagram in the module. The address is the text that the line at hand was read up to. */
	datagramAvailable(_address: Line, _port: number, _length: number): void {}

	/** What the module said meanwhile may be lost: to be asked for. */
	abstract recheck(): void;

	/* For the kinds. */

	/** What is most needed now, NOTHING when nothing is. Called in states below FAILED, and while closing and lingering. */
	protected abstract choose(): Step;

	protected abstract composeStep(step: Step, out: Writer): void;

	protected abstract stepDone(step: Step, result: number): void;

	/** The module has made the socket: on with it. */
	protected abstract opened(): void;

	/** The time set by {@link Socket.within} has come. */
	abstract override due(): void;

	/** Tells the owner what is new. */
	protected abstract tell(): void;

	/** Tells the owner that the socket is of no further use. */
	protected abstract tellError(error: Error): void;

	/** Whether something is still to be sent before the module's socket may be closed. */
	protected lingers(): boolean {
		return false;
	}

	/** It is not in the module any more, and nobody's. */
	protected gone(): void {}

	/** Has {@link Socket.due} called after so many milliseconds, once. */
	protected within(milliseconds: number): void {
		this.context.deadlines.set(this, milliseconds);
	}

	protected inTime(): void {
		this.context.deadlines.clear(this);
	}

	/** Has {@link Socket.tell} called. */
	protected news(): void {
		if (this.state <= FAILED) this.context.notices.post(this);
	}

	protected fail(code: number, name: string): void {
		if (this.state >= FAILED) return;
		this.failWith(new Wfi32Error(code, name, code > 0 ? this.context.engine.errorText : ""));
	}

	protected failWith(error: Error): void {
		if (this.state >= FAILED) return;
		this.state = FAILED;
		this.error = error;
		this.inTime();
		this.news();
		this.proceed();
	}

	/** @internal takes a turn, if there is anything to do */
	proceed(): void {
		if (this.step !== NOTHING) return;
		const state = this.state;
		if (state < FAILED && this.queued) return;
		if (state < FAILED || (state === CLOSING && this.lingers())) {
			const step = state === CONNECTED ? this.choose() : this.next();
			if (step === NOTHING) return;
			this.chosen = step;
			this.context.engine.submit(this);
			this.chosen = NOTHING;
		} else if (this.id >= 0) {
			// closing goes first, also before what it had queued for
			if (this.context.engine.withdraw(this)) this.context.engine.submitFirst(this);
		} else if (this.state === CLOSING && this.context.engine.withdraw(this)) {
			this.state = GONE;
			this.gone();
			this.context.sockets.gone(this);
		}
	}

	/* The request. */

	compose(out: Writer): number {
		out.patience = 2500;
		const step = this.chosen === NOTHING ? this.next() : this.chosen;
		this.step = step;
		if (step > CLOSE_STEP) this.composeStep(step, out);
		else if (step === NOTHING) return 0;
		else if (step === OPEN_STEP) {
			out.answer = SOCKO;
			out.begin(OPEN);
			out.integer(this.protocol);
		} else {
			out.begin(CLOSE);
			out.integer(this.id);
		}
		return out.end();
	}

	private next(): Step {
		const state = this.state;
		if (state === NEW) return NOTHING;
		if (state === OPENING) return OPEN_STEP;
		if (state < FAILED || (state === CLOSING && this.lingers())) return this.choose();
		return this.id >= 0 ? CLOSE_STEP : NOTHING;
	}

	override line(fields: Line): boolean {
		if (this.step !== OPEN_STEP) return false;
		const id = fields.integer();
		if (fields.valid) this.id = id;
		return true;
	}

	done(result: number): void {
		const step = this.step;
		this.step = NOTHING;
		if (step > CLOSE_STEP) this.stepDone(step, result);
		else if (step === OPEN_STEP) {
			// made, and its ID torn: nobody's
			if (result === OK && this.id < 0) this.context.sockets.doubt();
			if (result !== OK || this.id < 0) this.fail(result === OK ? TORN : result, "+SOCKO");
			else if (this.state === OPENING) this.opened();
		} else if (step === CLOSE_STEP) {
			this.id = -1;
			// the command itself may not have been understood
			if (result > OK && result !== NOT_THERE) this.context.sockets.doubt();
		}
		this.proceed();
	}

	override deliver(): void {
		this.tell();
		const error = this.error;
		if (!error || this.state > FAILED) return;
		this.error = undefined;
		this.tellError(error);
	}
}
