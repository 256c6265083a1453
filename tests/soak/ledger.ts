/** Where every reading is: waiting, with the broker, or lost, and why. */

/** A reading as the product said that it took it. */
interface Taken {
	readonly at: number;
	readonly uptime: number;
	readonly temperature: number;
	/** Link and broker were there. */
	readonly fair: boolean;
}

/** What the broker got that is no reading as it was taken. */
interface Damaged {
	readonly at: number;
	readonly topic: string;
	readonly text: string;
	/** Whether something was changing bytes on their way to the module. */
	readonly excused: boolean;
}

const TAKEN = /^ *([\d.]+) reading (\d+): (-?[\d.]+) °C, \d+ waiting\n$/;
const LOST = /^ *[\d.]+ reading (\d+) is lost: (.+)\n$/;
const DAMAGED = "damaged on the wire: nobody can tell";

export class Ledger {
	readonly #open = new Map<number, Taken>();
	readonly #arrived = new Map<number, Taken>();
	readonly #damaged: Damaged[] = [];
	taken = 0;
	/** Of those, taken while link and broker were there; and how many of these arrived. */
	fair = 0;
	fairArrived = 0;
	/** Arrived once more. */
	again = 0;
	/** Milliseconds from being taken to arriving, the longest of the fair ones. */
	longest = 0;
	/** How many were lost, by reason. */
	readonly lost: Record<string, number> = {};
	/** Given up by the product and with the broker all the same: the acknowledgement did not come, or too late. */
	arrivedYetLost = 0;
	/** Those that the product gave up. */
	readonly #given = new Map<number, { taken: Taken; reason: string }>();

	/** A line of the product's. */
	line(text: string, at: number, fair: boolean): void {
		const taken = TAKEN.exec(text);
		if (taken) {
			const [, uptime, sequence, temperature] = taken.map(Number);
			this.#open.set(sequence, { at, uptime, temperature, fair });
			this.taken++;
			if (fair) this.fair++;
			return;
		}
		const lost = LOST.exec(text);
		if (!lost) return;
		const sequence = Number(lost[1]);
		const reason = lost[2] as string;
		const gone = this.#open.get(sequence);
		if (!gone) {
			this.arrivedYetLost++;
			return;
		}
		this.#open.delete(sequence);
		this.#given.set(sequence, { taken: gone, reason });
		this.#lose(reason);
	}

	/** What the broker got on the product's topic for readings, or on one that is none of the product's. */
	message(topic: string, text: string, at: number, excused: boolean): void {
		const reading = parse(text);
		const sequence = reading?.sequence ?? 0;
		const before = this.#arrived.get(sequence);
		const given = this.#given.get(sequence);
		const taken = before ?? this.#open.get(sequence) ?? given?.taken;
		// one digit lost, and it is another reading's number
		if (!reading || !taken || !isSame(reading, taken)) {
			this.#damaged.push({ at, topic, text, excused });
			return;
		}
		if (before) {
			this.again++;
			return;
		}
		if (given) {
			this.#given.delete(sequence);
			this.lost[given.reason]--;
			this.arrivedYetLost++;
		}
		this.#open.delete(sequence);
		this.#arrived.set(sequence, taken);
		if (!taken.fair) return;
		this.fairArrived++;
		this.longest = Math.max(this.longest, at - taken.at);
	}

	get arrived(): number {
		return this.#arrived.size;
	}

	/** Readings that have not arrived and are not known to be lost. */
	get open(): number {
		return this.#open.size;
	}

	/**
	 * Nothing waits any more: what has not arrived was damaged on its way, which the broker's own messages must show.
	 * @returns what cannot be explained
	 */
	close(): string[] {
		const problems = this.#damaged
			.filter(({ excused }) => !excused)
			.map(({ at, topic, text }) => `the broker got ${JSON.stringify(text)} on ${topic} at ${at}`);
		for (const [sequence, { at }] of this.#open) {
			const index = this.#damaged.findIndex((it) => it.excused && it.at >= at);
			if (index < 0) problems.push(`reading ${sequence} of ${at} ms is nowhere`);
			else {
				this.#damaged.splice(0, index + 1);
				this.#lose(DAMAGED);
			}
		}
		this.#open.clear();
		return problems;
	}

	#lose(reason: string): void {
		this.lost[reason] = (this.lost[reason] ?? 0) + 1;
	}
}

interface Reading {
	sequence: number;
	uptime: number;
	temperature: number;
}

/** The product's clock goes on between taking a reading and saying so: a tenth of a second by rounding. */
const isSame = (reading: Reading, taken: Taken) =>
	reading.temperature === taken.temperature && Math.abs(reading.uptime - taken.uptime) < 0.2;

function parse(text: string): Reading | undefined {
	try {
		const it = JSON.parse(text) as Reading | null;
		return typeof it?.sequence === "number" ? it : undefined;
	} catch {
		return undefined;
	}
}
