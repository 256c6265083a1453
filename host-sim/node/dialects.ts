/** The drivers by name. */
import type { Dialect } from "../launch";
import { esp32 } from "./dialect-esp32";
import { pico } from "./dialect-pico";
import { lin, mac } from "./dialect-posix";
import { standard } from "./dialect-standard";
import type { SerialOptions, SerialState } from "./state";

export interface DialectDriver {
	readonly name: Dialect;
	readonly rxSize: number;
	readonly txSize: number;
	readonly formats: readonly string[];
	/** Finds the port and checks what this platform checks. Sets `port`, `baud` and the pins. */
	open(serial: SerialState, options: SerialOptions): void;
	opened(serial: SerialState): void;
	read(serial: SerialState, parameters: unknown[]): unknown;
	write(serial: SerialState, parameters: unknown[]): void;
	/** Default: gives the port back. */
	closed?(serial: SerialState): void;
	/** Calls what is due; yields after each callback. */
	service(serial: SerialState): Generator<void>;
	/** When to be called again, or -1. */
	deadline(serial: SerialState): number;
}

const drivers: readonly DialectDriver[] = [standard, esp32, pico, lin, mac];

export function driverOf(name: Dialect): DialectDriver {
	const driver = drivers.find((it) => it.name === name);
	if (!driver) throw new Error(`no such dialect: ${name}`);
	return driver;
}
