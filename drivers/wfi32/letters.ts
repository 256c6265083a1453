import type { Arena } from "drivers/uart/arena";
import { FifoBuffer } from "drivers/wfi32/buffer";

const LIMIT = 16;

/**
 * MQTT messages on their way in or out, oldest first: topic and payload lie in the arena, the rest in arrays made once.
 */
export class Letters {
	readonly #buffer: FifoBuffer;
	readonly #kinds = new Int32Array(LIMIT);
	readonly #ids = new Int32Array(LIMIT);
	readonly #topics = new Int32Array(LIMIT);
	readonly #payloads = new Int32Array(LIMIT);
	#held = false;
	#first = 0;
	#count = 0;

	/** @param size bytes for the topics and payloads of all, taken from the arena here */
	constructor(arena: Arena, size: number) {
		this.#buffer = new FifoBuffer(arena, size);
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
		this.#buffer.locked = value || this.#held;
	}

	/** While true, nothing moves: what was put at {@link Letters.place} is not complete yet. */
	set held(value: boolean) {
		this.#held = value;
		if (value) this.#buffer.locked = true;
	}

	/** Whether so many letters with so many bytes can be added. */
	fits(count: number, byteLength: number): boolean {
		return this.#count + count <= LIMIT && byteLength <= this.#buffer.free;
	}

	/** Where the next one's topic goes, with its payload right behind it; `count` bytes lie in one piece there, or -1. */
	place(count: number): number {
		if (this.#count === LIMIT) return -1;
		this.#buffer.makeRoom(count);
		return this.#buffer.freeInPiece >= count ? this.#buffer.head : -1;
	}

	/** What was put there is a letter. @param kind,id whatever the user of this wants to know again */
	add(kind: number, id: number, topicLength: number, payloadLength: number): void {
		const index = (this.#first + this.#count++) % LIMIT;
		this.#kinds[index] = kind;
		this.#ids[index] = id;
		this.#topics[index] = topicLength;
		this.#payloads[index] = payloadLength;
		this.#buffer.added(topicLength + payloadLength);
	}

	/* The first one. */

	get kind(): number {
		return this.#kinds[this.#first];
	}

	get id(): number {
		return this.#ids[this.#first];
	}

	/** Where its topic lies; the payload follows it. */
	get at(): number {
		return this.#buffer.tail;
	}

	get topicLength(): number {
		return this.#topics[this.#first];
	}

	get payloadLength(): number {
		return this.#payloads[this.#first];
	}

	/** Lets go of the first. */
	drop(): void {
		if (this.#count === 0) return;
		this.#buffer.locked = this.#held;
		this.#buffer.removed(this.topicLength + this.payloadLength);
		this.#first = (this.#first + 1) % LIMIT;
		this.#count--;
	}

	clear(): void {
		this.#held = false;
		this.#buffer.locked = false;
		this.#buffer.clear();
		this.#count = 0;
	}
}
