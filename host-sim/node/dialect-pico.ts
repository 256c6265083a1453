/**
 * embedded:io/serial on RP2040 (SDK 8.2.3, modules/io/serial/pico): FIFOs of its own between the UART and the program.
 * Its count of uses goes wrong when onWritable is given: each interrupt that raises two events counts twice but is
 * counted back once, so the 8-bit count wraps, and one day it reads "nobody uses this". Then nothing is delivered any
 * more. Closing never gives the port back.
 */
import { theBoard, toInteger } from "./board";
import type { DialectDriver } from "./dialects";
import { bytesOf, callReadable, callWritable, isReference, newBuffer, takeByte, writeByteOrBuffer } from "./io";
import { type Port, portById, timeReached } from "./ports";
import { pinOf, type SerialState } from "./state";

const uartFifo = 32;
/** The UART asks for more when its own FIFO is down to an eighth; it tells of an eighth, or of 32 bit times of silence. */
const txLevel = 4;
const rxLevel = 4;
const rxTimeout = 3.2;

const uarts = [0, -1, 1, -1, 1, -1, 0, -1, 0, -1, 1, -1, 1, -1, 0];

/** Pins go in pairs, transmit on the even one. */
function uartForPin(transmit: number, receive: number): number {
	const pin = transmit >= 0 ? transmit : receive;
	if (pin >= 30 || pin % 2 !== (transmit < 0 ? 1 : 0)) return -1;
	return uarts[pin >> 1];
}

const inUse: (SerialState | undefined)[] = [undefined, undefined];

/** What the software's transmit FIFO holds: all that is in flight, but for what the UART's own FIFO has taken. */
const queued = ({ inFlight }: Port) => Math.max(0, inFlight - uartFifo);
const room = (port: Port) => Math.max(0, port.txSize - queued(port));

/**
 * The driver's interrupt handler, which its read() and write() call as well. `post` is kept from the first UART to the
 * second: one's event counts for the other.
 */
function interrupt(): void {
	let post = false;
	for (const serial of inUse) {
		if (!serial) continue;
		const { port } = serial;
		serial.txEnabled = false;
		if (room(port) && serial.onWritable) {
			post ||= !serial.writable;
			serial.writable = true;
		}
		if (queued(port)) {
			serial.txEnabled = true;
			serial.tick = theBoard().now() + (uartFifo - txLevel) * port.byteTime;
		}
		if (port.available >= port.rxSize) serial.rxEnabled = false;
		else if (serial.onReadable) {
			post ||= !serial.readable;
			serial.readable = true;
		}
		if (post) {
			serial.uses = (serial.uses + 1) & 255;
			serial.posted = true;
		}
	}
}

function receiveDue({ port, rxEnabled }: SerialState): number {
	if (!rxEnabled || !port.fresh) return -1;
	return port.available >= rxLevel ? port.arrival : port.arrival + rxTimeout * port.byteTime;
}

function read(serial: SerialState, parameters: unknown[]): unknown {
	const { port } = serial;
	if (serial.format === "number") {
		if (!port.available) throw new Error("no data");
		return takeByte(serial);
	}
	const [target] = parameters;
	const bytes = isReference(target) ? bytesOf(target) : undefined;
	const asked = bytes?.length ?? (parameters.length ? toInteger(target) : port.available);
	if (asked <= 0 || asked > port.available) throw new Error("invalid");
	if (!bytes) return newBuffer(serial, asked);
	port.take(bytes, asked);
	return target;
}

export const pico: DialectDriver = {
	name: "pico",
	rxSize: 128,
	txSize: 128,
	formats: ["number", "buffer"],

	open(serial, options) {
		serial.transmit = pinOf(options, "transmit");
		serial.receive = pinOf(options, "receive");
		if (serial.transmit < 0 && serial.receive < 0) throw new Error("invalid");
		serial.baud = toInteger(options.baud);
		if (serial.baud <= 0 || serial.baud > 20000000) throw new RangeError("invalid baud");
		const port = portById(uartForPin(serial.transmit, serial.receive));
		if (!port) throw new Error("invalid");
		serial.port = port;
	},

	opened(serial) {
		inUse[serial.port.id] = serial;
		serial.rxEnabled = serial.onReadable !== undefined;
		serial.txEnabled = serial.onWritable !== undefined;
		interrupt();
	},

	/** No events any more; the port stays taken. */
	closed(serial) {
		inUse[serial.port.id] = undefined;
	},

	read(serial, parameters) {
		const result = read(serial, parameters);
		serial.rxEnabled = serial.onReadable !== undefined;
		interrupt();
		return result;
	},

	write(serial, parameters) {
		writeByteOrBuffer(serial, parameters, room(serial.port), "output full");
		serial.txEnabled = serial.onWritable !== undefined;
		interrupt();
	},

	*service(serial) {
		const { port } = serial;
		const due = receiveDue(serial);
		if ((due >= 0 && timeReached(due)) || (serial.txEnabled && timeReached(serial.tick))) {
			port.fresh = false;
			interrupt();
		}
		if (!serial.posted || serial.dead) return;
		serial.uses = (serial.uses - 1) & 255;
		if (serial.uses === 0) {
			serial.dead = true; // the driver has freed its record; its message never goes out again
			return;
		}
		serial.posted = false;
		if (serial.readable && serial.onReadable) {
			serial.readable = false;
			if (port.available) yield* callReadable(serial, port.available);
			if (port.serial !== serial) return;
		}
		if (serial.writable && serial.onWritable) {
			serial.writable = false;
			if (room(port)) yield* callWritable(serial, room(port));
			if (port.serial !== serial) return;
		}
		if (serial.posted) yield; // there is more to do, after what others have to
	},

	deadline(serial) {
		if (serial.dead) return -1;
		const receive = receiveDue(serial);
		if (serial.txEnabled && (receive < 0 || serial.tick < receive)) return serial.tick;
		return receive;
	},
};
