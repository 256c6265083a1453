import { Unserved } from "../../host-sim/faults/filters";
import type { Clock } from "../../host-sim/world/clock";
import type { SerialEnd } from "../../host-sim/world/wire";

export interface StallOptions {
	/** Milliseconds: the longest stall, and the longest time from the end of one to the next. */
	most: number;
	pause: number;
	/** Bytes that the host's receive FIFO holds. */
	fifo: number;
	random: () => number;
}

/** A host that does nothing for some milliseconds now and then, as while it collects garbage. */
export class Stalls {
	readonly end: SerialEnd;
	readonly #incoming: Unserved;
	readonly #outgoing = new Unserved(Number.POSITIVE_INFINITY);
	readonly #clock: Clock;
	readonly #options: StallOptions;
	/** How often it stalled, and in how many of these times bytes were lost. */
	count = 0;
	holes = 0;

	/** @param inner the line's end @returns with `end` for the firmware's port */
	constructor(inner: SerialEnd, clock: Clock, options: StallOptions) {
		this.#clock = clock;
		this.#options = options;
		this.#incoming = new Unserved(options.fifo);
		this.end = {
			send: (bytes) => this.#outgoing.take(new Uint8Array(bytes), (sent) => inner.send(sent)),
			onReceive: undefined,
		};
		inner.onReceive = (bytes) => this.#incoming.take(bytes, (served) => this.end.onReceive?.(served));
		this.#next();
	}

	/** Bytes that found the FIFO full. */
	get lost(): number {
		return this.#incoming.lost;
	}

	#next(): void {
		const { random, most, pause } = this.#options;
		this.#clock.after(random() * pause, () => {
			this.count++;
			const { lost } = this;
			this.#incoming.close();
			this.#outgoing.close();
			this.#clock.after(most * (1 - random() ** 2), () => {
				if (this.lost > lost) this.holes++;
				this.#incoming.open();
				this.#outgoing.open();
				this.#next();
			});
		});
	}
}
