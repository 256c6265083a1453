/**
 * What a byte of an event costs through the whole stack: found in the stream, given to its socket, and what follows from it.
 * Events come one behind the other, as fast as the line brings them, while the module answers nothing.
 */
import { difference } from "./program";
import { Stack } from "./stack";
import { events, type Manner, manners, PUBLISHED } from "./streams";

type Release = "reference" | "anycloud";

export interface EventCost {
	/** Whose events, and what the program's connections are about. */
	what: string;
	release: Release;
	/** What stands ahead of each. */
	ahead: string;
	/** Bytes at once. */
	chunk: number;
	instructions: number;
	/** Of the bytes counted, all together. */
	slots: number;
	chunks: number;
}

interface Case {
	what: string;
	/** Open connections. */
	connections: number;
	/** Events are of these, by turns; else of a socket that nobody has opened. */
	known: boolean;
}

const cases: readonly Case[] = [
	{ what: "one connection, its read unanswered", connections: 1, known: true },
	{ what: "two connections by turns, a read unanswered", connections: 2, known: true },
	{ what: "a socket that nobody knows", connections: 1, known: false },
];

/** All of it comes before the read that is not answered has failed: a piece takes a millisecond, twice. */
const lengthFor = (chunk: number) => (chunk === 1 ? 800 : 8192);
/** An ID as none of the module's sockets has. */
const UNKNOWN = 9999;

async function measure(machine: string, it: Case, manner: Manner, chunk: number): Promise<EventCost> {
	const { what, connections, known } = it;
	const { ahead } = manner;
	const release = manner === PUBLISHED ? "anycloud" : "reference";
	const config = { connections };
	const entry = "bench/connected";
	const stack = new Stack(machine, { release, baud: 230_400, chunk, capacity: 2048, config, entry });
	try {
		stack.until(() => stack.figures().isOpen === true, 30_000, 50);
		stack.world.clock.advance(1000);
		const ids = stack.sockets;
		if (ids.length !== connections) throw new Error(`${ids.length} connections instead of ${connections}`);
		// from now on the module hears nothing, and what it would answer does not come
		let sent = "";
		stack.uart.dte.send = (bytes) => {
			sent += Buffer.from(bytes).toString("latin1");
		};
		const [bytes] = events(lengthFor(chunk), { ahead, ids: known ? ids : [UNKNOWN] }).bursts;
		stack.program.feed(bytes, chunk);
		const before = stack.figures();
		stack.program.feed(bytes, chunk);
		const after = stack.figures();
		if (after.error) throw new Error(`${what}: ${after.error}`);
		// as was said: nothing else went on meanwhile
		if (!(known ? /^AT\+SOCKRD=.+\r\n$/ : /^$/).test(sent)) throw new Error(`${what}: ${JSON.stringify(sent)}`);
		const { instructions, slots, chunks } = difference(before, after);
		return { what, release, ahead, chunk, instructions: instructions / bytes.length, slots, chunks };
	} finally {
		await stack.close();
	}
}

/** @param onStep called ahead of each measurement, with what is measured */
export async function eventCosts(
	machine: string,
	quick: boolean,
	onStep?: (note: string) => void,
): Promise<EventCost[]> {
	const all: EventCost[] = [];
	for (const manner of manners)
		for (const it of cases)
			for (const chunk of quick ? [64] : [1, 16, 64, 120, 512]) {
				onStep?.(`${it.what}, ${manner.name}, ${chunk} at once`);
				all.push(await measure(machine, it, manner, chunk));
			}
	return all;
}
