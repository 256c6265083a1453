/** ECMA-419 6.11 "Byte Buffer": an ArrayBuffer, shared or not, or a view whose elements are bytes. */
export type ByteBuffer = ArrayBuffer | SharedArrayBuffer | Uint8Array | Int8Array | Uint8ClampedArray | DataView;

/** Looks at byte buffers as Uint8Arrays; for the same one again without making a view again. */
export class ByteView {
	#last: ByteBuffer | undefined;
	#view: Uint8Array | undefined;

	/** @throws TypeError for anything that is not a byte buffer */
	of(buffer: ByteBuffer): Uint8Array {
		if (buffer instanceof Uint8Array) return buffer;
		const known = this.#view;
		if (known && buffer === this.#last && known.byteLength === buffer.byteLength) return known;
		const view = viewOf(buffer);
		this.#last = buffer;
		this.#view = view;
		return view;
	}
}

function viewOf(buffer: unknown): Uint8Array {
	if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
	if (buffer instanceof SharedArrayBuffer) return new Uint8Array(buffer);
	if (ArrayBuffer.isView(buffer)) {
		const elementSize = (buffer as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
		if (elementSize === 1) return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.byteLength);
	}
	throw new TypeError("a byte buffer is required");
}
