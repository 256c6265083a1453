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

	add(uptime: number, temperature: number): void {
		const capacity = this.#sequence.length;
		if (this.#count === capacity) {
			this.removeOldest();
			this.lost++;
		}
		const index = (this.#first + this.#count++) % capacity;
		this.#sequence[index] = ++this.#taken;
		this.#uptime[index] = uptime;
		this.#temperature[index] = temperature;
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

	removeOldest(): void {
		if (!this.#count) return;
		this.#first = (this.#first + 1) % this.#sequence.length;
		this.#count--;
	}
}
