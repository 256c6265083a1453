import type { Arena } from "drivers/uart/arena";
import type { DialectTraits, SerialPort } from "drivers/uart/serial";
import { Window } from "drivers/uart/window";

const SEGMENTS = 4;

/**
 * From the arena to the serial port: a short queue of segments that stay where they lie until the port has room.
 * Never writes more than is free: the port says how much that is (`onWritable`), or where it cannot, the baud rate does.
 */
export class Transmitter {
	readonly #bytes: Uint8Array;
	readonly #words: Int32Array;
	readonly #window: Window;
	/** Of ports whose `write` wants buffers of its own, as long as the window's views. */
	readonly #buffers: readonly Uint8Array[] | undefined;
	/** Where in the words of the arena the segments are kept: the offset and length of each. */
	readonly #segments: number;
	#first = 0;
	#count = 0;
	#free = 0;
	/** Whether nothing waits. A field, not a getter, for who looks at it for every command. */
	idle = true;
	/** Bytes given to the port since the beginning. */
	sent = 0;
	/** Writes that the port refused although it had said it had room; they were tried again. */
	refused = 0;

	/** @param window what bytes pass on their way; others may use it in between */
	constructor(arena: Arena, window: Window, traits: DialectTraits) {
		this.#bytes = arena.bytes;
		this.#words = arena.words;
		this.#window = window;
		this.#segments = arena.take(Transmitter.byteLength) >> 2;
		this.#buffers = traits.writesViews ? undefined : window.views.map((it) => new Uint8Array(it.length));
	}

	/** What a transmitter takes from the arena. */
	static readonly byteLength = SEGMENTS * 8;

	/** Bytes that still wait for room in the port. */
	get waiting(): number {
		let sum = 0;
		for (let i = 0; i < this.#count; i++) sum += this.#words[this.place(i) + 1];
		return sum;
	}

	/** Bytes that the port is known to have room for. */
	get free(): number {
		return this.#free;
	}

	set free(count: number) {
		this.#free = count;
	}

	/**
	 * Queues a section of the arena; it must stay as it is until it was sent.
	 * @throws RangeError when four segments wait already (the engine never has more than two)
	 */
	add(offset: number, length: number): void {
		if (length === 0) return;
		if (this.#count === SEGMENTS) throw new RangeError("too many segments");
		const place = this.place(this.#count++);
		this.#words[place] = offset;
		this.#words[place + 1] = length;
		this.idle = false;
	}

	/** Where a segment is kept, counted from the first that waits. */
	private place(index: number): number {
		return this.#segments + ((this.#first + index) % SEGMENTS) * 2;
	}

	/** Forgets what was not sent yet. */
	clear(): void {
		this.#count = 0;
		this.idle = true;
	}

	/** Gives the port as much as it has room for. @returns bytes given */
	pump(port: SerialPort): number {
		const before = this.sent;
		while (this.#count && this.#free > 0) {
			const words = this.#words;
			const place = this.place(0);
			const from = words[place];
			const left = words[place + 1];
			let piece = 0;
			let length = Window.size;
			while (length > left || length > this.#free) {
				length >>= 1;
				piece++;
			}
			if (!this.write(port, piece, from, length)) break;
			this.#free -= length;
			this.sent += length;
			words[place] = from + length;
			words[place + 1] = left - length;
			if (left === length) {
				this.#first = (this.#first + 1) % SEGMENTS;
				this.idle = --this.#count === 0;
			}
		}
		return this.sent - before;
	}

	private write(port: SerialPort, piece: number, from: number, length: number): boolean {
		const window = this.#window;
		this.#bytes.copyWithin(window.at, from, from + length);
		const view = window.views[piece];
		const own = this.#buffers?.[piece];
		own?.set(view);
		try {
			port.write(own ? (own.buffer as ArrayBuffer) : view);
			return true;
		} catch {
			// all or nothing (ECMA-419 10.9): nothing was taken, and onWritable or the clock says when to try again
			this.refused++;
			this.#free = 0;
			return false;
		}
	}
}
