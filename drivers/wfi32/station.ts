import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
import { ConfigurationReading } from "drivers/wfi32/configuration-reading";
import type { Chapter } from "drivers/wfi32/context";
import { DISCONNECTED, NO_EVENT, RESET, Wfi32Error, WRONG_BSSID } from "drivers/wfi32/errors";
import { associationIn, failureIn, tellsLink, textIn } from "drivers/wfi32/fields";
import { WSTA, WSTAAIP, WSTAC, WSTAERR, WSTALD, WSTALU } from "drivers/wfi32/names";
import type { FoundNetwork } from "drivers/wfi32/scan";
import { Search, type SearchOwner } from "drivers/wfi32/search";
import { CONFIGURING, JOIN_TIME, JOINING, LINKED, OFF, StationCommands, UP } from "drivers/wfi32/station-commands";
import { KINDS, READ, type StationConfiguration } from "drivers/wfi32/station-configuration";

export { CONFIGURING, JOINING, LINKED, OFF, UP } from "drivers/wfi32/station-commands";

/** So long into joining the module is asked how it goes: one that does not answer has nothing to tell either. */
const ASK_TIME = 3000;
const ADDRESS_TIME = 5000;
/** Once up, so often the module is asked whether it still is: of an event that was lost nothing else would tell. */
const REVIEW_TIME = 60_000;
const JOIN_FAILED = 24;

/** Who is told, from the event loop. */
export interface StationOwner {
	/** Anything that can be read of the station may have changed. */
	stationChanged(): void;
}

/**
 * Joins and leaves (reference 5.1, 5.2). One for a module. As a request, it configures, starts and stops; as a deadline, it
 * sees that joining comes to an end; as a notice, it tells its owner of changes.
 */
export class Station extends StationCommands implements Chapter, SearchOwner {
	owner: StationOwner | undefined;
	private reading: ConfigurationReading | undefined;
	/** Finds the name where only an address is given. */
	private search: Search | undefined;
	/** How joining goes, once. */
	private askedHow = false;
	/** Lower case, with colons; undefined while there is no link. */
	bssid: string | undefined;
	channel: number | undefined;
	/** Dotted decimal, once assigned. */
	address: string | undefined;
	/** Why the last attempt failed or the link was lost. */
	error: Wfi32Error | undefined;
	/** Times that the link was lost, or failed to come. */
	failures = 0;

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
		if (!this.reading) {
			this.reading = new ConfigurationReading(this.context, WSTAC, KINDS, READ);
			this.reading.answersBare = true;
		}
		return this.reading;
	}

	/** Begins to join. What was before is given up. */
	join(wanted: StationConfiguration): void {
		this.error = undefined;
		this.forget();
		this.endSearch();
		this.context.deadlines.clear(this);
		this.begin(wanted);
		this.proceed();
		this.context.notices.post(this);
	}

	/** Leaves, or gives up joining. The module is seen to behind it. */
	leave(): void {
		this.wanted = undefined;
		this.forget();
		this.state = OFF;
		this.endSearch();
		this.stop();
		this.context.notices.post(this);
	}

	onReset(code: number): void {
		this.on = false;
		this.stopping = false;
		this.context.deadlines.clear(this);
		if (this.state !== OFF) this.end(new Wfi32Error(code, "+WSTA"));
	}

	onResynchronised(): void {
		if (this.state >= JOINING && this.question) this.context.engine.submitFirst(this.question);
	}

	fail(error: Wfi32Error): void {
		this.on = this.stopping = false;
		if (this.state !== OFF) this.end(error);
	}

	protected proceed(): void {
		const wanted = this.wanted;
		if (this.stopping || !wanted?.bssid || wanted.ssid.length > 0) return this.submit();
		this.search ??= new Search(this);
		this.search.prepare(wanted.bssid, wanted.channel);
		this.context.scan.startWhenIdle(this.search);
	}

	private endSearch(): void {
		if (this.search) this.context.scan.withdraw(this.search);
	}

	/** @internal the end of the search */
	searched(network: FoundNetwork | undefined, error: Wfi32Error | undefined): void {
		const wanted = this.wanted;
		if (!wanted || this.state !== CONFIGURING) return;
		if (!network) return this.end(error ?? new Wfi32Error(JOIN_FAILED, "+WSCNA"));
		// a password is not taken to an open network
		const security = wanted.security && network.security ? network.security : wanted.security;
		this.wanted = { ...wanted, ssid: network.ssid, security };
		this.submit();
	}

	protected started(): void {
		this.state = JOINING;
		this.askedHow = false;
		this.context.deadlines.set(this, ASK_TIME);
	}

	override due(): void {
		if (this.stopping) return this.submit();
		if (this.state === UP) {
			this.context.deadlines.set(this, REVIEW_TIME);
			return this.context.review();
		}
		if (this.state === JOINING && !this.askedHow) {
			this.askedHow = true;
			this.context.deadlines.set(this, JOIN_TIME - ASK_TIME);
			if (this.question) this.context.engine.submit(this.question);
			return;
		}
		const name = this.state === LINKED ? "+WSTAAIP" : "+WSTALU";
		this.giveUp(new Wfi32Error(this.state === LINKED ? NO_EVENT : JOIN_FAILED, name));
	}

	/* Events: with an association ID (reference 5.2.4) or without (firmware). */

	/** Whether events of joining belong to this attempt, not to one that was given up. They may come before the `OK`. */
	private get isJoining(): boolean {
		return this.state === JOINING || this.starting;
	}

	private linkUp(): void {
		const { fields } = this.context.engine;
		associationIn(fields);
		const bssid = textIn(this.context).toLowerCase();
		const channel = fields.nextInteger();
		if (!fields.valid) return;
		if (!this.isJoining) {
			// a join that was given up has come to something after all
			if (this.state === OFF && this.on) this.stop();
			return;
		}
		if (this.wanted?.bssid && this.wanted.bssid !== bssid) return this.giveUp(new Wfi32Error(WRONG_BSSID, "+WSTALU"));
		this.bssid = bssid;
		this.channel = channel;
		this.state = LINKED;
		this.context.deadlines.set(this, ADDRESS_TIME);
		this.context.notices.post(this);
	}

	private addressed(): void {
		const { fields } = this.context.engine;
		associationIn(fields);
		const address = textIn(this.context);
		if (!fields.valid || this.state < JOINING) return;
		this.address = address;
		this.state = UP;
		this.context.deadlines.set(this, REVIEW_TIME);
		this.context.notices.post(this);
	}

	private linkDown(): void {
		if (this.state < JOINING) {
			if (this.stopping && this.context.engine.withdraw(this)) this.submit();
			return;
		}
		this.giveUp(new Wfi32Error(DISCONNECTED, "+WSTALD"));
	}

	/** +WSTAERR:<code> (reference 5.2.7) */
	private refused(): void {
		const code = this.context.engine.fields.integer();
		if (this.state < JOINING && !this.isJoining) return;
		this.giveUp(new Wfi32Error(code > 0 ? code : JOIN_FAILED, "+WSTAERR"));
	}

	/** +WSTA:ERROR:<code>,"<text>" (firmware) */
	private failedJoin(): void {
		const code = failureIn(this.context.engine.fields);
		// 0: the answer to a question that was given up
		if (code === 0 || !this.isJoining) return;
		this.giveUp(new Wfi32Error(code, "+WSTA"));
	}

	/** The answer to the question of how it is. */
	compare(fields: Line): void {
		if (tellsLink(fields) || this.state < LINKED) return;
		this.giveUp(new Wfi32Error(RESET, "+WSTA"));
	}

	private forget(): void {
		this.bssid = this.channel = this.address = undefined;
	}

	private giveUp(error: Wfi32Error): void {
		this.end(error);
		this.stop();
	}

	protected end(error: Wfi32Error): void {
		this.failures++;
		this.forget();
		this.error = error;
		this.state = OFF;
		this.endSearch();
		this.context.deadlines.clear(this);
		if (this.stopping) this.submit();
		this.context.notices.post(this);
	}
}
