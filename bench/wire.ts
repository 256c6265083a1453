/** The most that line, port and module allow of a connection: what goodput is compared with. */
import type { WiredCase } from "./cases";
import { PUBLISHED, REFERENCE } from "./streams";

/** Bytes of a datagram, of an MQTT message, and of a write of the program's. */
const DATAGRAM = 1400;
const MESSAGE = 400;
const WRITE = 500;
/** The most of one write in binary (reference 7.10). Of a read it names none. */
const MOST = 1500;
/**
 * Of the published firmware: ten ticks a second, in each one command and 128 bytes of an answer; a command line of 512 bytes
 * with its end, a write of 1400 bytes and a datagram of 512 at most (module-behaviour).
 */
const TICKS = 10;
const TICK = 1000 / TICKS;
const TICK_BYTES = 128;
const TICK_LINE = 512;
const TICK_WRITE = 1400;
const TICK_DATAGRAM = 512;
/** A datagram that surely fits such a line. */
const TEXT_DATAGRAM = 400;

const isUnasked = ({ kind, direction }: WiredCase) => kind === "MQTT" && direction === "receive";

/** Bytes of a datagram, a message, a write of the program's. */
export function pieceOf({ kind, release, form }: WiredCase): number {
	if (kind === "MQTT") return MESSAGE;
	if (kind !== "UDP") return WRITE;
	if (release === "reference") return DATAGRAM;
	return form === "text" ? TEXT_DATAGRAM : TICK_DATAGRAM;
}

/** Everything but the payload that is on the wire for n bytes of it, both ways. @param id the socket's */
function around({ kind, direction, release, form }: WiredCase, n: number, id: number): string {
	const { header, trailer, ahead } = release === "anycloud" ? PUBLISHED : REFERENCE;
	const read = `AT+SOCKRD=${id},2,${n}\r\n${header(id, n)}${trailer}`;
	// the prompt for binary, and the data's end
	const prompt = release === "anycloud" ? "\r\n#\r\n" : "#";
	const data = form === "text" ? `,""\r\n` : `\r\n${prompt}`;
	if (kind === "MQTT")
		return direction === "receive" ? `${ahead}+MQTTPUB:1,"t",${n},""\r\n` : `AT+MQTTPUB=0,0,0,"t",""\r\nOK\r\n`;
	// a datagram is read after its event, and the next is told of after that
	if (kind === "UDP")
		return direction === "receive"
			? `${ahead}+SOCKRXU:${id},"192.0.2.1",9,${n}\r\n${read}`
			: `AT+SOCKWRTO=${id},"192.0.2.1",9,${n}${data}OK\r\n`;
	return direction === "receive" ? read : `AT+SOCKWR=${id},${n}${data}OK\r\n`;
}

/** The most of one read that the port holds with what stands around it, and with an event that may come ahead of it. */
function held({ release, capacity }: WiredCase, id: number): number {
	const { header, trailer, ahead } = release === "anycloud" ? PUBLISHED : REFERENCE;
	const event = `${ahead}+SOCKRXT:${id},65535\r\n`;
	let n = capacity;
	while (header(id, n).length + n + trailer.length + event.length > capacity) n--;
	return n;
}

/** Bytes of one turn at most: of a command, or where that takes several ticks of each of them. */
function turnOf(it: WiredCase, id: number): number {
	const { kind, direction, release, form } = it;
	const ticks = release === "anycloud";
	if (kind === "MQTT") return MESSAGE;
	if (kind === "UDP") return ticks && direction === "receive" ? TICK_BYTES : pieceOf(it);
	if (direction === "receive") return Math.min(held(it, id), ticks ? TICK_BYTES : Number.POSITIVE_INFINITY);
	if (!ticks) return MOST;
	// the line's CR LF counts, the answer does not
	return form === "text" ? TICK_LINE - (around(it, TICK_LINE, id).length - "OK\r\n".length) : TICK_WRITE;
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

export interface Bounds {
	/** Bytes of payload a second at most. */
	limit: number;
	/** Where a write takes more ticks than one by the module's nature: the most that these allow. */
	allowed?: number;
	/** The fewest commands for a kilobyte of payload. */
	fewest: number;
}

/** @param id the socket's, which stands in what is on the wire */
export function bounds(it: WiredCase, id: number): Bounds {
	const n = turnOf(it, id);
	const line = ((it.baud / 10) * n) / (around(it, n, id).length + n);
	// one command brings a whole datagram, however many ticks that takes
	const fewest = isUnasked(it) ? 0 : 1024 / (it.kind === "UDP" ? pieceOf(it) : n);
	if (it.release === "reference" || isUnasked(it)) return { limit: line, fewest };
	const allowed = it.form === "binary" ? allowedInBinary(it.baud, n) : undefined;
	return { limit: Math.min(line, TICKS * n), fewest, allowed };
}
