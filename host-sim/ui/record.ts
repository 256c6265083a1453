import { randomUUID } from "node:crypto";
import { Journal } from "./journal";
import type { About, Choice, Happening, Row, Sample, State, Update } from "./messages";

const LIMITS = { rows: 10_000, samples: 1200, happenings: 1000 };
/** Rows in one event: a page that comes late gets its first ones at once, and stays quick. */
const ROWS_AT_ONCE = 2000;

/** How much of a record somebody has seen. */
export interface Seen {
	rows: number;
	samples: number;
	happenings: number;
	/** The number of the state, and of the list of faults. */
	state: number;
	faults: number;
}

export const unseen = (): Seen => ({ rows: 0, samples: 0, happenings: 0, state: 0, faults: 0 });

/** All that a page may show of a run. */
export class Record {
	readonly rows = new Journal<Row>(LIMITS.rows);
	readonly samples = new Journal<Sample>(LIMITS.samples);
	readonly happenings = new Journal<Happening>(LIMITS.happenings);
	readonly #id = randomUUID();
	readonly #now: () => number;
	#title = "";
	#zero = 0;
	#choices: Choice[] = [];
	/** Grows when the title or the choices change. */
	#edition = 1;
	#state: State | undefined;
	#stateText = "";
	#stateNumber = 0;
	#faults: { name: string; until: number }[] = [];
	#faultsNumber = 0;

	/** @param now milliseconds */
	constructor(now: () => number) {
		this.#now = now;
	}

	get edition(): number {
		return this.#edition;
	}

	get about(): About {
		return { id: this.#id, title: this.#title, zero: this.#zero, limits: LIMITS, choices: this.#choices };
	}

	/** @param zero the time that others count from */
	describe(title: string, choices: Choice[], zero: number): void {
		this.#title = title;
		this.#zero = zero;
		this.#choices = choices;
		this.#edition++;
	}

	happened(voice: Happening["voice"], text: string): void {
		this.happenings.add({ at: this.#now(), voice, text });
	}

	/** Kept only when it is another than before. */
	set state(state: State) {
		const text = JSON.stringify(state);
		if (text === this.#stateText) return;
		this.#stateText = text;
		this.#state = state;
		this.#stateNumber++;
	}

	set faults(faults: { name: string; until: number }[]) {
		this.#faults = faults;
		this.#faultsNumber++;
	}

	/** What somebody has not seen yet; undefined when there is nothing. Marks it as seen. */
	news(seen: Seen): Update | undefined {
		const rows = this.rows.since(seen.rows, ROWS_AT_ONCE);
		const samples = this.samples.since(seen.samples);
		const happenings = this.happenings.since(seen.happenings);
		const state = seen.state === this.#stateNumber ? undefined : this.#state;
		const faults = seen.faults === this.#faultsNumber ? undefined : this.#faults;
		if (!rows && !samples && !happenings && !state && !faults) return undefined;
		if (rows) seen.rows = rows.from + rows.items.length;
		seen.samples = this.samples.end;
		seen.happenings = this.happenings.end;
		seen.state = this.#stateNumber;
		seen.faults = this.#faultsNumber;
		return { rows, samples, happenings, state, faults, now: this.#now() };
	}
}
