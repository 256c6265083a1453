import type { Cancel, Clock } from "../world/clock";
import type { Capabilities } from "./capabilities";
import type { Fifo } from "./fifo";

const PLUS = 0x2b;

/** Data that the DTE was asked for. */
export interface BinaryRequest {
	/** Bytes to come; 0: until `+++`. */
	length: number;
	/** Takes a piece: all of it when the length is known. */
	take(bytes: Uint8Array): void;
	/** Nothing more comes; the result code, undefined when there is no result. */
	end(): number | undefined;
	/** Whether the bytes do not pass the buffer of binary writes, with its limit and its bug. */
	plain?: boolean;
}

interface Owner {
	wake(): void;
	crash(): void;
	end(code: number | undefined): void;
}

/** Binary mode: the DTE's bytes are data until the length, or the escape sequence, is complete (7.8.2). */
export class BinaryInput {
	readonly #clock: Clock;
	readonly #capabilities: Capabilities["sockets"];
	readonly #ticking: boolean;
	readonly #request: BinaryRequest | undefined;
	readonly #owner: Owner | undefined;
	#gathered: number[] = [];
	#pluses = 0;
	#lastPlus = 0;
	#timer: Cancel | undefined;
	/** Nothing but a reset ends it any more. */
	stuck = false;

	/** Without a request it takes nothing: the module is the one that sends. */
	constructor(clock: Clock, capabilities: Capabilities, request: BinaryRequest | undefined, owner: Owner | undefined) {
		this.#clock = clock;
		this.#capabilities = capabilities.sockets;
		this.#ticking = capabilities.tick > 0;
		this.#request = request;
		this.#owner = owner;
	}

	/** Whether time alone may bring it on. */
	get waiting(): boolean {
		return this.#ticking && this.#pluses > 0;
	}

	cancel(): void {
		this.#timer?.();
	}

	/** Takes what is there. */
	feed(fifo: Fifo): void {
		if (this.stuck) return;
		// while the module sends, what the DTE sends is eaten
		if (!this.#request || !this.#owner) return fifo.clear();
		if (this.#request.length) this.#feedLength(fifo, this.#request, this.#owner);
		else this.#feedEscape(fifo, this.#request, this.#owner);
	}

	#feedLength(fifo: Fifo, request: BinaryRequest, owner: Owner): void {
		const missing = request.length - this.#gathered.length;
		// the firmware asks for the whole length again, whatever it has: what came in pieces with bytes behind is too much
		const wanted = this.#capabilities.binaryNeverEnds && !request.plain ? request.length : missing;
		for (const byte of fifo.take(wanted)) this.#gathered.push(byte);
		if (this.#gathered.length > this.#capabilities.binaryBuffer && !request.plain) return owner.crash();
		if (this.#gathered.length < request.length) return;
		if (this.#gathered.length > request.length) {
			this.stuck = true;
			return;
		}
		request.take(Uint8Array.from(this.#gathered));
		owner.end(request.end());
	}

	#feedEscape(fifo: Fifo, request: BinaryRequest, owner: Owner): void {
		const guard = this.#capabilities.escapeGuard;
		for (let byte = fifo.shift(); byte !== undefined; byte = fifo.shift()) {
			if (byte === PLUS && this.#pluses < 3) {
				this.#pluses++;
				this.#lastPlus = this.#clock.now();
				if (this.#pluses === 3 && !guard) return this.#escaped(request, owner);
			} else {
				this.#giveBackPluses();
				if (byte === PLUS) {
					this.#pluses = 1;
					this.#lastPlus = this.#clock.now();
				} else this.#gathered.push(byte);
			}
			if (this.#gathered.length >= this.#capabilities.escapePiece) this.#flush(request);
		}
		if (guard) this.#watch(guard, request, owner);
		if (guard) this.#flush(request);
	}

	/** With a guard time: too slow a sequence is data, silence after a complete one ends it. */
	#watch(guard: { between: number; after: number }, request: BinaryRequest, owner: Owner): void {
		const silence = this.#clock.now() - this.#lastPlus;
		if (this.#pluses === 3 && silence > guard.after) return this.#escaped(request, owner);
		if (this.#pluses > 0 && this.#pluses < 3 && silence > guard.between) this.#giveBackPluses();
		if (!this.#ticking && this.#pluses > 0) {
			this.#timer?.();
			const left = (this.#pluses === 3 ? guard.after : guard.between) - silence;
			this.#timer = this.#clock.after(left + 1, () => owner.wake());
		}
	}

	#giveBackPluses(): void {
		while (this.#pluses) {
			this.#gathered.push(PLUS);
			this.#pluses--;
		}
	}

	#flush(request: BinaryRequest): void {
		const size = this.#capabilities.escapePiece;
		while (this.#gathered.length) request.take(Uint8Array.from(this.#gathered.splice(0, size)));
	}

	#escaped(request: BinaryRequest, owner: Owner): void {
		this.#timer?.();
		this.#flush(request);
		owner.end(request.end());
	}
}
