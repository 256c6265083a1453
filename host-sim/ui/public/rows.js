/** The rows of the wire that are kept, and which of them a filter lets through. */

/** @import { Part, Row } from "../messages" */

/**
 * Kinds as a person chooses them, with the decoder's.
 * @type {readonly { name: string, kinds: readonly string[], colour: string }[]}
 */
export const groups = [
	{ name: "Commands", kinds: ["command"], colour: "command" },
	{ name: "Answers", kinds: ["answer", "result"], colour: "answer" },
	{ name: "Events", kinds: ["event"], colour: "event" },
	{ name: "Payload", kinds: ["payload"], colour: "payload" },
	{ name: "Others", kinds: ["prompt", "echo", "text"], colour: "quiet" },
];

export class Rows {
	/** How many are kept. */
	limit = 10_000;
	/** @type {Row[]} */
	#rows = [];
	/** The number of the first of them: they are numbered from the beginning of the run. */
	#first = 0;
	/** The numbers of those that are shown, in order. */
	#shown = /** @type {number[]} */ ([]);
	#word = "";
	#hidden = /** @type {Set<string>} */ (new Set());

	/** How many have come, the lost ones included. */
	get end() {
		return this.#first + this.#rows.length;
	}

	get kept() {
		return this.#rows.length;
	}

	/** Numbers of the rows that are shown. */
	get shown() {
		return this.#shown;
	}

	/** @param {number} number */
	row(number) {
		return this.#rows[number - this.#first];
	}

	/**
	 * @param {Part<Row>} part
	 * @returns {number} how many of the shown ones went at the front
	 */
	add({ from, items }) {
		// more has passed than was kept for us
		if (from !== this.end) {
			this.#rows = [];
			this.#first = from;
			this.#shown = [];
		}
		let number = this.end;
		for (const row of items) {
			this.#rows.push(row);
			if (this.#passes(row)) this.#shown.push(number);
			number++;
		}
		const excess = this.#rows.length - this.limit;
		// not one by one: see host-sim/ui/journal.ts
		if (excess * 10 < this.limit) return 0;
		this.#rows = this.#rows.slice(excess);
		this.#first += excess;
		const stays = this.#shown.findIndex((it) => it >= this.#first);
		const gone = stays < 0 ? this.#shown.length : stays;
		this.#shown = this.#shown.slice(gone);
		return gone;
	}

	/**
	 * @param {string} word shown are rows that have it in their text, name or chapter
	 * @param {Set<string>} hidden kinds that are not
	 */
	filter(word, hidden) {
		this.#word = word.trim().toLowerCase();
		this.#hidden = hidden;
		this.#shown = [];
		this.#rows.forEach((row, index) => {
			if (this.#passes(row)) this.#shown.push(this.#first + index);
		});
	}

	/** @param {Row} row */
	#passes({ kind, text, name, chapter }) {
		if (this.#hidden.has(kind)) return false;
		if (!this.#word) return true;
		return (
			text.toLowerCase().includes(this.#word) ||
			Boolean(name?.toLowerCase().includes(this.#word)) ||
			Boolean(chapter?.startsWith(this.#word))
		);
	}
}
