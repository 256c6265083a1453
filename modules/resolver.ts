import { toBytes } from "drivers/at/text";
import { isAddress, isAddress6 } from "drivers/wfi32/address";
import type { Driver } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { Resolution } from "drivers/wfi32/resolver";
import { callback, required, text } from "wfi32/options";

/** What {@link Resolver} is told (ECMA-419 18): nothing but the base class's. */
export interface ResolverOptions {
	/** Names the class where options are kept for it (ECMA-419 9.3); ignored. */
	io?: unknown;
	/** What a resolver over UDP would need (ECMA-419 18.2.1); ignored: the module resolves. */
	servers?: readonly string[];
	socket?: object;
	target?: unknown;
}

/** What is to be resolved (ECMA-419 18.1). */
export interface ResolveOptions {
	/** A name of 1 to 253 bytes, or an IP address, which resolves to itself. */
	host: string;
	/** Which kind of address; 4 if left out. This project's addition. */
	version?: 4 | 6;
	/** The older form, that the SDK's clients still use: instead of the callback. */
	onResolved?: (this: Resolver, host: string, address: string) => void;
	/** The error is this project's addition. */
	onError?: (this: Resolver, host: string, error: Wfi32Error) => void;
}

/**
 * What comes of it (ECMA-419 18.1): the address, then the host. (The algorithm of A.18.3 has them the other way round;
 * the clause's text, and the clients that there are, are followed.)
 */
export type ResolveCallback = (this: Resolver, error: Wfi32Error | null, address?: string, host?: string) => void;

/** One resolution with those who want to know. */
class Pending extends Resolution {
	readonly #resolver: Resolver;
	readonly #host: string;
	readonly #callback: ResolveCallback | undefined;
	readonly #onResolved: ResolveOptions["onResolved"];
	readonly #onError: ResolveOptions["onError"];
	/** All that the instance waits for. */
	readonly #all: Pending[];

	constructor(
		resolver: Resolver,
		host: string,
		version: 4 | 6,
		options: ResolveOptions,
		done: ResolveCallback | undefined,
		all: Pending[],
	) {
		super(toBytes(host), version);
		this.#resolver = resolver;
		this.#host = host;
		this.#callback = callback(done, "callback");
		this.#onResolved = callback(options.onResolved, "onResolved");
		this.#onError = callback(options.onError, "onError");
		if (!done && !this.#onResolved && !this.#onError) throw new TypeError("a callback is required");
		this.#all = all;
	}

	deliver(): void {
		const index = this.#all.indexOf(this);
		if (index >= 0) this.#all.splice(index, 1);
		const { error } = this;
		const host = this.#host;
		if (this.#callback) {
			if (error) this.#callback.call(this.#resolver, error);
			else this.#callback.call(this.#resolver, null, this.address, host);
		} else if (error) this.#onError?.call(this.#resolver, host, error);
		else this.#onResolved?.call(this.#resolver, host, this.address);
	}
}

/**
 * Resolves names by the module (ECMA-419 18). Not constructed directly: `new wfi32.Resolver(options)` of a provider. Any
 * number of resolutions may be pending, of any number of instances: the module makes one after the other.
 *
 * While something is pending an instance is kept, as ECMA-419 8.2 wants it; an idle one that nobody refers to is not, since nobody
 * could tell: the SDK's clients make one each and never close it, and a product that reconnects for years would run out of memory.
 */
export class Resolver {
	declare target: unknown;
	readonly #driver: Driver;
	#pending: Pending[] | undefined = [];

	/** @throws TypeError without options */
	constructor(options: ResolverOptions, driver: Driver) {
		const { target } = required(options);
		if (target !== undefined) this.target = target;
		this.#driver = driver;
	}

	/** Forgets what is pending: no callback comes after this. May be called again. */
	close(): void {
		const pending = this.#pending;
		this.#pending = undefined;
		for (let i = 0; pending && i < pending.length; i++) this.#driver.resolver.drop(pending[i]);
	}

	/**
	 * Begins to resolve a name. Exactly one callback follows, from the event loop: within seven seconds of the name's turn.
	 * @param done takes precedence over the callbacks in the options
	 * @throws TypeError, RangeError for missing or wrong options
	 * @throws Error after close; Wfi32Error when the module was given up or closed
	 */
	resolve(options: ResolveOptions, done?: ResolveCallback): void {
		const pending = this.#pending;
		if (!pending) throw new Error("closed");
		required(options);
		if (options.host === undefined) throw new TypeError("host is required");
		const host = text(options.host, "host");
		const version = options.version ?? 4;
		if (version !== 4 && version !== 6) throw new RangeError("version must be 4 or 6");
		const it = new Pending(this, host, version, options, done, pending);
		if (it.name.length < 1 || it.name.length > 253) throw new RangeError("host must have 1 to 253 bytes");
		const { resolver } = this.#driver;
		if (isAddress(host) || isAddress6(host)) resolver.settle(it, host);
		else resolver.add(it);
		pending.push(it);
	}
}
