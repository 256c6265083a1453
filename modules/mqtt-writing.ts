import { toBytes } from "drivers/at/text";
import { encodedLength } from "drivers/at/writer";
import type { Driver } from "drivers/wfi32/driver";
import { TOO_LONG } from "drivers/wfi32/errors";
import type { Mqtt } from "drivers/wfi32/mqtt";
import {
	DISCONNECT,
	FOLLOWED,
	longestPublication,
	PLAIN,
	PUBLISH,
	publicationLength,
	RETAIN,
	SUBSCRIBE,
	tagOf,
	UNSUBSCRIBE,
} from "drivers/wfi32/mqtt-operation";
import { type ByteBuffer, ByteView } from "wfi32/bytes";
import type { MQTTWriteOptions } from "wfi32/mqtt-options";
import { required, text } from "wfi32/options";

/** Kept back from what is said to be writable, for a topic. */
const OVERHEAD = 64;
const EMPTY = new Uint8Array(0);

/** A message that is written in parts. */
class Part {
	tag = 0;
	id = 0;
	/** Where in the arena it begins, topic first, */
	place = 0;
	topicLength = 0;
	byteLength = 0;
	/** and how many bytes of its payload are still to come. */
	left = 0;
}

/** What a client writes, put into the driver's outbox: all of it, or nothing (ECMA-419 24.5). */
export class MQTTWriting {
	private readonly mqtt: Mqtt;
	private lastId = 0;
	/** The last topic written, whose bytes the outbox keeps: the same topic again costs nothing. */
	private lastTopic: string | undefined;
	private lastTopicLength = 0;
	private lastTopicTag = 0;
	/* Made when they are needed for the first time: */
	private part: Part | undefined;
	private views: ByteView | undefined;

	constructor(driver: Driver) {
		this.mqtt = driver.mqtt;
	}

	/** Bytes that may still be written. */
	get writable(): number {
		const free = this.mqtt.outbox.parcels.free - OVERHEAD;
		return free > 0 ? free : 0;
	}

	/** A byte buffer as bytes. @throws TypeError for anything else */
	view(buffer: ByteBuffer): Uint8Array {
		if (buffer instanceof Uint8Array) return buffer;
		this.views ??= new ByteView();
		return this.views.of(buffer);
	}

	/** @throws TypeError, RangeError, Error: see `write` of the client */
	write(data: ByteBuffer | null | undefined, options: MQTTWriteOptions | undefined): void {
		const part = this.part;
		if (part && part.left > 0) return this.continue(part, this.view(data as ByteBuffer), options);
		const { operation = PUBLISH, id = (this.lastId + 1) & 0xffff } = required(options);
		if (operation === PUBLISH) this.publish(data, options as MQTTWriteOptions, id);
		else if (operation === SUBSCRIBE || operation === UNSUBSCRIBE)
			this.topics(operation, options as MQTTWriteOptions, id);
		else if (operation === DISCONNECT) this.enqueue(DISCONNECT, id, "");
		else throw new RangeError("operation: the module does this by itself, or not at all");
		this.lastId = id;
	}

	private publish(data: ByteBuffer | null | undefined, options: MQTTWriteOptions, id: number): void {
		const { topic, QoS = 0, retain = false } = options;
		if (topic === undefined) throw new TypeError("topic is required");
		checkQuality(QoS);
		if (options.duplicate) throw new RangeError("duplicate: the module has no say in that");
		const view = data ? this.view(data) : EMPTY;
		const { byteLength = view.length } = options;
		if (view.length > byteLength) throw new RangeError("data is longer than byteLength");
		const topicLength = this.remember(topic);
		const { parcels, topicAt } = this.mqtt.outbox;
		const bytes = this.mqtt.context.arena.bytes;
		const place = parcels.place(topicLength + byteLength);
		if (place < 0) throw new RangeError("more than may be written");
		const at = place + topicLength;
		bytes.copyWithin(place, topicAt, topicAt + topicLength);
		bytes.set(view, at);
		const left = byteLength - view.length;
		this.checkLine(place, topicLength, view.length, left);
		const tag = tagOf(PUBLISH, QoS) | (retain ? RETAIN : 0) | this.lastTopicTag;
		if (left === 0) return parcels.add(tag, id, topicLength, byteLength);
		this.part ??= new Part();
		const part = this.part;
		part.tag = tag;
		part.id = id;
		part.place = place;
		part.topicLength = topicLength;
		part.byteLength = byteLength;
		part.left = left;
		parcels.held = true;
	}

	/** Another part of a message. */
	private continue(part: Part, view: Uint8Array, options: MQTTWriteOptions | undefined): void {
		if (options?.topic !== undefined || options?.operation !== undefined || view.length > part.left)
			throw new Error("a message has been begun: its rest comes first");
		const { parcels } = this.mqtt.outbox;
		const { place, topicLength, byteLength } = part;
		const had = byteLength - part.left;
		this.mqtt.context.arena.bytes.set(view, place + topicLength + had);
		this.checkLine(place, topicLength, had + view.length, part.left - view.length);
		part.left -= view.length;
		if (part.left > 0) return;
		parcels.held = false;
		parcels.add(part.tag, part.id, topicLength, byteLength);
	}

	private topics(operation: number, { items }: MQTTWriteOptions, id: number): void {
		if (!items || items.length === 0) throw new TypeError("items are required");
		let byteLength = 0;
		for (let i = 0; i < items.length; i++) {
			checkQuality(items[i].QoS ?? 0);
			byteLength += limited(items[i].topic, "topic", 1, 128).length;
		}
		if (!this.mqtt.outbox.parcels.fits(items.length, byteLength)) throw new RangeError("more than may be written");
		for (let i = 0; i < items.length; i++) {
			const followed = i + 1 < items.length ? FOLLOWED : 0;
			const quality = operation === SUBSCRIBE ? (items[i].QoS ?? 0) : 0;
			this.enqueue(tagOf(operation, quality) | followed, id, items[i].topic);
		}
	}

	private enqueue(tag: number, id: number, topic: string): void {
		const { parcels } = this.mqtt.outbox;
		const bytes = toBytes(text(topic, "topic"));
		const place = parcels.place(bytes.length);
		if (place < 0) throw new RangeError("more than may be written");
		this.mqtt.context.arena.bytes.set(bytes, place);
		parcels.add(tag, id, bytes.length, 0);
	}

	/** Has the outbox keep a topic's bytes. @returns how many */
	private remember(topic: string): number {
		if (topic === this.lastTopic) return this.lastTopicLength;
		const bytes = limited(topic, "topic", 1, 128);
		this.mqtt.context.arena.bytes.set(bytes, this.mqtt.outbox.topicAt);
		this.lastTopic = topic;
		this.lastTopicLength = bytes.length;
		this.lastTopicTag = encodedLength(bytes, 0, bytes.length) === bytes.length + 2 ? PLAIN : 0;
		return bytes.length;
	}

	/** @param have so much of the payload lies behind the topic @param left and so much is to come */
	private checkLine(place: number, topicLength: number, have: number, left: number): void {
		const limit = this.mqtt.lineLength;
		if (longestPublication(topicLength + have + left) <= limit) return;
		const length = publicationLength(this.mqtt.context.arena, place, topicLength, place + topicLength, have) + left;
		if (length > limit) throw tooLong(`message too long: its command would have ${length} bytes of at most ${limit}`);
	}
}

/** Unlike what is only more than may be written now, it will never be taken: its code says so. */
function tooLong(text: string): RangeError {
	return Object.assign(new RangeError(text), { code: TOO_LONG });
}

/** @throws RangeError */
function checkQuality(QoS: number): void {
	if (QoS !== 0 && QoS !== 1 && QoS !== 2) throw new RangeError("QoS must be 0, 1 or 2");
}

/** A string's bytes. @throws RangeError when there are fewer or more than allowed */
export function limited(value: unknown, name: string, least: number, most: number): Uint8Array {
	const bytes = toBytes(text(value, name));
	if (bytes.length < least || bytes.length > most) throw new RangeError(`${name} must have ${least} to ${most} bytes`);
	return bytes;
}
