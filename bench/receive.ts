/** What a received byte costs, by kind of stream, by reader and by how many bytes come at once. */
import { difference, Program } from "./program";
import { events, messages, payloads, type Stream, scans } from "./streams";

export interface Cost {
	stream: string;
	reader: string;
	/** Bytes at once. */
	chunk: number;
	/** Instructions of the Cortex-M4 per byte of the stream; undefined: it fails on this stream. */
	instructions: number | undefined;
	/** Allocated per 1024 bytes of the stream. */
	slots: number;
	chunks: number;
	failure?: string;
}

export const chunks = [1, 16, 64, 120, 512];
const readers = {
	ours: "bench/lines",
	"strings and split": "bench/peer-strings",
	"buffers and readline": "bench/peer-readline",
	"state machine": "bench/peer-states",
};

/** Bytes measured, after as many again to warm up; fewer where each is a turn of the engine. */
const lengthFor = (chunk: number) => (chunk === 1 ? 1024 : chunk === 16 ? 4096 : 8192);

/** Ours takes a payload only where it has asked for one. */
const payloadReaders = {
	...readers,
	ours: "bench/payload",
	"ours, to the caller": "bench/payload",
};

/** Ours keeps a message until the program has read it. */
const messageReaders = { ...readers, ours: "bench/messages" };

function readersOf(stream: string): Record<string, string> {
	if (stream === "payload") return payloadReaders;
	return stream === "MQTT messages" ? messageReaders : readers;
}

export async function measure(
	machine: string,
	name: string,
	make: (n: number) => Stream,
	reader: string,
	chunk: number,
): Promise<Cost> {
	const program = new Program(machine, readersOf(name)[reader], {
		config: { takes: reader === "ours, to the caller" },
	});
	const { bytes, found } = make(lengthFor(chunk));
	const cost: Cost = { stream: name, reader, chunk, instructions: undefined, slots: 0, chunks: 0 };
	try {
		program.feed(bytes, chunk);
		const before = program.figures();
		program.feed(bytes, chunk);
		const spent = difference(before, program.figures());
		for (const [what, value] of Object.entries(found)) {
			if (spent[what] !== value) throw new Error(`${what}: ${spent[what]} instead of ${value}`);
		}
		cost.instructions = (spent.instructions - ((spent.commands as number) ?? 0)) / bytes.length;
		cost.slots = (spent.slots * 1024) / bytes.length;
		cost.chunks = (spent.chunks * 1024) / bytes.length;
	} catch (error) {
		cost.failure = (error as Error).message;
	} finally {
		await program.close();
	}
	return cost;
}

/**
 * Events, scan lines, MQTT messages and payloads.
 * @param onStep called ahead of each measurement, with what is measured
 */
export async function receiveCosts(
	machine: string,
	only: readonly number[] = chunks,
	oursOnly = false,
	onStep?: (note: string) => void,
): Promise<Cost[]> {
	const streams: [string, (n: number) => Stream][] = [
		["events", events],
		["scan lines", scans],
		["MQTT messages", messages],
		["payload", (n) => payloads(n, 1500)],
	];
	const costs: Cost[] = [];
	for (const [name, make] of streams) {
		for (const reader of Object.keys(readersOf(name))) {
			if (oursOnly && !reader.startsWith("ours")) continue;
			for (const chunk of only) {
				onStep?.(`${name}, ${reader}, ${chunk} at once`);
				costs.push(await measure(machine, name, make, reader, chunk));
			}
		}
	}
	return costs;
}
