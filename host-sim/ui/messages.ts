/** What the page is told, and what it may ask for: everything that goes between it and the server. Times are in milliseconds. */
import type { Status } from "../../modules/status";
import type { Row as Decoded } from "../../tools/wire/row";

/** One thing that went over the wire. Credentials are masked, payload is folded to its length. */
export type Row = Pick<
	Decoded,
	"kind" | "direction" | "time" | "text" | "name" | "chapter" | "meaning" | "code" | "took"
>;

/** Figures of one moment. What nobody can tell is null. */
export interface Sample {
	at: number;
	/** Bytes a second over the wire since the sample before. */
	toModule: number;
	toHost: number;
	/** Bytes that waited in the driver's ring, at most since the sample before; and ever. */
	ring: number | null;
	ringPeak: number | null;
	/** Bytes lost on the way in, so far. */
	overruns: number | null;
	/** Of the engine's heap, live: slots, and bytes of chunks. */
	slots: number | null;
	chunks: number | null;
	/** Allocated a second by the firmware itself, in its callbacks, since the sample before. */
	slotsTaken: number | null;
	chunksTaken: number | null;
	/** The last reading that reached the broker. */
	reading: number | null;
}

export interface Happening {
	at: number;
	/** Whose it is: of the product, the broker, the module, a fault, the simulator; or an outcome, which is ours. */
	voice: "app" | "broker" | "module" | "fault" | "note" | "error" | "outcome";
	text: string;
}

/** The virtual module's own view of itself. */
export interface ModuleView {
	power: "on" | "off";
	wifi: { state: string; SSID: string; BSSID?: string; channel?: number; address?: string };
	sockets: { id: number; kind: string; state: string; remote: string; tls: boolean; unread: number }[];
	tls: { configuration: number; sessions: number }[];
	mqtt: { state: string; subscriptions: string[] };
}

/** Both sides of the wire. Null: there is none, or it does not tell; `why` says which. */
export interface State {
	driver: (Status & { counters: Record<string, number> }) | null;
	module: ModuleView | null;
	why: { driver: string; module: string };
}

/** A fault that can be had by a press. */
export interface Choice {
	name: string;
	label: string;
	what: string;
	/** How long it lasts; 0: over as soon as it has happened. */
	milliseconds: number;
	/** One of the few that have a button of their own. */
	common: boolean;
	/** Why it cannot happen here. */
	impossible?: string;
}

export interface About {
	/** Of this run: a page that outlives it begins anew. */
	id: string;
	title: string;
	/** The time that is shown as 0. */
	zero: number;
	/** Rows, samples and happenings that are kept. */
	limits: { rows: number; samples: number; happenings: number };
	choices: Choice[];
}

/** Some of a list that grows; `from` counts from the beginning of the run. */
export interface Part<T> {
	from: number;
	items: T[];
}

/** An event of the stream: what is new. */
export interface Update {
	about?: About;
	rows?: Part<Row>;
	samples?: Part<Sample>;
	happenings?: Part<Happening>;
	state?: State;
	/** Names of the faults under way, with when they end. */
	faults?: { name: string; until: number }[];
	/** The time of the run when this was sent. */
	now: number;
}
