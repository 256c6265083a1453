import type { Direction, UartDevice } from "../module/uart";
import type { Clock } from "../world/clock";
import type { SerialEnd } from "../world/wire";
import type { Filter } from "./filters";

/** A row of filters: what one lets through, the next gets. */
class Chain {
	readonly #filters: Filter[] = [];

	add(filter: Filter): void {
		this.#filters.push(filter);
	}

	/** Takes it out as soon as it holds nothing back any more. */
	remove(filter: Filter): void {
		filter.end(() => {
			const index = this.#filters.indexOf(filter);
			if (index >= 0) this.#filters.splice(index, 1);
		});
	}

	pass(bytes: Uint8Array, last: (bytes: Uint8Array) => void): void {
		this.#from(0, bytes, last);
	}

	#from(index: number, bytes: Uint8Array, last: (bytes: Uint8Array) => void): void {
		if (!bytes.length) return;
		const filter = this.#filters[index];
		if (!filter) return last(bytes);
		filter.take(bytes, (passed) => {
			// others may have been taken out while it held them
			const now = this.#filters.indexOf(filter);
			this.#from(now < 0 ? index : now + 1, passed, last);
		});
	}
}

/** Where on its way something can happen to a byte. */
export type Place = "prints" | Direction | "toHostPort" | "fromHostPort";

/**
 * The way between module and host with places where things can go wrong: the module's prints as it makes them, the line
 * in each direction, and the host's own port, which nobody serves while the host is busy.
 *
 *     const wire = new FaultyWire(module, clock);
 *     const uart = new Uart({ clock, module: wire.device, baud });
 *     const end = wire.host(uart.dte); // the firmware's port
 */
export class FaultyWire {
	readonly clock: Clock;
	/** What the UART takes for the module. */
	readonly device: UartDevice;
	/** Commands that were begun: called with each line feed that reaches the module, before it does. */
	onLine: (() => void) | undefined;
	/** Called with every piece that arrives at either end, after all that happened to it. */
	onPiece: ((direction: Direction, bytes: Uint8Array) => void) | undefined;
	readonly #chains: Record<Place, Chain> = {
		prints: new Chain(),
		toModule: new Chain(),
		toHost: new Chain(),
		toHostPort: new Chain(),
		fromHostPort: new Chain(),
	};
	#print: (bytes: Uint8Array) => void = () => {};

	constructor(module: UartDevice, clock: Clock) {
		this.clock = clock;
		const wire = this;
		let onTransmit: ((bytes: Uint8Array) => void) | undefined;
		this.#print = (bytes) => onTransmit?.(bytes);
		module.onTransmit = (bytes) => this.#chains.prints.pass(new Uint8Array(bytes), this.#print);
		this.device = {
			get baud() {
				return module.baud;
			},
			get onTransmit() {
				return onTransmit;
			},
			set onTransmit(callback) {
				onTransmit = callback;
			},
			receive(bytes) {
				wire.#chains.toModule.pass(bytes, (arrived) => {
					wire.onPiece?.("toModule", arrived);
					if (arrived.includes(LF)) wire.onLine?.();
					module.receive(arrived);
				});
			},
		};
	}

	/** The host's end of the line, with everything that can happen on the way to it. */
	host(inner: SerialEnd): SerialEnd {
		const outer: SerialEnd = {
			send: (bytes) => this.#chains.fromHostPort.pass(new Uint8Array(bytes), (sent) => inner.send(sent)),
			onReceive: undefined,
		};
		inner.onReceive = (bytes) =>
			this.#chains.toHost.pass(bytes, (arrived) =>
				this.#chains.toHostPort.pass(arrived, (served) => {
					this.onPiece?.("toHost", served);
					outer.onReceive?.(served);
				}),
			);
		return outer;
	}

	/** Puts a filter at a place. @returns takes it out again */
	put(place: Place, filter: Filter): () => void {
		const chain = this.#chains[place];
		chain.add(filter);
		return () => chain.remove(filter);
	}

	/** Sends the host bytes that the module did not print. */
	forge(bytes: Uint8Array): void {
		this.#print(bytes);
	}
}

const LF = 0x0a;
