import type { Arena } from "drivers/uart/arena";

/**
 * A section of the arena that is filled at its head and emptied at its tail. It lies in one piece, so that it can be
 * sent, filled and copied natively: what is left moves to the front when room is needed there.
 */
export class FifoBuffer {
	private readonly bytes: Uint8Array;
	/** Where in the arena it begins. */
	readonly start: number;
	/** Bytes that it holds at most. */
	readonly size: number;
	/** Where in the arena the oldest byte lies. Set here alone. */
	tail: number;
	/** Where in the arena the next byte goes. Set here alone. */
	head: number;
	/** While true, nothing in it moves: the UART is sending from it, or a payload is on its way to its head. */
	locked = false;

	/** Bytes that a section has behind its size where {@link FifoBuffer.aligned} is used. */
	static readonly spare = 3;

	/** @param start of a section that was cut off the arena; left out: it is cut off now */
	constructor(arena: Arena, size: number, start = arena.take(size)) {
		this.bytes = arena.bytes;
		this.start = this.tail = this.head = start;
		this.size = size;
	}

	get count(): number {
		return this.head - this.tail;
	}

	/** Bytes that can be added, after {@link FifoBuffer.makeRoom}. */
	get free(): number {
		return this.size - this.head + (this.locked ? this.start : this.tail);
	}

	/** Bytes that can be added as it lies. */
	get freeInPiece(): number {
		return this.start + this.size - this.head;
	}

	/** Moves what is held to the front, when `count` bytes would not fit behind it. */
	makeRoom(count: number): void {
		const start = this.start;
		const tail = this.tail;
		if (this.locked || tail === start) return;
		const head = this.head;
		if (start + this.size - head >= count) return;
		this.bytes.copyWithin(start, tail, head);
		this.head = start + head - tail;
		this.tail = start;
	}

	/**
	 * The head, of an empty buffer as far from a multiple of four as `from` is: native copies move four bytes at once where
	 * both ends lie alike, and one elsewhere. The section has {@link FifoBuffer.spare} bytes more for it.
	 */
	aligned(from: number): number {
		let head = this.head;
		if (this.tail === head) this.tail = this.head = head = this.start + (from & 3);
		return head;
	}

	/** Adds bytes, all of them or none. @returns whether there is room for them */
	append(from: Uint8Array): boolean {
		const count = from.length;
		if (count > this.start + this.size - this.head) {
			if (count > this.free) return false;
			this.makeRoom(count);
		}
		const head = this.head;
		this.bytes.set(from, head);
		this.head = head + count;
		return true;
	}

	/** `count` bytes were put at the head. */
	added(count: number): void {
		this.head += count;
	}

	/** `count` bytes were taken at the tail. */
	removed(count: number): void {
		const tail = this.tail + count;
		if (tail === this.head && !this.locked) this.tail = this.head = this.start;
		else this.tail = tail;
	}

	clear(): void {
		this.tail = this.head; // what is on its way to the head keeps its place
		if (!this.locked) this.tail = this.head = this.start;
	}
}
