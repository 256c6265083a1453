// A readline in the manner of serialport's parser: buffers are concatenated, searched for the delimiter and sliced.

import Serial from "embedded:io/serial";
import { report } from "bench/meter";

const LF = 0x0a;
const CR = 0x0d;
const COMMA = 0x2c;
const HASH = 0x23;

let lines = 0;
let sum = 0;
let payload = 0;
let held: Uint8Array = new Uint8Array(0);
/** Bytes of a payload still to come. */
let left = 0;
const place = new Uint8Array(2048);
let at = 0;

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
	const result = new Uint8Array(a.length + b.length);
	result.set(a);
	result.set(b, a.length);
	return result;
}

function text(bytes: Uint8Array): string {
	return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

function line(bytes: Uint8Array): void {
	const it = text(bytes);
	if (it.startsWith("+SOCKRXT:")) {
		const [id, count] = it.slice(9).split(",");
		lines++;
		sum += Number(id) + Number(count);
	} else if (it.startsWith("+WSCNIND:")) {
		const [rssi, security, channel, bssid, ssid] = it.slice(9).split(",");
		lines++;
		sum += Number(rssi) + Number(security) + Number(channel) + bssid.length - 2 + ssid.length - 2;
	} else if (it.startsWith("+MQTTPUB:")) {
		const [topicLength, topic, length, message] = it.slice(9).split(",");
		lines++;
		sum += Number(topicLength) + Number(length) + topic.length - 2 + message.length - 2;
	}
}

/** `+SOCKRD:<id>,<n>,#` at the beginning of what is held: where its payload begins, or 0. */
function header(): number {
	if (held.length < 11 || held[5] !== 0x52 || held[6] !== 0x44 || held[1] !== 0x53) return 0;
	const first = held.indexOf(COMMA);
	const second = first < 0 ? -1 : held.indexOf(COMMA, first + 1);
	if (second < 0 || held.length < second + 2) return -1;
	const hash = held.indexOf(HASH, second);
	if (hash < 0) return -1;
	left = Number(text(held.subarray(first + 1, second)));
	return hash + 1;
}

function take(): void {
	const count = Math.min(left, held.length);
	for (let done = 0; done < count; ) {
		const n = Math.min(count - done, place.length - at);
		place.set(held.subarray(done, done + n), at);
		at = (at + n) % place.length;
		done += n;
	}
	held = held.slice(count);
	left -= count;
	payload += count;
}

class Port extends (Serial as unknown as new (options: object) => { read(): ArrayBuffer | undefined }) {}

new Port({
	port: 0,
	baud: 230_400,
	format: "buffer",
	onReadable(this: Port) {
		const bytes = this.read();
		if (!bytes) return;
		held = concat(held, new Uint8Array(bytes));
		for (;;) {
			if (left > 0) take();
			if (held.length === 0) return;
			const begin = header();
			if (begin < 0) return;
			if (begin > 0) {
				held = held.slice(begin);
				continue;
			}
			const end = held.indexOf(LF);
			if (end < 0) return;
			const length = end > 0 && held[end - 1] === CR ? end - 1 : end;
			if (length > 0) line(held.subarray(0, length));
			held = held.slice(end + 1);
		}
	},
});
report(() => ({ lines, sum, payload }));
