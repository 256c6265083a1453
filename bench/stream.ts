/** What a byte of a connection costs through the whole stack: module's event, command, answer, the program's `read`. */
import type { Case } from "./cases";
import { difference } from "./program";
import { Stack } from "./stack";

export interface StreamCost extends StreamCase {
	/** Instructions per byte: to the socket's buffer (from it, when sending), and with the program's calls. */
	buffered: number;
	instructions: number;
	/** Instructions per command; per message where they come without any. */
	perCommand: number;
	/** Bytes of payload per command, or of a message. */
	payload: number;
	slots: number;
	chunks: number;
}

interface StreamCase extends Case {
	/** Topics that messages come on, by turns, where that is more than one. */
	topics?: number;
	/** Bytes that arrive at once. */
	chunk: number;
	/** Bytes that the host's port surely holds. */
	capacity: number;
}

/** Bytes that go ahead, and bytes that are measured at least: from the end of a turn to that of a later one. */
const WARM = 12_000;
const LENGTH = 24_000;
const PIECE = 500;
/** Of datagrams: as many bytes as a release takes, or as fit its line. */
const DATAGRAM = { reference: 1400, anycloud: 400 };
/** Of messages: what a reading takes. */
const MESSAGE = 40;
/** Milliseconds from one datagram to the next that is sent: more than any takes. */
const PERIOD = 250;
/** Datagrams and messages that are on their way at once. */
const AHEAD = 4;

function pieceOf({ kind, release }: StreamCase): number {
	if (kind === "MQTT") return MESSAGE;
	return kind === "UDP" ? DATAGRAM[release] : PIECE;
}

async function measure(machine: string, it: StreamCase): Promise<StreamCost> {
	const { kind, direction, release, form, chunk, capacity, topics = 1 } = it;
	const sends = direction === "send";
	const piece = pieceOf(it);
	const buffers = { receive: 4096, transmit: 4096, messages: 4096 };
	const config = { piece, kind, sends, form, buffers, period: PERIOD, topic: "house/+/climate" };
	const stack = new Stack(machine, { release, baud: 921_600, chunk, capacity, config, entry: "bench/traffic" });
	try {
		stack.until(() => stack.figures().isOpen === true, 30_000, 50);
		const isStream = kind === "TCP" || kind === "TLS";
		if (isStream) stack.until(() => stack.peer !== undefined, 10_000, 50);
		stack.world.clock.advance(500);
		const body = new Uint8Array(2 * (WARM + LENGTH)).map((_, i) => (i * 7) & 0xff);
		const text = "a reading ".repeat(MESSAGE / 10);
		let given = 0;
		let got = 0;
		let messages = 0;
		const feed = () => {
			if (sends) return;
			if (isStream) {
				if (given === 0) stack.peer?.write(body);
				given = body.length;
				return;
			}
			for (; given < got + AHEAD * piece; given += piece) {
				if (kind === "UDP") stack.sendDatagram(body.subarray(0, piece));
				else stack.world.broker.publish(`house/${messages++ % topics}/climate`, text);
			}
		};
		/** To the end of the turn that brings so much. */
		const until = (enough: number) => {
			do {
				stack.turn(sends, feed);
				got = sends ? stack.given.bytes : (stack.figures().received as number);
			} while (got < enough);
			return { bytes: got, commands: stack.module.counters.commands, ...stack.figures() };
		};
		const start = until(WARM);
		const spent = difference(start, until(start.bytes + LENGTH));
		const bytes = spent.bytes as number;
		const turns = (spent.commands as number) || bytes / piece;
		const buffered = spent.instructions - (spent.calls as number);
		return {
			...it,
			buffered: buffered / bytes,
			instructions: spent.instructions / bytes,
			perCommand: buffered / turns,
			payload: bytes / turns,
			slots: spent.slots,
			chunks: spent.chunks,
		};
	} finally {
		await stack.close();
	}
}

/** @param onStep called ahead of each measurement, with what is measured */
export async function streamCosts(
	machine: string,
	quick: boolean,
	onStep?: (note: string) => void,
): Promise<StreamCost[]> {
	const cases: StreamCase[] = [];
	for (const release of ["reference", "anycloud"] as const) {
		const common = { release, chunk: 64, capacity: 2048 } as const;
		for (const chunk of quick ? [64, 512] : [1, 16, 64, 120, 512])
			cases.push({ kind: "TCP", direction: "receive", ...common, chunk });
		cases.push({ kind: "TCP", direction: "receive", ...common, capacity: 128 });
		for (const kind of ["TLS", "UDP", "MQTT"] as const) cases.push({ kind, direction: "receive", ...common });
		cases.push({ kind: "MQTT", direction: "receive", topics: 2, ...common });
		for (const kind of ["TCP", "TLS", "UDP"] as const)
			for (const form of ["binary", "text"] as const) {
				// there a datagram that does not fit the line goes in binary anyway
				if (kind === "UDP" && release === "reference" && form === "text") continue;
				cases.push({ kind, direction: "send", form, ...common });
			}
	}
	const costs: StreamCost[] = [];
	for (const it of cases) {
		onStep?.(Object.values(it).join(", "));
		costs.push(await measure(machine, it));
	}
	return costs;
}
