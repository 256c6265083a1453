/** A program on the emulated machine, with a line of the bench's own or with the virtual module behind its port. */
import type { Heap, PortOptions } from "../host-sim/launch";
import { VirtualClock } from "../host-sim/world/clock";
import type { SerialEnd } from "../host-sim/world/wire";
import { launchXs } from "../host-sim/xs/firmware";
import type { LockstepFirmware } from "../host-sim/xs/lockstep";

/** What a program has taken since its start, and what it has found. */
export interface Figures {
	/** Instructions of the Cortex-M4 in callbacks. */
	instructions: number;
	/** Allocated in callbacks. */
	slots: number;
	chunks: number;
	[found: string]: number | string | boolean;
}

export interface ProgramOptions {
	clock?: VirtualClock;
	end?: SerialEnd;
	port?: Partial<PortOptions>;
	config?: object;
}

export class Program {
	readonly clock: VirtualClock;
	readonly end: SerialEnd;
	readonly #firmware: LockstepFirmware;
	#message = "";
	#failure: Error | undefined;

	/** @param machine what `buildMachine` returned, or undefined for the host's own engine */
	constructor(machine: string | undefined, entry: string, options: ProgramOptions = {}) {
		this.clock = options.clock ?? new VirtualClock();
		this.end = options.end ?? { send: () => {}, onReceive: undefined };
		this.#firmware = launchXs({
			mode: "lockstep",
			program: machine,
			entry,
			clock: this.clock,
			ports: { 0: { end: this.end, dialect: "standard", rx: 2048, ...options.port } },
			config: options.config,
			heap: { slots: 24576, chunks: 262144, stack: 1024 },
			literals: "heap",
			turnLimit: 120,
			onTrace: (text) => process.stderr.write(text),
			onMessage: (text) => {
				this.#message = text;
			},
			onExit: (error) => {
				this.#failure = error;
			},
		});
	}

	/** Has bytes arrive in pieces of `chunk`, a millisecond between them. */
	feed(bytes: Uint8Array, chunk: number): void {
		for (let at = 0; at < bytes.length; at += chunk) {
			this.end.onReceive?.(bytes.subarray(at, Math.min(at + chunk, bytes.length)));
			this.clock.advance(1);
			if (this.#failure) throw this.#failure;
		}
	}

	/** @throws Error when the program has failed */
	figures(): Figures {
		return this.ask("figures");
	}

	/** The heap as it is when garbage has been collected. */
	heap(): Heap {
		return this.#firmware.heapNow(true);
	}

	/** What the program answers to a text, at once. @throws Error when the program has failed */
	ask(text: string): Figures {
		if (this.#failure) throw this.#failure;
		this.#message = "";
		this.#firmware.post(text);
		this.clock.advance(0);
		if (this.#failure) throw this.#failure;
		return JSON.parse(this.#message) as Figures;
	}

	close(): Promise<void> {
		return this.#firmware.close();
	}
}

/** What came in between two reports, number by number. */
export function difference(before: Figures, after: Figures): Figures {
	const result = { ...after };
	for (const [name, value] of Object.entries(after)) {
		if (typeof value === "number") result[name] = value - (before[name] as number);
	}
	return result;
}
