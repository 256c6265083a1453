/** Reading and writing, as far as dialects share it (the twin of the engine's `serial_io.c`). */
import { toInteger } from "./board";
import type { SerialState } from "./state";

export const isReference = (value: unknown): value is object =>
	(typeof value === "object" && value !== null) || typeof value === "function";

/** The bytes of an ArrayBuffer, of a view of one-byte elements, or of a DataView. @throws TypeError for anything else */
export function bytesOf(value: unknown): Uint8Array {
	if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return new Uint8Array(value);
	if (ArrayBuffer.isView(value) && (value instanceof DataView || oneByte(value))) {
		return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
	}
	throw new TypeError("this is no buffer");
}

const oneByte = (view: ArrayBufferView) => (view as Uint8Array).BYTES_PER_ELEMENT === 1;

export function newBuffer({ port }: SerialState, size: number): ArrayBuffer {
	const bytes = new Uint8Array(size);
	port.take(bytes, size);
	return bytes.buffer;
}

export function takeByte({ port }: SerialState): number {
	const byte = new Uint8Array(1);
	port.take(byte, 1);
	return byte[0];
}

/** read(), read(count), read(buffer): the drivers of esp32 and macOS, and (strictly) the standard. */
export function readFilling(serial: SerialState, parameters: unknown[], strict: boolean): unknown {
	const { available } = serial.port;
	if (!available) return undefined;
	if (serial.format === "number") return takeByte(serial);
	if (!parameters.length) return newBuffer(serial, available);
	const [target] = parameters;
	if (isReference(target)) {
		const bytes = bytesOf(target);
		if (!bytes.length && !strict) throw new Error("invalid");
		return serial.port.take(bytes, bytes.length);
	}
	const count = toInteger(target);
	if (count <= 0) throw new Error("invalid");
	return newBuffer(serial, strict ? Math.min(count, available) : count);
}

/** write(number) or write(buffer): all of it, or it throws. */
export function writeByteOrBuffer(serial: SerialState, parameters: unknown[], room: number, full: string): void {
	if (serial.format === "number") {
		if (!room) throw new Error(full);
		serial.port.give(Uint8Array.of(toInteger(parameters[0])));
		return;
	}
	if (!parameters.length) throw new TypeError("no buffer");
	const bytes = bytesOf(parameters[0]);
	if (bytes.length > room) throw new Error(full);
	serial.port.give(bytes);
}

export function* callReadable({ self, onReadable }: SerialState, count: number): Generator<void> {
	if (!onReadable) return;
	onReadable.call(self, count);
	yield;
}

export function* callWritable({ self, onWritable }: SerialState, count: number): Generator<void> {
	if (!onWritable) return;
	onWritable.call(self, count);
	yield;
}
