/** What the SDK has in C: `import Logical from "logical"`, as far as its WebSocket client asks for it. */
export default {
	/** `destination ^= source`, the source again and again. */
	xor(destination: ArrayBuffer | Uint8Array, source: ArrayBuffer | Uint8Array, count?: number): void {
		const into = new Uint8Array(
			destination instanceof ArrayBuffer ? destination : (destination.buffer as ArrayBuffer),
			destination instanceof ArrayBuffer ? 0 : destination.byteOffset,
			count ?? destination.byteLength,
		);
		const from = source instanceof ArrayBuffer ? new Uint8Array(source) : source;
		for (let i = 0; i < into.length; i++) into[i] ^= from[i % from.length];
	},
};
