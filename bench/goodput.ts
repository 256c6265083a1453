/** How much of what the line and the module allow becomes payload, in virtual time, and with how many commands. */
import type { ReleaseName } from "../host-sim/module/index";
import { Stack } from "./stack";

export interface Goodput {
	direction: "receive" | "send";
	release: ReleaseName;
	baud: number;
	/** Bytes that the host's port surely holds. */
	capacity: number;
	/** Bytes of payload a second, and the most that there can be. */
	rate: number;
	limit: number;
	/** Bytes of payload per command, and the most that there can be. */
	payload: number;
	payloadLimit: number;
}

/** As the wire has it, both ways: what one turn takes besides its payload. */
const turns = {
	receive: (n: number) => `AT+SOCKRD=1,2,${n}\r\n+SOCKRD:1,${n}, #\r\nOK\r\n`.length,
	send: (n: number) => `AT+SOCKWR=1,${n}\r\n#OK\r\n`.length,
};
/** Around a payload, and an event beside it, as the driver reckons them. */
const READ_OVERHEAD = 64;
const MOST = 1500;
const LENGTH = 45_000;
/** Of the published firmware: a command a tick, 128 bytes of an answer a tick (module-behaviour). */
const TICKS = 10;
const TICK_BYTES = 128;

function limits(direction: "receive" | "send", release: ReleaseName, baud: number, capacity: number) {
	const most = direction === "receive" ? Math.min(MOST, capacity - READ_OVERHEAD) : MOST;
	const line = ((baud / 10) * most) / (turns[direction](most) + most);
	if (release === "reference") return { limit: line, payloadLimit: most };
	if (direction === "receive") {
		const n = Math.min(most, TICK_BYTES);
		return { limit: Math.min(line, TICKS * n), payloadLimit: most };
	}
	return undefined;
}

async function measure(
	direction: "receive" | "send",
	release: "reference" | "anycloud",
	baud: number,
	capacity: number,
) {
	const bound = limits(direction, release, baud, capacity);
	if (!bound) throw new Error("no limit is known for that");
	const config = { piece: 500, kind: direction, buffers: { receive: 6000, transmit: 6000 } };
	const stack = new Stack(undefined, { release, baud, chunk: 64, capacity, config });
	try {
		stack.until(() => stack.figures().isConnected === true, 30_000, 50);
		stack.until(() => stack.peer !== undefined, 10_000, 50);
		const moved = () => (direction === "receive" ? (stack.figures().received as number) : stack.received);
		const { clock } = stack.world;
		const length = release === "reference" ? LENGTH : LENGTH / 4;
		if (direction === "receive") stack.peer?.write(new Uint8Array(length * 2).map((_, i) => i & 0xff));
		stack.until(() => moved() >= 6000, 60_000);
		const start = moved();
		const began = clock.now();
		const commands = stack.module.counters.commands;
		stack.until(() => moved() >= start + length, 600_000, 5);
		const seconds = (clock.now() - began) / 1000;
		const bytes = moved() - start;
		return {
			direction,
			release,
			baud,
			capacity,
			rate: bytes / seconds,
			...bound,
			payload: bytes / (stack.module.counters.commands - commands),
		};
	} finally {
		await stack.close();
	}
}

/** @param onStep called ahead of each measurement, with what is measured */
export async function goodputs(onStep?: (note: string) => void): Promise<Goodput[]> {
	const all: Goodput[] = [];
	const add = async (...what: Parameters<typeof measure>) => {
		onStep?.(what.join(", "));
		all.push(await measure(...what));
	};
	for (const capacity of [128, 2048]) {
		for (const baud of [115_200, 230_400, 921_600]) {
			await add("receive", "reference", baud, capacity);
			if (capacity === 2048) await add("send", "reference", baud, capacity);
		}
		await add("receive", "anycloud", 230_400, capacity);
	}
	return all;
}
