import type { Parameters } from "./parameters";
import type { Surroundings } from "./surroundings";

/** Ends a fault: things are as they were before. */
export type End = () => void;

/** A kind of fault. */
export interface Fault {
	/** In a few words. */
	readonly what: string;
	/** What can be said about it. */
	readonly takes: readonly (keyof Parameters)[];
	/** Without this in the surroundings it cannot happen. */
	readonly needs?: "accessPoint" | "broker" | "peers" | "servers" | "trust" | "program" | "resetLine";
	/** It is over as soon as it has happened: how long makes no difference. */
	readonly sudden?: true;
	/** It lasts until the program does something about it. */
	readonly stays?: true;
	/** Makes it happen. @returns makes it stop */
	begin(surroundings: Surroundings, parameters: Parameters): End;
}

/** For what is over at once. */
export const over: End = () => {};

/** Calls `act` every so often. @returns stops that */
export function repeatedly({ clock }: Surroundings, milliseconds: number, act: () => void): End {
	let ended = false;
	const again = () => {
		if (ended) return;
		act();
		clock.after(milliseconds, again);
	};
	again();
	return () => {
		ended = true;
	};
}
