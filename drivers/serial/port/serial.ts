// embedded:io/serial (ECMA-419 10.9) on the RP2040 and the ESP32, in place of the SDK's: bytes wait in rings whose sizes are
// the manifest's, and what found no room is counted.

/** A view of bytes, or their buffer. */
type Bytes = ArrayBuffer | ArrayBufferView;

export interface SerialOptions {
	/**
	 * Pins; `transmit` or `receive` is required. On the RP2040 as the chip assigns them to its two UARTs, all of one UART; on the
	 * ESP32 any that can do it.
	 */
	transmit?: number;
	receive?: number;
	clearToSend?: number;
	requestToSend?: number;
	/** On the RP2040 0 or 1: when given it must be the UART of the pins. On the ESP32 0 to 2, 1 if left out; 0 is the console's. */
	port?: number;
	/**
	 * Bits per second, from 1; 8N1. On the RP2040 to a sixteenth of the peripherals' clock (7,812,500 at 125 MHz), on the ESP32 to
	 * 5,000,000.
	 */
	baud: number;
	/** "hardware": the UART stops sending while `clearToSend` is high, and raises `requestToSend` while the ring is full. */
	flowControl?: "hardware" | "none";
	/** "buffer" if left out. */
	format?: "buffer" | "number";
	target?: unknown;
	/** New bytes have come: so many wait. One call, however many came meanwhile. */
	onReadable?: (this: Serial, count: number) => void;
	/** So many may be written: at first, when all has been sent, and when half of the ring has become free. */
	onWritable?: (this: Serial, count: number) => void;
}

/**
 * A UART. After construction nothing is allocated but what `read` without a buffer returns.
 * Every method but `close` throws once the port is closed.
 */
export default class Serial extends Native("xs_serialport_destructor") {
	/**
	 * @throws TypeError, RangeError, Error for options missing or wrong, pins or port in use; nothing stays taken then
	 */
	constructor(options: SerialOptions) {
		super();
		native("xs_serialport_constructor").call(this, options);
	}

	/** Gives port and pins back; what was not sent yet is lost. May be called again, and from a callback. */
	close(): void {
		native("xs_serialport_close").call(this);
	}

	/**
	 * What waits: one byte in "number"; in "buffer" the count of bytes put into the given buffer, or a new ArrayBuffer of at most
	 * `byteLength` bytes, or of all that wait. Undefined when nothing does.
	 */
	read(to?: number | Bytes): number | ArrayBuffer | undefined {
		return native("xs_serialport_read").call(this, to) as number | ArrayBuffer | undefined;
	}

	/** Takes all of it, or throws and takes nothing. */
	write(data: number | Bytes): void {
		native("xs_serialport_write").call(this, data);
	}

	/** Forgets what was received, what was not yet sent, or both. @throws Error when given one argument */
	flush(input?: boolean, output?: boolean): void {
		native("xs_serialport_flush").call(this, input, output);
	}

	/** @throws Error for a pin that the port has not, or that the hardware drives */
	set(options: { requestToSend?: boolean; break?: boolean }): void {
		native("xs_serialport_set").call(this, options);
	}

	/** `clearToSend` as it is on the pin; `dataSetReady` is always false. */
	get(options?: object): { clearToSend: boolean; dataSetReady: boolean } {
		return native("xs_serialport_get").call(this, options) as { clearToSend: boolean; dataSetReady: boolean };
	}

	get format(): "buffer" | "number" {
		return native("xs_serialport_get_format").call(this) as "buffer" | "number";
	}

	set format(value: "buffer" | "number") {
		native("xs_serialport_set_format").call(this, value);
	}

	/** Bytes lost because the ring or the hardware's FIFO was full; where the hardware lost several in a row they count as one. */
	get overruns(): number {
		return native("xs_serialport_get_overruns").call(this) as number;
	}
}
