/** What the firmware did about a fault: when it noticed, and when a reading reached the broker again. */
interface Trouble {
	name: string;
	began: number;
	/** When it was over. */
	since: number | undefined;
	noticed: boolean;
}

/** Milliseconds after which what was not noticed will not be. */
const LATEST = 5000;

const duration = (milliseconds: number) =>
	milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

export class Recovery {
	readonly #now: () => number;
	readonly #tell: (text: string) => void;
	#troubles: Trouble[] = [];
	/** What the product said last. */
	#last = "";

	/** @param now milliseconds; @param tell called with each outcome, for people */
	constructor(now: () => number, tell: (text: string) => void) {
		this.#now = now;
		this.#tell = tell;
	}

	/** A fault has begun, or is over. */
	fault(name: string, began: boolean): void {
		if (began) this.#troubles.push({ name, began: this.#now(), since: undefined, noticed: false });
		else for (const trouble of this.#troubles) if (trouble.name === name) trouble.since ??= this.#now();
	}

	/** A line of the product's: what is wrong, and then when it tries again. */
	said(text: string): void {
		const before = this.#last;
		this.#last = text;
		if (!text.startsWith("again in ")) return;
		for (const trouble of this.#troubles) {
			if (trouble.noticed) continue;
			trouble.noticed = true;
			this.#tell(`${trouble.name}: the firmware noticed after ${duration(this.#now() - trouble.began)}: ${before}`);
		}
	}

	/** A reading has reached the broker. One that comes at once may have been on its way before. */
	recovered(): void {
		const now = this.#now();
		const isPast = ({ since, noticed }: Trouble) => since !== undefined && now - since > (noticed ? 0 : LATEST);
		for (const { name, began, noticed } of this.#troubles.filter(isPast)) {
			const after = duration(now - began);
			this.#tell(
				noticed
					? `${name}: recovered, a reading reached the broker ${after} after it began`
					: `${name}: no harm done, a reading reached the broker ${after} after it began`,
			);
		}
		this.#troubles = this.#troubles.filter((it) => !isPast(it));
	}
}
