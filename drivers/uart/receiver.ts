import { Arena } from "drivers/uart/arena";
import type { DialectTraits, SerialPort } from "drivers/uart/serial";

const LF = 0x0a;
const CR = 0x0d;
const PLUS = 0x2b;
/** The most bytes taken from the port by one `read`, where there is room for so many. */
const MOST = 512;
/** The fewest that it must have room for. */
const LEAST = 64;
/** Behind the received bytes: the mark of their end, and what is compared by words beyond it. */
const BEHIND = 12;

/** What a byte that comes alone may mean, of what comes next: */
export type Next = 0 | 1 | 2;
/** anything; */
export const ANYTHING: Next = 0;
/** a line begins: ends of lines before it mean nothing yet, nor does its `+`; */
export const LINE: Next = 1;
/** a line has begun: nothing means anything before its LF. */
export const LINE_END: Next = 2;

/**
 * Received bytes that nobody has understood yet, always in one piece: the port is read to the same place each time, and
 * what is left of the time before moves in front of it. Bytes of a payload whose place is known go there instead. Bytes
 * are moved natively and looked at by nobody, but those that come alone.
 */
export class Receiver {
	readonly #bytes: Uint8Array;
	/** Bytes that it holds at most. */
	readonly size: number;
	/** Where in the arena the port is read to. */
	readonly #base: number;
	/** Views of that place of 512, 256, … 1 bytes, or fewer: what `read` can be given without making a view for the purpose. */
	readonly #views: Uint8Array[] = [];
	readonly #piece: number;
	readonly #kind: DialectTraits["read"];
	/** Where the bytes lie that were not understood yet: from `start` on, before `end`. Fields, not getters: a getter is a call. */
	start: number;
	end: number;
	/**
	 * Sends the next `count` bytes to `to` in the arena: first what waits, then straight from the port.
	 * @returns how many are still to come
	 */
	readonly divert: (to: number, count: number) => number;
	/** Bytes still to come to the place given by {@link Receiver.divert}. */
	readonly diverted: () => number;
	/** Forgets what waits, and a diversion. */
	readonly clear: () => void;
	next: Next = ANYTHING;
	/** Bytes received since the beginning, and those of a payload that are on their way. */
	received = 0;
	/** Bytes that found no room and are lost. */
	overruns = 0;
	/** The most bytes that ever waited. */
	highWater = 0;
	/** What is read; nothing while it is undefined. */
	port: SerialPort | undefined;
	/** Called after new bytes came that are to be looked at. */
	onBytes: () => void = nothing;
	/** For the port: it has so many bytes. */
	readonly readable: (available: number) => void;

	/**
	 * @param size bytes held at most
	 * @param longest the most bytes that whoever looks at them leaves
	 * @throws RangeError when no more than `longest` and 64 bytes would fit
	 */
	constructor(arena: Arena, traits: DialectTraits, size: number, longest: number) {
		if (!(size >= longest + LEAST)) throw new RangeError(`size of received bytes must be from ${longest + LEAST}`);
		let piece = MOST;
		while (piece > size - longest) piece >>= 1;
		// what follows is captured by the functions below: that is cheaper to get at than a field
		const bytes = arena.bytes;
		const room = size - piece;
		const base = arena.take(Receiver.byteLength(size)) + room;
		const all = new Uint8Array(bytes.buffer, base, piece);
		const one = new Uint8Array(bytes.buffer, base + piece + BEHIND, 1);
		const fills = traits.read === FILL;
		// bytes that come alone are put behind each other so far, lest more is left in the end than there is room for
		const loneLimit = fills ? base + room - longest : 0;
		this.#bytes = bytes;
		this.size = size;
		this.#base = this.start = this.end = base;
		// only where `read` must not be given more than is there
		if (traits.read === EXACT) {
			for (let length = piece; length >= 1; length >>= 1) this.#views.push(new Uint8Array(bytes.buffer, base, length));
		}
		this.#piece = piece;
		this.#kind = traits.read;
		// of a payload on its way: bytes still to come, and where the next of them goes
		let left = 0;
		let sink = 0;
		this.divert = (to, count) => {
			const start = this.start;
			const held = this.end - start;
			const waiting = held < count ? held : count;
			if (waiting > 0) bytes.copyWithin(to, start, start + waiting);
			this.start = start + waiting;
			sink = to + waiting;
			left = count - waiting;
			this.received += left;
			return left;
		};
		this.clear = () => {
			this.start = this.end = base;
			this.next = ANYTHING;
			this.received -= left;
			left = 0;
		};
		this.diverted = () => left;
		// a payload on its way, and a byte that comes alone, have a function with as little as possible in it
		this.readable = (available) => {
			if (left === 0) {
				if (available !== 1 || this.next === ANYTHING) return look(available);
				const end = this.end;
				if (end >= loneLimit) return look(available);
				if (this.port?.read(one) !== 1) return;
				const byte = one[0];
				bytes[end] = byte;
				this.end = end + 1;
				this.received++;
				if (this.next === LINE_END) {
					if (byte !== LF) return;
				} else if (byte === PLUS) {
					this.next = LINE_END;
					return;
				} else if (byte === LF || byte === CR) return;
				return this.onBytes();
			}
			const count = fills ? (this.port?.read(all) as number) : this.#read(available);
			if (count < left) {
				bytes.copyWithin(sink, base, base + count);
				sink += count;
				left -= count;
				// mostly that was all
				if (count > 0 && count < available) this.readable(available - count);
			} else if (count > 0) {
				bytes.copyWithin(sink, base, base + left);
				this.received += count - left;
				this.start = base + left;
				this.end = base + count;
				left = 0;
				this.onBytes();
				if (count < available) this.readable(available - count);
			}
		};
		const look = (available: number): void => {
			while (available > 0) {
				if (!this.port) return;
				let start = this.start;
				const end = this.end;
				let kept = end - start;
				if (kept > 0) {
					if (kept > room) {
						// whoever looks at them has left more than was agreed
						this.overruns += kept - room;
						start += kept - room;
						kept = room;
					}
					bytes.copyWithin(base - kept, start, end);
				}
				// the common dialect first, without a call
				const count = fills ? ((this.port.read(all) as number | undefined) ?? 0) : this.#read(available);
				this.end = base + count;
				this.start = base - kept;
				if (count <= 0) return;
				this.received += count;
				available -= count;
				if (kept + count > this.highWater) this.highWater = kept + count;
				this.onBytes();
				if (left > 0 && available > 0) return this.readable(available);
			}
		};
	}

	/** What a receiver takes from the arena. */
	static byteLength(size: number): number {
		return Arena.round(size) + BEHIND + 4;
	}

	/** Bytes waiting. */
	get count(): number {
		return this.end - this.start;
	}

	/** One `read` in the platform's dialect, if it is not the common one. */
	#read(available: number): number {
		const { port } = this;
		if (!port) return 0;
		const piece = this.#piece;
		if (this.#kind === EXACT) {
			// the largest view that is not longer than what is there
			let index = 0;
			for (let length = piece; length > available; length >>= 1) index++;
			port.read(this.#views[index]);
			return piece >> index;
		}
		const bytes = port.read(available < piece ? available : piece) as ArrayBuffer | undefined;
		if (!bytes) return 0;
		this.#bytes.set(new Uint8Array(bytes), this.#base);
		return bytes.byteLength;
	}
}

const nothing = () => {};
// comparing with a literal would make a string each time in a preloaded module
const FILL: DialectTraits["read"] = "fill";
const EXACT: DialectTraits["read"] = "exact";
