/** How much of what the line and the module allow becomes payload, in virtual time, and with how many commands. */
import type { WiredCase } from "./cases";
import { Stack } from "./stack";
import { type Bounds, bounds, pieceOf } from "./wire";

export interface Goodput extends WiredCase, Bounds {
	/** Bytes of payload a second. */
	rate: number;
	/** Commands per kilobyte of payload. */
	commands: number;
}

/** Payload that goes ahead, and that is measured at least: from the end of a turn to that of a later one. */
const WARM = 6000;
const LENGTH = { reference: 45_000, anycloud: 12_000 };

/** Bytes of payload so far, when, and how many commands they took. */
interface Mark {
	at: number;
	bytes: number;
	commands: number;
}

async function measure(it: WiredCase): Promise<Goodput> {
	const { kind, direction, release, baud, capacity, form } = it;
	const sends = direction === "send";
	const piece = pieceOf(it);
	const buffers = { receive: 6000, transmit: 6000, messages: 4096 };
	const config = { piece, kind, sends, buffers, form };
	const stack = new Stack(undefined, { release, baud, chunk: 64, capacity, config, entry: "bench/traffic" });
	try {
		stack.until(() => stack.figures().isOpen === true, 30_000, 50);
		const { broker, clock } = stack.world;
		clock.advance(500);
		const moved = () => {
			if (!sends) return stack.figures().received as number;
			return kind === "MQTT" ? stack.given.commands * piece : stack.given.bytes;
		};
		let given = 0;
		const feed = () => {
			// has datagrams sent
			if (sends) return kind === "UDP" ? void stack.figures() : undefined;
			if (kind === "TCP" || kind === "TLS") {
				if (given > 0) return;
				given = 2 * (WARM + LENGTH[release]);
				stack.peer?.write(new Uint8Array(given).map((_, i) => i & 0xff));
			} else {
				// always some on their way, never more than the module keeps
				for (const ahead = 4 * piece; given < got + ahead; given += piece)
					if (kind === "MQTT") broker.publish("t", "x".repeat(piece));
					else stack.sendDatagram(new Uint8Array(piece));
			}
		};
		let got = 0;
		const until = (enough: number): Mark => {
			do {
				stack.turn(sends, feed);
				got = moved();
			} while (got < enough);
			return { at: clock.now(), bytes: got, commands: stack.module.counters.commands };
		};
		const start = until(WARM);
		const end = until(start.bytes + LENGTH[release]);
		const bytes = end.bytes - start.bytes;
		const rate = (bytes * 1000) / (end.at - start.at);
		const commands = ((end.commands - start.commands) * 1024) / bytes;
		return { ...it, rate, ...bounds(it, stack.socket), commands };
	} finally {
		await stack.close();
	}
}

/** @param onStep called ahead of each measurement, with what is measured */
export async function goodputs(onStep?: (note: string) => void): Promise<Goodput[]> {
	const cases: WiredCase[] = [];
	const bauds = [115_200, 230_400, 921_600];
	for (const baud of bauds)
		cases.push({ kind: "TCP", direction: "receive", release: "reference", baud, capacity: 128 });
	for (const kind of ["TCP", "TLS", "UDP", "MQTT"] as const)
		for (const direction of ["receive", "send"] as const)
			for (const baud of bauds) cases.push({ kind, direction, release: "reference", baud, capacity: 2048 });
	for (const baud of [115_200, 230_400]) {
		const common = { release: "anycloud", baud, capacity: 2048 } as const;
		cases.push({ kind: "TCP", direction: "receive", ...common, capacity: 128 });
		for (const kind of ["TCP", "TLS", "UDP"] as const) {
			cases.push({ kind, direction: "receive", ...common });
			for (const form of ["text", "binary"] as const) cases.push({ kind, direction: "send", form, ...common });
		}
		for (const direction of ["receive", "send"] as const) cases.push({ kind: "MQTT", direction, ...common });
	}
	const all: Goodput[] = [];
	for (const it of cases) {
		onStep?.(Object.values(it).join(", "));
		all.push(await measure(it));
	}
	return all;
}
