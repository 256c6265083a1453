import { toBytes } from "drivers/at/text";
import { isAddress, isAddress6 } from "drivers/wfi32/address";
import type { Driver } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import type { Pinger, PingOwner } from "drivers/wfi32/ping";
import { callback, integer, required, text } from "wfi32/options";

/** What {@link Ping} is told. Of all callbacks but the last two, one comes for each ping. */
export interface PingOptions {
	/** An IP address. Either this or `host` is required. */
	address?: string;
	/** A name of 1 to 253 bytes, which the module resolves, or an IP address. */
	host?: string;
	/** IP version; if left out, that of the address, else the module's choice. */
	version?: 4 | 6;
	/** How many pings, from 1 on; until closed if left out. */
	count?: number;
	/** Milliseconds from one ping to the next, 0 to 2^30; 1000 if left out. The next waits for the end of the one before. */
	interval?: number;
	target?: unknown;
	/** @param roundTrip milliseconds, as the module has measured; @param address who has answered */
	onReply?: (this: Ping, roundTrip: number, address: string) => void;
	/** No answer within five seconds: the module says nothing of an unanswered ping. */
	onTimeout?: (this: Ping) => void;
	/** As many as were asked for have been made. */
	onComplete?: (this: Ping) => void;
	/** The module cannot make them; of no further use. */
	onError?: (this: Ping, error: Wfi32Error) => void;
}

const DEFAULT_INTERVAL = 1000;
const LONGEST_INTERVAL = 0x40000000;

/** The callbacks of an instance, and nothing else, for the driver to call. */
class Callbacks implements PingOwner {
	readonly ping: Ping;
	/** Set when the instance is closed: a ping may be the last, and the end be still to be told. */
	closed = false;
	readonly onReply: PingOptions["onReply"];
	readonly onTimeout: PingOptions["onTimeout"];
	readonly onComplete: PingOptions["onComplete"];
	readonly onError: PingOptions["onError"];

	constructor(ping: Ping, options: PingOptions) {
		this.ping = ping;
		this.onReply = callback(options.onReply, "onReply");
		this.onTimeout = callback(options.onTimeout, "onTimeout");
		this.onComplete = callback(options.onComplete, "onComplete");
		this.onError = callback(options.onError, "onError");
	}

	pingReplied(roundTrip: number, address: string): void {
		this.onReply?.call(this.ping, roundTrip, address);
	}

	pingLost(): void {
		this.onTimeout?.call(this.ping);
	}

	pingEnded(): void {
		if (!this.closed) this.onComplete?.call(this.ping);
	}

	pingFailed(error: Wfi32Error): void {
		this.onError?.call(this.ping, error);
	}
}

/**
 * ICMP echo requests by the module (reference 7.13). Not constructed directly: `new wfi32.Ping(options)` of a provider.
 * Pings of several instances take turns. Callbacks come from the event loop, and not after {@link Ping.close}.
 */
export class Ping {
	declare target: unknown;
	readonly #callbacks: Callbacks;
	#pinger: Pinger | undefined;

	/**
	 * @throws TypeError, RangeError for missing or wrong options
	 * @throws Wfi32Error when the module was given up or closed
	 */
	constructor(options: PingOptions, driver: Driver) {
		const { target, count = Number.POSITIVE_INFINITY, interval: pause = DEFAULT_INTERVAL } = required(options);
		const { name, address, version } = targetOf(options);
		if (count !== Number.POSITIVE_INFINITY) integer(count, "count", 1, Number.MAX_SAFE_INTEGER);
		const interval = integer(pause, "interval", 0, LONGEST_INTERVAL);
		this.#callbacks = new Callbacks(this, options);
		if (target !== undefined) this.target = target;
		const configuration = { target: toBytes(name), address, version, count: Number(count), interval };
		this.#pinger = driver.ping.open(configuration, this.#callbacks);
	}

	/** No ping and no callback after this. May be called again. */
	close(): void {
		this.#callbacks.closed = true;
		this.#pinger?.close();
		this.#pinger = undefined;
	}

	/** Pings made so far, unanswered ones included. */
	get made(): number {
		return this.open.made;
	}

	/** How many of them were answered. */
	get answered(): number {
		return this.open.answered;
	}

	private get open(): Pinger {
		if (!this.#pinger) throw new Error("closed");
		return this.#pinger;
	}
}

/** What is to be pinged; the address, where a reply from another can be told from it. */
function targetOf(options: PingOptions): { name: string; address: string | undefined; version: 4 | 6 | undefined } {
	const { address, host, version } = options;
	if (address === undefined && host === undefined) throw new TypeError("address or host is required");
	const name = address === undefined ? text(host, "host") : text(address, "address");
	if (version !== undefined && version !== 4 && version !== 6) throw new RangeError("version must be 4 or 6");
	const is4 = isAddress(name);
	const is6 = isAddress6(name);
	if (address !== undefined && !is4 && !is6) throw new RangeError("address must be an IP address");
	if ((is4 && version === 6) || (is6 && version === 4)) throw new RangeError("address is of another version");
	const length = toBytes(name).length;
	if (length < 1 || length > 253) throw new RangeError("host must have 1 to 253 bytes");
	// an IPv6 address can be written in several ways
	return { name, address: is4 ? name : undefined, version: is6 ? 6 : version };
}
