/**
 * One end of a serial line, as a program sees its own UART: bytes go in by {@link SerialEnd.send} and come out at
 * `onReceive`. Bytes are lent: who wants to keep them copies them.
 */
export interface SerialEnd {
	/** Gives bytes to the line. Returns at once; the line keeps its own pace. */
	send(bytes: Uint8Array): void;
	/** Called with each piece that arrives, in the line's own time. */
	onReceive: ((bytes: Uint8Array) => void) | undefined;
}
