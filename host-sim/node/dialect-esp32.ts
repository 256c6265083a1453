/** embedded:io/serial on ESP32 (SDK 8.2.3, modules/io/serial/esp32): straight on the UART's own FIFOs. */
import { toInteger } from "./board";
import type { DialectDriver } from "./dialects";
import { callReadable, callWritable, readFilling, writeByteOrBuffer } from "./io";
import { type Port, portById, timeReached } from "./ports";
import { pinOf, type SerialState } from "./state";

/** Reset value of the UART's threshold: the driver leaves it alone. */
const fifoFull = 96;
/** Byte times of silence. */
const rxTimeout = 4;
/** The driver's kTransmitTreshold. */
const txEmpty = 10;

const room = ({ txSize, inFlight }: Port) => Math.max(0, txSize - inFlight);

function interrupts(serial: SerialState): void {
	const { port } = serial;
	if (serial.txEnabled && port.inFlight < txEmpty) {
		serial.writable = true;
		serial.txEnabled = false;
	}
	const full = port.available >= Math.min(port.rxSize, fifoFull);
	if (serial.rxEnabled && (full || (port.fresh && timeReached(port.arrival + rxTimeout * port.byteTime)))) {
		port.fresh = false;
		serial.readable = true;
		serial.rxEnabled = false;
	}
}

/** The driver never installs ESP-IDF's, so it cannot tell that a port is in use: only the pins say so. */
export const esp32: DialectDriver = {
	name: "esp32",
	rxSize: 128,
	txSize: 128,
	formats: ["number", "buffer"],

	open(serial, options) {
		serial.transmit = pinOf(options, "transmit");
		serial.receive = pinOf(options, "receive");
		if (serial.transmit < 0 && serial.receive < 0) throw new Error("invalid");
		let id = 0;
		if ("port" in options) {
			id = toInteger(options.port);
			if (id < 0 || id > 2) throw new RangeError("invalid port");
		}
		serial.baud = toInteger(options.baud);
		if (serial.baud <= 0 || serial.baud > 20000000) throw new RangeError("invalid baud");
		const port = portById(id);
		if (!port) throw new Error("uart failed");
		serial.port = port;
	},

	opened(serial) {
		serial.rxEnabled = serial.receive >= 0 && serial.onReadable !== undefined;
		serial.txEnabled = serial.transmit >= 0 && serial.onWritable !== undefined;
	},

	/** read(count) with more than there is returns that many bytes: the FIFO gives whatever it gives. */
	read(serial, parameters) {
		const { available } = serial.port;
		const result = readFilling(serial, parameters, false);
		if (available && serial.onReadable) serial.rxEnabled = true;
		return result;
	},

	write(serial, parameters) {
		writeByteOrBuffer(serial, parameters, room(serial.port), "output full");
		if (serial.onWritable) serial.txEnabled = true;
	},

	*service(serial) {
		const { port } = serial;
		interrupts(serial);
		if (serial.readable) {
			serial.readable = false;
			if (port.available) yield* callReadable(serial, port.available);
			if (port.serial !== serial) return;
			// enabling clears what was raised before: what is left unread is told of with the next byte, or once it is much
			serial.rxEnabled = true;
		}
		if (serial.writable) {
			serial.writable = false;
			if (room(port)) yield* callWritable(serial, room(port));
		}
	},

	deadline({ port, rxEnabled, txEnabled }) {
		const silent = rxEnabled && port.fresh ? port.arrival + rxTimeout * port.byteTime : -1;
		const empty = txEnabled ? port.timeOf(txEmpty - 1) : -1;
		return silent >= 0 && (!txEnabled || silent <= empty) ? silent : empty;
	},
};
