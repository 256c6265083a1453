import type { Line } from "drivers/at/line";
import type { Decoder } from "drivers/at/text";
import type { Arena } from "drivers/uart/arena";

const COMMA = 0x2c;
const COLON = 0x3a;
const E = 0x45;
const K = 0x4b;
const O = 0x4f;
const R = 0x52;
const GENERAL_ERROR = 1; // a bare ERROR
const EMPTY = ""; // a literal would make a string each time in a preloaded module

/** The lines that end a command: `OK`, `ERROR`, `ERROR:<code>`, `ERROR:<code>,"<text>"`. */
export class Results {
	readonly #bytes: Uint8Array;
	readonly #fields: Line;
	readonly #decoder: Decoder;
	/** The text of the last error; empty when the module gave none. */
	errorText = EMPTY;

	/** @param fields what fields are read with */
	constructor(arena: Arena, fields: Line, decoder: Decoder) {
		this.#bytes = arena.bytes;
		this.#decoder = decoder;
		this.#fields = fields;
	}

	/** Whether the line between two offsets of the arena says that a command has succeeded. */
	isOk(at: number, end: number): boolean {
		return end - at === 2 && this.#bytes[at] === O && this.#bytes[at + 1] === K;
	}

	/** Whether it says that a command has failed. */
	isError(at: number, end: number): boolean {
		const bytes = this.#bytes;
		if (end - at < 5 || bytes[at] !== E || bytes[at + 1] !== R || bytes[at + 2] !== R) return false;
		if (bytes[at + 3] !== O || bytes[at + 4] !== R) return false;
		return end - at === 5 || bytes[at + 5] === COLON;
	}

	/** The code of a line that says so, above 0; a line without a readable one means "general error". */
	errorCode(at: number, end: number): number {
		const fields = this.#fields;
		this.errorText = EMPTY;
		if (at + 5 >= end) return GENERAL_ERROR;
		fields.begin(at + 6, end);
		const code = fields.integer();
		if (!fields.valid || code <= 0) return GENERAL_ERROR;
		if (fields.peek === COMMA) {
			fields.nextText();
			if (fields.valid) this.errorText = this.#decoder.decode(this.#bytes, fields.textAt, fields.textLength);
		}
		return code;
	}
}
