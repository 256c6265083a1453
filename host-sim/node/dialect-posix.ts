/**
 * embedded:io/serial on Linux and macOS (SDK 8.2.3, modules/io/serial/lin and mac): a file descriptor in an event loop.
 * Both tell of readable bytes as long as there are any, and call onWritable once after each write.
 */
import { theBoard, toInteger } from "./board";
import type { DialectDriver } from "./dialects";
import { bytesOf, callReadable, callWritable, isReference, newBuffer, readFilling } from "./io";
import { type Port, portByDevice, timeReached } from "./ports";
import type { SerialState } from "./state";

/** The drivers' kWriteBufferSize, and what onWritable says. */
const writeBuffer = 1024;

const kernelRoom = ({ txSize, inFlight }: Port) => Math.max(0, txSize - inFlight);

/** What the kernel does not take at once waits in the driver's buffer, and no further write is taken until it is gone. */
function writeAll(serial: SerialState, bytes: Uint8Array): void {
	const { port } = serial;
	if (!bytes.length) return;
	if (bytes.length > writeBuffer || port.inFlight > port.txSize) throw new Error("would overflow");
	port.give(bytes);
	serial.writable = serial.onWritable !== undefined;
}

/** Linux drops what a callback throws, without a word; the launcher is told. */
function* dropping(events: Generator<void>): Generator<void> {
	try {
		yield* events;
	} catch {
		theBoard().trace("serial: the driver of Linux drops what a callback threw\n");
		yield;
	}
}

const base = {
	rxSize: 4096,
	txSize: 4096,

	open(serial: SerialState, options: { device?: unknown; baud?: unknown }) {
		const device = String(options.device);
		serial.baud = toInteger(options.baud);
		const port = portByDevice(device);
		if (!port) throw new Error("can't open serial");
		serial.port = port;
		if (serial.baud <= 0) throw new Error("invalid baud");
	},

	opened(serial: SerialState) {
		serial.writable = serial.onWritable !== undefined;
	},

	/** A program that leaves bytes unread is called again and again; here once a millisecond, so that time can pass. */
	*service(serial: SerialState): Generator<void> {
		const { port } = serial;
		const calls = port.driver === lin ? dropping : (events: Generator<void>) => events;
		if (serial.onReadable && port.available && (port.fresh || timeReached(serial.tick))) {
			port.fresh = false;
			serial.tick = theBoard().now() + 1;
			yield* calls(callReadable(serial, port.available));
		}
		if (port.serial === serial && serial.writable && kernelRoom(port)) {
			serial.writable = false;
			yield* calls(callWritable(serial, writeBuffer));
		}
	},

	deadline({ port, onReadable, tick, writable }: SerialState) {
		const read = onReadable && port.available ? tick : -1;
		const room = writable ? port.timeOf(port.txSize - 1) : -1;
		return read >= 0 && (!writable || read <= room) ? read : room;
	},
};

export const lin: DialectDriver = {
	...base,
	name: "lin",
	formats: ["buffer", "string;ascii"],

	/** read() and read(count) allocate; there is no reading into a buffer: it is taken for a number. */
	read(serial, parameters) {
		const { available } = serial.port;
		if (!available) return undefined;
		const count = parameters.length ? Math.min(toInteger(parameters[0]), available) : available;
		if (count < 0) throw new RangeError("invalid byteLength");
		const buffer = newBuffer(serial, count);
		return serial.format === "buffer" ? buffer : String.fromCharCode(...new Uint8Array(buffer));
	},

	write(serial, parameters) {
		if (!parameters.length) throw new TypeError("no buffer");
		const [data] = parameters;
		if (serial.format !== "buffer") {
			writeAll(
				serial,
				Uint8Array.from(String(data), (it) => it.charCodeAt(0)),
			);
			return;
		}
		if (!(data instanceof ArrayBuffer)) throw new TypeError("this is no ArrayBuffer");
		writeAll(serial, new Uint8Array(data));
	},
};

export const mac: DialectDriver = {
	...base,
	name: "mac",
	formats: ["number", "buffer"],

	read(serial, parameters) {
		const { available } = serial.port;
		if (parameters.length && !isReference(parameters[0]) && serial.format === "buffer" && available) {
			const count = toInteger(parameters[0]);
			if (count <= 0) throw new Error("invalid");
			return newBuffer(serial, Math.min(count, available));
		}
		return readFilling(serial, parameters, false);
	},

	write(serial, parameters) {
		if (!parameters.length) throw new TypeError("no buffer");
		writeAll(serial, serial.format === "number" ? Uint8Array.of(toInteger(parameters[0])) : bytesOf(parameters[0]));
	},
};
