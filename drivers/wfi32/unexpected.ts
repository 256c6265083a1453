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
		...["+DNSRESOLV", "+DNSERROR", "+PING"],
	].map(hashOf),
);

/**
 * What the module said and nobody understood: skipped and counted by the engine, and told of once for each name. Only names
 * are told, never text: it might be part of a password that came back as an echo.
 */
export class Unexpected {
	readonly #context: Context;
	readonly #onUnexpected: (fault: Fault, name: string) => void;
	readonly #seen = new Int32Array(MOST);
	readonly #told: { fault: Fault; name: string }[] = [];
	readonly #notice = new Notice(() => this.#tell());
	#count = 0;

	/** @param onUnexpected called from the event loop; the name has its `+`, and is empty for text that has none */
	constructor(context: Context, onUnexpected: (fault: Fault, name: string) => void) {
		this.#context = context;
		this.#onUnexpected = onUnexpected;
	}

	/** A line in the arena that nobody knows, without its end. Nothing is allocated for a name that was told of already. */
	unknown(at: number, end: number): void {
		const { arena, decoder } = this.#context;
		const { bytes } = arena;
		let length = 0;
		if (bytes[at] === PLUS) {
			length = 1;
			while (at + length < end && length < LONGEST && bytes[at + length] >= UPPER_A && bytes[at + length] <= UPPER_Z)
				length++;
		}
		if (length === 1) length = 0;
		let hash = SEED;
		for (let i = 0; i < length; i++) hash = mixed(hash, bytes[at + i]);
		if (this.#isNew(hash)) this.#post(UNKNOWN, decoder.decode(bytes, at, length));
	}

	/** A line of a known name with other fields than the reference has. */
	malformed(name: string): void {
		if (this.#isNew(~hashOf(name))) this.#post(MALFORMED, name);
	}

	#isNew(hash: number): boolean {
		for (let i = 0; i < this.#count; i++) if (this.#seen[i] === hash) return false;
		if (this.#count === MOST || usual.includes(hash)) return false;
		this.#seen[this.#count++] = hash;
		return true;
	}

	#post(fault: Fault, name: string): void {
		this.#told.push({ fault, name });
		this.#context.notices.post(this.#notice);
	}

	#tell(): void {
		try {
			for (let it = this.#told.shift(); it; it = this.#told.shift()) this.#onUnexpected(it.fault, it.name);
		} finally {
			if (this.#told.length > 0) this.#context.notices.post(this.#notice);
		}
	}
}

function mixed(hash: number, byte: number): number {
	return Math.imul(hash ^ byte, 16777619);
}

function hashOf(text: string): number {
	let hash = SEED;
	for (let i = 0; i < text.length; i++) hash = mixed(hash, text.charCodeAt(i));
	return hash;
}
