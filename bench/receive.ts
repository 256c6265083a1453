/** What a received byte costs, by kind of stream, by reader and by how many bytes come at once. */
import { PAYLOAD_FLOOR, payloadFloor } from "./floors";
import { difference, Program } from "./program";
import { anything, events, type Manner, manners, messages, PUBLISHED, payloads, type Stream, scans } from "./streams";

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
/** The same of readers that allocate: garbage is to be collected several times. */
export const lengthForPeers = (chunk: number) => (chunk === 1 ? 16_384 : 65_536);

/** Nothing is understood here: below this nobody can be. */
export const FLOOR = "anything, as little as can be";
export const floors: Record<"`read` into a buffer" | "the same, and one `copyWithin`", Required<Reader>> = {
	"`read` into a buffer": { entry: "bench/floor", config: { moves: false } },
	"the same, and one `copyWithin`": { entry: "bench/floor", config: { moves: true } },
};

/** What a stream is of. */
const makers = { events, "scan lines": scans, "MQTT messages": messages, payload: payloads };
type Of = keyof typeof makers;

/** Ours takes a payload only where it has asked for one, and keeps a message until the program has read it. */
function oursOf(of: Of, { ids: [id], name }: Manner): Record<string, Reader> {
	if (of !== "payload") return { ours: { entry: of === "MQTT messages" ? "bench/messages" : "bench/lines" } };
	const config = { release: name === PUBLISHED.name ? "0.3.1" : "reference", id };
	const entry = "bench/payload";
	return { ours: { entry, config }, "ours, to the caller": { entry, config: { ...config, takes: true } } };
}

/** What a byte costs, and what is allocated per 1024 of them. */
export interface Spent {
	/** undefined: it fails on this stream. */
	instructions: number | undefined;
	slots: number;
	chunks: number;
	failure?: string;
}

/** Counted by readers where something was not as it must be: none may be. */
const FAULTS = ["lost", "wrong"];

/** Has a reader take a stream twice, counts the second time, and compares what it has found. */
export async function read(
	machine: string,
	{ entry, config }: Reader,
	{ bursts, found }: Stream,
	chunk: number,
): Promise<Spent> {
	const program = new Program(machine, entry, { config });
	const length = bursts.reduce((total, it) => total + it.length, 0);
	const cost: Spent = { instructions: undefined, slots: 0, chunks: 0 };
	const feed = () => {
		for (const burst of bursts) program.feed(burst, chunk);
		return program.figures();
	};
	try {
		const before = feed();
		const after = feed();
		const spent = difference(before, after);
		for (const [what, value] of Object.entries(found))
			if (spent[what] !== value) throw new Error(`${what}: ${spent[what]} instead of ${value}`);
		for (const what of FAULTS) if (after[what]) throw new Error(`${what}: ${after[what]}`);
		cost.instructions = (spent.instructions - ((spent.aside as number) ?? 0)) / length;
		cost.slots = (spent.slots * 1024) / length;
		cost.chunks = (spent.chunks * 1024) / length;
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
	const costs: Cost[] = [];
	const measure = async (stream: string, reader: string, program: Reader, make: (n: number) => Stream) => {
		const isPeer = reader in peers;
		for (const chunk of only) {
			onStep?.(`${stream}, ${reader}, ${chunk} at once`);
			const given = make(isPeer ? lengthForPeers(chunk) : lengthFor(chunk));
			// there are no more at once than come without a pause
			if (given.bursts.every((it) => it.length < chunk)) continue;
			costs.push({ stream, reader, chunk, ...(await read(machine, program, given, chunk)) });
		}
	};
	for (const of of Object.keys(makers) as Of[]) {
		for (const manner of manners) {
			const stream = manner.name ? `${of}, ${manner.name}` : of;
			// what the others would have to do for the published firmware is another program
			const others: Record<string, Reader> = oursOnly || manner === PUBLISHED ? {} : peers;
			const least = oursOnly || of !== "payload" ? {} : { [PAYLOAD_FLOOR]: payloadFloor(manner) };
			for (const [reader, program] of Object.entries({ ...oursOf(of, manner), ...others, ...least }))
				await measure(stream, reader, program, (n) => makers[of](n, manner));
		}
	}
	if (!oursOnly)
		for (const [reader, program] of Object.entries(floors)) await measure(FLOOR, reader, program, anything);
	return costs;
}
