import { Arena } from "drivers/uart/arena";
import { FifoBuffer } from "drivers/wfi32/buffer";
import type { Context } from "drivers/wfi32/context";
import { Parcels } from "drivers/wfi32/parcels";

const LONGEST_TOPIC = 128;

/**
 * Received MQTT messages in the order they came: `+MQTTPUB:<topic length>,<topic>,<payload length>,<payload>`
 * (module-behaviour). The module cannot be told to wait; a message that finds no room is lost, and counted.
 */
export class Mailbox {
	readonly #context: Context;
	readonly #letters: Parcels;
	/** Bytes of the first message's payload that were read already. */
	#read = 0;
	/** The last topic that was asked for as a string, kept for the next message on it, and where in the arena its bytes lie. */
	#topic = "";
	readonly #topicAt: number;
	#topicLength = -1;
	/** Messages that found no room, or whose line could not be understood. */
	lost = 0;

	constructor(context: Context, size: number) {
		this.#context = context;
		this.#letters = new Parcels(context.arena, new FifoBuffer(context.arena, size));
		this.#topicAt = context.arena.take(LONGEST_TOPIC);
	}

	/** What it takes from the arena, beside the messages. */
	static readonly byteLength = Parcels.byteLength + Arena.round(LONGEST_TOPIC);

	/** Messages waiting. */
	get count(): number {
		return this.#letters.count;
	}

	/** The first message's payload, in bytes. */
	get byteLength(): number {
		return this.#letters.contentLength;
	}

	/** Bytes of it that were not read yet. */
	get left(): number {
		return this.#letters.count ? this.byteLength - this.#read : 0;
	}

	/** Where in the arena they lie. */
	get at(): number {
		return this.#letters.at + this.#letters.labelLength + this.#read;
	}

	/** The first message's topic: a new string only when it is not the same as the last message's. */
	get topic(): string {
		const { arena, decoder } = this.#context;
		const bytes = arena.bytes;
		const at = this.#letters.at;
		const length = this.#letters.labelLength;
		const last = this.#topicAt;
		let same = length === this.#topicLength;
		for (let i = 0; same && i < length; i++) same = bytes[last + i] === bytes[at + i];
		if (!same) {
			this.#topic = decoder.decode(bytes, at, length);
			this.#topicLength = length <= LONGEST_TOPIC ? length : -1;
			if (length <= LONGEST_TOPIC) bytes.copyWithin(last, at, at + length);
		}
		return this.#topic;
	}

	/** Takes bytes of the first message's payload. */
	taken(count: number): void {
		this.#read += count;
	}

	/** Lets go of the first message. */
	drop(): void {
		this.#letters.drop();
		this.#read = 0;
	}

	clear(): void {
		this.#letters.clear();
		this.#read = 0;
	}

	/** A `+MQTTPUB` has come. @returns whether it is one message more */
	receive(): boolean {
		const fields = this.#context.engine.fields;
		const topicLength = fields.integer();
		fields.nextTextOf(topicLength);
		// topic and payload together are not longer than their part of the line
		const place = fields.valid ? this.#letters.place(fields.end - fields.at + fields.textLength) : -1;
		const topic = place < 0 ? 0 : fields.copy(place);
		let isTrue = fields.bracketed || topic === topicLength;
		const payloadLength = fields.nextInteger();
		fields.nextTextOf(payloadLength);
		const payload = place < 0 || !fields.valid ? 0 : fields.copy(place + topic);
		isTrue &&= fields.bracketed || payload === payloadLength;
		if (!fields.valid || place < 0 || !isTrue) {
			// a length that is not that of its text: something of the line is missing
			if (place >= 0) fields.valid = false;
			this.lost++;
			return false;
		}
		this.#letters.add(0, 0, topic, payload);
		return true;
	}
}
