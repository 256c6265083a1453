/** Writes a capture while traffic passes. */
import { closeSync, openSync, writeSync } from "node:fs";
import { type CaptureHead, headLine, speedLine, type Traffic, trafficLine } from "./capture";
import { Mask, starred } from "./credentials";
import { Cutter, type Piece } from "./cutter";
import type { Chunk } from "./pending";
import type { Direction } from "./row";

export interface RecorderOptions extends CaptureHead {
	/** Texts that are masked wherever they turn up; so are the credentials of commands that go by. */
	secrets?: readonly string[];
	/** The time at which the capture begins, on the clock of {@link Recorder.feed}. */
	start?: number;
}

/** So much of a payload is held back until it is complete: a secret may come in pieces. */
const HELD = 4096;
/** Longer than any form of a secret. */
const TAIL = 256;

interface Held {
	raw: string;
	chunks: Chunk[];
}

/** Takes the traffic apart and gives out what may be kept of it: credentials are stars, as many as they have bytes. */
export class Redaction {
	readonly #onTraffic: (traffic: Traffic) => void;
	readonly #mask: Mask;
	readonly #cutter: Cutter;
	readonly #held: Record<Direction, Held> = { toModule: { raw: "", chunks: [] }, toHost: { raw: "", chunks: [] } };

	/** @param onTraffic called from inside {@link Redaction.feed} */
	constructor(onTraffic: (traffic: Traffic) => void, secrets: readonly string[] = []) {
		this.#onTraffic = onTraffic;
		this.#mask = new Mask(secrets);
		this.#cutter = new Cutter((piece) => (piece.kind === "payload" ? this.#payload(piece) : this.#line(piece)));
	}

	feed(direction: Direction, bytes: Uint8Array, time: number): void {
		this.#cutter.feed(direction, bytes, time);
	}

	end(): void {
		this.#cutter.end();
	}

	#line({ kind, direction, raw, text, chunks }: Piece): void {
		const offset = raw.indexOf(text);
		const ranges = kind === "line" ? this.#mask.ranges(text, direction) : [];
		const shifted = ranges.map(({ from, to }) => ({ from: from + offset, to: to + offset }));
		this.#give(direction, starred(raw, shifted), chunks);
	}

	#payload({ direction, raw, chunks, last }: Piece): void {
		const held = this.#held[direction];
		held.raw += raw;
		held.chunks.push(...chunks);
		if (!last && held.raw.length < HELD) return;
		const ranges = this.#mask.rangesOfSecrets(held.raw);
		const end = last ? held.raw.length : held.raw.length - TAIL;
		const count = ranges.find(({ from, to }) => from < end && end < to)?.from ?? end;
		const rest = this.#give(direction, starred(held.raw, ranges).slice(0, count), held.chunks);
		this.#held[direction] = { raw: held.raw.slice(count), chunks: rest };
	}

	/** Gives out a text, a piece for each time at which some of it passed. @returns the chunks behind it */
	#give(direction: Direction, text: string, chunks: readonly Chunk[]): Chunk[] {
		let at = 0;
		for (const [index, { time, count }] of chunks.entries()) {
			const part = text.slice(at, at + count);
			if (part) this.#onTraffic({ direction, time, text: part });
			at += part.length;
			if (part.length < count) return [{ time, count: count - part.length }, ...chunks.slice(index + 1)];
		}
		return [];
	}
}

/** A file that is being written: what has passed is in it, even when the program ends abruptly. */
export class Recorder {
	readonly #file: number;
	readonly #start: number;
	readonly #redaction: Redaction;
	#baud: number;

	/** @throws Error when the file cannot be written */
	constructor(path: string, { secrets, start = 0, ...head }: RecorderOptions) {
		this.#start = start;
		this.#baud = head.baud;
		this.#file = openSync(path, "w");
		writeSync(this.#file, headLine({ began: new Date().toISOString(), ...head }));
		this.#redaction = new Redaction((traffic) => writeSync(this.#file, trafficLine(traffic)), secrets);
	}

	/** @param time milliseconds, on the clock that said `start` */
	feed(direction: Direction, bytes: Uint8Array, time: number): void {
		this.#redaction.feed(direction, bytes, time - this.#start);
	}

	/** The line has this speed from now on, in bits a second. */
	speed(baud: number, time: number): void {
		if (baud === this.#baud) return;
		this.#baud = baud;
		writeSync(this.#file, speedLine({ time: time - this.#start, baud }));
	}

	close(): void {
		this.#redaction.end();
		closeSync(this.#file);
	}
}
