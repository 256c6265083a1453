/** Writes a capture while traffic passes. */
import { closeSync, openSync, writeSync } from "node:fs";
import { type CaptureHead, headLine, speedLine, type Traffic, trafficLine } from "./capture";
import { Mask, starred } from "./credentials";
import { Cutter, type Piece } from "./cutter";
import type { Direction } from "./row";

export interface RecorderOptions extends CaptureHead {
	/** Texts that are masked wherever they turn up; so are the credentials of commands that go by. */
	secrets?: readonly string[];
	/** The time at which the capture begins, on the clock of {@link Recorder.feed}. */
	start?: number;
}

/** Takes the traffic apart and gives out what may be kept of it: credentials are stars, as many as they have bytes. */
export class Redaction {
	readonly #mask: Mask;
	readonly #cutter: Cutter;

	/** @param onTraffic called from inside {@link Redaction.feed} */
	constructor(onTraffic: (traffic: Traffic) => void, secrets: readonly string[] = []) {
		this.#mask = new Mask(secrets);
		this.#cutter = new Cutter((piece) => this.#give(piece, onTraffic));
	}

	feed(direction: Direction, bytes: Uint8Array, time: number): void {
		this.#cutter.feed(direction, bytes, time);
	}

	end(): void {
		this.#cutter.end();
	}

	#give({ kind, direction, raw, text, chunks }: Piece, onTraffic: (traffic: Traffic) => void): void {
		const isLine = kind === "line";
		const offset = isLine ? raw.indexOf(text) : 0;
		const ranges = isLine ? this.#mask.ranges(text, direction) : this.#mask.rangesOfSecrets(raw);
		const masked = starred(
			raw,
			ranges.map(({ from, to }) => ({ from: from + offset, to: to + offset })),
		);
		let at = 0;
		for (const { time, count } of chunks) {
			onTraffic({ direction, time, text: masked.slice(at, at + count) });
			at += count;
		}
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
