/** The figures as tables: of a terminal, and of a page. */
import type { EventCost } from "./events";
import type { PageFigures } from "./figures";
import type { Goodput } from "./goodput";
import { costOf, loadOnRp2040, microsecondsOnRp2040, rateOnRp2040, turnBytes } from "./rp2040";
import type { Stages } from "./stages";
import type { StreamCost } from "./stream";
import { nameOfAhead } from "./streams";
import { FEW, MANY } from "./transmit";

export interface Table {
	title: string;
	/** What it says, in a sentence. */
	says?: string;
	/** With units. */
	head: string[];
	rows: string[][];
	/** How many columns are text: 1 where nothing else is said. */
	texts?: number;
}

/** Text is what a failure is reported for. */
const FORMS = { text: "checked", binary: "binary" };

export const number = (value: number, digits = 0) =>
	value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const percent = (value: number, digits = 1) => `${(value * 100).toFixed(digits)} %`;
const milliseconds = (instructions: number) => number(microsecondsOnRp2040(instructions) / 1000, 2);

export const named = (it: { kind: string; direction: string; form?: keyof typeof FORMS }) =>
	[it.kind, it.direction, it.form && FORMS[it.form]].filter(Boolean).join(" ");

/** Rows that differ in one column only are one, with what stands in that column one after the other. */
function joined(rows: string[][], column: number, by: string): string[][] {
	const all = new Map<string, string[]>();
	for (const row of rows) {
		const key = JSON.stringify(row.map((it, i) => (i === column ? "" : it)));
		const found = all.get(key);
		if (found) found[column] += by + row[column];
		else all.set(key, [...row]);
	}
	return [...all.values()];
}

/** What stands behind a stream's name, by who sends so. */
const SENDERS: Record<string, string> = { "": "reference", "CR LF ahead": "reference, CR LF ahead" };

function receiving({ receive }: PageFigures): Table[] {
	const kindOf = (stream: string) => (stream.includes("as little as") ? stream : stream.split(", ")[0]);
	return [...new Set(receive.map((it) => kindOf(it.stream)))].map((kind) => {
		const ofKind = receive.filter((it) => kindOf(it.stream) === kind);
		const chunks = [...new Set(ofKind.map((it) => it.chunk))];
		const readers = [...new Set(ofKind.map((it) => JSON.stringify([it.stream, it.reader])))];
		return {
			title: `Receiving ${kind}`,
			says: "Instructions per byte of the stream, by how many bytes come at once; what is allocated per KB of it, 64 bytes at once.",
			head: ["sent so", "reader", ...chunks.map((it) => `${it} at once`), "slots per KB", "chunk bytes per KB"],
			rows: readers.map((key) => {
				const [stream, reader] = JSON.parse(key) as [string, string];
				const ofReader = ofKind.filter((it) => it.stream === stream && it.reader === reader);
				const costs = chunks.map((chunk) => ofReader.find((it) => it.chunk === chunk));
				const { instructions, slots, chunks: bytes } = ofReader.find((it) => it.chunk === 64) ?? ofReader[0];
				const cells = costs.map((it) => (!it ? "" : it.instructions === undefined ? "fails" : number(it.instructions)));
				const manner = stream.slice(kind.length + 2);
				const allocated = instructions === undefined ? ["", ""] : [number(slots), number(bytes)];
				return [SENDERS[manner] ?? manner, reader, ...cells, ...allocated];
			}),
			texts: 2,
		};
	});
}

function throughTheStack({ streams }: PageFigures): Table[] {
	if (!streams.length) return [];
	const rows = streams.map((it) => [
		it.topics ? `${named(it)}, ${it.topics} topics by turns` : named(it),
		it.release,
		number(it.chunk),
		number(it.capacity),
		number(it.buffered),
		number(it.instructions),
		it.payload ? number(it.perCommand) : "",
		it.payload ? number(it.payload) : "",
		number(it.slots),
		number(it.chunks),
	]);
	return [
		{
			title: "A connection through the whole stack",
			says: "Instructions per byte of payload, everything in: event, command, answer, notice; first without the program's own `read` or `write`, then with it. Slots and chunk bytes for 24,000 bytes.",
			head: [
				"connection",
				"profile",
				"bytes at once",
				"port holds, bytes",
				"per byte",
				"per byte, calls in",
				"per command",
				"payload per command, bytes",
				"slots",
				"chunk bytes",
			],
			rows,
			texts: 2,
		},
	];
}

function storming({ events }: PageFigures): Table[] {
	if (!events.length) return [];
	const load = (it: EventCost) => percent(loadOnRp2040(it.instructions, 230_400), 0);
	return [
		{
			title: "Events through the whole stack",
			says: "Instructions per byte of `+SOCKRXT` lines that come without a pause while the module answers nothing; slots and chunk bytes of all of them together.",
			head: [
				"whose",
				"sent so",
				"bytes at once",
				"per byte",
				"of an RP2040's time at 230400 baud",
				"slots",
				"chunk bytes",
			],
			rows: events.map((it) => [
				it.what,
				`${it.release}, ${nameOfAhead(it.ahead)}`,
				number(it.chunk),
				number(it.instructions),
				load(it),
				number(it.slots),
				number(it.chunks),
			]),
			texts: 2,
		},
	];
}

function transmitting({ transmit }: PageFigures): Table[] {
	if (!transmit.length) return [];
	return [
		{
			title: "Transmitting",
			says: `Instructions of one write, from the program's call to the end of the answer; slots and chunk bytes of one of ${MANY} bytes.`,
			head: [
				"what",
				"writer",
				`${FEW} bytes`,
				`${MANY} bytes`,
				"per byte",
				"per command, no byte",
				"slots",
				"chunk bytes",
			],
			rows: transmit.map((it) => [
				it.what,
				it.writer,
				...[it.few, it.many, it.perByte, it.perCommand, it.slots, it.chunks].map((value) => number(value)),
			]),
			texts: 2,
		},
	];
}

function staging({ stages }: PageFigures): Table[] {
	if (!stages.length) return [];
	const names = [...new Set(stages.flatMap((it) => Object.keys(it.stages)))];
	const sum = (it: Stages) => Object.values(it.stages).reduce((total, value) => total + value, 0);
	const cell = (it: Stages, name: string) => {
		const value = it.stages[name] ?? 0;
		return it.stages[name] ? `${number(value)} (${percent(value / sum(it), 0)})` : "";
	};
	return [
		{
			title: "Where a command's instructions go",
			says: "Instructions of one turn by what they are for, each without what it calls that is a row of its own; what measuring this takes is known and taken off, and the last row is the same turn without it.",
			head: ["stage", ...stages.map((it) => it.what)],
			rows: [
				...names.map((name) => [name, ...stages.map((it) => cell(it, name))]),
				["all together", ...stages.map((it) => number(sum(it)))],
				["measured in one", ...stages.map((it) => number(it.unmarked))],
			],
		},
	];
}

function reacting({ reactions }: PageFigures): Table[] {
	if (!reactions.length) return [];
	const waits = reactions.some((it) => it.waited > 0);
	return [
		{
			title: "Latency of the program",
			says: `Instructions from one moment to the other, one byte in each case${waits ? ", and virtual time meanwhile" : "; in virtual time they are the same moment"}.`,
			head: [
				"from what to what",
				"connection",
				"profile",
				"instructions",
				"ms on an RP2040",
				...(waits ? ["ms waited"] : []),
			],
			rows: reactions.map((it) => [
				it.what,
				[it.kind, it.form && FORMS[it.form]].filter(Boolean).join(" "),
				it.release,
				number(it.instructions),
				milliseconds(it.instructions),
				...(waits ? [number(it.waited, 2)] : []),
			]),
			texts: 3,
		},
	];
}

function flowing({ goodput }: PageFigures): Table[] {
	if (!goodput.length) return [];
	const rows = goodput.map((it) => [
		it.kind,
		[it.direction, it.form && FORMS[it.form]].filter(Boolean).join(" "),
		it.release,
		String(it.baud),
		number(it.capacity),
		number(it.rate),
		number(it.limit),
		percent(it.rate / it.limit),
		it.allowed ? number(it.allowed) : "",
		it.allowed ? percent(it.rate / it.allowed) : "",
		number(it.commands, 2),
		number(it.fewest, 2),
	]);
	return [
		{
			title: "Goodput",
			says: "Bytes of payload a second in virtual time, in which the host's own instructions take none, beside the most that line and module allow; what stays for a real processor is the next table.",
			head: [
				"connection",
				"direction",
				"profile",
				"baud",
				"port holds, bytes",
				"bytes/s",
				"limit, bytes/s",
				"share of the limit",
				"two ticks allow, bytes/s",
				"share of that",
				"commands per KB",
				"fewest per KB",
			],
			// many differ in nothing else
			rows: joined(joined(rows, 0, ", "), 3, ", "),
			texts: 3,
		},
	];
}

function onRp2040({ goodput, streams }: PageFigures): Table[] {
	const bauds = [...new Set(goodput.map((it) => it.baud))];
	const measured = goodput.flatMap((it) => {
		const cost = costOf(it, streams);
		return cost ? [{ it, cost }] : [];
	});
	if (!measured.length) return [];
	const key = ({ it }: { it: Goodput }) => `${named(it)}, ${it.release}, ${it.capacity}`;
	const cell = ({ it, cost }: { it: Goodput; cost: StreamCost }) => {
		const rate = rateOnRp2040(it, cost);
		return `${number(rate)} (${percent(rate / it.rate, 0)})`;
	};
	const rows = [...new Set(measured.map(key))].map((name) => {
		const all = measured.filter((it) => key(it) === name);
		const [{ it, cost }] = all;
		const bytes = turnBytes(it);
		return [
			it.kind,
			[it.direction, it.form && FORMS[it.form]].filter(Boolean).join(" "),
			it.release,
			number(it.capacity),
			bytes ? number(bytes) : "",
			bytes ? number(bytes * cost.instructions) : "",
			bytes ? milliseconds(bytes * cost.instructions) : "",
			...bauds.map((baud) => {
				const found = all.find((other) => other.it.baud === baud);
				return found ? cell(found) : "";
			}),
		];
	});
	return [
		{
			title: "What an RP2040 allows",
			says: "Bytes of payload a second, and in brackets the share of the goodput above: time on the wire and the RP2040's time for a turn one after the other, nothing overlapped, so no less than this.",
			head: [
				"connection",
				"direction",
				"profile",
				"port holds, bytes",
				"payload of a turn, bytes",
				"instructions of a turn",
				"ms on an RP2040",
				...bauds.map((it) => `bytes/s at ${it} baud`),
			],
			rows,
			texts: 3,
		},
	];
}

function travelling({ journeys }: PageFigures): Table[] {
	if (!journeys.length) return [];
	return [
		{
			title: "Latency of a byte",
			says: "Virtual milliseconds from end to end, the network's 5 in them (to a broker and on from there 10), the program's own time not.",
			head: ["connection", "profile", "baud", "least, ms", "most, ms"],
			rows: journeys.map((it) => [named(it), it.release, String(it.baud), number(it.least, 2), number(it.most, 2)]),
			texts: 2,
		},
	];
}

export const tables = (figures: PageFigures): Table[] => [
	...receiving(figures),
	...throughTheStack(figures),
	...storming(figures),
	...transmitting(figures),
	...staging(figures),
	...reacting(figures),
	...flowing(figures),
	...onRp2040(figures),
	...travelling(figures),
];
