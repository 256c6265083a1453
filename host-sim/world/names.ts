import type { Cancel } from "./clock";

/** 4 asks for A records, 6 for AAAA. */
export type Family = 4 | 6;

export type Resolution = readonly string[] | "not-found" | "timeout";

/** Names and reachability. */
export interface Names {
	/** Calls `done` once with at least one address, or why there is none. */
	resolve(name: string, family: Family, done: (result: Resolution) => void): Cancel;
	/** Calls `done` once with the round trip in milliseconds; without one when nobody answered. */
	ping(address: string, family: Family, done: (roundTrip?: number) => void): Cancel;
}
