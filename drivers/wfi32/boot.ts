import type { Line } from "drivers/at/line";
import { OK, Request, TIMEOUT } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { type Identity, identify } from "drivers/wfi32/identity";
import { GMI, GMM, GMR, SOCKLST, VER } from "drivers/wfi32/names";

/** How a synchronisation went. */
export interface BootOutcome {
	/** Noted while the module answers. */
	readonly identity: Identity;
	/** The module answers, echo is off, results are those of the commands they follow. */
	onSynchronised(fresh: boolean): void;
	/** Nothing has come for as long as is worth waiting: it stays running until {@link Boot.again} or {@link Boot.stop}. */
	onSilent(): void;
}

/**
 * No answer for so long, and the module counts as silent: for as long as it takes to satisfy one that may await data; for
 * longer when it is seen to be slow.
 */
const SILENCE = 1800;
const DATA_SILENCE = 4000;
const SLOW_SILENCE = 10_000;
/** With so many bytes of lines that make sense, it is no silence: the answer waits behind them on a slow line. */
const MUCH = 64;
/** For one answer, and for one of a module that is not likely to be there. */
const PROBE_TIME = 600;
const SHORT_PROBE_TIME = 200;
/** What a module that was busy may still say must be over. */
const QUIET = 150;
const QUIET_LIMIT = 2000;

const PROBE = 0;
const ECHO_OFF = 1;
const MODEL = 2;
const MANUFACTURER = 3;
const REVISION = 4;
/** It waits until it is quiet; what follows is only for a module that has started anew. */
const SETTLE = 5;
const END_MQTT = 6;
// 7: leaves the network
const LIST = 8;
const CLOSE_SOCKET = 9;
/** What is sent at each step; nothing while it settles. */
const texts: readonly Uint8Array[] = Object.freeze(
	["AT", "ATE0", "AT+GMM", "AT+GMI", "AT+GMR", "", "AT+MQTTDISCONN", "AT+WSTA=0", "AT+SOCKLST", "AT+SOCKCL="].map(
		command,
	),
);
/** Sockets that are closed at most, whatever the list says. */
const MOST_SOCKETS = 40;
const CLOSING_TIME = 2000;

/**
 * Brings the module to a known state: at the beginning, and whenever it cannot be said any more which answer belongs to
 * which command. Ends what may be a begun line, probes with `AT` until something answers, turns echo off (reference 3.1),
 * asks for the model, whose answer cannot be taken for another command's, and waits until nothing comes any more.
 */
export class Boot extends Request {
	readonly #context: Context & BootOutcome;
	/** The step that is due, and the one whose command was sent last. */
	#step = PROBE;
	#sent = PROBE;
	/** Lines of the answer so far. */
	#lines = 0;
	/** Sockets closed. */
	#closed = 0;
	#begun = 0;
	#patience = SILENCE;
	#probeTime = PROBE_TIME;
	#lateBefore = 0;
	#senseBefore = 0;
	/** Bytes of text that nobody knows, printed by other tasks. */
	#text = 0;
	#settling = 0;
	#running = false;
	/** Commands whose answer may still come. */
	#unanswered = false;
	/** Signs were seen that the module has started anew. */
	#fresh = true;
	/** It has done so since echo was turned off here. */
	#echoing = false;
	/** A socket that is open in the module; -1 for none. */
	#strange = -1;

	constructor(context: Context & BootOutcome) {
		super();
		this.#context = context;
	}

	get running(): boolean {
		return this.#running;
	}

	/** Begins, or begins again. @param fresh whether the module is known, or must be taken, to have started anew */
	start(fresh: boolean): void {
		const { engine } = this.#context;
		engine.hold();
		this.#fresh = fresh;
		this.again(fresh, engine.mayAwaitData ? DATA_SILENCE : SILENCE);
	}

	/**
	 * Begins anew, as there is new hope.
	 * @param fresh whether the module has started anew since
	 * @param patience milliseconds until it counts as silent
	 */
	again(fresh: boolean, patience: number): void {
		if (fresh) this.#fresh = true;
		const { engine, deadlines } = this.#context;
		this.#begun = deadlines.now;
		this.#lateBefore = engine.counters.lateAnswers;
		this.#senseBefore = this.sense;
		this.#patience = patience;
		this.#running = true;
		this.#unanswered = false;
		this.begin();
	}

	stop(): void {
		this.#running = false;
		this.#context.deadlines.clear(this);
	}

	/** The command in flight came back: echo had been turned off before, so the module has started anew. */
	sawEcho(): void {
		this.#fresh = true;
		this.#echoing = this.#step > ECHO_OFF;
	}

	/** A line that nobody knows, and that is text. */
	sawText(length: number): void {
		this.#text += length;
	}

	private begin(): void {
		const { engine, uart, deadlines } = this.#context;
		deadlines.clear(this);
		this.#echoing = false;
		this.#step = PROBE;
		const time = uart.wireTime(engine.endLine());
		if (engine.owes) return deadlines.set(this, time || 1);
		this.#probeTime = time + (this.#patience < 2 * PROBE_TIME ? SHORT_PROBE_TIME : PROBE_TIME);
		this.send();
	}

	private send(): void {
		if (this.#step === SETTLE) this.settle();
		else if (this.#step === END_MQTT && !this.#fresh) this.finish();
		else this.#context.engine.recover(this);
	}

	/* The request, which is a deadline too. */

	compose(out: Writer): number {
		const step = this.#step;
		this.#sent = step;
		this.#lines = 0;
		out.patience = step === PROBE ? this.#probeTime : step < SETTLE ? PROBE_TIME : CLOSING_TIME;
		if (step === MODEL) out.answer = GMM;
		else if (step === MANUFACTURER) out.answer = GMI;
		else if (step === REVISION) {
			out.answer = GMR;
			out.alternative = VER;
		} else if (step === LIST) out.answer = SOCKLST;
		out.begin(texts[step]);
		if (step === CLOSE_SOCKET) out.integer(this.#strange);
		return out.end();
	}

	override line(fields: Line): boolean {
		this.#lines++;
		const { identity } = this.#context;
		const step = this.#sent;
		if (step === MODEL) identity.model = identify(this.#context, fields, undefined);
		else if (step === MANUFACTURER) identity.manufacturer = identify(this.#context, fields, undefined);
		else if (step === REVISION) identity.revision = identify(this.#context, fields, identity);
		else {
			const id = fields.integer();
			if (fields.valid && this.#strange < 0) this.#strange = id;
		}
		return true;
	}

	done(result: number): void {
		// it may have begun anew meanwhile, and wait
		if (!this.#running || this.awaited) return;
		if (this.#sent !== this.#step) this.send();
		else if (this.#sent > SETTLE) this.closing();
		else this.answered(result, this.#lines);
	}

	private answered(result: number, lines: number): void {
		const { deadlines } = this.#context;
		if (result < OK) {
			this.#unanswered = true;
			if (this.isTooLate()) return;
			// from the beginning, after a while: a module that starts takes its time
			deadlines.set(this, result === TIMEOUT ? 0 : PROBE_TIME);
			this.#step = PROBE;
			return;
		}
		if (this.#echoing) return this.begin();
		if (this.#step === MODEL && result === OK && lines === 0) {
			// the late OK of an earlier command: the answer is still to come, and is let pass before another try
			this.#unanswered = true;
			this.#context.engine.counters.lateAnswers++;
			if (this.isTooLate()) return;
			deadlines.set(this, QUIET);
			return;
		}
		this.#step++;
		this.send();
	}

	/** Gives up when it has been tried for long enough. */
	private isTooLate(): boolean {
		const { engine, deadlines } = this.#context;
		const isSlow = engine.counters.lateAnswers !== this.#lateBefore || this.sense - this.#senseBefore > MUCH;
		if (deadlines.since(this.#begun) < (isSlow ? SLOW_SILENCE : this.#patience)) return false;
		this.#context.onSilent();
		return true;
	}

	/** Bytes received so far of lines that made sense: at a wrong speed there are none. */
	private get sense(): number {
		const { engine, uart } = this.#context;
		return uart.receiver.received - uart.receiver.count - engine.counters.unknownBytes + this.#text;
	}

	/** What it waited for has come, or not. */
	override due(): void {
		if (!this.#running) return;
		if (this.#step === SETTLE) this.settle();
		else if (this.#step === MODEL) this.send();
		else this.begin();
	}

	/** After answers that came too late, others may come: wait until it is quiet. */
	private settle(): void {
		const { engine, deadlines } = this.#context;
		if (this.#unanswered) {
			if (this.#settling === 0) this.#settling = deadlines.now || 1;
			const quiet = deadlines.since(engine.heardAt);
			if (quiet < QUIET && deadlines.since(this.#settling) < QUIET_LIMIT) return deadlines.set(this, QUIET - quiet);
		}
		this.#settling = 0;
		this.#step = END_MQTT;
		this.#closed = 0;
		this.#strange = -1;
		this.send();
	}

	/** What a former life of this program, or of the module, has left open: everything is ended, whatever is answered. */
	private closing(): void {
		if (this.#step < LIST) this.#step++;
		else if (this.#step === CLOSE_SOCKET) {
			this.#step = LIST;
			this.#strange = -1;
		} else if (this.#strange < 0 || this.#closed++ > MOST_SOCKETS) return this.finish();
		else this.#step = CLOSE_SOCKET;
		this.send();
	}

	private finish(): void {
		if (this.#echoing) return this.begin();
		this.#running = false;
		this.#context.engine.mayAwaitData = false;
		this.#context.onSynchronised(this.#fresh);
	}
}
