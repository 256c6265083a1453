// A readline in the manner of serialport's parser: buffers are concatenated, searched for the delimiter and sliced, which
// makes views there. A payload, of which such a parser knows nothing, is taken from in between.

import Serial from "embedded:io/serial";
import { checked, look } from "bench/checked";
import { report } from "bench/meter";
import { found, line } from "bench/peer-fields";
import config from "mc/config";

/** How a line becomes a string, and whether what is behind it is copied rather than viewed. */
export interface Readline {
	texts: "decoded" | "applied";
	copies: boolean;
}

const { texts, copies } = config as unknown as Readline;
const LF = 0x0a;
const CR = 0x0d;
const HASH = 0x23;
const place = new Uint8Array(2048);
let held: Uint8Array = new Uint8Array(0);
let payload = 0;
/** Bytes of a payload still to come, and where they go. */
let left = 0;
let at = 0;

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
	const result = new Uint8Array(a.length + b.length);
	result.set(a);
	result.set(b, a.length);
	return result;
}

const decoded = (bytes: Uint8Array): string =>
	(String as unknown as { fromArrayBuffer(it: ArrayBufferLike): string }).fromArrayBuffer(bytes.slice().buffer);
const applied = (bytes: Uint8Array): string => String.fromCharCode.apply(null, bytes as unknown as number[]);
const text = texts === "applied" ? applied : decoded;

const viewed = (bytes: Uint8Array, from: number): Uint8Array => bytes.subarray(from);
const copied = (bytes: Uint8Array, from: number): Uint8Array => bytes.slice(from);
const behind = copies ? copied : viewed;

/** What is left behind the payload. */
function take(data: Uint8Array): Uint8Array {
	const count = Math.min(left, data.length);
	place.set(count === data.length ? data : data.subarray(0, count), at);
	payload += count;
	left -= count;
	at += count;
	if (left === 0) {
		look(place, 0, at);
		at = 0;
	}
	return data.subarray(count);
}

class Port extends (Serial as unknown as new (options: object) => { read(): ArrayBuffer | undefined }) {}

new Port({
	port: 0,
	baud: 230_400,
	format: "buffer",
	onReadable(this: Port) {
		const read = this.read();
		if (!read) return;
		let data: Uint8Array = new Uint8Array(read);
		if (left > 0) data = take(data);
		if (data.length === 0) return;
		data = concat(held, data);
		for (;;) {
			// `+SOCKRD:<id>,<n>, #`
			if (data.length > 7 && data[5] === 0x52 && data[6] === 0x44 && data[1] === 0x53) {
				const hash = data.indexOf(HASH);
				if (hash < 0) break;
				left = Number(text(data.subarray(0, hash)).split(",")[1]);
				data = take(data.subarray(hash + 1));
				if (left > 0) break;
				continue;
			}
			const end = data.indexOf(LF);
			if (end < 0) break;
			const length = end > 0 && data[end - 1] === CR ? end - 1 : end;
			if (length > 0) line(text(data.subarray(0, length)));
			data = behind(data, end + 1);
		}
		held = data;
	},
});
report(() => ({ ...found(), payload, ...checked }));
