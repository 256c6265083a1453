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
	readonly #sequence: Float64Array;
	readonly #uptime: Float64Array;
	readonly #temperature: Float64Array;
	#first = 0;
	#count = 0;
	#taken = 0;
	/** Readings that had to go before anybody got them. */
	lost = 0;

	/** @param capacity the most readings kept, 1 or more */
	constructor(capacity: number) {
		this.#sequence = new Float64Array(capacity);
		this.#uptime = new Float64Array(capacity);
		this.#temperature = new Float64Array(capacity);
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
		const capacity = this.#sequence.length;
		let gone = 0;
		if (this.#count === capacity) {
			gone = this.#sequence[this.#first];
			this.#removeOldest();
			this.lost++;
		}
		const index = (this.#first + this.#count++) % capacity;
		this.#sequence[index] = ++this.#taken;
		this.#uptime[index] = uptime;
		this.#temperature[index] = temperature;
		return gone;
	}

	/** The oldest reading, which stays. */
	get oldest(): Reading | undefined {
		if (!this.#count) return undefined;
		const index = this.#first;
		return {
			sequence: this.#sequence[index],
			uptime: this.#uptime[index],
			temperature: this.#temperature[index],
		};
	}

	/** The broker has it. It may have had to go meanwhile, and the oldest be another. */
	delivered(sequence: number): void {
		if (this.#sequence[this.#first] === sequence) this.#removeOldest();
	}

	#removeOldest(): void {
		if (!this.#count) return;
		this.#first = (this.#first + 1) % this.#sequence.length;
		this.#count--;
	}
}
