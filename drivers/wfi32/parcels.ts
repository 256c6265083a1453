import type { Arena } from "drivers/uart/arena";
import type { FifoBuffer } from "drivers/wfi32/buffer";

const LIMIT = 16;
/** What is kept of each, in the code as numbers: a module's constant costs 50 instructions more. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Field {
	TAG,
	ID,
	LABEL,
	CONTENT,
	/** So many there are. */
	COUNT,
}

/**
 * Things with a label on their way in or out, oldest first: MQTT messages with their topics, datagrams with their
 * addresses. Label and content lie one behind the other in the arena, the rest in words beside.
 */
export class Parcels {
	// the most used first: a field is looked for one after the other
	/** How many there are. Set here alone. */
	count = 0;
	private first = 0;
	private readonly buffer: FifoBuffer;
	/** Of each its tag, id and the lengths of its two parts, from here on. */
	private readonly words: Int32Array;
	private readonly start: number;
	private isHeld = false;
	private isSending = false;

	/** Of what they need beside the buffer, so many words, and bytes. */
	static readonly length = LIMIT * Field.COUNT;
	static readonly byteLength = LIMIT * Field.COUNT * 4;

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
		const buffer = this.buffer;
		const end = buffer.start + buffer.size - count;
		if (buffer.head > end) buffer.makeRoom(count);
		const head = buffer.head;
		return head > end ? -1 : head;
	}

	/** What was put there is one more. @param tag,id integers that the user of this wants to know again */
	add(tag: number, id: number, labelLength: number, contentLength: number): void {
		const words = this.words;
		const count = this.count;
		const at = this.start + ((this.first + count) & (LIMIT - 1)) * Field.COUNT;
		words[at + Field.TAG] = tag;
		words[at + Field.ID] = id;
		words[at + Field.LABEL] = labelLength;
		words[at + Field.CONTENT] = contentLength;
		this.count = count + 1;
		this.buffer.added(labelLength + contentLength);
	}

	/* The first one. */

	get tag(): number {
		return this.words[this.start + this.first * Field.COUNT + Field.TAG];
	}

	get id(): number {
		return this.words[this.start + this.first * Field.COUNT + Field.ID];
	}

	/** Where its label lies; the content follows it. */
	get at(): number {
		return this.buffer.tail;
	}

	get labelLength(): number {
		return this.words[this.start + this.first * Field.COUNT + Field.LABEL];
	}

	get contentLength(): number {
		return this.words[this.start + this.first * Field.COUNT + Field.CONTENT];
	}

	/** Lets go of the first. */
	drop(): void {
		const count = this.count;
		if (count === 0) return;
		const words = this.words;
		const first = this.first;
		const at = this.start + first * Field.COUNT;
		this.count = count - 1;
		this.first = (first + 1) & (LIMIT - 1);
		this.isSending = false;
		const buffer = this.buffer;
		buffer.locked = this.isHeld;
		buffer.removed(words[at + Field.LABEL] + words[at + Field.CONTENT]);
	}

	clear(): void {
		this.isHeld = this.isSending = this.buffer.locked = false;
		this.buffer.clear();
		this.count = 0;
	}
}
