/** What a byte of a connection costs through the whole stack: module's event, command, answer, the program's `read`. */
import { difference } from "./program";
import { Stack } from "./stack";

export interface StreamCost {
	direction: "receive" | "send";
	release: string;
	/** Bytes that arrive at once. */
	chunk: number;
	/** Bytes that the host's port surely holds. */
	capacity: number;
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

export async function measure(
	machine: string,
	direction: "receive" | "send",
	release: "reference" | "anycloud",
	chunk: number,
	capacity: number,
) {
	const config = { piece: PIECE, kind: direction, buffers: { receive: 4096, transmit: 4096 } };
	const stack = new Stack(machine, { release, baud: 921_600, chunk, capacity, config });
	try {
		stack.until(() => stack.figures().isConnected === true, 30_000, 50);
		stack.until(() => stack.peer !== undefined, 10_000, 50);
		const moved = () => (direction === "receive" ? (stack.figures().received as number) : stack.received);
		const body = new Uint8Array(LENGTH).map((_, i) => (i * 7) & 0xff);
		const more = () => direction === "receive" && stack.peer?.write(body);
		const start = moved();
		more();
		stack.until(() => moved() - start >= LENGTH, 600_000, 100);
		const warm = moved();
		const commands = stack.module.counters.commands;
		const before = stack.figures();
		more();
		stack.until(() => moved() - warm >= LENGTH, 600_000, 100);
		const spent = difference(before, stack.figures());
		const bytes = moved() - warm;
		const turns = stack.module.counters.commands - commands;
		const calls = spent.calls as number;
		return {
			direction,
			release,
			chunk,
			capacity,
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
	const costs: StreamCost[] = [];
	const cost = async (...what: [direction: "receive" | "send", release: "reference" | "anycloud", ...number[]]) => {
		onStep?.(what.join(", "));
		const [direction, release, chunk, capacity] = what;
		costs.push(await measure(machine, direction, release, chunk, capacity));
	};
	for (const release of ["reference", "anycloud"] as const) {
		for (const chunk of quick ? [64, 512] : [1, 16, 64, 120, 512]) await cost("receive", release, chunk, 2048);
		await cost("receive", release, 64, 128);
		await cost("send", release, 64, 2048);
	}
	return costs;
}
