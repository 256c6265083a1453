/**
 * What is used of `embedded:io/serial` (ECMA-419 10.9), in whatever dialect of it the platform has. Options beyond
 * these (pins, port, device) are the program's and go through unseen.
 */
export interface SerialPort {
	read(to?: number | Uint8Array): unknown;
	write(data: Uint8Array | ArrayBuffer): void;
	close(): void;
	/** Bytes the port itself had to drop, where it counts them. */
	readonly overruns?: number;
}

/** The options that the driver gives to the port's constructor, beside the program's own. */
export interface SerialOptions {
	baud: number;
	format: "buffer";
	onReadable(count: number): void;
	onWritable?(count: number): void;
}

/** The program's options for the port: `io` names the class. */
export interface SerialConfiguration {
	/**
	 * The port's class, as from `embedded:io/serial`. What options it wants is between it and the program: platforms' typings
	 * demand what others do not have.
	 */
	io: new (
		options: never,
	) => SerialPort;
	/** Bits per second. */
	baud: number;
	/** How the platform's class differs from the standard; "standard" if left out. */
	dialect?: Dialect;
	/** Bytes that the port surely holds while the program is busy; 128 if left out (SDK on ESP32 and RP2040). */
	capacity?: number;
	[option: string]: unknown;
}

/** The port's class as the driver uses it. */
export type SerialClass = new (options: SerialOptions & Record<string, unknown>) => SerialPort;

/** The SDK's classes differ by platform (8.2.3). */
export type Dialect = "standard" | "esp32" | "pico" | "lin" | "mac";

/** What differs. */
export interface DialectTraits {
	/**
	 * - `fill`: `read(buffer)` fills as far as possible and returns the count
	 * - `exact`: `read(buffer)` throws if the buffer is longer than what is there
	 * - `allocate`: `read()` takes no buffer and makes one
	 */
	readonly read: "fill" | "exact" | "allocate";
	/** Whether `write` takes a view, or an ArrayBuffer only. */
	readonly writesViews: boolean;
	/** Whether `onWritable` can be given; where not, sending is paced by the clock. */
	readonly tellsWritable: boolean;
	/** Whether a port that was closed can be opened again, at another speed. */
	readonly reopens: boolean;
}

export const dialects: { readonly [name in Dialect]: DialectTraits } = Object.freeze({
	standard: Object.freeze({ read: "fill", writesViews: true, tellsWritable: true, reopens: true }),
	esp32: Object.freeze({ read: "fill", writesViews: true, tellsWritable: true, reopens: true }),
	// with onWritable the SDK's driver miscounts its uses and dies after some hundred events; what it closes stays taken
	pico: Object.freeze({ read: "exact", writesViews: true, tellsWritable: false, reopens: false }),
	lin: Object.freeze({ read: "allocate", writesViews: false, tellsWritable: true, reopens: true }),
	mac: Object.freeze({ read: "fill", writesViews: false, tellsWritable: true, reopens: true }),
} as const);
