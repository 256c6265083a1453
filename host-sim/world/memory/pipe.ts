import type { Clock } from "../clock";

/** Who takes what comes out of a pipe. */
export interface PipeSink {
	data(bytes: Uint8Array): void;
	end(): void;
}

/**
 * One direction of a TCP connection: bytes written come out in order, `latency` milliseconds later. A sink that
 * pauses is sent no more than its window; the rest stays with the writer.
 */
export class Pipe {
	readonly #clock: Clock;
	readonly #latency: number;
	readonly #window: number;
	readonly #sink: PipeSink;
	#unsent: Uint8Array[] = [];
	#unsentBytes = 0;
	#inFlight = 0;
	#held: Uint8Array[] = [];
	#heldBytes = 0;
	#paused = false;
	#ending = false;
	#endSent = false;
	#endHeld = false;
	#broken = false;

	constructor(clock: Clock, latency: number, window: number, sink: PipeSink) {
		this.#clock = clock;
		this.#latency = latency;
		this.#window = window;
		this.#sink = sink;
	}

	get unsent(): number {
		return this.#unsentBytes;
	}

	write(bytes: Uint8Array): void {
		if (this.#broken || this.#ending || !bytes.length) return;
		this.#unsent.push(new Uint8Array(bytes));
		this.#unsentBytes += bytes.length;
		this.#pump();
	}

	/** After what was written comes the end. */
	end(): void {
		this.#ending = true;
		this.#pump();
	}

	/** Nothing comes out any more. */
	breakOff(): void {
		this.#broken = true;
		this.#unsent = [];
		this.#unsentBytes = 0;
		this.#held = [];
	}

	pause(): void {
		this.#paused = true;
	}

	resume(): void {
		if (!this.#paused) return;
		this.#paused = false;
		const held = this.#held;
		this.#held = [];
		this.#heldBytes = 0;
		for (const bytes of held) this.#give(bytes);
		if (!this.#paused && this.#endHeld) {
			this.#endHeld = false;
			this.#sink.end();
		}
		this.#pump();
	}

	#pump(): void {
		while (this.#unsent.length && !this.#broken) {
			const room = this.#window - this.#inFlight - this.#heldBytes;
			if (room <= 0) return;
			const first = this.#unsent[0]!;
			const part = first.subarray(0, room);
			if (part.length === first.length) this.#unsent.shift();
			else this.#unsent[0] = first.subarray(part.length);
			this.#unsentBytes -= part.length;
			this.#inFlight += part.length;
			this.#clock.after(this.#latency, () => {
				this.#inFlight -= part.length;
				this.#give(part);
				this.#pump();
			});
		}
		if (this.#ending && !this.#endSent && !this.#unsent.length) {
			this.#endSent = true;
			this.#clock.after(this.#latency, () => {
				if (this.#broken) return;
				if (this.#paused && this.#heldBytes) this.#endHeld = true;
				else this.#sink.end();
			});
		}
	}

	#give(bytes: Uint8Array): void {
		if (this.#broken) return;
		if (this.#paused) {
			this.#held.push(bytes);
			this.#heldBytes += bytes.length;
		} else this.#sink.data(bytes);
	}
}
