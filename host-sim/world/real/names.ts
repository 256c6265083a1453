import { execFile } from "node:child_process";
import { lookup } from "node:dns";
import { isIP } from "node:net";
import type { Cancel, Clock } from "../clock";
import type { Family, Names, Resolution } from "../names";

export interface RealNameOptions {
	/** Addresses by name, looked at before the machine's own resolver. */
	addresses?: Record<string, string | readonly string[]>;
	/** Round trips in milliseconds, looked at before anything is sent. */
	pings?: Record<string, number>;
	/** Whether names that are in no table are asked for outside; true unless told. */
	ask?: boolean;
}

/** Names and pings: from tables, else from the machine. */
export class RealNames implements Names {
	readonly #clock: Clock;
	readonly #addresses: Map<string, readonly string[]>;
	readonly #roundTrips: Map<string, number>;
	readonly #ask: boolean;

	constructor(clock: Clock, { addresses = {}, pings = {}, ask = true }: RealNameOptions = {}) {
		this.#clock = clock;
		this.#addresses = new Map(Object.entries(addresses).map(([name, value]) => [name.toLowerCase(), [value].flat()]));
		this.#roundTrips = new Map(Object.entries(pings));
		this.#ask = ask;
	}

	resolve(name: string, family: Family, done: (result: Resolution) => void): Cancel {
		const known = this.#addresses.get(name.toLowerCase());
		if (known || !this.#ask) {
			const wanted = (known ?? []).filter((it) => isIP(it) === family);
			return this.#clock.after(0, () => done(wanted.length ? wanted : "not-found"));
		}
		let cancelled = false;
		lookup(name, { family, all: true }, (error, found) => {
			if (cancelled) return;
			if (error) done(error.code === "EAI_AGAIN" ? "timeout" : "not-found");
			else done(found.map(({ address }) => address));
		});
		return () => {
			cancelled = true;
		};
	}

	ping(address: string, family: Family, done: (roundTrip?: number) => void): Cancel {
		const known = this.#roundTrips.get(address);
		if (known !== undefined) return this.#clock.after(known, () => done(known));
		if (!this.#ask || isIP(address) !== family) return this.#clock.after(5000, () => done());
		let cancelled = false;
		const child = execFile("ping", ["-n", "-c", "1", "-W", "5", address], (error, output) => {
			if (cancelled) return;
			const time = /time[=<]([\d.]+)/.exec(output)?.[1];
			done(error || time === undefined ? undefined : Math.round(Number(time)));
		});
		return () => {
			cancelled = true;
			child.kill();
		};
	}
}
