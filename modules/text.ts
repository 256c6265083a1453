import { Decoder, toBytes } from "drivers/at/text";

export { Decoder };

/** A string as UTF-8. */
export function encode(text: string): Uint8Array {
	return toBytes(text);
}

/**
 * UTF-8 as a string; bytes that are none read as Latin-1. Makes a decoder each time, for a module in flash cannot keep one: a program
 * that decodes all the time has a {@link Decoder} of its own.
 */
export function decode(bytes: ArrayBuffer | Uint8Array): string {
	const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
	return new Decoder().decode(view, 0, view.length);
}
