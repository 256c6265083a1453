/** How much of what the line and the module allow becomes payload, in virtual time, and with how many commands. */
import type { ReleaseName } from "../host-sim/module/index";
import { Stack } from "./stack";

export interface Goodput {
	kind: Kind;
	direction: "receive" | "send";
	release: ReleaseName;
	/** How data are given to the module where that makes a difference. */
	form?: Form;
	baud: number;
	/** Bytes that the host's port surely holds. */
	capacity: number;
	/** Bytes of payload a second, and the most that there can be. */
	rate: number;
	limit: number;
	/** Where a write takes more ticks than one by the module's nature: the most that these allow. */
	allowed?: number;
	/** Commands per kilobyte of payload, and the fewest that there can be. */
	commands: number;
	fewest: number;
}

type Kind = "TCP" | "TLS" | "UDP" | "MQTT";
/** As text in the command, for which a failure is reported, or in binary. */
type Form = "text" | "binary";

/** Around a payload, and an event beside it, as the driver reckons them. */
const READ_OVERHEAD = 64;
const MOST = 1500;
/** Of a datagram, and of an MQTT message. */
const DATAGRAM = 1400;
const MESSAGE = 400;
const LENGTH = 45_000;
/**
 * Of the published firmware: a command a tick, 128 bytes of an answer a tick, a command line of 512 bytes with its end, a
 * write of 1400 bytes and a datagram of 512 at most (module-behaviour).
 */
const TICKS = 10;
const TICK = 1000 / TICKS;
const TICK_BYTES = 128;
const TICK_LINE = 512;
const TICK_WRITE = 1400;
const TICK_DATAGRAM = 512;
/** A datagram that surely fits such a line. */
const TEXT_DATAGRAM = 400;

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
	form?: Form;
	baud: number;
	capacity: number;
}

/** As the wire has it where data are text in the command; the published firmware's IDs are long. */
const textTurns = {
	TCP: (n: number, id = 1) => `AT+SOCKWR=${id},${n},""\r\nOK\r\n`,
	UDP: (n: number) => `AT+SOCKWRTO=1,"192.0.2.1",9,${n},""\r\nOK\r\n`,
};

/** What one turn of `n` bytes takes besides them. */
function around({ kind, direction, form }: Case, n: number): number {
	if (direction === "send" && form === "text" && kind !== "MQTT")
		return textTurns[kind === "UDP" ? "UDP" : "TCP"](n).length;
	return turns[kind][direction](n).length;
}

/** Bytes of a datagram, a message, a write of the program's. */
function pieceOf({ kind, release, form }: Case): number {
	if (kind === "MQTT") return MESSAGE;
	if (kind !== "UDP") return 500;
	if (release === "reference") return DATAGRAM;
	return form === "text" ? TEXT_DATAGRAM : TICK_DATAGRAM;
}

/** Bytes of one turn at most. @param id the socket's */
function turnOf(it: Case, id: number): number {
	const { kind, direction, release, capacity, form } = it;
	const ticks = release === "anycloud";
	if (kind === "MQTT") return MESSAGE;
	if (kind === "UDP") return ticks && direction === "receive" ? TICK_BYTES : pieceOf(it);
	if (direction === "receive") return Math.min(MOST, capacity - READ_OVERHEAD, ticks ? TICK_BYTES : MOST);
	if (!ticks) return MOST;
	// the line's CR LF counts, the answer does not
	return form === "text" ? TICK_LINE - textTurns.TCP(TICK_LINE, id).length + "OK\r\n".length : TICK_WRITE;
}

/**
 * What a write in binary gets at most where the module looks at its input once a tick: at one look it takes the command
 * and asks for the data, at a later one it takes the data, if all of them are there, and answers; the next command is sent after
 * that. So n bytes take one tick and as many as they are on the wire, CR LF # ahead of them. @param most bytes of a write
 */
function allowedInBinary(baud: number, most: number): number {
	let best = 0;
	for (let ticks = 1, n = 0; n < most; ticks++) {
		n = Math.min(most, Math.floor((ticks * TICK * baud) / 10_000) - 3);
		best = Math.max(best, (TICKS * n) / (1 + ticks));
	}
	return best;
}

function bounds(it: Case, id: number): { limit: number; fewest: number; allowed?: number } {
	const n = turnOf(it, id);
	const line = ((it.baud / 10) * n) / (around(it, n) + n);
	const unasked = it.kind === "MQTT" && it.direction === "receive";
	// one command brings a whole datagram, however many ticks that takes
	const fewest = unasked ? 0 : 1024 / (it.kind === "UDP" ? pieceOf(it) : n);
	if (it.release === "reference" || unasked) return { limit: line, fewest };
	const allowed = it.form === "binary" ? allowedInBinary(it.baud, n) : undefined;
	return { limit: Math.min(line, TICKS * n), fewest, allowed };
}

async function measure(it: Case): Promise<Goodput> {
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
			stack.figures(); // has datagrams sent
			return kind === "MQTT" ? broker.published.length * MESSAGE : stack.received;
		};
		const length = release === "reference" ? LENGTH : LENGTH / 4;
		const feed = () => {
			if (kind === "MQTT") broker.publish("t", "x".repeat(MESSAGE));
			else if (kind === "UDP") stack.sendDatagram(new Uint8Array(piece));
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
		return { ...it, rate: bytes / seconds, ...bounds(it, stack.socket), commands: (spent * 1024) / bytes };
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
