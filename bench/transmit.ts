/**
 * What sending costs: by command, and by byte of it, from the program's `write` to the end of the answer. The peers are given the
 * same answers to the same commands: their bytes are compared with ours, one by one.
 */
import { VirtualClock } from "../host-sim/world/clock";
import type { SerialEnd } from "../host-sim/world/wire";
import type { Form } from "./cases";
import { difference, Program } from "./program";
import { Stack } from "./stack";

export interface TransmitCost {
	/** The command and its form. */
	what: string;
	/** Who sends. */
	writer: string;
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
	form?: Form;
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

/** The peers, as the program knows them. */
const peers: Record<string, string> = {
	"strings and templates": "strings",
	"buffers, concatenated": "buffers",
	"a method a byte": "bytes",
};

/** What went one way at once, and what came back. */
interface Exchange {
	sent: Uint8Array;
	got: Uint8Array;
}

/** Keeps what goes over a program's end of the line. */
class Tap {
	#parts: { isSent: boolean; bytes: Uint8Array }[] = [];

	constructor(end: SerialEnd) {
		const { onReceive } = end;
		const send = end.send.bind(end);
		end.send = (bytes) => {
			this.#parts.push({ isSent: true, bytes: bytes.slice() });
			send(bytes);
		};
		end.onReceive = (bytes) => {
			this.#parts.push({ isSent: false, bytes: bytes.slice() });
			onReceive?.(bytes);
		};
	}

	/** What was kept since the last time. */
	take(): Exchange[] {
		const parts = this.#parts;
		this.#parts = [];
		const all: { sent: Uint8Array[]; got: Uint8Array[] }[] = [];
		for (const { isSent, bytes } of parts) {
			const last = all.at(-1);
			if (isSent && (!last || last.got.length)) all.push({ sent: [bytes], got: [] });
			else if (last) (isSent ? last.sent : last.got).push(bytes);
		}
		const joined = (it: Uint8Array[]) => new Uint8Array(Buffer.concat(it));
		return all.map(({ sent, got }) => ({ sent: joined(sent), got: joined(got) }));
	}
}

interface Spent {
	instructions: number;
	slots: number;
	chunks: number;
}

const perWrite = ({ instructions, slots, chunks }: Spent): Spent => ({
	instructions: instructions / COUNTED,
	slots: slots / COUNTED,
	chunks: chunks / COUNTED,
});

/** Of one write, the timer that starts it and the answer included; and what was on the wire for it. */
async function measure(machine: string, it: Case, piece: number): Promise<Spent & { exchanges: Exchange[] }> {
	const { what, kind, form, fill } = it;
	const buffers = { receive: 1024, transmit: 1024, messages: 1024 };
	const config = { kind, form, fill, piece, buffers, period: PERIOD };
	const options = { release: "reference", baud: 921_600, chunk: 64, capacity: 2048 } as const;
	const stack = new Stack(machine, { ...options, config, entry: "bench/transmit" });
	try {
		const { broker, clock } = stack.world;
		const delivered = () => (kind === "MQTT" ? broker.published.length : stack.received / piece);
		const tap = new Tap(stack.uart.dte);
		stack.until(() => (stack.figures().written as number) === WARM - 1, 60_000);
		// away from the writes, so that each one counted is whole
		clock.advance(PERIOD / 2);
		tap.take();
		clock.advance(PERIOD);
		const exchanges = tap.take();
		const before = stack.figures();
		const got = delivered();
		const commands = stack.module.counters.commands;
		clock.advance(COUNTED * PERIOD);
		const spent = difference(before, stack.figures());
		const turns = [spent.written, delivered() - got, stack.module.counters.commands - commands];
		if (turns.some((it) => it !== COUNTED)) throw new Error(`${what}: ${turns} instead of ${COUNTED} writes`);
		return { ...perWrite(spent), exchanges };
	} finally {
		await stack.close();
	}
}

/** The same by a peer. @throws Error when it sends anything else than ours did */
async function measurePeer(machine: string, it: Case, writing: string, piece: number, exchanges: Exchange[]) {
	const clock = new VirtualClock();
	let at = 0;
	let sent: Uint8Array = new Uint8Array(0);
	let wrong = "";
	const end: SerialEnd = {
		send(bytes) {
			sent = new Uint8Array(Buffer.concat([sent, bytes]));
			const wanted = exchanges[at];
			if (Buffer.compare(sent, wanted.sent.subarray(0, sent.length)))
				wrong ||= `${it.what}, ${writing}: ${Buffer.from(sent).toString("latin1")}`;
			if (sent.length < wanted.sent.length) return;
			sent = new Uint8Array(0);
			at = (at + 1) % exchanges.length;
			clock.after(1, () => end.onReceive?.(wanted.got));
		},
		onReceive: undefined,
	};
	// up to the parameter that is a length, or the data
	const line = Buffer.from(exchanges[0].sent).toString("latin1");
	const head = it.kind === "MQTT" ? line.slice(0, line.indexOf('"t"') + 3) : line.slice(0, line.indexOf(","));
	const binary = it.form === "binary";
	const config = { writing, binary, head, counted: it.kind === "TCP", fill: it.fill, piece, period: PERIOD };
	const program = new Program(machine, "bench/peer-writers", { clock, end, config });
	try {
		clock.advance((WARM + 0.5) * PERIOD);
		const before = program.figures();
		clock.advance(COUNTED * PERIOD);
		const spent = difference(before, program.figures());
		if (wrong) throw new Error(`not what ours sends: ${wrong}`);
		if (spent.written !== COUNTED || spent.answered !== COUNTED) throw new Error(`${it.what}, ${writing}: no answer`);
		return perWrite(spent);
	} finally {
		await program.close();
	}
}

/** @param onStep called ahead of each measurement, with what is measured */
export async function transmitCosts(
	machine: string,
	quick: boolean,
	onStep?: (note: string) => void,
): Promise<TransmitCost[]> {
	const all: TransmitCost[] = [];
	for (const it of cases) {
		const add = (writer: string, { instructions: few }: Spent, { instructions: many, slots, chunks }: Spent) => {
			const perByte = (many - few) / (MANY - FEW);
			all.push({ what: it.what, writer, few, many, perCommand: few - FEW * perByte, perByte, slots, chunks });
		};
		onStep?.(it.what);
		const few = await measure(machine, it, FEW);
		const many = await measure(machine, it, MANY);
		add("ours", few, many);
		if (quick) continue;
		for (const [name, writing] of Object.entries(peers)) {
			onStep?.(`${it.what}, ${name}`);
			const fewToo = await measurePeer(machine, it, writing, FEW, few.exchanges);
			add(name, fewToo, await measurePeer(machine, it, writing, MANY, many.exchanges));
		}
	}
	return all;
}
