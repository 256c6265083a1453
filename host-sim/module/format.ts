/** How strings are printed that cannot stand between quotes as they are. */
export type StringStyle =
	/** `"…"`, or `[HEX]` for anything with a quote, a backslash or an unprintable byte. */
	| "hex"
	/** `"…"` with escapes, `[HEX]` for bytes that have none. */
	| "escaped"
	/** The firmware's: `"` and `\` are escaped only where something else is. */
	| "firmware";

/** A field of a response: a number, or a string parameter (text stands for Latin-1 bytes), or text as it is. */
export type Field = number | string | Uint8Array | Plain;

/** Text that is printed as it is. */
export class Plain {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/** A string the module prints between quotes whatever its release: addresses, BSSIDs. */
export function quote(text: string): Plain {
	return new Plain(`"${text}"`);
}

const escapeNames: Readonly<Record<number, string>> = {
	7: "\\a",
	8: "\\b",
	9: "\\t",
	10: "\\n",
	11: "\\v",
	12: "\\f",
	13: "\\r",
	27: "\\e",
	34: '\\"',
	92: "\\\\",
};

/** Prints lines as a release does. What it prints is Latin-1 text: a character a byte. */
export class Formatter {
	readonly #style: StringStyle;
	readonly #empty: string;

	/** `empty` is how an empty string looks: `""` or `[]`. */
	constructor(style: StringStyle, empty: string) {
		this.#style = style;
		this.#empty = empty;
	}

	/** `+NAME:field,field` — or another separator behind the name. */
	line(name: string, fields: readonly Field[], separator = ":"): string {
		if (!fields.length) return name;
		return `${name}${separator}${fields.map((field) => this.field(field)).join(",")}`;
	}

	field(field: Field): string {
		if (typeof field === "number") return String(field);
		if (field instanceof Plain) return field.text;
		return this.string(typeof field === "string" ? Buffer.from(field, "latin1") : field);
	}

	/** A string parameter. */
	string(bytes: Uint8Array): string {
		if (!bytes.length) return this.#empty;
		const text = Buffer.from(bytes).toString("latin1");
		const unprintable = bytes.some((byte) => byte < 0x20 || byte > 0x7e);
		if (this.#style === "hex") return unprintable || /["\\]/.test(text) ? inHex(bytes) : `"${text}"`;
		if (bytes.some((byte) => (byte < 0x20 || byte > 0x7e) && !escapeNames[byte])) return inHex(bytes);
		if (this.#style === "firmware" && !unprintable) return `"${text}"`;
		let escaped = "";
		for (const byte of bytes) escaped += escapeNames[byte] ?? String.fromCharCode(byte);
		return `"${escaped}"`;
	}
}

function inHex(bytes: Uint8Array): string {
	return `[${Buffer.from(bytes).toString("hex").toUpperCase()}]`;
}
