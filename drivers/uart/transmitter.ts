import type { Arena } from "drivers/uart/arena";
import type { DialectTraits, SerialPort } from "drivers/uart/serial";

const WINDOW = 128;
const SEGMENTS = 4;

/**
 * From the arena to the serial port: a short queue of segments that stay where they lie until the port has room.
 * Never writes more than is free: the port says how much that is (`onWritable`), or where it cannot, the baud rate does.
 */
export class Transmitter {
	readonly #bytes: Uint8Array;
	readonly #window: number;
	/** What `write` is given: 128, 64, … 1 bytes, made beforehand. Views of the window, or buffers of their own. */
	readonly #pieces: readonly (Uint8Array | ArrayBuffer)[];
	readonly #fills: readonly Uint8Array[] | undefined;
	readonly #views: readonly Uint8Array[];
	readonly #offsets = new Int32Array(SEGMENTS);
	readonly #lengths = new Int32Array(SEGMENTS);
	#first = 0;
	#count = 0;
	#free = 0;
	/** Whether nothing waits. A field, not a getter, for who looks at it for every command. */
	idle = true;
	/** Bytes given to the port since the beginning. */
	sent = 0;
	/** Writes that the port refused although it had said it had room; they were tried again. */
	refused = 0;

	constructor(arena: Arena, traits: DialectTraits) {
		this.#bytes = arena.bytes;
		this.#window = arena.take(WINDOW);
		const views: Uint8Array[] = [];
		const fills: Uint8Array[] = [];
		for (let length = WINDOW; length >= 1; length >>= 1) {
			views.push(new Uint8Array(arena.bytes.buffer, this.#window, length));
			if (!traits.writesViews) fills.push(new Uint8Array(length));
		}
		this.#views = views;
		this.#fills = traits.writesViews ? undefined : fills;
		this.#pieces = traits.writesViews ? views : fills.map((it) => it.buffer as ArrayBuffer);
	}

	/** What a transmitter takes from the arena. */
	static readonly byteLength = WINDOW;

	/** Bytes that still wait for room in the port. */
	get waiting(): number {
		let sum = 0;
		for (let i = 0; i < this.#count; i++) sum += this.#lengths[(this.#first + i) % SEGMENTS];
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
		const index = (this.#first + this.#count++) % SEGMENTS;
		this.#offsets[index] = offset;
		this.#lengths[index] = length;
		this.idle = false;
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
			const index = this.#first;
			const left = this.#lengths[index];
			let piece = 0;
			let length = WINDOW;
			while (length > left || length > this.#free) {
				length >>= 1;
				piece++;
			}
			if (!this.#write(port, piece, this.#offsets[index], length)) break;
			this.#free -= length;
			this.sent += length;
			this.#offsets[index] += length;
			this.#lengths[index] = left - length;
			if (left === length) {
				this.#first = (index + 1) % SEGMENTS;
				this.idle = --this.#count === 0;
			}
		}
		return this.sent - before;
	}

	#write(port: SerialPort, piece: number, from: number, length: number): boolean {
		this.#bytes.copyWithin(this.#window, from, from + length);
		if (this.#fills) this.#fills[piece].set(this.#views[piece]);
		try {
			port.write(this.#pieces[piece]);
			return true;
		} catch {
			// all or nothing (ECMA-419 10.9): nothing was taken, and onWritable or the clock says when to try again
			this.refused++;
			this.#free = 0;
			return false;
		}
	}
}
