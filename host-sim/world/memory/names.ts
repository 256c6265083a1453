import type { Cancel, Clock } from "../clock";
import type { Family, Names, Resolution } from "../names";

export interface NameOptions {
	/** Addresses by name; IPv6 ones answer AAAA. */
	addresses?: Record<string, string | readonly string[]>;
	/** Milliseconds an answer takes; 20 unless told. */
	delay?: number;
}

/** Names and pings from tables that may change during a run. */
export class MemoryNames implements Names {
	readonly #clock: Clock;
	readonly #addresses = new Map<string, readonly string[]>();
	readonly #roundTrips = new Map<string, number>();
	readonly #silent = new Set<string>();
	/** Milliseconds an answer takes. */
	delay: number;
	/** The name server does not answer at all. */
	down = false;

	constructor(clock: Clock, { addresses = {}, delay = 20 }: NameOptions = {}) {
		this.#clock = clock;
		this.delay = delay;
		for (const [name, value] of Object.entries(addresses)) this.set(name, value);
	}

	/** Sets the addresses of a name. */
	set(name: string, addresses: string | readonly string[]): void {
		this.#addresses.set(name.toLowerCase(), typeof addresses === "string" ? [addresses] : addresses);
	}

	/** Nothing is ever heard about this name. */
	silence(name: string): void {
		this.#silent.add(name.toLowerCase());
	}

	/** An address that answers pings, after `roundTrip` milliseconds. */
	setPing(address: string, roundTrip: number): void {
		this.#roundTrips.set(address, roundTrip);
	}

	resolve(name: string, family: Family, done: (result: Resolution) => void): Cancel {
		if (this.down || this.#silent.has(name.toLowerCase())) return this.#clock.after(30_000, () => done("timeout"));
		return this.#clock.after(this.delay, () => {
			const all = this.#addresses.get(name.toLowerCase()) ?? [];
			const wanted = all.filter((it) => it.includes(":") === (family === 6));
			done(wanted.length ? wanted : "not-found");
		});
	}

	ping(address: string, _family: Family, done: (roundTrip?: number) => void): Cancel {
		const roundTrip = this.#roundTrips.get(address);
		if (roundTrip === undefined) return this.#clock.after(5000, () => done());
		return this.#clock.after(roundTrip, () => done(roundTrip));
	}
}
