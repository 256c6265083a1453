import type { Arena } from "drivers/uart/arena";

/**
 * A section of the arena that is filled at its head and emptied at its tail. It lies in one piece, so that it can be
 * sent, filled and copied natively: what is left moves to the front when room is needed there.
 */
export class FifoBuffer {
	readonly #bytes: Uint8Array;
	readonly #start: number;
	/** Bytes that it holds at most. */
	readonly size: number;
	#tail = 0;
	#head = 0;
	/** While true, nothing in it moves: the UART is sending from it, or a payload is on its way to its head. */
	locked = false;

	constructor(arena: Arena, size: number) {
		this.#bytes = arena.bytes;
		this.#start = arena.take(size);
		this.size = size;
	}

	get count(): number {
		return this.#head - this.#tail;
	}

	/** Where in the arena the oldest byte lies. */
	get tail(): number {
		return this.#start + this.#tail;
	}

	/** Where in the arena the next byte goes. */
	get head(): number {
		return this.#start + this.#head;
	}

	/** Bytes that can be added, after {@link FifoBuffer.makeRoom}. */
	get free(): number {
		return this.locked ? this.size - this.#head : this.size - this.#head + this.#tail;
	}

	/** Bytes that can be added as it lies. */
	get freeInPiece(): number {
		return this.size - this.#head;
	}

	/** Moves what is held to the front, when `count` bytes would not fit behind it. */
	makeRoom(count: number): void {
		if (this.locked || this.#tail === 0 || this.size - this.#head >= count) return;
		this.#bytes.copyWithin(this.#start, this.#start + this.#tail, this.#start + this.#head);
		this.#head -= this.#tail;
		this.#tail = 0;
	}

	/** `count` bytes were put at the head. */
	added(count: number): void {
		this.#head += count;
	}

	/** `count` bytes were taken at the tail. */
	removed(count: number): void {
		this.#tail += count;
		if (this.#tail === this.#head && !this.locked) this.#tail = this.#head = 0;
	}

	clear(): void {
		this.#tail = this.#head; // what is on its way to the head keeps its place
		if (!this.locked) this.#tail = this.#head = 0;
	}

	/** Empty, and nobody is sending from it any more. */
	reset(): void {
		this.locked = false;
		this.#tail = this.#head = 0;
	}
}
