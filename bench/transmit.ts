/** What sending costs: by command, and by byte of it, from the program's `write` to the end of the answer. */
import { difference } from "./program";
import { Stack } from "./stack";

export interface TransmitCost {
	/** The command and its form. */
	what: string;
	/** Instructions of the Cortex-M4 for one write of {@link FEW} bytes, and of {@link MANY}. */
	few: number;
	many: number;
	/** What a command costs without its bytes, and what each byte adds. */
	perCommand: number;
	perByte: number;
	/** Allocated by a write of {@link MANY} bytes. */
	slots: number;
	chunks: number;
}

export const FEW = 16;
/** In hexadecimal still one command line. */
export const MANY = 200;

const WARM = 3;
const COUNTED = 4;
/** Virtual milliseconds from one write to the next. */
const PERIOD = 500;

interface Case {
	what: string;
	kind: "TCP" | "MQTT";
	form?: "text" | "binary";
	/** The byte that is written. */
	fill: number;
}

const cases: readonly Case[] = [
	{ what: "TCP, binary", kind: "TCP", form: "binary", fill: 0x61 },
	{ what: "TCP, quoted", kind: "TCP", form: "text", fill: 0x61 },
	{ what: "TCP, in hexadecimal", kind: "TCP", form: "text", fill: 0xe1 },
	{ what: "MQTT publication, quoted", kind: "MQTT", fill: 0x61 },
	{ what: "MQTT publication, in hexadecimal", kind: "MQTT", fill: 0xe1 },
];

/** Of one write, the timer that starts it and the answer included. */
async function measure(machine: string, { what, kind, form, fill }: Case, piece: number) {
	const buffers = { receive: 1024, transmit: 1024, messages: 1024 };
	const config = { kind, form, fill, piece, buffers, period: PERIOD };
	const options = { release: "reference", baud: 921_600, chunk: 64, capacity: 2048 } as const;
	const stack = new Stack(machine, { ...options, config, entry: "bench/transmit" });
	try {
		const { broker, clock } = stack.world;
		const delivered = () => (kind === "MQTT" ? broker.published.length : stack.received / piece);
		stack.until(() => (stack.figures().written as number) === WARM, 60_000);
		// away from the writes, so that each one counted is whole
		clock.advance(PERIOD / 2);
		const before = stack.figures();
		const got = delivered();
		const commands = stack.module.counters.commands;
		clock.advance(COUNTED * PERIOD);
		const spent = difference(before, stack.figures());
		const turns = [spent.written, delivered() - got, stack.module.counters.commands - commands];
		if (turns.some((it) => it !== COUNTED)) throw new Error(`${what}: ${turns} instead of ${COUNTED} writes`);
		return {
			instructions: spent.instructions / COUNTED,
			slots: spent.slots / COUNTED,
			chunks: spent.chunks / COUNTED,
		};
	} finally {
		await stack.close();
	}
}

/** @param onStep called ahead of each measurement, with what is measured */
export async function transmitCosts(machine: string, onStep?: (note: string) => void): Promise<TransmitCost[]> {
	const all: TransmitCost[] = [];
	for (const it of cases) {
		onStep?.(it.what);
		const { instructions: few } = await measure(machine, it, FEW);
		const { instructions: many, slots, chunks } = await measure(machine, it, MANY);
		const perByte = (many - few) / (MANY - FEW);
		all.push({ what: it.what, few, many, perCommand: few - FEW * perByte, perByte, slots, chunks });
	}
	return all;
}
