import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import {
	type AccessPointConfiguration,
	isEmptyText,
	isSecret,
	LAST_PARAMETER,
	writeParameter,
} from "drivers/wfi32/access-point-configuration";
import type { Context } from "drivers/wfi32/context";
import { Wfi32Error } from "drivers/wfi32/errors";

export const OFF = 0;
/** The module is told what to be, or to stop. */
export const CONFIGURING = 1;
export const UP = 2;

const PATIENCE = 5000;
const STOP_PAUSE = 500;
const STOP_ATTEMPTS = 3;
const STOP_REFUSED = 25;
const STORED_EMPTY = 7;

/** What was sent: a parameter by its ID, or */
const START_STEP = LAST_PARAMETER + 1;
const STOP_STEP = START_STEP + 1;
const NOTHING = -1;

const START = command("AT+WAP=1");
const STOP = command("AT+WAP=0");

/** What the module is told of its access point (reference 5.3, 5.4): its configuration, its start and its stop. */
export abstract class AccessPointCommands extends Request {
	protected readonly context: Context;
	state = OFF;
	protected wanted: AccessPointConfiguration | undefined;
	private step = 1;
	private stepSent = NOTHING;
	protected stopping = false;
	private stopAttempts = 0;
	/** The module's access point is, or may be, on. */
	protected on = false;

	constructor(context: Context) {
		super();
		this.context = context;
	}

	/** It is up. */
	protected abstract started(): void;

	/** Nothing will come of this start. */
	protected abstract failWith(error: Wfi32Error): void;

	/** Prepares another start. */
	protected begin(wanted: AccessPointConfiguration): void {
		this.wanted = wanted;
		this.state = CONFIGURING;
		this.step = 1;
		this.stopping = this.on;
		this.stopAttempts = 0;
		// what is on its way belongs to an earlier start
		if (this.stepSent !== STOP_STEP) this.stepSent = NOTHING;
		this.context.deadlines.clear(this);
	}

	/** Whether the start was sent, and events may come before its `OK`. */
	protected get starting(): boolean {
		return this.state === CONFIGURING && this.stepSent === START_STEP && !this.stopping;
	}

	/* The request: stop if need be, then five parameters, then start. */

	compose(out: Writer): number {
		this.stepSent = NOTHING;
		out.patience = PATIENCE;
		if (this.stopping) {
			this.stepSent = STOP_STEP;
			out.begin(STOP);
			return out.end();
		}
		const wanted = this.wanted;
		if (!wanted || this.state !== CONFIGURING) return 0;
		this.stepSent = this.step;
		if (this.step === START_STEP) {
			out.begin(START);
			this.on = true;
			return out.end();
		}
		writeParameter(out, wanted, this.step);
		return out.end();
	}

	done(result: number): void {
		const sent = this.stepSent;
		if (this.context.failure) return;
		if (sent === STOP_STEP) return this.stopDone(result);
		// stopped meanwhile, or begun anew
		if (this.stopping || (sent === NOTHING && this.state === CONFIGURING)) return this.submit();
		if (this.state !== CONFIGURING) return;
		const wanted = this.wanted as AccessPointConfiguration;
		// an empty string is stored, and yet answered by an error (module-behaviour, bug 1)
		const stored = result === STORED_EMPTY && isEmptyText(wanted, sent);
		if (result !== OK && !stored) {
			if (sent === START_STEP && result > 0) this.on = false;
			const text = result > 0 && !isSecret(sent) ? this.context.engine.errorText : "";
			return this.failWith(new Wfi32Error(result, sent <= LAST_PARAMETER ? "+WAPC" : "+WAP", text));
		}
		if (sent !== START_STEP) {
			this.step = sent + 1;
			return this.submit();
		}
		this.state = UP;
		this.started();
	}

	private stopDone(result: number): void {
		if (result === STOP_REFUSED && ++this.stopAttempts < STOP_ATTEMPTS) {
			this.context.deadlines.set(this, STOP_PAUSE);
			return;
		}
		this.stopping = false;
		if (result >= OK) this.on = false; // an error: it was not on
		if (this.state === CONFIGURING) this.submit(); // begun anew meanwhile
	}

	protected switchOff(): void {
		if (!this.on || this.context.failure) return;
		this.stopping = true;
		this.stopAttempts = 0;
		this.submit();
	}

	override due(): void {
		this.submit();
	}

	protected submit(): void {
		this.context.engine.submit(this);
	}
}
