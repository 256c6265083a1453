import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { Errand, Errands } from "drivers/wfi32/errand";
import { NO_EVENT, Wfi32Error } from "drivers/wfi32/errors";
import { failureIn } from "drivers/wfi32/fields";

/** What is to be pinged, and how. */
export interface PingConfiguration {
	/** A name or an address, as bytes. */
	readonly target: Uint8Array;
	/** The target when it is an address; a reply from another is not ours. */
	readonly address: string | undefined;
	/** IP version; undefined: the module's choice. */
	readonly version: 4 | 6 | undefined;
	/** How many pings; Infinity: until closed. */
	readonly count: number;
	/** Milliseconds from the beginning of one to that of the next, which waits for the end of the one before. */
	readonly interval: number;
}

/** Who is told, from the event loop. */
export interface PingOwner {
	/** @param roundTrip milliseconds, as the module has measured */
	pingReplied(roundTrip: number, address: string): void;
	pingLost(): void;
	/** As many as were asked for have been made. */
	pingEnded(): void;
	/** Cannot be made, and will not be tried again. */
	pingFailed(error: Wfi32Error): void;
}

const PING = command("AT+PING=");
/** An unanswered ping says nothing at all (module-behaviour). */
const REPLY_TIME = 5000;

/** Echo requests to one target, one after another. */
export class Pinger extends Errand {
	readonly configuration: PingConfiguration;
	readonly #pings: Pings;
	readonly #context: Context;
	readonly #owner: PingOwner;
	#begun = 0;
	#closed = false;
	/** Pings made, and how many of them were answered. */
	made = 0;
	answered = 0;
	/** @internal When the command was composed, on the deadlines' clock. */ sentAt = 0;
	/** @internal */ roundTrip = 0;
	/** @internal */ from = "";

	/** @internal by {@link Pings.open} */
	constructor(pings: Pings, context: Context, configuration: PingConfiguration, owner: PingOwner) {
		super();
		this.#pings = pings;
		this.#context = context;
		this.configuration = configuration;
		this.#owner = owner;
	}

	/** As a deadline: the next one is due. */
	override due(): void {
		this.begin();
	}

	/** @internal */
	begin(): void {
		this.#begun = this.#context.deadlines.now;
		this.#pings.add(this);
	}

	/** No callback comes after this. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#context.deadlines.clear(this);
		this.#pings.forget(this);
	}

	/** @internal The module is given up. */
	giveUp(error: Wfi32Error): void {
		if (this.#closed) return;
		this.#context.deadlines.clear(this);
		this.error = error;
		this.#context.notices.post(this);
	}

	deliver(): void {
		const { error } = this;
		const owner = this.#owner;
		if (error && error.code !== NO_EVENT) {
			this.close();
			return owner.pingFailed(error);
		}
		this.made++;
		const last = this.made >= this.configuration.count;
		if (last) this.close();
		else this.continue();
		if (error) owner.pingLost();
		else {
			this.answered++;
			owner.pingReplied(this.roundTrip, this.from);
		}
		if (last) owner.pingEnded();
	}

	private continue(): void {
		const { deadlines } = this.#context;
		const left = this.configuration.interval - deadlines.since(this.#begun);
		deadlines.set(this, left > 0 ? left : 0);
	}
}

/** Pings (reference 7.13). A reply does not say to which of them: one at a time. */
export class Pings extends Errands<Pinger> {
	readonly #open: Pinger[] = [];

	constructor(context: Context) {
		super(context, "+PING", REPLY_TIME);
	}

	event(): void {
		this.replied();
	}

	/** Begins to ping. @throws Wfi32Error when the module was given up or closed */
	open(configuration: PingConfiguration, owner: PingOwner): Pinger {
		const pinger = new Pinger(this, this.context, configuration, owner);
		pinger.begin();
		this.#open.push(pinger);
		return pinger;
	}

	/** @internal */
	forget(pinger: Pinger): void {
		const index = this.#open.indexOf(pinger);
		if (index >= 0) this.#open.splice(index, 1);
		this.drop(pinger);
	}

	override fail(error: Wfi32Error): void {
		super.fail(error);
		for (let i = 0; i < this.#open.length; i++) this.#open[i].giveUp(error);
	}

	protected write(out: Writer, pinger: Pinger): void {
		const { target, version } = pinger.configuration;
		pinger.sentAt = this.context.deadlines.now;
		out.begin(PING);
		out.text(target, 0, target.length);
		if (version === 6) out.nextInteger(2);
		else if (version === 4 && this.context.capabilities.pingVersion) out.nextInteger(1);
	}

	/** `+PING:<IP_ADDRESS>,<RTT>` */
	private replied(): void {
		const { engine, arena, decoder, deadlines } = this.context;
		const { fields } = engine;
		const code = failureIn(fields);
		if (code > 0) return this.conclude(new Wfi32Error(code, "+PING"));
		fields.text();
		const { textAt, textLength } = fields;
		const roundTrip = fields.nextInteger();
		const pinger = this.current;
		if (!fields.valid || !pinger) return;
		const from = decoder.decode(arena.bytes, textAt, textLength);
		const { address } = pinger.configuration;
		if (address !== undefined && from.toLowerCase() !== address) return;
		// longer on its way than this ping is old: the reply to one that was given up
		const age = deadlines.since(pinger.sentAt);
		if (roundTrip > age + (age >> 4) + 10) return;
		pinger.roundTrip = roundTrip;
		pinger.from = from;
		this.conclude();
	}
}
