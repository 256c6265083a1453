import type { FifoBuffer } from "drivers/wfi32/buffer";

const LIMIT = 16;
const TAG = 0;
const ID = 1;
const LABEL = 2;
const CONTENT = 3;
const FIELDS = 4;

/**
 * Things with a label on their way in or out, oldest first: MQTT messages with their topics, datagrams with their
 * addresses. Label and content lie one behind the other in the arena, the rest in arrays made once.
 */
export class Parcels {
	readonly #buffer: FifoBuffer;
	/** Of each its tag, id and the lengths of its two parts. */
	readonly #fields = new Int32Array(LIMIT * FIELDS);
	#held = false;
	#sending = false;
	#first = 0;
	#count = 0;

	/** @param buffer for the labels and contents of all; nobody else's */
	constructor(buffer: FifoBuffer) {
		this.#buffer = buffer;
	}

	get count(): number {
		return this.#count;
	}

	/** Bytes that can be added. */
	get free(): number {
		return this.#count === LIMIT ? 0 : this.#buffer.free;
	}

	/** While true, nothing moves: the first is being sent. */
	set locked(value: boolean) {
		this.#sending = value;
		this.#buffer.locked = value || this.#held;
	}

	/** While true, nothing moves: what was put at {@link Letters.place} is not complete yet. */
	set held(value: boolean) {
		this.#held = value;
		this.#buffer.locked = value || this.#sending;
	}

	/** Whether so many of them, with so many bytes can be added. */
	fits(count: number, byteLength: number): boolean {
		return this.#count + count <= LIMIT && byteLength <= this.#buffer.free;
	}

	/** Bytes that all of them together can have. */
	get size(): number {
		return this.#buffer.size;
	}

	/** Where the next one's label goes, with its content right behind it; `count` bytes lie in one piece there, or -1. */
	place(count: number): number {
		if (this.#count === LIMIT) return -1;
		this.#buffer.makeRoom(count);
		return this.#buffer.freeInPiece >= count ? this.#buffer.head : -1;
	}

	/** What was put there is one more. @param tag,id integers that the user of this wants to know again */
	add(tag: number, id: number, labelLength: number, contentLength: number): void {
		const fields = this.#fields;
		const at = ((this.#first + this.#count++) % LIMIT) * FIELDS;
		fields[at + TAG] = tag;
		fields[at + ID] = id;
		fields[at + LABEL] = labelLength;
		fields[at + CONTENT] = contentLength;
		this.#buffer.added(labelLength + contentLength);
	}

	/* The first one. */

	get tag(): number {
		return this.#fields[this.#first * FIELDS + TAG];
	}

	get id(): number {
		return this.#fields[this.#first * FIELDS + ID];
	}

	/** Where its label lies; the content follows it. */
	get at(): number {
		return this.#buffer.tail;
	}

	get labelLength(): number {
		return this.#fields[this.#first * FIELDS + LABEL];
	}

	get contentLength(): number {
		return this.#fields[this.#first * FIELDS + CONTENT];
	}

	/** Lets go of the first. */
	drop(): void {
		if (this.#count === 0) return;
		this.locked = false;
		this.#buffer.removed(this.labelLength + this.contentLength);
		this.#first = (this.#first + 1) % LIMIT;
		this.#count--;
	}

	clear(): void {
		this.#held = this.#sending = this.#buffer.locked = false;
		this.#buffer.clear();
		this.#count = 0;
	}
}
