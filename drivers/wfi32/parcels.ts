import type { Arena } from "drivers/uart/arena";
import type { FifoBuffer } from "drivers/wfi32/buffer";

const LIMIT = 16;
const TAG = 0;
const ID = 1;
const LABEL = 2;
const CONTENT = 3;
const FIELDS = 4;

/**
 * Things with a label on their way in or out, oldest first: MQTT messages with their topics, datagrams with their
 * addresses. Label and content lie one behind the other in the arena, the rest in words beside.
 */
export class Parcels {
	private readonly buffer: FifoBuffer;
	/** Of each its tag, id and the lengths of its two parts, from here on. */
	private readonly words: Int32Array;
	private readonly start: number;
	private isHeld = false;
	private isSending = false;
	private first = 0;
	/** How many there are. Set here alone. */
	count = 0;

	/** Of what they need beside the buffer, so many words, and bytes. */
	static readonly length = LIMIT * FIELDS;
	static readonly byteLength = LIMIT * FIELDS * 4;

	/**
	 * @param buffer for the labels and contents of all; nobody else's
	 * @param words,start where {@link Parcels.length} words are theirs; left out: cut off the arena
	 */
	constructor(arena: Arena, buffer: FifoBuffer, words = arena.words, start = arena.take(Parcels.byteLength) >> 2) {
		this.buffer = buffer;
		this.words = words;
		this.start = start;
	}

	/** Bytes that can be added. */
	get free(): number {
		return this.count === LIMIT ? 0 : this.buffer.free;
	}

	/** While true, nothing moves: the first is being sent. */
	set locked(value: boolean) {
		this.isSending = value;
		this.buffer.locked = value || this.isHeld;
	}

	/** While true, nothing moves: what was put at {@link Parcels.place} is not complete yet. */
	set held(value: boolean) {
		this.isHeld = value;
		this.buffer.locked = value || this.isSending;
	}

	/** Whether so many of them, with so many bytes can be added. */
	fits(count: number, byteLength: number): boolean {
		return this.count + count <= LIMIT && byteLength <= this.buffer.free;
	}

	/** Bytes that all of them together can have. */
	get size(): number {
		return this.buffer.size;
	}

	/** Where the next one's label goes, with its content right behind it; `count` bytes lie in one piece there, or -1. */
	place(count: number): number {
		if (this.count === LIMIT) return -1;
		this.buffer.makeRoom(count);
		return this.buffer.freeInPiece >= count ? this.buffer.head : -1;
	}

	/** What was put there is one more. @param tag,id integers that the user of this wants to know again */
	add(tag: number, id: number, labelLength: number, contentLength: number): void {
		const { words } = this;
		const at = this.start + ((this.first + this.count++) % LIMIT) * FIELDS;
		words[at + TAG] = tag;
		words[at + ID] = id;
		words[at + LABEL] = labelLength;
		words[at + CONTENT] = contentLength;
		this.buffer.added(labelLength + contentLength);
	}

	/* The first one. */

	get tag(): number {
		return this.words[this.start + this.first * FIELDS + TAG];
	}

	get id(): number {
		return this.words[this.start + this.first * FIELDS + ID];
	}

	/** Where its label lies; the content follows it. */
	get at(): number {
		return this.buffer.tail;
	}

	get labelLength(): number {
		return this.words[this.start + this.first * FIELDS + LABEL];
	}

	get contentLength(): number {
		return this.words[this.start + this.first * FIELDS + CONTENT];
	}

	/** Lets go of the first. */
	drop(): void {
		if (this.count === 0) return;
		this.locked = false;
		this.buffer.removed(this.labelLength + this.contentLength);
		this.first = (this.first + 1) % LIMIT;
		this.count--;
	}

	clear(): void {
		this.isHeld = this.isSending = this.buffer.locked = false;
		this.buffer.clear();
		this.count = 0;
	}
}
