import type { Arena } from "drivers/uart/arena";
import type { DialectTraits, SerialPort } from "drivers/uart/serial";
import type { Window } from "drivers/uart/window";

const SEGMENTS = 4;

/** In the code as numbers: a module's constant costs 50 instructions more. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Piece {
	/** The window's longest view, and its place among them. */
	LONGEST = 256,
	FIRST = 0,
	/** Of what is shorter than twice that, as most commands are. */
	SHORT = 32,
	SHORT_FIRST = 3,
}

/**
 * From the arena to the serial port: a short queue of segments that stay where they lie until the port has room.
 * Never writes more than is free: the port says how much that is (`onWritable`), or where it cannot, the baud rate does.
 */
export class Transmitter {
	// the most used first: a field is looked for one after the other
	/** Whether nothing waits. A field, not a getter, for who looks at it for every command. */
	idle = true;
	/** Bytes that the port is known to have room for. */
	free = 0;
	/** Bytes given to the port since the beginning. */
	sent = 0;
	private readonly bytes: Uint8Array;
	/** Where in the arena bytes pass, and the views of it. */
	private readonly window: number;
	private readonly views: readonly Uint8Array[];
	/** Of ports whose `write` wants buffers of its own, as long as the window's views. */
	private readonly buffers: readonly Uint8Array[] | undefined;
	private readonly words: Int32Array;
	/** Where in the words of the arena the segments are kept: the offset and length of each. */
	private readonly segments: number;
	private first = 0;
	private count = 0;
	/** Writes that the port refused although it had said it had room; they were tried again. */
	refused = 0;

	/** @param window what bytes pass on their way; others may use it in between */
	constructor(arena: Arena, window: Window, traits: DialectTraits) {
		this.bytes = arena.bytes;
		this.words = arena.words;
		this.window = window.at;
		this.views = window.views;
		this.segments = arena.take(Transmitter.byteLength) >> 2;
		this.buffers = traits.writesViews ? undefined : window.views.map((it) => new Uint8Array(it.length));
	}

	/** What a transmitter takes from the arena. */
	static readonly byteLength = SEGMENTS * 8;

	/** Bytes that still wait for room in the port. */
	get waiting(): number {
		let sum = 0;
		for (let i = 0; i < this.count; i++) sum += this.words[this.place(i) + 1];
		return sum;
	}

	/**
	 * Gives a section of the arena to the port at once, ahead of what waits.
	 * @returns how many of its bytes the port has taken: those that it has room for
	 */
	give(port: SerialPort, offset: number, length: number): number {
		const bytes = this.bytes;
		const window = this.window;
		const views = this.views;
		const free = this.free;
		const begin = offset;
		let left = length < free ? length : free;
		let size: number = Piece.LONGEST;
		let piece: number = Piece.FIRST;
		if (left < 2 * Piece.SHORT) {
			size = Piece.SHORT;
			piece = Piece.SHORT_FIRST;
		}
		try {
			while (left > 0) {
				while (size > left) {
					size >>= 1;
					piece++;
				}
				bytes.copyWithin(window, offset, offset + size);
				port.write(this.buffers ? this.copy(piece) : views[piece]);
				offset += size;
				left -= size;
			}
		} catch {
			// all or nothing (ECMA-419 10.9): nothing was taken, and onWritable or the clock says when to try again
			this.refused++;
		}
		const given = offset - begin;
		this.sent += given;
		this.free = left > 0 ? 0 : free - given;
		return given;
	}

	/** What lies in the window, as a buffer of its own. */
	private copy(piece: number): ArrayBuffer {
		const own = (this.buffers as readonly Uint8Array[])[piece];
		own.set(this.views[piece]);
		return own.buffer as ArrayBuffer;
	}

	/**
	 * Queues a section of the arena; it must stay as it is until it was sent.
	 * @throws RangeError when four segments wait already (the engine never has more than two)
	 */
	add(offset: number, length: number): void {
		if (length === 0) return;
		if (this.count === SEGMENTS) throw new RangeError("too many segments");
		const place = this.place(this.count++);
		this.words[place] = offset;
		this.words[place + 1] = length;
		this.idle = false;
	}

	/** Where a segment is kept, counted from the first that waits. */
	private place(index: number): number {
		return this.segments + ((this.first + index) % SEGMENTS) * 2;
	}

	/** Forgets what was not sent yet. */
	clear(): void {
		this.count = 0;
		this.idle = true;
	}

	/** Gives the port as much of what waits as it has room for. @returns bytes given */
	pump(port: SerialPort): number {
		const before = this.sent;
		const words = this.words;
		while (this.count > 0 && this.free > 0) {
			const place = this.place(0);
			const left = words[place + 1];
			const given = this.give(port, words[place], left);
			if (given < left) {
				words[place] += given;
				words[place + 1] = left - given;
			} else {
				this.first = (this.first + 1) % SEGMENTS;
				this.idle = --this.count === 0;
			}
		}
		return this.sent - before;
	}
}
