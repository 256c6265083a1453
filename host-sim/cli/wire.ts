/** AT traffic, cut into what a person reads: lines, and payloads by their length. A third, loose reading of the wire. */
import { masked } from "./credentials";

export type Direction = "toModule" | "toHost";

export interface WireEntry {
	direction: Direction;
	/** A line without its end, credentials masked; of a payload, how long it was. */
	text: string;
}

interface Side {
	/** Bytes not yet cut, one character each. */
	rest: string;
	/** Bytes of payload still to come, infinite until "+++"; and how many have come. */
	raw: number;
	passed: number;
}

/** Longer than any line of either profile: not a line. */
const LONGEST = 8192;
const UNTIL_PLUSES = Number.POSITIVE_INFINITY;

/** Reference 7.10.6, with the header's `#` on its own line or the next. */
const readHeader = /^\+SOCKRD:\d+,(\d+), ?(#?)/;
/** Writes without data (7.8, 7.9), and the firmware's certificates: payload follows `#`. */
const binaryWrite = /^AT\+(?:SOCKWR=\d+,(\d+)|SOCKWRTO=\d+,[^,]*,\d+,(\d+)|LOADCERT=(\d+),.*)$/;
const finalResult = /^(?:OK|ERROR(?::.*)?)$/;

export class Wire {
	readonly #onEntry: (entry: WireEntry) => void;
	readonly #sides: Record<Direction, Side> = { toModule: newSide(), toHost: newSide() };
	/** Bytes of payload that the module will ask for with `#`, or that it has announced. */
	#announcedWrite: number | undefined;
	#announcedRead: number | undefined;
	/** Bytes that went by. */
	readonly bytes: Record<Direction, number> = { toModule: 0, toHost: 0 };
	/** Command lines that went by. */
	commands = 0;

	constructor(onEntry: (entry: WireEntry) => void) {
		this.#onEntry = onEntry;
	}

	/** Takes bytes as they pass, in pieces of any size. */
	feed(direction: Direction, bytes: Uint8Array): void {
		this.bytes[direction] += bytes.length;
		const side = this.#sides[direction];
		side.rest += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
		while (this.#cut(direction, side));
	}

	/** Takes one thing off the front of what has come. */
	#cut(direction: Direction, side: Side): boolean {
		if (!side.rest) return false;
		if (side.raw) return this.#payload(direction, side);
		if (direction === "toHost") {
			// the prompts have no line end
			const lead = /^[\r\n>]*/.exec(side.rest)?.[0].length ?? 0;
			if (lead) side.rest = side.rest.slice(lead);
			if (this.#marker(side) || this.#header(side)) return true;
		}
		const end = side.rest.indexOf("\n");
		if (end < 0 && side.rest.length < LONGEST) return false;
		const line = end < 0 ? side.rest : side.rest.slice(0, end);
		side.rest = side.rest.slice(end < 0 ? side.rest.length : end + 1);
		this.#line(direction, line.replace(/^\r+|\r+$/g, ""));
		return true;
	}

	#line(direction: Direction, line: string): void {
		if (!line) return;
		this.#show(direction, line);
		if (direction === "toModule") {
			this.commands++;
			const write = binaryWrite.exec(line);
			const length = write && (write[1] ?? write[2] ?? write[3]);
			this.#announcedWrite = length ? Number(length) || UNTIL_PLUSES : undefined;
			return;
		}
		const header = readHeader.exec(line);
		if (header && header[0].length === line.length) this.#announcedRead = Number(header[1]);
		else if (finalResult.test(line)) this.#announcedRead = this.#announcedWrite = undefined;
	}

	/** `#`: a payload follows, this way or that. */
	#marker(side: Side): boolean {
		if (!side.rest.startsWith("#")) return false;
		if (this.#announcedRead !== undefined) {
			side.raw = this.#announcedRead;
			this.#announcedRead = undefined;
		} else if (this.#announcedWrite !== undefined) {
			this.#sides.toModule.raw = this.#announcedWrite;
			this.#announcedWrite = undefined;
			this.#show("toHost", "#");
		} else return false;
		side.rest = side.rest.slice(1);
		return true;
	}

	#header(side: Side): boolean {
		const header = readHeader.exec(side.rest);
		if (!header?.[2]) return false;
		this.#show("toHost", header[0]);
		side.raw = Number(header[1]);
		side.rest = side.rest.slice(header[0].length);
		return true;
	}

	#payload(direction: Direction, side: Side): boolean {
		let count = side.raw < side.rest.length ? side.raw : side.rest.length;
		if (side.raw === UNTIL_PLUSES) {
			const pluses = side.rest.indexOf("+++");
			// the first of them may have come, the others not
			count = pluses >= 0 ? pluses : Math.max(0, side.rest.length - 2);
			if (pluses >= 0) {
				side.raw = count;
				side.rest = side.rest.slice(0, pluses) + side.rest.slice(pluses + 3);
			}
		}
		side.rest = side.rest.slice(count);
		side.passed += count;
		side.raw -= count;
		if (side.raw === 0) {
			this.#show(direction, `(${side.passed} bytes)`);
			side.passed = 0;
		}
		return count > 0 || side.raw === 0;
	}

	#show(direction: Direction, text: string): void {
		this.#onEntry({ direction, text: masked(Buffer.from(text, "latin1").toString()) });
	}
}

const newSide = (): Side => ({ rest: "", raw: 0, passed: 0 });
