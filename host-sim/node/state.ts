/** What a driver knows of an open port. */
import type { Port } from "./ports";

export type Callback = ((this: object, count: number) => void) | undefined;

export interface SerialOptions {
	transmit?: unknown;
	receive?: unknown;
	port?: unknown;
	baud?: unknown;
	device?: unknown;
	format?: unknown;
	target?: unknown;
	onReadable?: unknown;
	onWritable?: unknown;
}

/** An open port, as its driver sees it. */
export class SerialState {
	/** The program's object. */
	readonly self: object;
	port!: Port;
	onReadable: Callback;
	onWritable: Callback;
	format = "buffer";
	baud = 0;
	/** Pins, or -1. */
	transmit = -1;
	receive = -1;
	/** Events on their way to the program. */
	readable = false;
	writable = false;
	/** Interrupts. */
	rxEnabled = false;
	txEnabled = false;
	/** pico: a message is out; its count of its own uses, 8 bits wide; and what comes of it. */
	posted = false;
	uses = 1;
	dead = false;
	/** pico, lin, mac: when to look again. */
	tick = 0;

	constructor(self: object) {
		this.self = self;
	}
}

const pinsInUse = new Set<number>();

/** A pin of the options, or -1 without. @throws Error when it is in use */
export function pinOf(options: SerialOptions, name: "transmit" | "receive"): number {
	if (!(name in options)) return -1;
	if (options[name] === undefined) throw new Error("invalid");
	const pin = Number(options[name]) | 0;
	if (pin < 0 || pin > 63 || pinsInUse.has(pin)) throw new Error("in use");
	return pin;
}

export function usePins(...pins: number[]): void {
	for (const pin of pins) if (pin >= 0) pinsInUse.add(pin);
}

export function freePins(...pins: number[]): void {
	for (const pin of pins) pinsInUse.delete(pin);
}
