import type { Name } from "drivers/at/names";
import { Notice } from "drivers/at/notices";
import { OK, Request } from "drivers/at/request";
import type { Writer } from "drivers/at/writer";
import type { Chapter, Context } from "drivers/wfi32/context";
import { NO_EVENT, Wfi32Error } from "drivers/wfi32/errors";

/** Something asked of a chapter that does one thing at a time. Made by its owner, linked into the chapter's queue. */
export abstract class Errand extends Notice {
	/** @internal */ nextErrand: Errand | undefined;
	/** @internal */ pending = false;
	/** @internal Nobody wants to know any more. */ dropped = false;
	/** Why nothing came of it; undefined when it went well. */
	error: Wfi32Error | undefined;

	/** It is over. Called from the event loop, and not after it was dropped. */
	abstract override deliver(): void;
}

const PATIENCE = 5000;

/** The first errand waits for its turn to be sent, */
const QUEUED = 0;
/** for the command's result, */
const SENT = 1;
/** for the event that follows. */
const WAITING = 2;

/**
 * Commands whose outcome comes as an event that does not say whose it is: one after the other, each with a deadline for
 * its event. Any number may wait.
 */
export abstract class Errands<E extends Errand> extends Request implements Chapter {
	protected readonly context: Context;
	readonly #name: string;
	readonly #eventTime: number;
	#first: E | undefined;
	#last: E | undefined;
	#step = QUEUED;
	/** The event came before the command's own result. */
	#early = false;
	#earlyError: Wfi32Error | undefined;

	/**
	 * @param name of the command, for errors: `+PING`
	 * @param eventTime milliseconds for the event, from the command's `OK`
	 */
	constructor(context: Context, name: string, eventTime: number) {
		super();
		this.context = context;
		this.#name = name;
		this.#eventTime = eventTime;
	}

	/**
	 * Puts an errand behind the others. One that is pending already, or dropped and not over yet, cannot be added.
	 * @throws Wfi32Error when the module was given up or closed
	 */
	add(errand: E): void {
		if (this.context.failure) throw this.context.failure;
		if (errand.pending) throw new Error("pending already");
		errand.pending = true;
		errand.dropped = false;
		errand.error = undefined;
		errand.nextErrand = undefined;
		if (this.#last) this.#last.nextErrand = errand;
		else this.#first = errand;
		this.#last = errand;
		if (this.#first === errand) this.context.engine.submit(this);
	}

	/**
	 * Its owner does not want to know any more. What was sent already is waited for all the same: its outcome would else
	 * be taken for the next one's.
	 */
	drop(errand: E): void {
		this.context.notices.cancel(errand);
		if (!errand.pending) return;
		if (errand === this.#first && this.#step !== QUEUED) errand.dropped = true;
		else this.unlink(errand);
	}

	/** What was sent, and is not over yet. */
	protected get current(): E | undefined {
		return this.#step === QUEUED ? undefined : this.#first;
	}

	/** Writes the command of an errand, up to its end. */
	protected abstract write(out: Writer, errand: E): void;

	/** The event of {@link Errands.current} has come; of several, the first counts. */
	protected conclude(error?: Wfi32Error): void {
		if (this.#step === WAITING) this.end(error);
		else if (this.#step === SENT && !this.#early) {
			this.#early = true;
			this.#earlyError = error;
		}
	}

	onReset(code: number): void {
		if (this.#step === WAITING) this.end(new Wfi32Error(code, this.#name));
	}

	onResynchronised(): void {
		// its event may be among what was lost: the deadline sees to that
	}

	fail(error: Wfi32Error): void {
		this.#step = QUEUED;
		while (this.#first) this.end(error);
	}

	/** As a deadline: the event did not come. */
	override due(): void {
		this.end(new Wfi32Error(NO_EVENT, this.#name));
	}

	abstract event(name: Name): void;

	compose(out: Writer): number {
		const errand = this.#first;
		if (!errand) return 0;
		this.#step = SENT;
		out.patience = PATIENCE;
		this.#early = false;
		this.write(out, errand);
		return out.end();
	}

	done(result: number): void {
		if (this.context.failure) return; // all of them fail
		if (this.#step !== SENT) {
			// not sent: the module started anew before its turn, or all were dropped
			if (this.#first) this.context.engine.submit(this);
		} else if (result !== OK) {
			const text = result > 0 ? this.context.engine.errorText : "";
			this.end(new Wfi32Error(result, this.#name, text));
		} else if (this.#early) {
			this.end(this.#earlyError);
		} else {
			this.#step = WAITING;
			this.context.deadlines.set(this, this.#eventTime);
		}
	}

	private end(error: Wfi32Error | undefined): void {
		const { deadlines, notices, engine, failure } = this.context;
		const errand = this.#first as E;
		deadlines.clear(this);
		this.#step = QUEUED;
		this.unlink(errand);
		errand.error = error;
		if (!errand.dropped) notices.post(errand);
		if (this.#first && !failure) engine.submit(this);
	}

	private unlink(errand: E): void {
		let previous: E | undefined;
		for (let it = this.#first; it && it !== errand; it = it.nextErrand as E | undefined) previous = it;
		const next = errand.nextErrand as E | undefined;
		if (previous) previous.nextErrand = next;
		else this.#first = next;
		if (this.#last === errand) this.#last = previous;
		errand.nextErrand = undefined;
		errand.pending = false;
	}
}
