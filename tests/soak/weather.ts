/** What goes wrong during a soak, and when: faults of every kind, by chance, some on top of others. */
import {
	type End,
	type Fault,
	type FaultName,
	faults,
	type Parameters,
	type Surroundings,
} from "../../host-sim/faults/index";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Kind {
	/** Milliseconds: the shortest and the longest; short ones are more frequent. */
	lasts: readonly [number, number];
	/** What is said about it, by chance. */
	how?: (random: () => number) => Parameters;
	/** Meanwhile there is no link, or no broker: a reading taken then may have to wait. */
	outage?: true;
	/** Changes bytes on their way to the module, of which the module does not know what they were. */
	corrupts?: true;
	/** Not while another of these is going on. */
	excludes?: string;
}

const between = (random: () => number, least: number, most: number) => least * (most / least) ** random();
const direction = (random: () => number) => (["both", "toHost", "toModule"] as const)[Math.floor(random() * 3)];
const rate = (random: () => number): Parameters => ({
	rate: between(random, 0.0005, 0.1),
	direction: direction(random),
});
const every = (random: () => number): Parameters => ({ every: between(random, 20, 2000) });

/** All kinds but those that need other servers than the broker: the product knows none. */
export const kinds: { readonly [Name in FaultName]?: Kind } = {
	drop: { lasts: [SECOND, MINUTE], how: rate, corrupts: true },
	flip: { lasts: [SECOND, MINUTE], how: rate, corrupts: true },
	duplicate: { lasts: [SECOND, MINUTE], how: rate, corrupts: true },
	delay: {
		lasts: [SECOND, MINUTE],
		how: (random) => ({ milliseconds: between(random, 5, 3000), direction: direction(random) }),
	},
	mute: { lasts: [SECOND, 5 * MINUTE], how: (random) => ({ direction: direction(random) }), corrupts: true },
	baud: {
		lasts: [SECOND, 5 * MINUTE],
		how: (random) => ({ baud: [9600, 115_200, 921_600][Math.floor(random() * 3)] }),
		corrupts: true,
	},
	busy: {
		lasts: [SECOND, 5 * MINUTE],
		how: (random) => ({ milliseconds: between(random, 2, 50), every: between(random, 40, 500), fifo: 128 }),
	},
	tear: { lasts: [SECOND, MINUTE], how: every },
	"tear-event": { lasts: [SECOND, MINUTE], how: every },
	storm: { lasts: [100, 5 * SECOND] },
	"no-answer": { lasts: [SECOND, 2 * MINUTE] },
	"late-answer": {
		lasts: [SECOND, 2 * MINUTE],
		how: (random) => ({ milliseconds: between(random, 100, 8000) }),
	},
	"other-answer": { lasts: [SECOND, MINUTE], how: every },
	reset: { lasts: [SECOND, 10 * SECOND], how: (random) => ({ after: Math.floor(random() * 300) }), excludes: "module" },
	hang: { lasts: [SECOND, 10 * MINUTE], outage: true, excludes: "module" },
	power: { lasts: [SECOND, 10 * MINUTE], outage: true, excludes: "module" },
	link: { lasts: [SECOND, SECOND] },
	"access-point": { lasts: [SECOND, 2 * HOUR], outage: true },
	password: { lasts: [SECOND, HOUR], outage: true },
	dhcp: {
		lasts: [SECOND, 5 * MINUTE],
		how: (random) => ({ milliseconds: between(random, 100, 20_000) }),
		outage: true,
	},
	broker: { lasts: [SECOND, 2 * HOUR], outage: true },
	"broker-silent": { lasts: [SECOND, 30 * MINUTE], outage: true },
};
const names = Object.keys(kinds) as FaultName[];

/** One fault that is going on. */
interface Going {
	readonly name: FaultName;
	readonly kind: Kind;
}

/** Makes faults begin and end on the clock of the surroundings. */
export class Weather {
	readonly #surroundings: Surroundings;
	readonly #pause: number;
	readonly #end: number;
	readonly #going = new Set<Going>();
	/** How often each has begun. */
	readonly counts: Record<string, number> = {};
	/** When the last fault that changes bytes was over, in milliseconds. */
	#corruptedUntil = Number.NEGATIVE_INFINITY;

	/**
	 * @param pause milliseconds from one beginning to the next, on average
	 * @param end when the last one has to be over
	 */
	constructor(surroundings: Surroundings, pause: number, end: number) {
		this.#surroundings = surroundings;
		this.#pause = pause;
		this.#end = end;
	}

	/** Every kind once, short and one after the other, so that what is made at its first use is made. */
	rehearse(from: number, each: number): void {
		const { clock } = this.#surroundings;
		names.forEach((name, index) => {
			clock.after(from + index * each - clock.now(), () => this.#begin(name, Math.min(each / 4, 10 * SECOND)));
		});
	}

	/** From now on, by chance. */
	begin(): void {
		const { clock, random } = this.#surroundings;
		const wait = -Math.log(1 - random()) * this.#pause;
		if (clock.now() + wait >= this.#end) return;
		clock.after(wait, () => {
			const name = names[Math.floor(random() * names.length)];
			const [least, most] = (kinds[name] as Kind).lasts;
			this.#begin(name, Math.min(between(random, least, most), this.#end - clock.now()));
			this.begin();
		});
	}

	/** Whether the way from the module to the broker is as it should be. */
	get fair(): boolean {
		for (const { kind } of this.#going) if (kind.outage) return false;
		return true;
	}

	/** Whether bytes may have been changed within the last few seconds. */
	get corrupts(): boolean {
		for (const { kind } of this.#going) if (kind.corrupts) return true;
		return this.#surroundings.clock.now() - this.#corruptedUntil < 5 * SECOND;
	}

	/** What is going on, for a log. */
	get now(): string[] {
		return [...this.#going].map(({ name }) => name);
	}

	#begin(name: FaultName, duration: number): void {
		const { clock, random } = this.#surroundings;
		const kind = kinds[name] as Kind;
		for (const it of this.#going) {
			if (it.name === name || (kind.excludes && it.kind.excludes === kind.excludes)) return;
		}
		this.counts[name] = (this.counts[name] ?? 0) + 1;
		const going = { name, kind };
		this.#going.add(going);
		const fault: Fault = faults[name];
		const stop: End = fault.begin(this.#surroundings, kind.how?.(random) ?? {});
		clock.after(duration, () => {
			stop();
			this.#going.delete(going);
			if (kind.corrupts) this.#corruptedUntil = clock.now();
		});
	}
}
