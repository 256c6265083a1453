/** A port opened the way the board's dialect wants it, for tests of the dialects. */
import Serial from "embedded:io/serial";
import config from "mc/config";
import type { Test } from "testing/behaviour";

interface Callbacks {
	onReadable?: (this: Serial, count: number) => void;
	onWritable?: (this: Serial, count: number) => void;
	format?: string;
	baud?: number;
	target?: unknown;
}

export const dialect: string = config.dialect;

/** What says which port is meant, for a board of this dialect whose only UART is number 0. */
export const where: Record<string, unknown> =
	dialect === "lin" || dialect === "mac" ? { device: "/dev/uart0" } : { transmit: 0, receive: 1, port: 0 };

export const open = (options: Callbacks): Serial =>
	new Serial({ ...where, baud: 100_000, ...options } as unknown as ConstructorParameters<typeof Serial>[0]);

/** Everything there is, by the one form of read() that all dialects have. */
export function readAll(serial: Serial): number[] {
	const buffer = serial.read() as ArrayBuffer;
	return Array.from(new Uint8Array(buffer));
}

/** Writes in the one form that all dialects take. */
export const write = (serial: Serial, bytes: number[]): void => serial.write(Uint8Array.from(bytes).buffer);

export const send = (t: Test, ...bytes: number[]): Promise<void> => t.world("send", bytes);
export const written = (t: Test): Promise<number[]> => t.world("written");
