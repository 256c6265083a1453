import type { Line } from "drivers/at/line";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { Wfi32Error } from "drivers/wfi32/errors";
import { tellsLink } from "drivers/wfi32/fields";
import { WSTA } from "drivers/wfi32/names";
import { type Asking, Question } from "drivers/wfi32/question";
import {
	isEmptyText,
	parametersOf,
	type StationConfiguration,
	writeParameter,
} from "drivers/wfi32/station-configuration";

/** The station's state, in the order of joining. */
export const OFF = 0;
/** The module is told what to join, or to stop. */
export const CONFIGURING = 1;
/** Waiting for the link. */
export const JOINING = 2;
/** Waiting for an address. */
export const LINKED = 3;
export const UP = 4;

const PATIENCE = 5000;
/** Milliseconds in which a link is to come. */
export const JOIN_TIME = 9000;
const STOP_PAUSE = 500;
const STORED_EMPTY = 7;

/** What was sent: a parameter by its ID, or */
const START_STEP = 100;
const STOP_STEP = 101;
const ASK_STEP = 102;
const NOTHING = -1;
const LETTER_E = 0x45;
const NONE: readonly number[] = Object.freeze([]);

const START = command("AT+WSTA=1");
const STOP = command("AT+WSTA=0");
const ASK = command("AT+WSTA");

/**
 * What the module is told and asked of its station (reference 5.1, 5.2): how it is configured, its start, its stop, and, where
 * that was refused, whether there is anything to stop.
 */
export abstract class StationCommands extends Request implements Asking {
	protected readonly context: Context;
	state = OFF;
	/** What is to be joined. */
	wanted: StationConfiguration | undefined;
	/** IDs of the parameters to be set, and how many of them were: the start comes after the last. */
	private parameters: readonly number[] = NONE;
	private step = 0;
	private stepSent = NOTHING;
	protected stopping = false;
	/** Stopping was refused: is there anything to stop? */
	private stopRefused = false;
	private refusedWhileOff = false;
	/** The module's station is, or may be, on. */
	protected on = false;
	/** How it is (reference 5.2.2). Made with the first start. */
	protected question: Question | undefined;

	constructor(context: Context) {
		super();
		this.context = context;
	}

	/** Stops what was before, or finds out what to join, or goes on with it. */
	protected abstract proceed(): void;

	/** The module has been told to start. */
	protected abstract started(): void;

	/** Nothing will come of this attempt. */
	protected abstract end(error: Wfi32Error): void;

	/** The answer to the question of how it is. */
	abstract compare(fields: Line): void;

	/** Begins an attempt to join, which {@link StationCommands.proceed} goes on with. */
	protected begin(wanted: StationConfiguration): void {
		this.wanted = wanted;
		this.parameters = parametersOf(wanted);
		this.state = CONFIGURING;
		this.stopping = this.on;
		this.step = 0;
		// what is on its way belongs to an earlier attempt
		if (this.stepSent < STOP_STEP) this.stepSent = NOTHING;
	}

	/** Has the station stopped, if it is or may be on. */
	protected stop(): void {
		this.context.deadlines.clear(this);
		if (!this.on) return;
		this.stopping = true;
		this.submit();
	}

	/** Whether the start was sent, and events of joining may come before its `OK`. */
	protected get starting(): boolean {
		return this.state === CONFIGURING && this.stepSent === START_STEP && !this.stopping;
	}

	protected submit(): void {
		this.context.engine.submit(this);
	}

	/* The request. */

	compose(out: Writer): number {
		this.stepSent = NOTHING;
		out.answer = WSTA;
		out.patience = PATIENCE;
		if (this.stopping) {
			this.stepSent = this.stopRefused ? ASK_STEP : STOP_STEP;
			out.begin(this.stopRefused ? ASK : STOP);
			return out.end();
		}
		const wanted = this.wanted;
		if (!wanted || this.state !== CONFIGURING || wanted.ssid.length === 0) return 0;
		this.stepSent = this.step < this.parameters.length ? this.parameters[this.step] : START_STEP;
		if (this.stepSent === START_STEP) {
			this.question ??= new Question(this, ASK, WSTA);
			out.begin(START);
			if (this.context.capabilities.joinTimeout) out.nextInteger(JOIN_TIME - 1000);
			this.on = true;
			return out.end();
		}
		writeParameter(out, wanted, this.stepSent);
		return out.end();
	}

	override line(fields: Line): boolean {
		if (this.stepSent !== ASK_STEP || fields.peek === LETTER_E) return false; // +WSTA:ERROR:…
		this.refusedWhileOff = !tellsLink(fields);
		return true;
	}

	done(result: number): void {
		const sent = this.stepSent;
		if (sent === ASK_STEP) return this.asked(result);
		if (sent === STOP_STEP) return this.stopDone(result);
		if (this.stopping) return this.submit(); // stopped meanwhile
		const wanted = this.wanted;
		if (!wanted || this.state !== CONFIGURING) return;
		if (sent === NOTHING) return wanted.ssid.length > 0 ? this.submit() : undefined; // begun anew meanwhile
		// an empty string is stored, and yet answered by an error (module-behaviour, bug 1)
		const stored = result === STORED_EMPTY && isEmptyText(wanted, sent);
		if (result !== OK && !stored) {
			if (sent !== START_STEP) return this.end(new Wfi32Error(result, "+WSTAC"));
			this.stopping = result > 0; // else the trouble is seen to by others
			this.end(new Wfi32Error(result, "+WSTA", result > 0 ? this.context.engine.errorText : ""));
			return;
		}
		if (sent === START_STEP) return this.started();
		this.step++;
		this.submit();
	}

	private stopDone(result: number): void {
		if (result > 0 && this.on) {
			// while it is joining, and when there is nothing to stop: the firmware says the same (21)
			this.stopRefused = true;
			this.refusedWhileOff = false;
			return this.submit();
		}
		if (result === OK) this.on = false;
		this.stopped();
	}

	private asked(result: number): void {
		this.stopRefused = false;
		if (result === OK && !this.refusedWhileOff) return this.context.deadlines.set(this, STOP_PAUSE);
		if (result === OK) this.on = false;
		this.stopped();
	}

	private stopped(): void {
		this.stopping = false;
		if (this.state === CONFIGURING) this.proceed(); // begun anew meanwhile
	}
}
