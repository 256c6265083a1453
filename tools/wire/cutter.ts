/** Cuts the bytes of both directions into lines, prompts and payloads, as they pass. */
import { type Chunk, Pending } from "./pending";
import type { Direction } from "./row";

/** A line with its end; payload, perhaps a part of it; `#`, after which payload follows; `>` of echo mode. */
export type PieceKind = "line" | "payload" | "marker" | "prompt";

export interface Piece {
	readonly kind: PieceKind;
	readonly direction: Direction;
	/** As it passed, a character a byte; the pieces of a direction put together are its traffic. */
	readonly raw: string;
	/** A line without its end and what stood empty ahead; payload without the `+++` that ended it. */
	readonly text: string;
	/** When the first byte of `text` passed. */
	readonly time: number;
	/** When the bytes of `raw` passed. */
	readonly chunks: readonly Chunk[];
	/** Of a payload: nothing more of it comes. Always so of the others. */
	readonly last: boolean;
	/** Of a marker: who sends the payload. */
	readonly payloadOf?: Direction;
	/** Of a marker: how much payload follows, infinite until "+++". */
	readonly length?: number;
}

interface Side {
	readonly pending: Pending;
	/** Bytes of payload still to come, infinite until "+++". */
	payload: number;
	/** How much of a line that is not complete was searched for its end. */
	searched: number;
}

/** Longer than any line of either profile: not a line. */
const LONGEST = 8192;
const UNTIL_PLUSES = Number.POSITIVE_INFINITY;
const PLUSES = "+++";

/** Reference 7.10.6, with the header's `#` on its own line or the next. */
const readHeader = /^\+SOCKRD:\d+,(\d+), ?(#?)/;
/** Writes without data (7.8, 7.9), and the firmware's certificates: payload follows `#`. */
const binaryWrite = /^AT\+(?:SOCKWR=\d+,(\d+)|SOCKWRTO=\d+,[^,]*,\d+,(\d+)|LOADCERT=(\d+),.*)$/i;
export const finalResult = /^(?:OK|ERROR(?::.*)?)$/;

export class Cutter {
	readonly #onPiece: (piece: Piece) => void;
	readonly #sides: Record<Direction, Side> = { toModule: newSide(), toHost: newSide() };
	/** Bytes of payload that the module will ask for with `#`, or that it has announced. */
	#announcedWrite: number | undefined;
	#announcedRead: number | undefined;

	/** @param onPiece called from inside {@link Cutter.feed}, in the order in which pieces are complete */
	constructor(onPiece: (piece: Piece) => void) {
		this.#onPiece = onPiece;
	}

	/**
	 * Takes bytes as they pass, in pieces of any size. They are not kept.
	 * @param time when they passed, in any unit; never less than before
	 */
	feed(direction: Direction, bytes: Uint8Array, time: number): void {
		const side = this.#sides[direction];
		side.pending.add(bytes, time);
		while (this.#cut(direction, side));
	}

	/** Gives out what has begun and will not be completed. */
	end(): void {
		for (const direction of ["toModule", "toHost"] as const) {
			const side = this.#sides[direction];
			if (side.payload) this.#endPayload(direction, side);
			else if (side.pending.text) this.#line(direction, side, side.pending.text.length);
		}
	}

	/** Takes one thing off the front of what has come. */
	#cut(direction: Direction, side: Side): boolean {
		const { text } = side.pending;
		if (!text) return false;
		if (side.payload) return this.#payload(direction, side);
		const lead = leadOf(text);
		if (direction === "toHost" && (this.#prompt(side, lead) || this.#header(side, lead))) return true;
		const end = text.indexOf("\n", Math.max(lead, side.searched));
		if (end < 0 && text.length - lead < LONGEST) {
			side.searched = text.length;
			return false;
		}
		this.#line(direction, side, end < 0 ? text.length : end + 1);
		return true;
	}

	#line(direction: Direction, side: Side, count: number): void {
		const text = inner(side.pending.text.slice(0, count));
		if (direction === "toModule") {
			const write = binaryWrite.exec(text);
			const length = write && (write[1] ?? write[2] ?? write[3]);
			this.#announcedWrite = length ? Number(length) || UNTIL_PLUSES : undefined;
		} else if (finalResult.test(text)) {
			this.#announcedRead = this.#announcedWrite = undefined;
			// whatever was still to come of a payload: the module does not wait for it any more
			const other = this.#sides.toModule;
			if (other.payload) this.#endPayload("toModule", other);
		} else {
			const header = readHeader.exec(text);
			if (header && header[0].length === text.length) this.#announcedRead = Number(header[1]);
		}
		this.#give("line", direction, side, count);
	}

	/** `>` of echo mode has no line end; `#`: a payload follows, this way or that. */
	#prompt(side: Side, lead: number): boolean {
		const first = side.pending.text[lead];
		if (first === ">") {
			this.#give("prompt", "toHost", side, lead + 1);
			return true;
		}
		if (first !== "#") return false;
		if (this.#announcedRead !== undefined) {
			this.#give("marker", "toHost", side, lead + 1, { payloadOf: "toHost", length: this.#announcedRead });
			side.payload = this.#announcedRead;
			this.#announcedRead = undefined;
		} else if (this.#announcedWrite !== undefined) {
			this.#give("marker", "toHost", side, lead + 1, { payloadOf: "toModule", length: this.#announcedWrite });
			this.#sides.toModule.payload = this.#announcedWrite;
			this.#announcedWrite = undefined;
		} else return false;
		return true;
	}

	#header(side: Side, lead: number): boolean {
		const { text } = side.pending;
		if (text[lead] !== "+") return false;
		const header = readHeader.exec(text.slice(lead, lead + 40));
		if (!header?.[2]) return false;
		this.#give("line", "toHost", side, lead + header[0].length);
		side.payload = Number(header[1]);
		return true;
	}

	#payload(direction: Direction, side: Side): boolean {
		const { text } = side.pending;
		if (side.payload !== UNTIL_PLUSES) {
			const count = Math.min(side.payload, text.length);
			side.payload -= count;
			this.#give("payload", direction, side, count, { last: side.payload === 0 });
			return true;
		}
		const pluses = text.indexOf(PLUSES);
		if (pluses >= 0) {
			side.payload = 0;
			this.#give("payload", direction, side, pluses + PLUSES.length, { last: true, without: PLUSES.length });
			return true;
		}
		// the first of them may have come, the others not
		const count = text.length - (PLUSES.length - 1);
		if (count <= 0) return false;
		this.#give("payload", direction, side, count, { last: false });
		return true;
	}

	#endPayload(direction: Direction, side: Side): void {
		side.payload = 0;
		this.#give("payload", direction, side, side.pending.text.length, { last: true });
	}

	#give(
		kind: PieceKind,
		direction: Direction,
		side: Side,
		count: number,
		{
			last = true,
			without = 0,
			...marker
		}: Partial<Pick<Piece, "last" | "payloadOf" | "length">> & { without?: number } = {},
	): void {
		const lead = kind === "payload" ? 0 : leadOf(side.pending.text);
		const time = side.pending.timeAt(Math.min(lead, count - 1));
		const { raw, chunks } = side.pending.take(count);
		side.searched = 0;
		const text = kind === "payload" ? raw.slice(0, raw.length - without) : inner(raw);
		this.#onPiece({ kind, direction, raw, text, time, chunks, last, ...marker });
	}
}

const newSide = (): Side => ({ pending: new Pending(), payload: 0, searched: 0 });

/** Line ends ahead of what is next: empty lines, and the CR ahead of an event. */
function leadOf(text: string): number {
	let lead = 0;
	while (text[lead] === "\r" || text[lead] === "\n") lead++;
	return lead;
}

/** A line without its end, and without what is ahead. */
const inner = (raw: string): string => raw.slice(leadOf(raw)).replace(/[\r\n]+$/, "");
