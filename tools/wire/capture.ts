/**
 * Traffic as a file: JSON, a line each. The first line says what the file is, the others what passed, when, and which way:
 *
 * ```json
 * {"format":"wfi32-wire","version":1,"began":"2026-01-31T12:00:00.000Z","baud":230400,"source":"virtual, anycloud"}
 * {"time":12.5,"to":"module","text":"AT+WSTA=1\r\n"}
 * {"time":13.4,"to":"host","text":"OK\r\n"}
 * {"time":20,"baud":115200}
 * ```
 *
 * `time` is milliseconds since the file began, as seen at the host's end of the line: when bytes were given to it for the
 * module, when bytes from the module had arrived. `text` has a character for each byte (Latin-1), all beyond ASCII escaped.
 * A line with `baud` says that the line has another speed from then on. A record is written when what it belongs to is
 * complete, so that credentials can be masked; records of different directions need not be in the order of their times.
 */
import type { Direction } from "./row";

export const FORMAT = "wfi32-wire";
export const VERSION = 1;

/** What the first line says beside the format. */
export interface CaptureHead {
	/** When it began, as ISO 8601 has it. */
	readonly began?: string;
	/** Bits a second. */
	readonly baud: number;
	/** What the module was: for people. */
	readonly source?: string;
}

/** Bytes that passed together. */
export interface Traffic {
	/** Milliseconds since the beginning. */
	readonly time: number;
	readonly direction: Direction;
	/** A character a byte. */
	readonly text: string;
}

/** From then on the line has another speed. */
export interface SpeedChange {
	readonly time: number;
	/** Bits a second. */
	readonly baud: number;
}

export interface Capture extends CaptureHead {
	/** In the order of their times. */
	readonly traffic: readonly Traffic[];
	readonly speeds: readonly SpeedChange[];
}

const ends = { toModule: "module", toHost: "host" } as const;
const directions: Readonly<Record<string, Direction | undefined>> = { module: "toModule", host: "toHost" };

/** Printed as it is, the file can do a terminal no harm. */
const ascii = (json: string): string =>
	json.replace(/[\x7f-\uffff]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`);

const milliseconds = (time: number): number => Math.round(time * 1000) / 1000;

export function headLine(head: CaptureHead): string {
	return `${ascii(JSON.stringify({ format: FORMAT, version: VERSION, ...head }))}\n`;
}

export function trafficLine({ time, direction, text }: Traffic): string {
	return `${ascii(JSON.stringify({ time: milliseconds(time), to: ends[direction], text }))}\n`;
}

export function speedLine({ time, baud }: SpeedChange): string {
	return `${JSON.stringify({ time: milliseconds(time), baud })}\n`;
}

const isTime = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isBaud = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value) && value > 0;

/**
 * Reads such a file. A last line that was cut off, as by a program that was killed, is left out.
 * @throws Error that says in which line what is wrong
 */
export function readCapture(source: string): Capture {
	const lines = source.split("\n");
	const fail = (index: number, why: string): never => {
		throw new Error(`line ${index + 1}: ${why}`);
	};
	const parse = (index: number): Record<string, unknown> => {
		try {
			const value: unknown = JSON.parse(lines[index]);
			if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
		} catch {}
		return fail(index, "not a JSON object");
	};
	const { format, version, baud, began, source: what } = parse(0);
	if (format !== FORMAT) fail(0, `not a capture: its format is not "${FORMAT}"`);
	if (version !== VERSION) fail(0, `its version is ${JSON.stringify(version)}, this program reads ${VERSION}`);
	if (!isBaud(baud)) return fail(0, "no baud rate");
	const traffic: Traffic[] = [];
	const speeds: SpeedChange[] = [];
	for (let index = 1; index < lines.length; index++) {
		if (!lines[index]) continue;
		// only what has its line end was written to its end
		if (index === lines.length - 1) break;
		const { time, to, text, baud } = parse(index);
		if (!isTime(time)) return fail(index, "no time");
		const direction = directions[String(to)];
		if (isBaud(baud)) speeds.push({ time, baud });
		else if (!direction) fail(index, 'neither "to": "module" or "host", nor "baud"');
		else if (typeof text !== "string" || /[^\0-\xff]/.test(text)) fail(index, "no text, a character a byte");
		else traffic.push({ time, direction, text: text as string });
	}
	const inOrder = <T extends { time: number }>(list: T[]) => list.sort((a, b) => a.time - b.time);
	return {
		baud,
		...(typeof began === "string" && { began }),
		...(typeof what === "string" && { source: what }),
		traffic: inOrder(traffic),
		speeds: inOrder(speeds),
	};
}
