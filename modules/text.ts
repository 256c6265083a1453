import { Decoder, toBytes } from "drivers/at/text";

const decoder = new Decoder();

/** A string as UTF-8. */
export function encode(text: string): Uint8Array {
	return toBytes(text);
}

/** UTF-8 as a string; bytes that are none read as Latin-1. */
export function decode(bytes: ArrayBuffer | Uint8Array): string {
	const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
	return decoder.decode(view, 0, view.length);
}
