import type { Line } from "drivers/at/line";
import { OK, TIMEOUT } from "drivers/at/request";
import { Deadline } from "drivers/uart/deadlines";
import { FixedCommand } from "drivers/wfi32/command";
import type { Context } from "drivers/wfi32/context";
import { type Identity, identify } from "drivers/wfi32/identity";

/** How a synchronisation went. */
export interface BootOutcome {
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
/** For one answer, and for one of a module that is not likely to be there. */
const PROBE_TIME = 600;
const SHORT_PROBE_TIME = 200;
/** What a module that was busy may still say must be over. */
const QUIET = 150;
const QUIET_LIMIT = 2000;

const PROBE = 0;
const ECHO_OFF = 1;
const MODEL = 2;
// 3: manufacturer, 4: revision
const SETTLE = 5;
const CLOSE_ALL = 6;

/**
 * Brings the module to a known state: at the beginning, and whenever it cannot be said any more which answer belongs to
 * which command. Ends what may be a begun line, probes with `AT` until something answers, turns echo off (reference 3.1),
 * asks for the model, whose answer cannot be taken for another command's, and waits until nothing comes any more.
 */
export class Boot {
	readonly #context: Context;
	readonly #outcome: BootOutcome;
	readonly #wait: Deadline;
	readonly #commands: readonly FixedCommand[];
	readonly #closings: readonly FixedCommand[];
	readonly #list: FixedCommand;
	#step = PROBE;
	#closing = 0;
	#begun = 0;
	#patience = SILENCE;
	#lateBefore = 0;
	#settling = 0;
	#running = false;
	/** Commands whose answer may still come. */
	#unanswered = false;
	/** Signs were seen that the module has started anew. */
	#fresh = true;
	/** It has done so since echo was turned off here. */
	#echoing = false;
	#strange = -1;
	readonly identity: Identity;

	constructor(context: Context, outcome: BootOutcome) {
		this.#context = context;
		this.#outcome = outcome;
		this.identity = { manufacturer: "", model: "", revision: "", release: "" };
		this.#wait = new Deadline(() => this.#waited());
		const { names } = context;
		const done = (result: number, lines: number) => this.#done(result, lines);
		const keep = (key: "manufacturer" | "model" | "revision") => (fields: Line) => {
			this.identity[key] = identify(context, fields, key === "revision" ? this.identity : undefined);
		};
		const revision = new FixedCommand("AT+GMR", done, names.of("GMR"), keep("revision"));
		revision.alternative = names.of("VER");
		this.#commands = [
			new FixedCommand("AT", done),
			new FixedCommand("ATE0", done),
			new FixedCommand("AT+GMM", done, names.of("GMM"), keep("model")),
			new FixedCommand("AT+GMI", done, names.of("GMI"), keep("manufacturer")),
			revision,
		];
		for (const it of this.#commands) it.patience = PROBE_TIME;
		const closed = () => this.#close();
		this.#list = new FixedCommand("AT+SOCKLST", closed, names.of("SOCKLST"), (fields) => {
			const id = fields.integer();
			if (fields.valid && this.#strange < 0) this.#strange = id;
		});
		this.#closings = [new FixedCommand("AT+MQTTDISCONN", closed), new FixedCommand("AT+WSTA=0", closed), this.#list];
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
		this.#patience = patience;
		this.#running = true;
		this.#unanswered = false;
		this.#begin();
	}

	stop(): void {
		this.#running = false;
		this.#context.deadlines.clear(this.#wait);
	}

	/** The command in flight came back: echo had been turned off before, so the module has started anew. */
	sawEcho(): void {
		this.#fresh = true;
		this.#echoing = this.#step > ECHO_OFF;
	}

	#begin(): void {
		const { engine, uart, deadlines } = this.#context;
		deadlines.clear(this.#wait);
		this.#echoing = false;
		this.#step = PROBE;
		const time = uart.wireTime(engine.endLine());
		if (engine.owes) return deadlines.set(this.#wait, time || 1);
		const each = this.#patience < 2 * PROBE_TIME ? SHORT_PROBE_TIME : PROBE_TIME;
		this.#commands[PROBE].patience = each + time;
		this.#send();
	}

	#send(): void {
		const { engine } = this.#context;
		if (this.#step < SETTLE) engine.recover(this.#commands[this.#step]);
		else if (this.#step === SETTLE) this.#settle();
		else if (this.#fresh) this.#closeFirst();
		else this.#finish();
	}

	#done(result: number, lines: number): void {
		if (!this.#running) return;
		const { deadlines } = this.#context;
		if (result < OK) {
			this.#unanswered = true;
			if (this.#isTooLate()) return;
			// from the beginning, after a while: a module that starts takes its time
			deadlines.set(this.#wait, result === TIMEOUT ? 0 : PROBE_TIME);
			this.#step = PROBE;
			return;
		}
		if (this.#echoing) return this.#begin();
		if (this.#step === MODEL && result === OK && lines === 0) {
			// the late OK of an earlier command: the answer is still to come, and is let pass before another try
			this.#unanswered = true;
			this.#context.engine.counters.lateAnswers++;
			if (this.#isTooLate()) return;
			deadlines.set(this.#wait, QUIET);
			return;
		}
		this.#step++;
		this.#send();
	}

	/** Gives up when it has been tried for long enough. */
	#isTooLate(): boolean {
		const { engine, deadlines } = this.#context;
		const isSlow = engine.counters.lateAnswers !== this.#lateBefore;
		if (deadlines.since(this.#begun) < (isSlow ? SLOW_SILENCE : this.#patience)) return false;
		this.#outcome.onSilent();
		return true;
	}

	#waited(): void {
		if (!this.#running) return;
		if (this.#step === SETTLE) this.#settle();
		else if (this.#step === MODEL) this.#send();
		else this.#begin();
	}

	/** After answers that came too late, others may come: wait until it is quiet. */
	#settle(): void {
		const { engine, deadlines } = this.#context;
		if (this.#unanswered) {
			if (this.#settling === 0) this.#settling = deadlines.now || 1;
			const quiet = deadlines.since(engine.heardAt);
			if (quiet < QUIET && deadlines.since(this.#settling) < QUIET_LIMIT)
				return deadlines.set(this.#wait, QUIET - quiet);
		}
		this.#settling = 0;
		this.#step = CLOSE_ALL;
		this.#send();
	}

	/** What a former life of this program, or of the module, has left open. */
	#closeFirst(): void {
		this.#closing = 0;
		this.#strange = -1;
		this.#context.engine.recover(this.#closings[0]);
	}

	#close(): void {
		if (!this.#running) return;
		this.#closing++;
		const { engine } = this.#context;
		if (this.#closing < this.#closings.length) return engine.recover(this.#closings[this.#closing]);
		if (this.#strange < 0 || this.#closing > 40) return this.#finish();
		const id = this.#strange;
		this.#strange = -1;
		engine.recover(new FixedCommand(`AT+SOCKCL=${id}`, () => this.#running && engine.recover(this.#list)));
	}

	#finish(): void {
		if (this.#echoing) return this.#begin();
		this.#running = false;
		this.#context.engine.mayAwaitData = false;
		this.#outcome.onSynchronised(this.#fresh);
	}
}
