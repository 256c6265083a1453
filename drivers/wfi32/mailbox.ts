import type { Line } from "drivers/at/line";
import type { Decoder } from "drivers/at/text";
import { Arena } from "drivers/uart/arena";
import { FifoBuffer } from "drivers/wfi32/buffer";
import type { Context } from "drivers/wfi32/context";
import { Parcels } from "drivers/wfi32/parcels";

const LONGEST_TOPIC = 128;
const NONE = "";

/**
 * Received MQTT messages in the order they came: `+MQTTPUB:<topic length>,<topic>,<payload length>,<payload>`
 * (module-behaviour). The module cannot be told to wait; a message that finds no room is lost, and counted.
 */
export class Mailbox {
	// the most used first: a field is looked for one after the other
	/**
	 * Each with the length of its topic; that is filled up so that the next one lies at a multiple of four, and they are compared
	 * by words.
	 */
	private readonly letters: Parcels;
	private readonly arena: Arena;
	/** Bytes of the first message's payload that were read already. */
	private bytesRead = 0;
	/** The last topic that was asked for as a string, kept for the next message on it, and where in the arena its bytes lie. */
	private recent = NONE;
	private readonly recentAt: number;
	private recentLength = -1;
	private readonly decoder: Decoder;
	/** Messages that found no room, or whose line could not be understood. */
	lost = 0;

	constructor({ arena, decoder }: Context, size: number) {
		this.letters = new Parcels(arena, new FifoBuffer(arena, size));
		this.arena = arena;
		this.decoder = decoder;
		this.recentAt = arena.take(LONGEST_TOPIC);
	}

	/** What it takes from the arena, beside the messages. */
	static readonly byteLength = Parcels.byteLength + Arena.round(LONGEST_TOPIC);

	/** Messages waiting. */
	get count(): number {
		return this.letters.count;
	}

	/** The first message's payload, in bytes. */
	get byteLength(): number {
		return this.letters.contentLength;
	}

	/** Bytes of it that were not read yet. */
	get left(): number {
		return this.letters.count ? this.byteLength - this.bytesRead : 0;
	}

	/** Where in the arena they lie. */
	get at(): number {
		return this.letters.at + this.letters.labelLength + this.bytesRead;
	}

	/** The first message's topic: a new string only when it is not the same as the last message's. */
	get topic(): string {
		const { letters, recentAt } = this;
		const { bytes } = this.arena;
		const at = letters.at;
		const length = letters.tag;
		if (length !== this.recentLength || !this.isRecent(at, length)) {
			this.recent = this.decoder.decode(bytes, at, length);
			this.recentLength = length <= LONGEST_TOPIC ? length : -1;
			if (length <= LONGEST_TOPIC) bytes.copyWithin(recentAt, at, at + length);
		}
		return this.recent;
	}

	/** Whether the last topic, of the same length, is the one that lies there. */
	private isRecent(at: number, length: number): boolean {
		const words = this.arena.words;
		const recent = this.recentAt >> 2;
		let index = at >> 2;
		const apart = recent - index;
		const last = index + (length >> 2);
		while (index + 1 < last) {
			if ((words[index] ^ words[index + apart]) | (words[++index] ^ words[index + apart])) return false;
			index++;
		}
		if (index < last && words[index] !== words[index + apart]) return false;
		// the rest are the least of a word: the others are shifted out
		const rest = length & 3;
		return rest === 0 || (words[last] ^ words[last + apart]) << (32 - 8 * rest) === 0;
	}

	/** Takes bytes of the first message's payload. */
	taken(count: number): void {
		this.bytesRead += count;
	}

	/** Lets go of the first message. */
	drop(): void {
		this.letters.drop();
		this.bytesRead = 0;
	}

	clear(): void {
		this.letters.clear();
		this.bytesRead = 0;
	}

	/** A `+MQTTPUB` has come that is to be read field by field. @returns whether it is one message more */
	receive(fields: Line): boolean {
		const topicLength = fields.integer();
		fields.nextTextOf(topicLength);
		let isTrue = fields.bracketed;
		fields.plain();
		const { textAt: topicAt, textLength: topic } = fields;
		isTrue ||= topic === topicLength;
		const length = fields.nextInteger();
		fields.nextTextOf(length);
		const { bracketed } = fields;
		fields.plain();
		const { textAt, textLength } = fields;
		// a length that is not that of its text: something of the line is missing
		if (fields.valid && isTrue && (bracketed || textLength === length))
			return this.keep(topicAt, topic, textAt, textLength);
		fields.valid = false;
		this.lost++;
		return false;
	}

	/** A message whose topic and payload lie in the arena. @returns whether there was room for it */
	keep(topicAt: number, topicLength: number, at: number, length: number): boolean {
		const { letters } = this;
		const bytes = this.arena.bytes;
		const label = topicLength + (-(topicLength + length) & 3);
		const place = letters.place(label + length);
		if (place < 0) {
			this.lost++;
			return false;
		}
		bytes.copyWithin(place, topicAt, topicAt + topicLength);
		bytes.copyWithin(place + label, at, at + length);
		letters.add(topicLength, 0, label, length);
		return true;
	}
}
