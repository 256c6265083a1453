/** UARTs: their receive FIFOs, their lines, and how long bytes take (the twin of the engine's `port.c`). */
import type { PortReport } from "../launch";
import { type BoardPort, theBoard } from "./board";
import { type DialectDriver, driverOf } from "./dialects";
import type { SerialState } from "./state";

const slack = 1e-6;

export const timeReached = (time: number): boolean => theBoard().now() >= time - slack;

export class Port {
	readonly id: number;
	readonly device: string;
	readonly driver: DialectDriver;
	readonly rxSize: number;
	readonly txSize: number;
	readonly #hold: boolean;
	readonly #paced: boolean;
	readonly #rx: Uint8Array;
	#head = 0;
	#count = 0;
	#held: number[] = [];
	#txClear = 0;
	serial: SerialState | undefined;
	taken = false;
	byteTime = 0;
	/** When the last byte came, and whether an event has told of it. */
	arrival = 0;
	fresh = false;
	readonly report: PortReport = { received: 0, dropped: 0, unheard: 0, sent: 0, waiting: 0 };

	constructor({ id, device, dialect, rx, tx, hold, paced }: BoardPort) {
		this.id = id;
		this.device = device;
		this.driver = driverOf(dialect);
		this.rxSize = rx || this.driver.rxSize;
		this.txSize = tx || this.driver.txSize;
		this.#hold = hold;
		this.#paced = paced;
		this.#rx = new Uint8Array(this.rxSize);
	}

	/** Bytes received that the program has not read. */
	get available(): number {
		return this.#count;
	}

	/** Of these and those that wait on the line. */
	get waiting(): number {
		return this.#count + this.#held.length;
	}

	open(serial: SerialState): void {
		this.serial = serial;
		this.taken = true;
		this.flushInput();
		this.#head = 0;
		this.byteTime = this.#paced ? 10000 / serial.baud : 0; // 8N1: ten bits a byte
		this.#txClear = theBoard().now();
		theBoard().opened(this.id, serial.baud);
	}

	close(): void {
		this.serial = undefined;
		theBoard().closed(this.id);
	}

	/** The newest bytes are lost when the FIFO is full, as a UART loses them. */
	arrived(bytes: Uint8Array): void {
		if (!this.serial) {
			this.report.unheard += bytes.length;
			return;
		}
		this.report.received += bytes.length;
		let at = 0;
		while (!this.#held.length && at < bytes.length && this.#count < this.rxSize) this.#store(bytes[at++]);
		if (at === bytes.length) return;
		if (this.#hold) for (; at < bytes.length; at++) this.#held.push(bytes[at]);
		else this.report.dropped += bytes.length - at;
	}

	#store(byte: number): void {
		this.#rx[(this.#head + this.#count++) % this.rxSize] = byte;
		this.fresh = true;
		this.arrival = theBoard().now();
	}

	/** Out of the receive FIFO, at most `count`. @returns how many */
	take(into: Uint8Array, count: number): number {
		const taken = Math.min(count, this.#count);
		for (let i = 0; i < taken; i++) {
			into[i] = this.#rx[this.#head];
			this.#head = (this.#head + 1) % this.rxSize;
		}
		this.#count -= taken;
		let refilled = 0;
		while (refilled < this.#held.length && this.#count < this.rxSize) this.#store(this.#held[refilled++]);
		if (refilled) this.#held.splice(0, refilled);
		return taken;
	}

	flushInput(): void {
		this.#count = 0;
		this.#held = [];
		this.fresh = false;
	}

	/** To the line. */
	give(bytes: Uint8Array): void {
		if (!bytes.length) return;
		theBoard().send(this.id, bytes);
		this.report.sent += bytes.length;
		this.#txClear = Math.max(this.#txClear, theBoard().now()) + bytes.length * this.byteTime;
	}

	/** Bytes written that have not left yet. */
	get inFlight(): number {
		const left = this.#txClear - theBoard().now();
		return left <= slack || this.byteTime === 0 ? 0 : Math.ceil(left / this.byteTime - slack);
	}

	/** When no more than so many will be in flight. */
	timeOf(inFlight: number): number {
		return this.#txClear - inFlight * this.byteTime;
	}
}

let ports: Port[] | undefined;

export function thePorts(): Port[] {
	ports ??= theBoard().ports.map((it) => new Port(it));
	return ports;
}

export const portById = (id: number): Port | undefined => thePorts().find((it) => it.id === id);
export const portByDevice = (device: string): Port | undefined => thePorts().find((it) => it.device === device);

export function bytesArrived(id: number, bytes: Uint8Array): void {
	portById(id)?.arrived(bytes);
}

export function portReport(id: number): PortReport {
	const port = portById(id);
	if (!port) return { received: 0, dropped: 0, unheard: 0, sent: 0, waiting: 0 };
	return { ...port.report, waiting: port.waiting };
}

/** The events of all ports; yields after each callback. */
export function* serialService(): Generator<void> {
	for (const port of thePorts()) {
		if (port.serial) yield* port.driver.service(port.serial);
	}
}

export function serialDeadline(): number {
	let next = -1;
	for (const port of thePorts()) {
		const when = port.serial ? port.driver.deadline(port.serial) : -1;
		if (when >= 0 && (next < 0 || when < next)) next = when;
	}
	return next;
}
