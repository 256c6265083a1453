import type { Arena } from "drivers/uart/arena";
import type { Ring } from "drivers/uart/ring";
import type { DialectTraits, SerialPort } from "drivers/uart/serial";

/** The most bytes taken from the port by one `read`. */
export const PIECE = 128;

/**
 * From the serial port to the ring: every byte is moved twice natively and looked at by nobody. Bytes that belong to a
 * payload whose place is known go there instead of the ring.
 */
export class Receiver {
	readonly #bytes: Uint8Array;
	readonly #ring: Ring;
	readonly #staging: number;
	/** Views of the staging area of 128, 64, … 1 bytes: what `read` can be given without making a view for the purpose. */
	readonly #views: readonly Uint8Array[];
	readonly #kind: DialectTraits["read"];
	readonly #fills: boolean;
	#sink = 0;
	/** Payload bytes still to come to the place given by {@link Receiver.divert}. A field, not a getter: a getter is a call. */
	diverted = 0;
	/** Bytes received since the beginning. */
	received = 0;
	/** Bytes that found no room and are lost. */
	overruns = 0;

	constructor(arena: Arena, ring: Ring, traits: DialectTraits) {
		this.#bytes = arena.bytes;
		this.#ring = ring;
		this.#kind = traits.read;
		this.#fills = traits.read === FILL;
		this.#staging = arena.take(PIECE);
		const views = [];
		for (let length = PIECE; length >= 1; length >>= 1)
			views.push(new Uint8Array(arena.bytes.buffer, this.#staging, length));
		this.#views = views;
	}

	/** What a receiver takes from the arena. */
	static readonly byteLength = PIECE;

	/** Sends the next `count` bytes to `to` in the arena: first what waits in the ring, then straight from the port. */
	divert(to: number, count: number): void {
		const ring = this.#ring;
		const waiting = ring.count < count ? ring.count : count;
		if (waiting) ring.moveTo(to, waiting);
		this.#sink = to + waiting;
		this.diverted = count - waiting;
	}

	/** Forgets a diversion: what comes goes to the ring again. */
	abandon(): void {
		this.diverted = 0;
	}

	/**
	 * Takes what the port has, one piece.
	 * @param available how many bytes the port said it holds; more than 0
	 * @returns how many were taken; 0 when there was nothing
	 */
	take(port: SerialPort, available: number): number {
		// the common dialect first, without a call
		const count = this.#fills ? ((port.read(this.#views[0]) as number | undefined) ?? 0) : this.#read(port, available);
		if (count <= 0) return 0;
		this.received += count;
		const sinkLeft = this.diverted;
		const staging = this.#staging;
		if (sinkLeft === 0) {
			const ring = this.#ring;
			if (count <= ring.size - ring.count) ring.push(staging, count);
			else this.#keep(staging, count);
			return count;
		}
		const mine = count < sinkLeft ? count : sinkLeft;
		const sink = this.#sink;
		this.#bytes.copyWithin(sink, staging, staging + mine);
		this.#sink = sink + mine;
		this.diverted = sinkLeft - mine;
		if (mine < count) this.#keep(staging + mine, count - mine);
		return count;
	}

	#keep(from: number, count: number): void {
		const ring = this.#ring;
		const free = ring.free;
		if (count > free) {
			this.overruns += count - free;
			count = free;
		}
		if (count) ring.push(from, count);
	}

	/** One `read` in the platform's dialect; the bytes lie in the staging area then. */
	#read(port: SerialPort, available: number): number {
		const views = this.#views;
		if (this.#kind === EXACT) {
			// the largest view that is not longer than what is there
			let index = 0;
			for (let length = PIECE; length > available; length >>= 1) index++;
			port.read(views[index]);
			return PIECE >> index;
		}
		const piece = port.read(available < PIECE ? available : PIECE) as ArrayBuffer | undefined;
		if (!piece) return 0;
		this.#bytes.set(new Uint8Array(piece), this.#staging);
		return piece.byteLength;
	}
}

// comparing with a literal would make a string each time in a preloaded module
const FILL: DialectTraits["read"] = "fill";
const EXACT: DialectTraits["read"] = "exact";
