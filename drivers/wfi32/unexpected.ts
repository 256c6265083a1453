import { Notice } from "drivers/at/notices";
import type { Context } from "drivers/wfi32/context";

/** A line whose name nobody knows, or text that is no line of an answer's or event's; or one with other fields than it should. */
export type Fault = "unknown" | "malformed";
export const UNKNOWN: Fault = "unknown";
export const MALFORMED: Fault = "malformed";

const PLUS = 0x2b;
const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
/** The firmware's names have less. */
const LONGEST = 24;
/** So many are told of; the counters have all. */
const MOST = 16;
/** FNV-1a, 32 bits. */
const SEED = -2128831035;
/**
 * Nothing that a program would have to know: the firmware says `+TIME` unasked (module-behaviour), and the others are known
 * to chapters that the program does not use.
 */
const usual: readonly number[] = Object.freeze(
	[
		...["+TIME", "+WSCNIND", "+WSCNDONE", "+WSCNERROR", "+WAP", "+WAPSC", "+WAPSD", "+WAPAIP"],
		...[
			"+MQTTCONN",
			"+MQTTCONNACK",
			"+MQTTPUB",
			"+MQTTSUB",
			"+MQTTUNSUB",
			"+MQTTPUBACC",
			"+MQTTPUBCOMP",
			"+MQTTPUBERR",
		],
		...["+WSTA", "+WSTALU", "+WSTALD", "+WSTAAIP", "+WSTAERR", "+DNSRESOLV", "+DNSERROR", "+PING"],
	].map(hashOf),
);

/** Who is told, from the event loop. */
export interface UnexpectedOwner {
	/** @param name with its `+`; empty for text that has none */
	onUnexpected?(fault: Fault, name: string): void;
}

/**
 * What the module said and nobody understood: skipped and counted by the engine, and told of once for each name. Only names
 * are told, never text: it might be part of a password that came back as an echo.
 */
export class Unexpected extends Notice {
	readonly #context: Context;
	readonly #owner: UnexpectedOwner;
	readonly #seen = new Int32Array(MOST);
	readonly #told: { fault: Fault; name: string }[] = [];
	#count = 0;

	constructor(context: Context, owner: UnexpectedOwner) {
		super();
		this.#context = context;
		this.#owner = owner;
	}

	/** Whether a line in the arena is nothing to be told of, whoever wants to know. */
	static isUsual(bytes: Uint8Array, at: number, end: number): boolean {
		return usual.includes(hashIn(bytes, at, nameLength(bytes, at, end)));
	}

	/** A line in the arena that nobody knows, without its end. Nothing is allocated for a name that was told of already. */
	unknown(at: number, end: number): void {
		const { arena, decoder } = this.#context;
		const { bytes } = arena;
		const length = nameLength(bytes, at, end);
		if (this.isNew(hashIn(bytes, at, length))) this.add(UNKNOWN, decoder.decode(bytes, at, length));
	}

	/** A line of a known name with other fields than the reference has. */
	malformed(name: string): void {
		if (this.isNew(~hashOf(name))) this.add(MALFORMED, name);
	}

	private isNew(hash: number): boolean {
		for (let i = 0; i < this.#count; i++) if (this.#seen[i] === hash) return false;
		if (this.#count === MOST) return false;
		this.#seen[this.#count++] = hash;
		return true;
	}

	private add(fault: Fault, name: string): void {
		this.#told.push({ fault, name });
		this.#context.notices.post(this);
	}

	override deliver(): void {
		try {
			for (let it = this.#told.shift(); it; it = this.#told.shift()) this.#owner.onUnexpected?.(it.fault, it.name);
		} finally {
			if (this.#told.length > 0) this.#context.notices.post(this);
		}
	}
}

/** How long the name is that begins a line, its `+` included; 0 where none does. */
function nameLength(bytes: Uint8Array, at: number, end: number): number {
	if (bytes[at] !== PLUS) return 0;
	let length = 1;
	while (at + length < end && length < LONGEST && bytes[at + length] >= UPPER_A && bytes[at + length] <= UPPER_Z)
		length++;
	return length === 1 ? 0 : length;
}

function hashIn(bytes: Uint8Array, at: number, length: number): number {
	let hash = SEED;
	for (let i = 0; i < length; i++) hash = mixed(hash, bytes[at + i]);
	return hash;
}

function mixed(hash: number, byte: number): number {
	return Math.imul(hash ^ byte, 16777619);
}

function hashOf(text: string): number {
	let hash = SEED;
	for (let i = 0; i < text.length; i++) hash = mixed(hash, text.charCodeAt(i));
	return hash;
}
