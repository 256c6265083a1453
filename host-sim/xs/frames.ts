/** Frames on the pipes between a launcher and the engine: length (32 bits, little endian), type, payload. */

/** To the engine: the time is, bytes of a port, a message, run, heap?, port?, quit. */
export type ToEngine = "T" | "B" | "M" | "R" | "H" | "P" | "Q";
/** From it: bytes of a port, opened, closed, a pin's level, the watchdog, message, trace, heap, port report, idle, failed. */
export type FromEngine = "b" | "o" | "c" | "d" | "w" | "m" | "t" | "h" | "p" | "i" | "x";

/** Gathers frames for one write. The memory is used again after {@link FrameWriter.take}. */
export class FrameWriter {
	#buffer = Buffer.allocUnsafe(65536);
	#length = 0;

	/** Room for a frame's payload, which the caller fills at once. */
	add(type: ToEngine, length: number): { buffer: Buffer; at: number } {
		const needed = this.#length + 5 + length;
		if (needed > this.#buffer.length) {
			const larger = Buffer.allocUnsafe(needed * 2);
			this.#buffer.copy(larger, 0, 0, this.#length);
			this.#buffer = larger;
		}
		this.#buffer.writeUInt32LE(1 + length, this.#length);
		this.#buffer[this.#length + 4] = type.charCodeAt(0);
		const at = this.#length + 5;
		this.#length = needed;
		return { buffer: this.#buffer, at };
	}

	bytes(port: number, bytes: Uint8Array): void {
		const { buffer, at } = this.add("B", 1 + bytes.length);
		buffer[at] = port;
		buffer.set(bytes, at + 1);
	}

	message(text: string): void {
		const { buffer, at } = this.add("M", Buffer.byteLength(text));
		buffer.write(text, at);
	}

	/** What comes behind it happens at this time. */
	time(time: number): void {
		const { buffer, at } = this.add("T", 8);
		buffer.writeDoubleLE(time, at);
	}

	byte(type: "H" | "P", value: number): void {
		const { buffer, at } = this.add(type, 1);
		buffer[at] = value;
	}

	run(): void {
		this.add("R", 0);
	}

	quit(): void {
		this.add("Q", 0);
	}

	/** What was gathered, valid until the next frame is added. */
	take(): Buffer {
		const gathered = this.#buffer.subarray(0, this.#length);
		this.#length = 0;
		return gathered;
	}
}

/** Cuts a stream of pieces into frames. */
export class FrameReader {
	#buffer = Buffer.allocUnsafe(65536);
	#length = 0;

	/** Room for the next piece; tell how much of it was used with {@link FrameReader.arrived}. */
	room(atLeast = 4096): Buffer {
		if (this.#buffer.length - this.#length < atLeast) {
			const larger = Buffer.allocUnsafe((this.#buffer.length + atLeast) * 2);
			this.#buffer.copy(larger, 0, 0, this.#length);
			this.#buffer = larger;
		}
		return this.#buffer.subarray(this.#length);
	}

	/**
	 * Hands over every complete frame; payloads are lent for the call. A handler's exception is thrown after the frames
	 * behind it were handed over as well.
	 * @param count how much of the room was filled
	 */
	arrived(count: number, handler: (type: FromEngine, payload: Buffer) => void): void {
		this.#length += count;
		let at = 0;
		let failure: { error: unknown } | undefined;
		while (this.#length - at >= 4) {
			const length = this.#buffer.readUInt32LE(at);
			if (this.#length - at < 4 + length) break;
			const type = String.fromCharCode(this.#buffer[at + 4]) as FromEngine;
			try {
				handler(type, this.#buffer.subarray(at + 5, at + 4 + length));
			} catch (error) {
				failure ??= { error };
			}
			at += 4 + length;
		}
		this.#buffer.copyWithin(0, at, this.#length);
		this.#length -= at;
		if (failure) throw failure.error;
	}
}
