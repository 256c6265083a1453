/** What is measured of a connection: words that all measurements and their names share. */
import type { ReleaseName } from "../host-sim/module/index";

export type Kind = "TCP" | "TLS" | "UDP" | "MQTT";
export type Direction = "receive" | "send";
/** As text in the command, for which a failure is reported, or in binary. */
export type Form = "text" | "binary";
export type Release = ReleaseName & ("reference" | "anycloud");

export interface Case {
	kind: Kind;
	direction: Direction;
	release: Release;
	/** How data are given to the module where that makes a difference. */
	form?: Form;
}

/** A connection on a certain line. */
export interface WiredCase extends Case {
	baud: number;
	/** Bytes that the host's port surely holds. */
	capacity: number;
}

/** The release, and the form where there is one. */
export const wayOf = ({ release, form }: Pick<Case, "release" | "form">) => (form ? `${release} ${form}` : release);

export const nameOf = (it: Case) => `${it.kind} ${it.direction} ${wayOf(it)}`;
