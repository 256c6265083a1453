import type { Cancel, Clock } from "../world/clock";
import type { SerialEnd } from "../world/wire";

export type Direction = "toModule" | "toHost";

/** The module's side of the line. */
export interface UartDevice {
	/** Bits a second. */
	readonly baud: number;
	receive(bytes: Uint8Array): void;
	onTransmit: ((bytes: Uint8Array) => void) | undefined;
}

export interface UartOptions {
	clock: Clock;
	module: UartDevice;
	/** The host's bits a second; 0 or undefined: bytes take no time. They arrive later all the same, never from in `send`. */
	baud?: number;
	/** The most bytes that arrive as one piece, from 1; 32 unless told, everything at once without a baud rate. */
	chunk?: number;
	/** Changes what arrives: drops, adds, flips. Each piece passes once. */
	fault?: (direction: Direction, bytes: Uint8Array) => Uint8Array;
	/** A number in [0, 1), for what arrives when the speeds differ. */
	random?: () => number;
}

/** Start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10;

/** The serial line between host (DTE) and module (DCE): 8N1, no flow control, both ways at once. */
export class Uart {
	readonly #clock: Clock;
	readonly #module: UartDevice;
	readonly #random: () => number;
	readonly #lines: Record<Direction, Line>;
	/** The host's bits a second; 0: bytes take no time. */
	baud: number;
	/** Changes what arrives; may be set at any time. */
	fault: ((direction: Direction, bytes: Uint8Array) => Uint8Array) | undefined;
	/** The host's end. */
	readonly dte: SerialEnd;
	/** Bytes that arrived, by direction. */
	readonly counts: Record<Direction, number> = { toModule: 0, toHost: 0 };

	constructor({ clock, module, baud = 0, chunk, fault, random = Math.random }: UartOptions) {
		this.#clock = clock;
		this.#module = module;
		this.#random = random;
		this.baud = baud;
		this.fault = fault;
		const piece = Math.max(1, chunk ?? (baud ? 32 : Number.POSITIVE_INFINITY));
		const dte: SerialEnd = {
			send: (bytes) => this.#lines.toModule.send(bytes),
			onReceive: undefined,
		};
		this.dte = dte;
		this.#lines = {
			toModule: this.#line("toModule", piece, (bytes) => module.receive(bytes)),
			toHost: this.#line("toHost", piece, (bytes) => dte.onReceive?.(bytes)),
		};
		module.onTransmit = (bytes) => this.#lines.toHost.send(bytes);
	}

	/** Whether bytes are on their way. */
	get busy(): boolean {
		return this.#lines.toModule.busy || this.#lines.toHost.busy;
	}

	/** Forgets what is on its way. */
	close(): void {
		this.#lines.toModule.close();
		this.#lines.toHost.close();
		this.#module.onTransmit = undefined;
	}

	#line(direction: Direction, piece: number, deliver: (bytes: Uint8Array) => void): Line {
		return new Line(this.#clock, piece, {
			// the sender's clock sets the pace
			byteTime: () => this.#byteTime(direction === "toModule" ? this.baud : this.#module.baud),
			deliver: (bytes) => {
				let arrived = this.#mismatched() ? bytes.map(() => Math.floor(this.#random() * 256)) : bytes;
				arrived = this.fault ? this.fault(direction, arrived) : arrived;
				this.counts[direction] += arrived.length;
				if (arrived.length) deliver(arrived);
			},
		});
	}

	#byteTime(baud: number): number {
		return this.baud ? (BITS_PER_BYTE * 1000) / baud : 0;
	}

	/** More than 3 % apart, and a byte is not read as it was sent. */
	#mismatched(): boolean {
		return this.baud !== 0 && Math.abs(this.baud / this.#module.baud - 1) > 0.03;
	}
}

/** One direction: bytes in order, at the speed of the sender. */
class Line {
	readonly #clock: Clock;
	readonly #piece: number;
	readonly #ends: { byteTime(): number; deliver(bytes: Uint8Array): void };
	#waiting: Uint8Array[] = [];
	#timer: Cancel | undefined;

	constructor(clock: Clock, piece: number, ends: { byteTime(): number; deliver(bytes: Uint8Array): void }) {
		this.#clock = clock;
		this.#piece = piece;
		this.#ends = ends;
	}

	get busy(): boolean {
		return this.#timer !== undefined;
	}

	send(bytes: Uint8Array): void {
		if (!bytes.length) return;
		this.#waiting.push(new Uint8Array(bytes));
		if (!this.#timer) this.#next();
	}

	close(): void {
		this.#timer?.();
		this.#timer = undefined;
		this.#waiting = [];
	}

	#next(): void {
		if (!this.#waiting.length) return;
		const byteTime = this.#ends.byteTime();
		// what takes time is cut when it is sent, what takes none when it arrives: more may have come by then
		const sent = byteTime ? this.#take() : undefined;
		this.#timer = this.#clock.after((sent?.length ?? 0) * byteTime, () => {
			this.#timer = undefined;
			const bytes = sent ?? this.#take();
			this.#next();
			this.#ends.deliver(bytes);
		});
	}

	#take(): Uint8Array {
		let first = this.#waiting.shift()!;
		while (first.length < this.#piece && this.#waiting.length) {
			const second = this.#waiting.shift()!;
			const joined = new Uint8Array(first.length + second.length);
			joined.set(first);
			joined.set(second, first.length);
			first = joined;
		}
		if (first.length > this.#piece) {
			this.#waiting.unshift(first.subarray(this.#piece));
			first = first.subarray(0, this.#piece);
		}
		return first;
	}
}
