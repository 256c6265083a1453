/** How much of what the line and the module allow becomes payload, in virtual time, and with how many commands. */
import type { ReleaseName } from "../host-sim/module/index";
import { Stack } from "./stack";

export interface Goodput {
	kind: Kind;
	direction: "receive" | "send";
	release: ReleaseName;
	baud: number;
	/** Bytes that the host's port surely holds. */
	capacity: number;
	/** Bytes of payload a second, and the most that there can be. */
	rate: number;
	limit: number;
	/** Commands per kilobyte of payload, and the fewest that there can be. */
	commands: number;
	fewest: number;
}

type Kind = "TCP" | "TLS" | "UDP" | "MQTT";

/** Around a payload, and an event beside it, as the driver reckons them. */
const READ_OVERHEAD = 64;
const MOST = 1500;
/** Of a datagram, and of an MQTT message. */
const DATAGRAM = 1400;
const MESSAGE = 400;
const LENGTH = 45_000;
/** Of the published firmware: a command a tick, 128 bytes of an answer a tick (module-behaviour). */
const TICKS = 10;
const TICK_BYTES = 128;

/** As the wire has it, both ways: what one turn of `n` bytes takes besides them. */
const turns: Record<Kind, Record<"receive" | "send", (n: number) => string>> = {
	TCP: {
		receive: (n) => `AT+SOCKRD=1,2,${n}\r\n+SOCKRD:1,${n}, #\r\nOK\r\n`,
		send: (n) => `AT+SOCKWR=1,${n}\r\n#OK\r\n`,
	},
	TLS: {
		receive: (n) => `AT+SOCKRD=1,2,${n}\r\n+SOCKRD:1,${n}, #\r\nOK\r\n`,
		send: (n) => `AT+SOCKWR=1,${n}\r\n#OK\r\n`,
	},
	UDP: {
		// a datagram is read after its event, and the next is told of after that
		receive: (n) => `\r\n+SOCKRXU:1,"192.0.2.1",9,${n}\r\nAT+SOCKRD=1,2,${n}\r\n+SOCKRD:1,${n}, #\r\nOK\r\n`,
		send: (n) => `AT+SOCKWRTO=1,"192.0.2.1",9,${n}\r\n#OK\r\n`,
	},
	MQTT: {
		receive: (n) => `\r\n+MQTTPUB:1,"t",${n},""\r\n`,
		send: () => `AT+MQTTPUB=0,0,0,"t",""\r\nOK\r\n`,
	},
};

interface Case {
	kind: Kind;
	direction: "receive" | "send";
	release: "reference" | "anycloud";
	baud: number;
	capacity: number;
}

/** Bytes of one turn at most. */
function turnOf({ kind, direction, release, capacity }: Case): number {
	if (kind === "MQTT") return MESSAGE;
	if (kind === "UDP") return DATAGRAM;
	if (direction === "receive")
		return Math.min(MOST, capacity - READ_OVERHEAD, release === "anycloud" ? TICK_BYTES : MOST);
	return MOST;
}

function bounds(it: Case): { limit: number; fewest: number } {
	const n = turnOf(it);
	const around = turns[it.kind][it.direction](n).length;
	const line = ((it.baud / 10) * n) / (around + n);
	const fewest = it.kind === "MQTT" && it.direction === "receive" ? 0 : 1024 / n;
	if (it.release === "reference") return { limit: line, fewest };
	return { limit: Math.min(line, TICKS * n), fewest };
}

async function measure(it: Case): Promise<Goodput> {
	const { kind, direction, release, baud, capacity } = it;
	const sends = direction === "send";
	const piece = kind === "MQTT" ? MESSAGE : kind === "UDP" ? DATAGRAM : 500;
	const buffers = { receive: 6000, transmit: 6000, messages: 4096 };
	const config = { piece, kind, sends, buffers };
	const stack = new Stack(undefined, { release, baud, chunk: 64, capacity, config, entry: "bench/traffic" });
	try {
		stack.until(() => stack.figures().isOpen === true, 30_000, 50);
		const { broker, clock } = stack.world;
		clock.advance(500);
		const moved = () => {
			if (!sends) return stack.figures().received as number;
			stack.figures(); // has datagrams sent
			return kind === "MQTT" ? broker.published.length * MESSAGE : stack.received;
		};
		const length = release === "reference" ? LENGTH : LENGTH / 4;
		const feed = () => {
			if (kind === "MQTT") broker.publish("t", "x".repeat(MESSAGE));
			else if (kind === "UDP") stack.sendDatagram(new Uint8Array(DATAGRAM));
			else stack.peer?.write(new Uint8Array(length * 2).map((_, i) => i & 0xff));
		};
		let given = 0;
		const step = () => {
			if (sends) return;
			if (kind === "TCP" || kind === "TLS") {
				if (!given++) feed();
			} else {
				// always some on their way, never more than the module keeps
				for (const ahead = 4 * piece; given < moved() + ahead; given += piece) feed();
			}
		};
		const until = (enough: number) => {
			stack.until(
				() => {
					step();
					return moved() >= enough;
				},
				600_000,
				2,
			);
		};
		until(6000);
		const start = moved();
		const began = clock.now();
		const commands = stack.module.counters.commands;
		until(start + length);
		const seconds = (clock.now() - began) / 1000;
		const bytes = moved() - start;
		const spent = stack.module.counters.commands - commands;
		return { ...it, rate: bytes / seconds, ...bounds(it), commands: (spent * 1024) / bytes };
	} finally {
		await stack.close();
	}
}

/** @param onStep called ahead of each measurement, with what is measured */
export async function goodputs(onStep?: (note: string) => void): Promise<Goodput[]> {
	const cases: Case[] = [];
	const bauds = [115_200, 230_400, 921_600];
	for (const baud of bauds)
		cases.push({ kind: "TCP", direction: "receive", release: "reference", baud, capacity: 128 });
	for (const kind of ["TCP", "TLS", "UDP", "MQTT"] as const)
		for (const direction of ["receive", "send"] as const)
			for (const baud of bauds) cases.push({ kind, direction, release: "reference", baud, capacity: 2048 });
	for (const capacity of [128, 2048])
		cases.push({ kind: "TCP", direction: "receive", release: "anycloud", baud: 230_400, capacity });
	const all: Goodput[] = [];
	for (const it of cases) {
		onStep?.(Object.values(it).join(", "));
		all.push(await measure(it));
	}
	return all;
}
