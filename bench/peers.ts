/**
 * What the peers cost by how they are written and by what they are given: each case changes one thing. With it, why they
 * cost what they cost elsewhere can be seen rather than supposed.
 */
import { lengthForPeers, peers, type Reader, read } from "./receive";
import { CR_LF_AHEAD, events, payloads, REFERENCE, type Stream, scans } from "./streams";

type Peer = keyof typeof peers;
type Kind = "events" | "payload" | "scan lines";

const KINDS = ["events", "payload", "scan lines"] as const;

/** In reads of 64 bytes, rounded; null: it fails. */
type Costs = { [kind in Kind]?: { instructions: number | null; slots: number; chunks: number } };

export interface Experiment {
	peer: Peer;
	/** What is other than in the peer of the tables; empty: nothing. */
	what: string;
	/** What is not there is as without the change. */
	costs: Costs;
}

/** Measured elsewhere on XS 17.7 in reads of 64 bytes: instructions a byte, and per KB of one of the streams. */
export const elsewhere: Record<Peer, Partial<Record<Kind | "slots" | "chunks", number>>> = {
	"strings and split": { events: 1192, "scan lines": 1182, slots: 1406, chunks: 15.6 * 1024 },
	"buffers and readline": { events: 1969, payload: 175, "scan lines": 1926, slots: 1544, chunks: 12.9 * 1024 },
	"state machine": { events: 3695, payload: 4713, "scan lines": 3604, slots: 0, chunks: 0 },
};
export const ELSEWHERE_ON = "17.7";

const CHUNK = 64;
const SHORT = ["home", "desk"];

type Streams = Partial<Record<Kind, (n: number) => Stream>>;
const usual: Streams = {
	events: (n) => events(n, REFERENCE),
	payload: (n) => payloads(n, REFERENCE),
	"scan lines": (n) => scans(n, REFERENCE),
};
const lines: Streams = { events: usual.events, "scan lines": usual["scan lines"] };
const stations: Streams = { "scan lines": usual["scan lines"] };

interface Change {
	what: string;
	config?: object;
	streams: Streams;
}

const ofStream: Change[] = [
	{
		what: "CR LF ahead of a line",
		streams: { events: (n) => events(n, CR_LF_AHEAD), "scan lines": (n) => scans(n, CR_LF_AHEAD) },
	},
	{ what: "networks' names of four letters", streams: { "scan lines": (n) => scans(n, REFERENCE, SHORT) } },
];
const ofPayload: Change[] = [64, 256, 1024].map((size) => ({
	what: `payloads of ${size} bytes`,
	streams: { payload: (n) => payloads(n, REFERENCE, size) },
}));
const ofStations: Change[] = [
	{ what: "the BSSID as six numbers", config: { stations: "numbers" }, streams: stations },
	{
		what: "the same, and names of four letters",
		config: { stations: "numbers" },
		streams: { "scan lines": (n) => scans(n, REFERENCE, SHORT) },
	},
];

const changes: Record<Peer, Change[]> = {
	"strings and split": [
		{ what: "split at CR LF, not trimmed", config: { cut: "split" }, streams: lines },
		{ what: "`indexOf` and `slice` for each line", config: { cut: "searched" }, streams: lines },
		{ what: "fields by index, not destructured", config: { fields: "indexed" }, streams: lines },
		{ what: "four other names asked for first", config: { others: true }, streams: lines },
		...ofStations,
		...ofStream,
	],
	"buffers and readline": [
		{ what: "fields destructured, not by index", config: { fields: "destructured" }, streams: lines },
		{ what: "`String.fromCharCode.apply`, not decoded", config: { texts: "applied" }, streams: lines },
		{ what: "what is behind a line copied, not viewed", config: { copies: true }, streams: lines },
		{ what: "four other names asked for first", config: { others: true }, streams: lines },
		...ofStations,
		...ofStream,
		...ofPayload,
	],
	"state machine": [...ofStream, ...ofPayload],
};

/** @param onStep called ahead of each measurement, with what is measured */
export async function experiments(machine: string, onStep?: (note: string) => void): Promise<Experiment[]> {
	const all: Experiment[] = [];
	const run = async (peer: Peer, { what, config, streams }: Change) => {
		const reader: Reader = { entry: peers[peer].entry, config: { ...peers[peer].config, ...config } };
		const costs: Costs = {};
		for (const [kind, make] of Object.entries(streams)) {
			onStep?.(`${peer}, ${what}, ${kind}`);
			const { instructions, slots, chunks } = await read(machine, reader, make(lengthForPeers(CHUNK)), CHUNK);
			costs[kind as Kind] = {
				instructions: instructions === undefined ? null : Math.round(instructions),
				slots: Math.round(slots),
				chunks: Math.round(chunks),
			};
		}
		all.push({ peer, what, costs });
	};
	for (const peer of Object.keys(peers) as Peer[]) {
		await run(peer, { what: "", streams: usual });
		for (const change of changes[peer]) await run(peer, change);
	}
	return all;
}

const signed = (value: number, wanted: number) => {
	const percent = (value / wanted - 1) * 100;
	return `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(1)} %`;
};

/** A table of the page and of a terminal: each engine's instructions, and beside them what was measured elsewhere. */
export function peersTable(byEngine: Record<string, Experiment[]>): {
	title: string;
	head: string[];
	rows: string[][];
} {
	const engines = Object.keys(byEngine);
	const rows: string[][] = [];
	for (const { peer, what } of byEngine[engines[0]] ?? []) {
		const row = [what ? `… ${what}` : `**${peer}**`];
		for (const engine of engines) {
			const found = byEngine[engine].find((it) => it.peer === peer && it.what === what);
			for (const kind of KINDS) {
				const cost = found?.costs[kind];
				const other = engine === ELSEWHERE_ON ? elsewhere[peer][kind] : undefined;
				if (!cost) row.push("");
				else if (cost.instructions === null) row.push("fails");
				else row.push(other ? `${cost.instructions} (${signed(cost.instructions, other)})` : `${cost.instructions}`);
			}
			for (const kind of ["events", "scan lines"] as const) {
				const cost = found?.costs[kind];
				row.push(cost ? `${cost.slots} + ${cost.chunks}` : "");
			}
		}
		rows.push(row);
	}
	const head = engines.flatMap((it) => [
		...KINDS.map((kind) => `XS ${it}: ${kind}`),
		"allocated by events",
		"by scan lines",
	]);
	return {
		title: "The peers by how they are written: instructions per byte, 64 bytes at once",
		head: ["peer", ...head],
		rows,
	};
}
