/** Sends back what comes: the smallest program with a serial port. Answers messages with what it has counted. */
import Serial from "embedded:io/serial";
import { onMessage, post } from "host/channel";
import config from "mc/config";

const buffer = new Uint8Array(128);
let count = 0;

const serial = new Serial({
	receive: 1,
	transmit: 2,
	port: config.port ?? 0,
	baud: 230400,
	onReadable() {
		const read = serial.read(buffer) as number | undefined;
		if (read === undefined) return;
		count += read;
		if (read === buffer.length) serial.write(buffer);
		else serial.write(buffer.slice(0, read));
	},
});

onMessage(() => post(String(count)));
trace("echo is ready\n");
