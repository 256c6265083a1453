// MQTT 3.1.1, 2 and 3: packets as bytes.
import type { Bytes } from "clients/options";
import { bytesOf } from "clients/text";

export interface Will {
	readonly topic: string;
	readonly message: string | Bytes;
	readonly QoS?: number;
	readonly retain?: boolean;
}

interface Publication {
	readonly topic?: string;
	readonly QoS?: number;
	readonly retain?: boolean;
	readonly duplicate?: boolean;
}

const PUBLISH = 3;
const SUBSCRIBE = 8;

/** Its length in two bytes, then itself (1.5.3). */
export function sized(data: string | Bytes): number[] {
	const bytes = typeof data === "string" ? bytesOf(data) : new Uint8Array(data as ArrayBuffer);
	return [bytes.length >> 8, bytes.length & 0xff, ...bytes];
}

/** The remaining length (2.2.3). */
function remaining(count: number): number[] {
	const bytes: number[] = [];
	let left = count;
	do {
		const low = left % 128;
		left = Math.floor(left / 128);
		bytes.push(left ? low | 0x80 : low);
	} while (left);
	return bytes;
}

export function packet(first: number, body: readonly number[]): number[] {
	return [first, ...remaining(body.length), ...body];
}

/** What comes before a message's payload. @throws TypeError, RangeError for wrong options */
export function message({ topic, QoS = 0, retain, duplicate }: Publication, byteLength: number, id: number): number[] {
	if (topic === undefined) throw new TypeError("topic is required");
	if (QoS !== 0 && QoS !== 1 && QoS !== 2) throw new RangeError("QoS must be 0, 1 or 2");
	const flags = (QoS << 1) | (retain ? 1 : 0) | (duplicate ? 8 : 0);
	const head = [...sized(topic), ...(QoS ? [id >> 8, id & 0xff] : [])];
	return [(PUBLISH << 4) | flags, ...remaining(head.length + byteLength), ...head];
}

/** SUBSCRIBE or UNSUBSCRIBE (3.8, 3.10). @throws TypeError without items */
export function topics(
	operation: number,
	id: number,
	items: readonly { topic: string; QoS?: number }[] | undefined,
): number[] {
	if (!items?.length) throw new TypeError("items are required");
	const body = [id >> 8, id & 0xff];
	for (const { topic, QoS = 0 } of items) {
		body.push(...sized(topic));
		if (operation === SUBSCRIBE) body.push(QoS);
	}
	return packet((operation << 4) | 2, body);
}

/** Where a packet's body begins, and how long it is; `at` is 0 while that is not known. */
export function lengthOf(input: readonly number[]): { at: number; length: number } {
	let length = 0;
	let factor = 1;
	for (let at = 1; at < input.length; at++) {
		length += (input[at] & 0x7f) * factor;
		factor *= 128;
		if (!(input[at] & 0x80)) return { at: at + 1, length };
	}
	return { at: 0, length: 0 };
}
