// The least that a payload can cost: what has come is read and moved to its place, `#` and `OK` lie where they must.

import Serial from "embedded:io/serial";
import { checked, look } from "bench/checked";
import { report } from "bench/meter";
import config from "mc/config";

/** Bytes ahead of a payload up to its `#`, of it, and behind it up to the next one's first. */
const { header, size, trailer } = config as unknown as { header: number; size: number; trailer: number };
/** What the port brings comes to the beginning; payloads lie behind that. In the code as numbers, which is cheaper. */
// biome-ignore lint/suspicious/noConstEnum: see above
const enum Place {
	PAYLOAD = 512,
	/** `O` of `OK`, from the end of what stands behind a payload. */
	RESULT = 4,
}
// biome-ignore lint/suspicious/noConstEnum: as above
const enum Byte {
	HASH = 0x23,
	O = 0x4f,
}
const bytes = new Uint8Array(Place.PAYLOAD + size);
const input = bytes.subarray(0, Place.PAYLOAD);
/** Bytes that are still to come of the payload, and where the next one goes. */
let left = 0;
let place = 0;
/** Bytes that are still to come until a payload begins. */
let gap = header;
let payload = 0;

class Port extends (Serial as unknown as new (options: object) => { read(to: Uint8Array): number }) {}

new Port({
	port: 0,
	baud: 230_400,
	format: "buffer",
	onReadable(this: Port) {
		const count = this.read(input);
		if (count < left) {
			// a single byte without a call
			if (count === 1) bytes[place++] = bytes[0];
			else {
				bytes.copyWithin(place, 0, count);
				place += count;
			}
			left -= count;
		} else around(count);
	},
});

/** A payload ends in what has come, or none has begun yet. */
function around(count: number): void {
	let from = 0;
	for (;;) {
		if (left > 0) {
			const some = left < count - from ? left : count - from;
			bytes.copyWithin(place, from, from + some);
			place += some;
			left -= some;
			from += some;
			if (left > 0) return;
			payload += size;
			look(bytes, Place.PAYLOAD, size);
		}
		if (from === count) return;
		const end = from + gap;
		const result = end - header - Place.RESULT;
		if (result >= from && result < count && bytes[result] !== Byte.O) throw new Error("no result");
		if (end > count) {
			gap = end - count;
			return;
		}
		if (bytes[end - 1] !== Byte.HASH) throw new Error("no payload");
		from = end;
		gap = trailer + header;
		left = size;
		place = Place.PAYLOAD;
	}
}

report(() => ({ payload, ...checked }));
