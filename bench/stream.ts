/** What a byte of a connection costs through the whole stack: module's event, command, answer, the program's `read`. */
import { difference } from "./program";
import { Stack } from "./stack";

type Kind = "TCP" | "TLS" | "UDP";
type Release = "reference" | "anycloud";

interface Case {
	kind: Kind;
	direction: "receive" | "send";
	release: Release;
	/** How data are given to the module where that is chosen. */
	form?: "text" | "binary";
	/** Bytes that arrive at once. */
	chunk: number;
	/** Bytes that the host's port surely holds. */
	capacity: number;
}

export interface StreamCost extends Case {
	/** Instructions per byte: to the socket's buffer (from it, when sending), and with the program's calls. */
	buffered: number;
	instructions: number;
	/** Instructions per command. */
	perCommand: number;
	/** Bytes of payload per command. */
	payload: number;
	slots: number;
	chunks: number;
}

const LENGTH = 24_000;
const PIECE = 500;
/** Of datagrams: as many bytes as a release takes, or as fit its line. */
const DATAGRAM = { reference: 1400, anycloud: 400 };
/** Milliseconds from one datagram to the next that is sent: more than any takes. */
const PERIOD = 250;
/** Datagrams that are on their way at once. */
const AHEAD = 4;

async function measure(machine: string, it: Case): Promise<StreamCost> {
	const { kind, direction, release, form, chunk, capacity } = it;
	const sends = direction === "send";
	const piece = kind === "UDP" ? DATAGRAM[release] : PIECE;
	const buffers = { receive: 4096, transmit: 4096 };
	const config = { piece, kind, sends, form, buffers, period: PERIOD };
	const stack = new Stack(machine, { release, baud: 921_600, chunk, capacity, config, entry: "bench/traffic" });
	try {
		stack.until(() => stack.figures().isOpen === true, 30_000, 50);
		if (kind !== "UDP") stack.until(() => stack.peer !== undefined, 10_000, 50);
		stack.world.clock.advance(500);
		const moved = () => (sends ? stack.received : (stack.figures().received as number));
		const body = new Uint8Array(LENGTH).map((_, i) => (i * 7) & 0xff);
		let given = 0;
		const feed = (end: number) => {
			if (sends) return;
			if (kind !== "UDP") {
				if (given < end) stack.peer?.write(body);
				given = end;
			} else
				for (; given < Math.min(end, moved() + AHEAD * piece); given += piece)
					stack.sendDatagram(body.subarray(0, piece));
		};
		/** A length more. */
		const run = () => {
			const end = moved() + LENGTH;
			stack.until(
				() => {
					feed(end);
					return moved() >= end;
				},
				600_000,
				100,
			);
		};
		run();
		const warm = moved();
		const commands = stack.module.counters.commands;
		const before = stack.figures();
		run();
		const spent = difference(before, stack.figures());
		const bytes = moved() - warm;
		const turns = stack.module.counters.commands - commands;
		const calls = spent.calls as number;
		return {
			...it,
			buffered: (spent.instructions - calls) / bytes,
			instructions: spent.instructions / bytes,
			perCommand: (spent.instructions - calls) / turns,
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
	const cases: Case[] = [];
	for (const release of ["reference", "anycloud"] as const) {
		const common = { release, chunk: 64, capacity: 2048 } as const;
		for (const chunk of quick ? [64, 512] : [1, 16, 64, 120, 512])
			cases.push({ kind: "TCP", direction: "receive", ...common, chunk });
		cases.push({ kind: "TCP", direction: "receive", ...common, capacity: 128 });
		for (const kind of ["TLS", "UDP"] as const) cases.push({ kind, direction: "receive", ...common });
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
