/**
 * One block of memory, taken once, from which every buffer of a module's driver is cut. One block, because the engine
 * moves bytes inside an array natively and without allocating (`copyWithin`), but between arrays only through views
 * that would have to be made for the purpose.
 */
export class Arena {
	readonly bytes: Uint8Array;
	/** The same memory by words of four, for searching. */
	readonly words: Int32Array;
	/** The same memory at any alignment, for comparing. */
	readonly view: DataView;
	private used = 0;

	/** @param byteLength bytes in all; {@link Arena.take} cuts from it. */
	constructor(byteLength: number) {
		const buffer = new ArrayBuffer(Arena.round(byteLength));
		this.bytes = new Uint8Array(buffer);
		this.words = new Int32Array(buffer);
		this.view = new DataView(buffer);
	}

	/** What a section of so many bytes takes from the arena: sections begin at a multiple of four. */
	static round(byteLength: number): number {
		return (byteLength + 3) & ~3;
	}

	/**
	 * Cuts off a section.
	 * @returns the offset of its first byte, a multiple of four
	 * @throws RangeError when not enough is left
	 */
	take(byteLength: number): number {
		const offset = this.used;
		const used = offset + Arena.round(byteLength);
		if (used > this.bytes.length) throw new RangeError("arena exhausted");
		this.used = used;
		return offset;
	}

	/** Bytes not yet cut off. */
	get free(): number {
		return this.bytes.length - this.used;
	}
}
