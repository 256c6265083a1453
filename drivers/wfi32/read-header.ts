import type { Line } from "drivers/at/line";
import { FOREIGN, INCOMPLETE } from "drivers/at/request";

const HASH = 0x23;
const COMMA = 0x2c;

/**
 * `<id>,<n>,` of a `+SOCKRD:` and the `#`, which may stand behind a blank or on the next line (reference 7.10.6,
 * module-behaviour).
 * @param id the socket that was read from; @param most the bytes that were asked for: no other length is believed
 * @returns how many bytes of payload follow, `fields.at` being behind the `#`; INCOMPLETE; or FOREIGN
 */
export function readHeader(bytes: Uint8Array, fields: Line, id: number, most: number): number {
	const end = fields.end;
	let at = fields.at;
	let told = 0;
	while (at < end && isDigit(bytes[at])) told = told * 10 + (bytes[at++] - 0x30);
	if (at >= end) return INCOMPLETE;
	if (bytes[at] !== COMMA || told !== id) return FOREIGN;
	at++;
	let count = 0;
	while (at < end && isDigit(bytes[at])) count = count * 10 + (bytes[at++] - 0x30);
	if (at >= end) return INCOMPLETE;
	if (bytes[at] !== COMMA || count > most) return FOREIGN;
	for (at++; at < end; at++) {
		const c = bytes[at];
		if (c === HASH) {
			fields.at = at + 1;
			return count;
		}
		if (c !== 0x20 && c !== 0x0d && c !== 0x0a) return FOREIGN;
	}
	return INCOMPLETE;
}

function isDigit(c: number): boolean {
	return c >= 0x30 && c <= 0x39;
}
