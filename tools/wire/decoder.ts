/**
 * What went over the wire, as a person reads it: the traffic of both directions goes in, rows come out. A third reading
 * of the reference beside the driver's and the virtual module's, and a loose one: it judges nothing and loses nothing.
 */
import { codeMeaning } from "./codes";
import { Mask } from "./credentials";
import { Cutter, finalResult, type Piece } from "./cutter";
import { codeOf, explainCommand, explainLine, failureOf } from "./explain";
import type { Direction, Row } from "./row";
import { commandOf, lineOf } from "./table/index";

interface InFlight {
	readonly name: string;
	readonly text: string;
	readonly time: number;
	echoed: boolean;
}

interface Folded {
	time: number;
	/** Of the payload, and on the wire. */
	length: number;
	bytes: number;
}

/** `+NAME:…`, `+NAME=…` or the name alone; the published firmware leaves out the + now and then. */
const moduleLine = /^(\+?[A-Z]+)(?:[:=](.*))?$/s;

export class Decoder {
	readonly #onRow: (row: Row) => void;
	readonly #cutter: Cutter;
	readonly #mask: Mask;
	readonly #payloads: Record<Direction, Folded | undefined> = { toModule: undefined, toHost: undefined };
	/** Bytes of a marker that the payload after it counts. */
	#marker = 0;
	/** The command whose result has not come. */
	#inFlight: InFlight | undefined;
	/** Bytes that went by. */
	readonly bytes: Record<Direction, number> = { toModule: 0, toHost: 0 };
	/** Command lines that went by. */
	commands = 0;

	/**
	 * @param onRow called from inside {@link Decoder.feed}, in the order in which rows are complete
	 * @param secrets texts that are masked wherever they turn up; so are the credentials of commands that went by
	 */
	constructor(onRow: (row: Row) => void, secrets: readonly string[] = []) {
		this.#onRow = onRow;
		this.#mask = new Mask(secrets);
		this.#cutter = new Cutter((piece) => this.#take(piece));
	}

	/**
	 * Takes bytes as they pass, in pieces of any size. They are not kept.
	 * @param time when they passed, in any unit: rows have it in the same; never less than before
	 */
	feed(direction: Direction, bytes: Uint8Array, time: number): void {
		this.bytes[direction] += bytes.length;
		this.#cutter.feed(direction, bytes, time);
	}

	/** Gives out what has begun and will not be completed. */
	end(): void {
		this.#cutter.end();
	}

	#take(piece: Piece): void {
		const { kind, direction, text, time, raw } = piece;
		if (kind === "payload") this.#fold(piece);
		else if (kind === "marker" && piece.payloadOf === "toHost") this.#marker = raw.length;
		else if (kind !== "line") {
			const meaning = kind === "marker" ? "send the data" : "ready for a command";
			this.#onRow({ kind: "prompt", direction, time, text, bytes: raw.length, meaning, expects: piece.length });
		} else if (direction === "toModule") this.#command(piece);
		else this.#said(piece);
	}

	#fold({ direction, time, text, raw, last }: Piece): void {
		const folded = this.#payloads[direction] ?? { time, length: 0, bytes: 0 };
		this.#payloads[direction] = last ? undefined : folded;
		folded.length += text.length;
		folded.bytes += raw.length;
		if (!last) return;
		if (direction === "toHost") {
			folded.bytes += this.#marker;
			this.#marker = 0;
		}
		const { length, bytes } = folded;
		const chapter = direction === "toHost" ? "7.10.5" : commandOf(this.#inFlight?.text ?? "")?.chapter;
		const meaning = direction === "toHost" ? "data received" : "data to send";
		const shown = `(${length} ${length === 1 ? "byte" : "bytes"})`;
		this.#onRow({ kind: "payload", direction, time: folded.time, text: shown, bytes, chapter, meaning });
	}

	#command({ direction, text, time, raw }: Piece): void {
		const shown = this.#mask.shown(text, direction);
		const base = { direction, time, text: shown, bytes: raw.length };
		if (!/^AT/i.test(text)) {
			this.#onRow({ kind: "text", ...base });
			return;
		}
		this.commands++;
		const entry = commandOf(text);
		const name = entry?.name ?? /^AT\+?\w*/i.exec(shown)?.[0] ?? "";
		this.#inFlight = { name, text, time, echoed: false };
		this.#onRow({ kind: "command", ...base, name, chapter: entry?.chapter, meaning: explainCommand(shown) });
	}

	#said({ direction, text, time, raw }: Piece): void {
		const shown = this.#mask.shown(text, direction);
		const base = { direction, time, text: shown, bytes: raw.length };
		if (!text) {
			this.#onRow({ kind: "text", ...base });
			return;
		}
		const inFlight = this.#inFlight;
		// no answer begins with AT: what does is an echo, torn or damaged perhaps
		if (/^AT/i.test(text) || (inFlight && !inFlight.echoed && text === inFlight.text)) {
			if (inFlight) inFlight.echoed = true;
			this.#onRow({ kind: "echo", ...base, name: inFlight?.name });
		} else if (finalResult.test(text)) this.#result(base, text);
		else this.#line(base, shown);
	}

	#result(base: Pick<Row, "direction" | "time" | "text" | "bytes">, text: string): void {
		const code = failureOf(text) ?? (text === "OK" ? 0 : undefined);
		const { name, time } = this.#inFlight ?? {};
		this.#inFlight = undefined;
		const took = time === undefined ? undefined : base.time - time;
		const meaning = code ? codeMeaning(code) : undefined;
		this.#onRow({ kind: "result", ...base, name, took, code, meaning, chapter: commandOf(name ?? "")?.chapter });
	}

	#line(base: Pick<Row, "direction" | "time" | "text" | "bytes">, shown: string): void {
		const [, name, parameters = ""] = moduleLine.exec(shown) ?? [];
		const full = name?.startsWith("+") ? name : `+${name}`;
		const asked = this.#inFlight?.name;
		const entry = name ? lineOf(full) : undefined;
		const answers = asked === (entry?.to ?? `AT${full}`);
		if (!name || (!name.startsWith("+") && !(entry && answers))) {
			this.#onRow({ kind: "text", ...base });
			return;
		}
		const failed = failureOf(parameters) !== undefined;
		// some names are both: +SOCKTLS, +MQTTCONN
		const answer = !failed && (entry ? entry.kind === "answer" || (answers && isRead(this.#inFlight)) : answers);
		const row = {
			...base,
			name: full,
			chapter: entry?.chapter,
			meaning: entry ? explainLine(entry, parameters) : undefined,
			code: entry ? codeOf(entry, parameters) : failureOf(parameters),
		};
		this.#onRow({ kind: answer ? "answer" : "event", ...row });
	}
}

/** Whether a command only asks. */
const isRead = (command: InFlight | undefined): boolean => command !== undefined && !command.text.includes("=");
