import type { Line } from "drivers/at/line";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { ConfigurationReading, parameterIn } from "drivers/wfi32/configuration-reading";
import type { Chapter, Context } from "drivers/wfi32/context";
import { TORN, UNSUPPORTED, Wfi32Error } from "drivers/wfi32/errors";
import { TLSC } from "drivers/wfi32/names";
import {
	CA_ID,
	isSecret,
	KINDS,
	PARAMETERS,
	READ,
	type StoredTls,
	same,
	storedTls,
	type TlsParameters,
} from "drivers/wfi32/tls-parameters";
import { TlsSlot, type TlsUser, WRITTEN } from "drivers/wfi32/tls-slot";

export type { StoredTls, TlsParameters, TlsUser };

const CONFIGURE = command("AT+TLSC=");
const STORED_EMPTY = 7;
const LOCKED = 6;

interface Acquisition {
	readonly user: TlsUser;
	readonly parameters: TlsParameters;
}

/** How one ended: with an index, or an error. */
interface Outcome {
	readonly user: TlsUser;
	readonly index: number;
	readonly error: Wfi32Error | undefined;
}

/**
 * The TLS configurations of the module (reference 7.11): few, written when they are needed, and shared by those who want
 * the same. One that is in use is not changed (the module would refuse it, module-behaviour). The name of the CA is read
 * back before it is relied on: for one that was damaged on its way the firmware verifies nothing at all (module-behaviour).
 */
export class TlsConfigurations extends Request implements Chapter {
	private readonly context: Context;
	/** Made when a program reads one for the first time. */
	private stored: ConfigurationReading | undefined;
	private readonly slots: TlsSlot[] = [];
	private waiting: Acquisition[] = [];
	private ended: Outcome[] = [];
	/** Where the first of those that wait is written to, and which of its parameters was sent. */
	private slot: TlsSlot | undefined;
	private parameter = 0;
	/** The CA's name has come back as it was written. */
	private matched = false;

	constructor(context: Context) {
		super();
		this.context = context;
	}

	/** Indices that are in use, and by how many. */
	get used(): readonly { index: number; users: number }[] {
		return this.slots.filter((it) => it.users.length > 0).map((it) => ({ index: it.index, users: it.users.length }));
	}

	/** The index that a user has; 0: none. */
	indexOf(user: TlsUser): number {
		return this.slots.find((it) => it.users.includes(user))?.index ?? 0;
	}

	/**
	 * Has a configuration put into the module, unless it is there. {@link TlsUser} is told, in the end by `release`.
	 * @throws Wfi32Error when the module was given up or closed
	 */
	acquire(user: TlsUser, parameters: TlsParameters): void {
		if (this.context.failure) throw this.context.failure;
		this.waiting.push({ user, parameters });
		this.context.engine.submit(this);
	}

	/** The user does not need it any more, or not after all. */
	release(user: TlsUser): void {
		const others = (it: { user: TlsUser }) => it.user !== user;
		// what is being written is seen through, for nobody
		if (this.slot && this.waiting[0].user === user) this.waiting[0] = { ...this.waiting[0], user: nobody };
		this.waiting = this.waiting.filter(others);
		this.ended = this.ended.filter(others);
		for (const slot of this.slots) slot.users = slot.users.filter((it) => it !== user);
	}

	/** It did not help its only user: it may not be in the module as it was sent. The next user has it written anew. */
	distrust(user: TlsUser): void {
		for (const slot of this.slots) if (slot.users.length === 1 && slot.users[0] === user) slot.forget();
	}

	/**
	 * Reads a configuration, without the key's password.
	 * @param index from 1 on
	 * @param told called from the event loop
	 * @throws RangeError when the module has no such index; Error while another is being read; Wfi32Error when the module
	 * was given up or closed
	 */
	read(index: number, told: (error: Wfi32Error | undefined, stored: StoredTls | undefined) => void): void {
		const { failure, capabilities, decoder } = this.context;
		if (failure) throw failure;
		if (!Number.isInteger(index) || index < 1 || index > capabilities.tlsConfigurations)
			throw new RangeError(`index must be from 1 to ${capabilities.tlsConfigurations}`);
		this.stored ??= new ConfigurationReading(this.context, TLSC, KINDS, READ);
		this.stored.read((error, values) => told(error, error ? undefined : storedTls(values, decoder)), 0, index);
	}

	/** Whoever has asked for {@link TlsConfigurations.read} does not want to know any more. */
	dropReading(): void {
		this.stored?.drop();
	}

	event(): void {}

	onReset(code: number): void {
		for (const slot of this.slots) slot.forget();
		this.lost(new Wfi32Error(code, "+TLSC"));
	}

	onResynchronised(): void {
		// a parameter whose answer was lost has failed its user, and counts as not known
	}

	fail(error: Wfi32Error): void {
		this.slot = undefined;
		this.lost(error);
		while (this.waiting.length > 0) this.end(0, error);
	}

	compose(out: Writer): number {
		while (this.waiting.length > 0) {
			const { parameters } = this.waiting[0];
			this.slot ??= this.choose(parameters);
			if (!this.slot) continue; // has failed
			this.parameter = this.slot.next(parameters, 0);
			if (this.parameter < WRITTEN) return this.write(out, this.slot, parameters);
			if (!this.slot.proven && parameters.ca.length > 0) return this.readBack(out, this.slot);
			this.configured();
		}
		return 0;
	}

	/** +TLSC:1,<name> */
	override line(fields: Line): boolean {
		if (this.parameter < WRITTEN || parameterIn(fields, true) !== CA_ID) return true;
		fields.lastText();
		fields.plain();
		if (!fields.valid) return true;
		const { textAt, textLength } = fields;
		const read = this.context.arena.bytes.subarray(textAt, textAt + textLength);
		this.matched = same(read, this.waiting[0].parameters.ca);
		return true;
	}

	done(result: number): void {
		const slot = this.slot;
		if (this.context.failure || !slot) return this.again();
		if (this.parameter === WRITTEN) return this.hasRead(slot, result);
		const text = this.waiting[0].parameters[PARAMETERS[this.parameter]];
		// an empty string is stored, and yet answered by an error (module-behaviour, bug 1)
		if (result === OK || (result === STORED_EMPTY && text.length === 0)) {
			slot.known[this.parameter] = text;
			if (this.parameter === CA_ID - 1) slot.proven = false;
		} else {
			slot.known[this.parameter] = undefined;
			this.slot = undefined;
			const detail = result > 0 && !isSecret(this.parameter + 1) ? this.context.engine.errorText : "";
			this.end(0, new Wfi32Error(result, "+TLSC", detail));
		}
		this.again();
	}

	private hasRead(slot: TlsSlot, result: number): void {
		slot.proven = result === OK && this.matched;
		if (!slot.proven) {
			slot.forget();
			this.slot = undefined;
			const detail = result > 0 ? this.context.engine.errorText : "the CA was not read back as it was written";
			this.end(0, new Wfi32Error(result === OK ? TORN : result, "+TLSC", detail));
		}
		this.again();
	}

	private again(): void {
		if (this.waiting.length > 0 && !this.context.failure) this.context.engine.submit(this);
	}

	private write(out: Writer, slot: TlsSlot, parameters: TlsParameters): number {
		const text = parameters[PARAMETERS[this.parameter]];
		out.answer = TLSC;
		out.begin(CONFIGURE);
		out.integer(slot.index);
		out.nextInteger(this.parameter + 1);
		out.nextText(text, 0, text.length);
		return out.end();
	}

	private readBack(out: Writer, slot: TlsSlot): number {
		this.matched = false;
		out.answer = TLSC;
		out.begin(CONFIGURE);
		out.integer(slot.index);
		out.nextInteger(CA_ID);
		return out.end();
	}

	/** Where a configuration is, or can go. Without a place for it, the first of those that wait has failed. */
	private choose(parameters: TlsParameters): TlsSlot | undefined {
		const { tlsClientConfigurations, serverNameLength } = this.context.capabilities;
		if (parameters.serverName.length > serverNameLength) {
			this.end(0, new Wfi32Error(UNSUPPORTED, "+TLSC", `server name of more than ${serverNameLength} bytes`));
			return undefined;
		}
		const { takesFirst } = this.waiting[0].user;
		const slots = takesFirst ? this.slots.slice(0, 1) : this.slots;
		const chosen = slots.find((it) => it.holds(parameters)) ?? slots.find((it) => it.users.length === 0);
		if (chosen) return chosen;
		if (slots.length < (takesFirst ? 1 : tlsClientConfigurations)) {
			const slot = new TlsSlot(slots.length + 1);
			this.slots.push(slot);
			return slot;
		}
		this.end(0, new Wfi32Error(LOCKED, "+TLSC", "all TLS configurations are in use"));
		return undefined;
	}

	private configured(): void {
		const slot = this.slot as TlsSlot;
		this.slot = undefined;
		const { user } = this.waiting[0];
		if (user !== nobody) slot.users.push(user);
		this.end(slot.index, undefined);
	}

	/** The first of those that wait has come to its end. */
	private end(index: number, error: Wfi32Error | undefined): void {
		const { user } = this.waiting.shift() as Acquisition;
		this.post({ user, index, error });
	}

	/** Those who hold a configuration have none any more. */
	private lost(error: Wfi32Error): void {
		for (const slot of this.slots) {
			for (const user of slot.users) if (user.holds) this.post({ user, index: 0, error });
			slot.users = slot.users.filter((it) => !it.holds);
		}
	}

	private post(outcome: Outcome): void {
		this.ended.push(outcome);
		this.context.notices.post(this);
	}

	override deliver(): void {
		try {
			for (let it = this.ended.shift(); it; it = this.ended.shift()) {
				if (it.error) it.user.tlsFailed(it.error);
				else it.user.tlsConfigured(it.index);
			}
		} finally {
			// a callback may throw: the others are told all the same
			if (this.ended.length > 0) this.context.notices.post(this);
		}
	}
}

const nobody: TlsUser = Object.freeze({ tlsConfigured() {}, tlsFailed() {} });
