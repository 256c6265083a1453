/** ECMA-419, clause 10.9, to the letter: what a platform would be whose driver follows the standard. */
import { toInteger } from "./board";
import type { DialectDriver } from "./dialects";
import { callReadable, callWritable, readFilling, writeByteOrBuffer } from "./io";
import { type Port, portById, thePorts } from "./ports";
import { pinOf } from "./state";

const room = ({ txSize, inFlight }: Port) => Math.max(0, txSize - inFlight);

export const standard: DialectDriver = {
	name: "standard",
	rxSize: 1024,
	txSize: 1024,
	formats: ["number", "buffer"],

	open(serial, options) {
		serial.receive = pinOf(options, "receive");
		serial.transmit = pinOf(options, "transmit");
		const port = "port" in options ? portById(toInteger(options.port)) : thePorts()[0];
		if (!port) throw new RangeError("invalid port");
		serial.port = port;
		serial.baud = toInteger(options.baud);
		if (serial.baud <= 0) throw new RangeError("invalid baud");
	},

	opened(serial) {
		serial.writable = true;
	},

	read: (serial, parameters) => readFilling(serial, parameters, true),

	write(serial, parameters) {
		writeByteOrBuffer(serial, parameters, room(serial.port), "output full");
		serial.writable = true;
	},

	/** There is room to speak of once half of the buffer is free. */
	*service(serial) {
		const { port } = serial;
		if (port.fresh) {
			port.fresh = false;
			if (port.available) yield* callReadable(serial, port.available);
		}
		if (port.serial === serial && serial.writable && port.inFlight <= port.txSize / 2) {
			serial.writable = false;
			yield* callWritable(serial, room(port));
		}
	},

	deadline({ port, writable, onWritable }) {
		return writable && onWritable ? port.timeOf(Math.floor(port.txSize / 2)) : -1;
	},
};
