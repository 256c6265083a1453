import type { Diagnostics } from "wfi32/diagnostics";

/** Characters for the results of commands: with the other counters, what a line of 256 bytes holds. */
const ROOM = 56;

/** What went wrong between the program and its module since the program began, whichever life of the driver that was in. */
export class Health {
	#overruns = 0;
	#garbage = 0;
	#late = 0;
	#resynchronised = 0;
	#resets = 0;
	readonly #results = new Map<string, number>();
	/** Times that the broker was connected to again. */
	reconnects = 0;

	/** The driver is given up: what it has counted is kept. */
	keep(diagnostics: Diagnostics): void {
		this.#overruns += diagnostics.overruns;
		this.#garbage += diagnostics.unknownBytes;
		this.#late += diagnostics.lateAnswers;
		this.#resynchronised += diagnostics.resynchronisations;
		this.#resets += diagnostics.resets;
		for (const [result, count] of Object.entries(diagnostics.results))
			this.#results.set(result, (this.#results.get(result) ?? 0) + count);
	}

	/** What is published of it. @param diagnostics of the driver there is now */
	report(diagnostics: Diagnostics | undefined): { [name: string]: number | string } {
		const sum = new Health();
		sum.#overruns = this.#overruns;
		sum.#garbage = this.#garbage;
		sum.#late = this.#late;
		sum.#resynchronised = this.#resynchronised;
		sum.#resets = this.#resets;
		for (const [result, count] of this.#results) sum.#results.set(result, count);
		if (diagnostics) sum.keep(diagnostics);
		return {
			overruns: sum.#overruns,
			garbage: sum.#garbage,
			late: sum.#late,
			resynchronised: sum.#resynchronised,
			resets: sum.#resets,
			reconnects: this.reconnects,
			results: sum.told,
		};
	}

	/** `0:812 -1:2 10:1`: the commonest first, and how many others there were where there is no room. */
	private get told(): string {
		let text = "";
		let others = 0;
		for (const [result, count] of [...this.#results].sort(([, a], [, b]) => b - a)) {
			const next = `${text ? " " : ""}${result}:${count}`;
			if (others || text.length + next.length > ROOM) others += count;
			else text += next;
		}
		return others ? `${text} others:${others}` : text;
	}
}
