import type { Line } from "drivers/at/line";
import type { Context } from "drivers/wfi32/context";

const QUOTE = 0x22;
const LETTER_E = 0x45;
const OPEN = 0x5b;
const GENERAL_ERROR = 1;

/**
 * The code of a failure that comes after the command's `OK`, as the firmware tells it: `+<COMMAND>:ERROR:<code>,"<text>"`
 * (module-behaviour, Result codes).
 * @returns above 0; or 0 when the line is another, which can then be read from its first field
 */
export function failureIn(fields: Line): number {
	if (fields.peek !== LETTER_E) return 0;
	fields.at += 6; // ERROR and its colon
	const code = fields.integer();
	return fields.valid && code > 0 ? code : GENERAL_ERROR;
}

/**
 * The association ID that begins a line in the reference (5.2.4–5.2.6, 5.4.4–5.4.6), and its comma; the firmware has none,
 * and begins with the string that follows it.
 * @returns the ID, or -1 without one
 */
export function associationIn(fields: Line): number {
	if (!fields.more || fields.peek === QUOTE || fields.peek === OPEN) return -1;
	const id = fields.integer();
	if (fields.more) fields.comma();
	return fields.valid ? id : -1;
}

/** The next string of the line at hand, which has no escapes: an address. Empty when it is not there. */
export function textIn({ engine, arena, decoder }: Context): string {
	const { fields } = engine;
	fields.text();
	return fields.valid ? decoder.decode(arena.bytes, fields.textAt, fields.textLength) : "";
}

/** Whether `+WSTA:[<ASSOC_ID>,]<STATE>[,<SSID>,<RSSI>,<SEC_TYPE>]` tells of a link: only then it has a string. */
export function tellsLink(fields: Line): boolean {
	fields.integer();
	while (fields.more) {
		fields.comma();
		if (fields.peek === QUOTE || fields.peek === OPEN) return true;
		fields.integer();
	}
	return false;
}
