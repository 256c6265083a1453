import { Arena } from "drivers/uart/arena";
import type { DialectTraits, SerialPort } from "drivers/uart/serial";

/** Compared for every byte: as numbers in the code, which a module's constants are not, each such costs 50 instructions more. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Byte {
	LF = 0x0a,
	CR = 0x0d,
	PLUS = 0x2b,
}
/** The most bytes taken from the port by one `read`, where there is room for so many. */
const MOST = 512;
/** The fewest that it must have room for. */
const LEAST = 64;
/** Behind the received bytes: the mark of their end, and what is compared by words beyond it. */
const BEHIND = 12;

/** What a byte that comes alone may mean, of what comes next: anything; */
export const ANYTHING = 0;
/**
 * a line begins: ends of lines before it mean nothing yet, nor does its `+`. Or, {@link Receiver.inLine}: a line has begun,
 * and nothing means anything before its LF.
 */
export const LINE = -1;

/**
 * Received bytes that nobody has understood yet, always in one piece: the port is read to the same place each time, and
 * what is left of the time before moves in front of it. Bytes of a payload whose place is known go there instead. Bytes
 * are moved natively and looked at by nobody, but those that come alone.
 */
export class Receiver {
	// fields are looked for one after the other: those that every byte needs come first
	/** ANYTHING, LINE, or {@link Receiver.inLine}. */
	next = ANYTHING;
	/** Where the bytes lie that were not understood yet: from `start` on, before `end`. Fields, not getters: a getter is a call. */
	end: number;
	/** What is read. */
	port: Readable = UNPLUGGED;
	start: number;
	/** As {@link Receiver.next}. The offset before which bytes that come alone are kept, so that one comparison does for both. */
	readonly inLine: number;
	/** Told that new bytes have come that are to be looked at. */
	owner: ReceiverOwner = NOBODY;
	/**
	 * Bytes received since the beginning, and those of a payload that are on their way; those that come one by one when their line
	 * ends.
	 */
	received = 0;
	/** The most bytes that ever waited. */
	highWater = 0;
	/** Bytes that found no room and are lost. */
	overruns = 0;
	/** Bytes that it holds at most. */
	readonly size: number;
	/** Where in the arena the port is read to. */
	private readonly base: number;
	private readonly bytes: Uint8Array;
	/** Views of that place of 512, 256, … 1 bytes, or fewer: what `read` can be given without making a view for the purpose. */
	private readonly views: Uint8Array[] | undefined;
	private readonly piece: number;
	/**
	 * Sends the next `count` bytes to `to` in the arena: first what waits, then straight from the port.
	 * @returns how many are still to come
	 */
	readonly divert: (to: number, count: number) => number;
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
		const inLine = fills ? base + room - longest : ANYTHING;
		this.inLine = inLine;
		this.bytes = bytes;
		this.size = size;
		this.base = this.start = this.end = base;
		this.piece = piece;
		// only where `read` must not be given more than is there
		if (traits.read === EXACT) {
			this.views = [];
			for (let length = piece; length >= 1; length >>= 1) this.views.push(new Uint8Array(bytes.buffer, base, length));
		}
		// of a payload on its way: bytes still to come, and where the next of them goes
		let left = 0;
		let sink = 0;
		// where the first byte lies that came alone and is not counted yet
		let uncounted = base;
		this.divert = (to, count) => {
			const start = this.start;
			const held = this.end - start;
			const waiting = held < count ? held : count;
			if (waiting > 0) bytes.copyWithin(to, start, start + waiting);
			this.start = start + waiting;
			sink = to + waiting;
			this.received += count - waiting - left;
			left = count - waiting;
			return left;
		};
		this.readable = (available) => {
			for (;;) {
				if (left) {
					const count = fills ? (this.port.read(all) as number) : this.read(available);
					if (count < left) {
						bytes.copyWithin(sink, base, base + count);
						sink += count;
						left -= count;
						if (count === available) return; // mostly that was all
					} else if (count > 0) {
						bytes.copyWithin(sink, base, base + left);
						this.received += count - left;
						this.start = base + left;
						this.end = uncounted = base + count;
						left = 0;
						this.owner.received();
					}
					if (!(count > 0 && count < available)) return;
					available -= count;
				} else {
					const next = this.next;
					let end = this.end;
					if (available === 1 && end < next) {
						if (!this.port.read(one)) return;
						this.end = end + 1;
						// biome-ignore lint/suspicious/noAssignInExpressions: a local of its own would cost each byte more
						if ((bytes[end++] = one[0]) !== Byte.LF) return;
						this.received += end - uncounted;
						uncounted = end;
						return this.owner.received();
					}
					if (available === 1 && next < 0 && end < inLine) {
						if (!this.port.read(one)) return;
						const byte = one[0];
						bytes[end++] = byte;
						this.end = end;
						if (byte === Byte.LF || byte === Byte.CR) return;
						this.received += end - uncounted;
						uncounted = end;
						if (byte !== Byte.PLUS) return this.owner.received();
						this.next = inLine;
						return;
					}
					{
						if (end !== uncounted) this.received += end - uncounted;
						let start = this.start;
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
						const count = fills ? ((this.port.read(all) as number | undefined) ?? 0) : this.read(available);
						end = base + count;
						this.end = uncounted = end;
						this.start = base - kept;
						if (count <= 0) return;
						this.received += count;
						if (kept + count > this.highWater) this.highWater = kept + count;
						this.owner.received();
						if (count >= available) return;
						available -= count;
					}
				}
			}
		};
	}

	/** Forgets what waits, and a diversion. */
	clear(): void {
		this.divert(0, 0);
		this.start = this.end;
		this.next = ANYTHING;
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
	private read(available: number): number {
		const { port, piece, views } = this;
		if (port === UNPLUGGED) return 0;
		if (views) {
			// the largest view that is not longer than what is there
			let index = 0;
			for (let length = piece; length > available; length >>= 1) index++;
			port.read(views[index]);
			return piece >> index;
		}
		const bytes = port.read(available < piece ? available : piece) as ArrayBuffer | undefined;
		if (!bytes) return 0;
		this.bytes.set(new Uint8Array(bytes), this.base);
		return bytes.byteLength;
	}
}

/** Whoever looks at what has come. */
export interface ReceiverOwner {
	/** New bytes wait. */
	received(): void;
}

/** What is used of a port. */
export type Readable = Pick<SerialPort, "read">;

/** In place of a port: there is none. */
export const UNPLUGGED: Readable = Object.freeze({ read() {} });

const NOBODY: ReceiverOwner = Object.freeze({ received() {} });
// comparing with a literal would make a string each time in a preloaded module
const FILL: DialectTraits["read"] = "fill";
const EXACT: DialectTraits["read"] = "exact";
