/** Where a command's instructions go: what each stage of a turn takes, of a connection at rest. */
import { difference, type Figures } from "./program";
import { Stack } from "./stack";

export interface Stages {
	/** The turn. */
	what: string;
	/** Instructions by stage, in the order of the turn. */
	stages: Record<string, number>;
	/** Instructions of the same turn without any marks. */
	unmarked: number;
}

interface Case {
	what: string;
	form?: "text" | "binary";
	/** Bytes that the program writes; 0: it is sent some. */
	written: number;
	sent: number;
}

const cases: readonly Case[] = [
	{ what: "a write of 16 bytes, binary", form: "binary", written: 16, sent: 0 },
	{ what: "a write of 16 bytes, checked", form: "text", written: 16, sent: 0 },
	{ what: "a read of 64 bytes", written: 0, sent: 64 },
];

const WARM = 3;
const COUNTED = 4;
/** Virtual milliseconds from one turn to the next. */
const PERIOD = 500;
/** What a program reports besides. */
const NO_STAGES = new Set(["instructions", "slots", "chunks", "isOpen", "error", "turns"]);

/** What {@link COUNTED} turns have taken. @throws Error when there were more or fewer */
async function measure(machine: string, { what, form, written, sent }: Case, marks: boolean): Promise<Figures> {
	const buffers = { receive: 1024, transmit: 1024, messages: 1024 };
	const config = { form, piece: written || sent, period: written ? PERIOD : 0, marks, buffers };
	const options = { release: "reference", baud: 921_600, chunk: 64, capacity: 2048 } as const;
	const stack = new Stack(machine, { ...options, config, entry: "bench/stages" });
	try {
		const { clock } = stack.world;
		stack.until(() => stack.figures().isOpen === true && stack.peer !== undefined, 60_000);
		const run = (count: number) => {
			for (let i = 0; i < count; i++) {
				if (sent) stack.peer?.write(new Uint8Array(sent));
				clock.advance(PERIOD);
			}
		};
		// away from the timer, so that each turn counted is whole
		clock.advance(PERIOD / 2);
		run(WARM);
		const before = stack.figures();
		run(COUNTED);
		const after = stack.figures();
		const spent = difference(before, after);
		if (after.error || spent.turns !== COUNTED) throw new Error(`${what}: ${spent.turns} turns; ${after.error}`);
		return spent;
	} finally {
		await stack.close();
	}
}

/** @param onStep called ahead of each measurement, with what is measured */
export async function stageCosts(machine: string, onStep?: (note: string) => void): Promise<Stages[]> {
	const all: Stages[] = [];
	for (const it of cases) {
		onStep?.(it.what);
		const marked = await measure(machine, it, true);
		const { instructions } = await measure(machine, it, false);
		const stages = Object.entries(marked).flatMap(([name, value]) =>
			NO_STAGES.has(name) ? [] : [[name, (value as number) / COUNTED]],
		);
		all.push({ what: it.what, stages: Object.fromEntries(stages), unmarked: instructions / COUNTED });
	}
	return all;
}
