import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { ConfigurationReading } from "drivers/wfi32/configuration-reading";
import type { Chapter, Context } from "drivers/wfi32/context";
import { DISCONNECTED, NO_EVENT, RESET, Wfi32Error, WRONG_BSSID } from "drivers/wfi32/errors";
import { associationIn, failureIn, tellsLink, textIn } from "drivers/wfi32/fields";
import { WSTA, WSTAAIP, WSTAC, WSTAERR, WSTALD, WSTALU } from "drivers/wfi32/names";
import { type Asking, Question } from "drivers/wfi32/question";
import type { FoundNetwork } from "drivers/wfi32/scan";
import { Search, type SearchOwner } from "drivers/wfi32/search";
import {
	isEmptyText,
	KINDS,
	parametersOf,
	READ,
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
const JOIN_TIME = 9000;
/** So long into joining the module is asked how it goes: one that does not answer has nothing to tell either. */
const ASK_TIME = 3000;
const ADDRESS_TIME = 5000;
const STOP_PAUSE = 500;
/** Once up, so often the module is asked whether it still is: of an event that was lost nothing else would tell. */
const REVIEW_TIME = 60_000;
const JOIN_FAILED = 24;
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

/** Who is told, from the event loop. */
export interface StationOwner {
	/** Anything that can be read of the station may have changed. */
	stationChanged(): void;
}

/**
 * Joins and leaves (reference 5.1, 5.2). One for a module. As a request, it configures, starts and stops; as a deadline, it
 * sees that joining comes to an end; as a notice, it tells its owner of changes.
 */
export class Station extends Request implements Chapter, SearchOwner, Asking {
	readonly #context: Context;
	owner: StationOwner | undefined;
	/** How it is (reference 5.2.2). Made with the first start. */
	#question: Question | undefined;
	#stored: ConfigurationReading | undefined;
	/** Finds the name where only an address is given. */
	#search: Search | undefined;
	#wanted: StationConfiguration | undefined;
	/** IDs of the parameters to be set, and how many of them were: the start comes after the last. */
	#parameters: readonly number[] = NONE;
	#step = 0;
	#state = OFF;
	#stepSent = NOTHING;
	#stopping = false;
	/** How joining goes, once. */
	#askedHow = false;
	/** Stopping was refused: is there anything to stop? */
	#stopRefused = false;
	#refusedWhileOff = false;
	/** The module's station is, or may be, on. */
	#on = false;
	/** Lower case, with colons; undefined while there is no link. */
	bssid: string | undefined;
	channel: number | undefined;
	/** Dotted decimal, once assigned. */
	address: string | undefined;
	#error: Wfi32Error | undefined;
	/** Times that the link was lost, or failed to come. */
	failures = 0;

	constructor(context: Context) {
		super();
		this.#context = context;
	}

	event(name: Name): void {
		if (name === WSTALU) this.linkUp();
		else if (name === WSTAAIP) this.addressed();
		else if (name === WSTALD) this.linkDown();
		else if (name === WSTA) this.failedJoin();
		else if (name === WSTAERR) this.refused();
	}

	override deliver(): void {
		this.owner?.stationChanged();
	}

	/** What the module has stored. */
	get stored(): ConfigurationReading {
		if (!this.#stored) {
			this.#stored = new ConfigurationReading(this.#context, WSTAC, KINDS, READ);
			this.#stored.answersBare = true;
		}
		return this.#stored;
	}

	get state(): number {
		return this.#state;
	}

	get wanted(): StationConfiguration | undefined {
		return this.#wanted;
	}

	/** Why the last attempt failed or the link was lost. */
	get error(): Wfi32Error | undefined {
		return this.#error;
	}

	/** Begins to join. What was before is given up. */
	join(wanted: StationConfiguration): void {
		this.#wanted = wanted;
		this.#parameters = parametersOf(wanted);
		this.#error = undefined;
		this.forget();
		this.endSearch();
		this.#context.deadlines.clear(this);
		this.#state = CONFIGURING;
		this.#stopping = this.#on;
		this.#step = 0;
		// what is on its way belongs to an earlier attempt
		if (this.#stepSent < STOP_STEP) this.#stepSent = NOTHING;
		this.proceed();
		this.#context.notices.post(this);
	}

	/** Leaves, or gives up joining. The module is seen to behind it. */
	leave(): void {
		this.#wanted = undefined;
		this.forget();
		this.#state = OFF;
		this.endSearch();
		this.stop();
		this.#context.notices.post(this);
	}

	onReset(code: number): void {
		this.#on = false;
		this.#stopping = false;
		this.#context.deadlines.clear(this);
		if (this.#state !== OFF) this.end(new Wfi32Error(code, "+WSTA"));
	}

	onResynchronised(): void {
		if (this.#state >= JOINING && this.#question) this.#context.engine.submitFirst(this.#question);
	}

	fail(error: Wfi32Error): void {
		this.#on = this.#stopping = false;
		if (this.#state !== OFF) this.end(error);
	}

	/* The request. */

	compose(out: Writer): number {
		this.#stepSent = NOTHING;
		out.answer = WSTA;
		out.patience = PATIENCE;
		if (this.#stopping) {
			this.#stepSent = this.#stopRefused ? ASK_STEP : STOP_STEP;
			out.begin(this.#stopRefused ? ASK : STOP);
			return out.end();
		}
		const wanted = this.#wanted;
		if (!wanted || this.#state !== CONFIGURING || wanted.ssid.length === 0) return 0;
		this.#stepSent = this.#step < this.#parameters.length ? this.#parameters[this.#step] : START_STEP;
		if (this.#stepSent === START_STEP) {
			this.#question ??= new Question(this, ASK, WSTA);
			out.begin(START);
			if (this.#context.capabilities.joinTimeout) out.nextInteger(JOIN_TIME - 1000);
			this.#on = true;
			return out.end();
		}
		writeParameter(out, wanted, this.#stepSent);
		return out.end();
	}

	override line(fields: Line): boolean {
		if (this.#stepSent !== ASK_STEP || fields.peek === LETTER_E) return false; // +WSTA:ERROR:…
		this.#refusedWhileOff = !tellsLink(fields);
		return true;
	}

	done(result: number): void {
		const sent = this.#stepSent;
		if (sent === ASK_STEP) return this.asked(result);
		if (sent === STOP_STEP) return this.stopDone(result);
		if (this.#stopping) return this.submit(); // stopped meanwhile
		const wanted = this.#wanted;
		if (!wanted || this.#state !== CONFIGURING) return;
		if (sent === NOTHING) return wanted.ssid.length > 0 ? this.submit() : undefined; // begun anew meanwhile
		// an empty string is stored, and yet answered by an error (module-behaviour, bug 1)
		const stored = result === STORED_EMPTY && isEmptyText(wanted, sent);
		if (result !== OK && !stored) {
			if (sent !== START_STEP) return this.end(new Wfi32Error(result, "+WSTAC"));
			this.#stopping = result > 0; // else the trouble is seen to by others
			this.end(new Wfi32Error(result, "+WSTA", result > 0 ? this.#context.engine.errorText : ""));
			return;
		}
		if (sent === START_STEP) {
			this.#state = JOINING;
			this.#askedHow = false;
			this.#context.deadlines.set(this, ASK_TIME);
			return;
		}
		this.#step++;
		this.submit();
	}

	private stopDone(result: number): void {
		if (result > 0 && this.#on) {
			// while it is joining, and when there is nothing to stop: the firmware says the same (21)
			this.#stopRefused = true;
			this.#refusedWhileOff = false;
			return this.submit();
		}
		if (result === OK) this.#on = false;
		this.stopped();
	}

	private asked(result: number): void {
		this.#stopRefused = false;
		if (result === OK && !this.#refusedWhileOff) return this.#context.deadlines.set(this, STOP_PAUSE);
		if (result === OK) this.#on = false;
		this.stopped();
	}

	private stopped(): void {
		this.#stopping = false;
		if (this.#state === CONFIGURING) this.proceed(); // begun anew meanwhile
	}

	/** Stops what was before, or finds out what to join, or goes on with it. */
	private proceed(): void {
		const wanted = this.#wanted;
		if (this.#stopping || !wanted?.bssid || wanted.ssid.length > 0) return this.submit();
		this.#search ??= new Search(this);
		this.#search.prepare(wanted.bssid, wanted.channel);
		this.#context.scan.startWhenIdle(this.#search);
	}

	private endSearch(): void {
		if (this.#search) this.#context.scan.withdraw(this.#search);
	}

	/** @internal the end of the search */
	searched(network: FoundNetwork | undefined, error: Wfi32Error | undefined): void {
		const wanted = this.#wanted;
		if (!wanted || this.#state !== CONFIGURING) return;
		if (!network) return this.end(error ?? new Wfi32Error(JOIN_FAILED, "+WSCNA"));
		// a password is not taken to an open network
		const security = wanted.security && network.security ? network.security : wanted.security;
		this.#wanted = { ...wanted, ssid: network.ssid, security };
		this.submit();
	}

	private stop(): void {
		this.#context.deadlines.clear(this);
		if (!this.#on) return;
		this.#stopping = true;
		this.submit();
	}

	private submit(): void {
		this.#context.engine.submit(this);
	}

	override due(): void {
		if (this.#stopping) return this.submit();
		if (this.#state === UP) {
			this.#context.deadlines.set(this, REVIEW_TIME);
			return this.#context.review();
		}
		if (this.#state === JOINING && !this.#askedHow) {
			this.#askedHow = true;
			this.#context.deadlines.set(this, JOIN_TIME - ASK_TIME);
			if (this.#question) this.#context.engine.submit(this.#question);
			return;
		}
		const name = this.#state === LINKED ? "+WSTAAIP" : "+WSTALU";
		this.giveUp(new Wfi32Error(this.#state === LINKED ? NO_EVENT : JOIN_FAILED, name));
	}

	/* Events: with an association ID (reference 5.2.4) or without (firmware). */

	/** Whether events of joining belong to this attempt, not to one that was given up. They may come before the `OK`. */
	private get isJoining(): boolean {
		if (this.#state === JOINING) return true;
		return this.#state === CONFIGURING && this.#stepSent === START_STEP && !this.#stopping;
	}

	private linkUp(): void {
		const { fields } = this.#context.engine;
		associationIn(fields);
		const bssid = textIn(this.#context).toLowerCase();
		const channel = fields.nextInteger();
		if (!fields.valid) return;
		if (!this.isJoining) {
			// a join that was given up has come to something after all
			if (this.#state === OFF && this.#on) this.stop();
			return;
		}
		if (this.#wanted?.bssid && this.#wanted.bssid !== bssid) return this.giveUp(new Wfi32Error(WRONG_BSSID, "+WSTALU"));
		this.bssid = bssid;
		this.channel = channel;
		this.#state = LINKED;
		this.#context.deadlines.set(this, ADDRESS_TIME);
		this.#context.notices.post(this);
	}

	private addressed(): void {
		const { fields } = this.#context.engine;
		associationIn(fields);
		const address = textIn(this.#context);
		if (!fields.valid || this.#state < JOINING) return;
		this.address = address;
		this.#state = UP;
		this.#context.deadlines.set(this, REVIEW_TIME);
		this.#context.notices.post(this);
	}

	private linkDown(): void {
		if (this.#state < JOINING) {
			if (this.#stopping && this.#context.engine.withdraw(this)) this.submit();
			return;
		}
		this.giveUp(new Wfi32Error(DISCONNECTED, "+WSTALD"));
	}

	/** +WSTAERR:<code> (reference 5.2.7) */
	private refused(): void {
		const code = this.#context.engine.fields.integer();
		if (this.#state < JOINING && !this.isJoining) return;
		this.giveUp(new Wfi32Error(code > 0 ? code : JOIN_FAILED, "+WSTAERR"));
	}

	/** +WSTA:ERROR:<code>,"<text>" (firmware) */
	private failedJoin(): void {
		const code = failureIn(this.#context.engine.fields);
		// 0: the answer to a question that was given up
		if (code === 0 || !this.isJoining) return;
		this.giveUp(new Wfi32Error(code, "+WSTA"));
	}

	/** The answer to the question of how it is. */
	compare(fields: Line): void {
		if (tellsLink(fields) || this.#state < LINKED) return;
		this.giveUp(new Wfi32Error(RESET, "+WSTA"));
	}

	private forget(): void {
		this.bssid = this.channel = this.address = undefined;
	}

	private giveUp(error: Wfi32Error): void {
		this.end(error);
		this.stop();
	}

	private end(error: Wfi32Error): void {
		this.failures++;
		this.forget();
		this.#error = error;
		this.#state = OFF;
		this.endSearch();
		this.#context.deadlines.clear(this);
		if (this.#stopping) this.submit();
		this.#context.notices.post(this);
	}
}
