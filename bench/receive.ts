/** What a received byte costs, by kind of stream, by reader and by how many bytes come at once. */
import { PAYLOAD_FLOOR, payloadFloor } from "./floors";
import { difference, Program } from "./program";
import {
	anything,
	events,
	messages,
	PUBLISHED_AHEAD,
	payloads,
	publishedPayloads,
	type Stream,
	scans,
} from "./streams";

export interface Cost extends Spent {
	stream: string;
	reader: string;
	/** Bytes at once. */
	chunk: number;
}

export const chunks = [1, 16, 64, 120, 512];
/** A program, and how it is to be. */
export interface Reader {
	entry: string;
	config?: object;
}

/** The peers as most people write them: what else they can be is in {@link file://./peers.ts}. */
export const peers: Record<"strings and split" | "buffers and readline" | "state machine", Required<Reader>> = {
	"strings and split": {
		entry: "bench/peer-strings",
		config: { cut: "trimmed", fields: "destructured", stations: "text", others: false },
	},
	"buffers and readline": {
		entry: "bench/peer-readline",
		config: { texts: "decoded", copies: false, fields: "indexed", stations: "text", others: false },
	},
	"state machine": { entry: "bench/peer-states", config: {} },
};

/** Bytes measured, after as many again to warm up; fewer where each is a turn of the engine. */
const lengthFor = (chunk: number) => (chunk === 1 ? 1024 : chunk === 16 ? 4096 : 8192);

/** Nothing is understood here: below this nobody can be. */
export const FLOOR = "anything, as little as can be";
export const floors: Record<"`read` into a buffer" | "the same, and one `copyWithin`", Required<Reader>> = {
	"`read` into a buffer": { entry: "bench/floor", config: { moves: false } },
	"the same, and one `copyWithin`": { entry: "bench/floor", config: { moves: true } },
};

function readersOf(stream: string): Record<string, Reader> {
	// ours takes a payload only where it has asked for one, and keeps a message until the program has read it
	if (stream === "payload") {
		const entry = "bench/payload";
		const least = { [PAYLOAD_FLOOR]: payloadFloor((n) => payloads(n, 1500)) };
		return { ours: { entry }, ...peers, "ours, to the caller": { entry, config: { takes: true } }, ...least };
	}
	if (stream === FLOOR) return floors;
	if (stream === "payload, anycloud") {
		const least = { [PAYLOAD_FLOOR]: payloadFloor(publishedPayloads) };
		return { ours: { entry: "bench/payload", config: { release: "0.3.1" } }, ...least };
	}
	if (stream.endsWith("anycloud")) return { ours: { entry: "bench/lines" } };
	return { ours: { entry: stream === "MQTT messages" ? "bench/messages" : "bench/lines" }, ...peers };
}

/** What a byte costs, and what is allocated per 1024 of them. */
export interface Spent {
	/** undefined: it fails on this stream. */
	instructions: number | undefined;
	slots: number;
	chunks: number;
	failure?: string;
}

/** Has a reader take a stream twice, counts the second time, and compares what it has found. */
export async function read(
	machine: string,
	{ entry, config }: Reader,
	make: (n: number) => Stream,
	chunk: number,
): Promise<Spent> {
	const program = new Program(machine, entry, { config });
	const { bytes, found } = make(lengthFor(chunk));
	const cost: Spent = { instructions: undefined, slots: 0, chunks: 0 };
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
		["events", (n) => events(n)],
		["scan lines", (n) => scans(n)],
		["MQTT messages", messages],
		["payload", (n) => payloads(n, 1500)],
		["events, anycloud", (n) => events(n, PUBLISHED_AHEAD)],
		["scan lines, anycloud", (n) => scans(n, PUBLISHED_AHEAD)],
		["payload, anycloud", publishedPayloads],
		[FLOOR, anything],
	];
	const costs: Cost[] = [];
	for (const [name, make] of streams) {
		for (const [reader, program] of Object.entries(readersOf(name))) {
			if (oursOnly && !reader.startsWith("ours")) continue;
			for (const chunk of only) {
				// a read that is not asked for before its answer comes is none: two answers at once cannot be
				if (make === publishedPayloads && chunk > 128) continue;
				onStep?.(`${name}, ${reader}, ${chunk} at once`);
				costs.push({ stream: name, reader, chunk, ...(await read(machine, program, make, chunk)) });
			}
		}
	}
	return costs;
}
