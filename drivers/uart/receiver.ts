import { Arena } from "drivers/uart/arena";
import type { DialectTraits, SerialPort } from "drivers/uart/serial";

const LF = 0x0a;
/** The most bytes taken from the port by one `read`, where there is room for so many. */
const MOST = 512;
/** The fewest that it must have room for. */
const LEAST = 64;
/** Behind the received bytes: the mark of their end, and what is compared by words beyond it. */
const BEHIND = 8;

/**
 * Received bytes that nobody has understood yet, always in one piece: the port is read to the same place each time, and
 * what is left of the time before moves in front of it. Bytes of a payload whose place is known go there instead. Bytes
 * are moved natively and looked at by nobody.
 */
export class Receiver {
	readonly #bytes: Uint8Array;
	/** Where in the arena the port is read to. */
	readonly base: number;
	/** Bytes that may be left in front of it. */
	readonly room: number;
	readonly #piece: number;
	/** Views of that place of 512, 256, … 1 bytes, or fewer: what `read` can be given without making a view for the purpose. */
	readonly #views: readonly Uint8Array[];
	readonly #longest: Uint8Array;
	readonly #kind: DialectTraits["read"];
	readonly #fills: boolean;
	#sink = 0;
	/** Where the bytes lie that were not understood yet: from `start` on, before `end`. Fields, not getters: a getter is a call. */
	start: number;
	end: number;
	/** Payload bytes still to come to the place given by {@link Receiver.divert}. */
	diverted = 0;
	/** Bytes received since the beginning. */
	received = 0;
	/** Bytes that found no room and are lost. */
	overruns = 0;
	/** The most bytes that ever waited. */
	highWater = 0;
	/** What is read; nothing while it is undefined. */
	port: SerialPort | undefined;
	/** Whether what waits is part of a line of which nothing can be said before its LF has come. */
	awaitsLineEnd = false;
	readonly #onBytes: () => void;

	/**
	 * @param size bytes held at most
	 * @param longest the most bytes that whoever looks at them leaves
	 * @param onBytes called after new bytes came that are to be looked at
	 * @throws RangeError when no more than `longest` and 64 bytes would fit
	 */
	constructor(arena: Arena, traits: DialectTraits, size: number, longest: number, onBytes: () => void) {
		if (!(size >= longest + LEAST)) throw new RangeError(`size of received bytes must be from ${longest + LEAST}`);
		let piece = MOST;
		while (piece > size - longest) piece >>= 1;
		this.#piece = piece;
		this.room = size - piece;
		this.#bytes = arena.bytes;
		this.#onBytes = onBytes;
		this.#kind = traits.read;
		this.#fills = traits.read === FILL;
		this.base = this.start = this.end = arena.take(Receiver.byteLength(size)) + this.room;
		const views = [];
		for (let length = piece; length >= 1; length >>= 1)
			views.push(new Uint8Array(arena.bytes.buffer, this.base, length));
		this.#views = views;
		this.#longest = views[0];
	}

	/** What a receiver takes from the arena. */
	static byteLength(size: number): number {
		return Arena.round(size) + BEHIND;
	}

	/** Bytes waiting. */
	get count(): number {
		return this.end - this.start;
	}

	/** Sends the next `count` bytes to `to` in the arena: first what waits, then straight from the port. */
	divert(to: number, count: number): void {
		const { start } = this;
		const held = this.end - start;
		const waiting = held < count ? held : count;
		if (waiting) this.#bytes.copyWithin(to, start, start + waiting);
		this.start = start + waiting;
		this.#sink = to + waiting;
		this.diverted = count - waiting;
	}

	/** Forgets what waits, and a diversion. */
	clear(): void {
		this.start = this.end = this.base;
		this.diverted = 0;
		this.awaitsLineEnd = false;
	}

	/** For the port: it has bytes. One function on purpose, a call costs as much as reading a byte. */
	readonly readable = (available: number): void => {
		while (available > 0) {
			const port = this.port;
			if (!port) return;
			const base = this.base;
			const end = this.end;
			let start = this.start;
			let left = end - start;
			if (left > 0) {
				if (left > this.room) {
					// whoever looks at them has left more than was agreed
					this.overruns += left - this.room;
					start += left - this.room;
					left = this.room;
				}
				this.#bytes.copyWithin(base - left, start, end);
			}
			start = base - left;
			// the common dialect first, without a call
			const count = this.#fills ? ((port.read(this.#longest) as number | undefined) ?? 0) : this.#read(port, available);
			this.end = base + count;
			this.start = start;
			if (count <= 0) return;
			this.received += count;
			available -= count;
			const diverted = this.diverted;
			if (diverted > 0) {
				// nothing waited: it was diverted too
				const mine = count < diverted ? count : diverted;
				const sink = this.#sink;
				this.#bytes.copyWithin(sink, base, base + mine);
				this.#sink = sink + mine;
				this.start = base + mine;
				this.diverted = diverted - mine;
				if (mine < diverted) continue; // there is nothing to look at
			} else if (left + count > this.highWater) this.highWater = left + count;
			// a byte that comes alone inside a line changes nothing
			if (count === 1 && this.awaitsLineEnd && left < this.room - 1 && this.#bytes[base] !== LF) continue;
			this.#onBytes();
		}
	};

	/** One `read` in the platform's dialect. */
	#read(port: SerialPort, available: number): number {
		const views = this.#views;
		const piece = this.#piece;
		if (this.#kind === EXACT) {
			// the largest view that is not longer than what is there
			let index = 0;
			for (let length = piece; length > available; length >>= 1) index++;
			port.read(views[index]);
			return piece >> index;
		}
		const bytes = port.read(available < piece ? available : piece) as ArrayBuffer | undefined;
		if (!bytes) return 0;
		this.#bytes.set(new Uint8Array(bytes), this.base);
		return bytes.byteLength;
	}
}

// comparing with a literal would make a string each time in a preloaded module
const FILL: DialectTraits["read"] = "fill";
const EXACT: DialectTraits["read"] = "exact";
