/** Faults at the press of a button. */
import {
	type Fault,
	type FaultName,
	faults,
	follow,
	mustBePossible,
	type Planned,
	type Surroundings,
} from "../faults/index";
import type { Choice } from "./messages";

type Button = Omit<Planned, "at"> & { label: string; what?: string };

/** Those that everybody wants to see, as they are worth seeing. */
const common: readonly Button[] = [
	{ fault: "link", label: "Drop the link" },
	{ fault: "reset", label: "Reset the module", what: "the module starts anew and has forgotten everything", for: 0 },
	{
		...{ fault: "busy", label: "Stall the host", for: 5000, milliseconds: 400, every: 500, fifo: 64 },
		what: "the host is busy for 400 ms, again and again, and nobody serves its FIFO of 64 bytes",
	},
	{ fault: "flip", label: "Corrupt bytes", for: 5000, rate: 0.03, what: "a bit of every 30th byte is turned over" },
	{ fault: "broker", label: "Broker gone", for: 8000 },
];
/** How long the others last. */
const OTHERS = 5000;

const isCommon = (name: FaultName) => common.some(({ fault }) => fault === name);

const buttons: readonly Button[] = [
	...common,
	...(Object.keys(faults) as FaultName[])
		.filter((fault) => !isCommon(fault))
		.map((fault) => ({ fault, label: fault.replaceAll("-", " "), for: OTHERS })),
];

/** @param surroundings what faults can happen to; @param why no fault can, when there are none */
export function choicesIn(surroundings: Surroundings | undefined, why: string): Choice[] {
	return buttons.map(({ fault, label, what, for: milliseconds = 0 }) => {
		const kind: Fault = faults[fault];
		const choice = { name: fault, label, what: what ?? kind.what, common: isCommon(fault) };
		return {
			...choice,
			milliseconds: kind.sudden ? 0 : milliseconds,
			impossible: surroundings ? obstacle(fault, surroundings) : why,
		};
	});
}

function obstacle(fault: FaultName, surroundings: Surroundings): string | undefined {
	try {
		mustBePossible(fault, surroundings);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

/** Begins and ends them. */
export class FaultDesk {
	readonly #surroundings: Surroundings;
	readonly #onChange: (name: FaultName, began: boolean) => void;
	readonly #running = new Map<FaultName, { until: number; end: () => void }>();

	/** @param onChange told of every beginning and end */
	constructor(surroundings: Surroundings, onChange: (name: FaultName, began: boolean) => void) {
		this.#surroundings = surroundings;
		this.#onChange = onChange;
	}

	/** Those under way, and when they end, on the clock of the surroundings. */
	get running(): { name: FaultName; until: number }[] {
		return [...this.#running].map(([name, { until }]) => ({ name, until }));
	}

	/** Begins a fault, or ends it when it is under way. @returns what was wrong with the name */
	press(name: unknown): string | undefined {
		const button = buttons.find(({ fault }) => fault === name);
		if (!button) return "no such fault";
		const { fault, label: _, what: __, for: milliseconds = 0, ...parameters } = button;
		const under = this.#running.get(fault);
		if (under) {
			under.end();
			return undefined;
		}
		const wrong = obstacle(fault, this.#surroundings);
		if (wrong) return wrong;
		const kind: Fault = faults[fault];
		const lasts = kind.sudden ? 0 : milliseconds;
		const end = follow([{ fault, at: 0, for: lasts, ...parameters }], this.#surroundings, (_, began) => {
			if (!began) this.#running.delete(fault);
			this.#onChange(fault, began);
		});
		this.#running.set(fault, { until: this.#surroundings.clock.now() + lasts, end });
		return undefined;
	}

	/** Ends whatever is under way. */
	close(): void {
		for (const { end } of [...this.#running.values()]) end();
	}
}
