/** A reading with what belongs to it. */
export interface Reading {
	/** Counts every reading taken, so that one that is missing is seen to be. */
	readonly sequence: number;
	/** Seconds since the program began. */
	readonly uptime: number;
	/** Degrees Celsius. */
	readonly temperature: number;
}

/** Readings for the time without a broker: a fixed number of them, the oldest of which goes first when there are more. */
export class Readings {
	/** Of each its uptime, then its temperature; their sequences have no gaps. */
	readonly #values: Float64Array;
	readonly #capacity: number;
	#first = 0;
	#count = 0;
	#taken = 0;
	/** Readings that had to go before anybody got them. */
	lost = 0;

	/** @param capacity the most readings kept, 1 or more */
	constructor(capacity: number) {
		this.#values = new Float64Array(2 * capacity);
		this.#capacity = capacity;
	}

	get count(): number {
		return this.#count;
	}

	/** Readings taken since the beginning. */
	get taken(): number {
		return this.#taken;
	}

	/** @returns the sequence of the reading that had to go, 0 for none */
	add(uptime: number, temperature: number): number {
		let gone = 0;
		if (this.#count === this.#capacity) {
			gone = oldest(this.#taken, this.#count);
			this.removeOldest();
			this.lost++;
		}
		const at = 2 * ((this.#first + this.#count++) % this.#capacity);
		this.#taken++;
		this.#values[at] = uptime;
		this.#values[at + 1] = temperature;
		return gone;
	}

	/** The oldest reading, which stays. */
	get oldest(): Reading | undefined {
		if (!this.#count) return undefined;
		const at = 2 * this.#first;
		const sequence = oldest(this.#taken, this.#count);
		return { sequence, uptime: this.#values[at], temperature: this.#values[at + 1] };
	}

	/** The broker has it. It may have had to go meanwhile, and the oldest be another. */
	delivered(sequence: number): void {
		if (this.#count && sequence === oldest(this.#taken, this.#count)) this.removeOldest();
	}

	private removeOldest(): void {
		this.#first = (this.#first + 1) % this.#capacity;
		this.#count--;
	}
}

/** The sequence of the oldest of `count` readings. */
const oldest = (taken: number, count: number): number => taken - count + 1;
