import type { Deadlines } from "drivers/uart/deadlines";
import { Deadline } from "drivers/uart/deadlines";

/** What is used of ECMA-419's Digital (10.4). */
export interface DigitalPin {
	write(value: number): void;
	close(): void;
}

/** The program's options for the pin: `io` names the class. */
export interface ResetConfiguration {
	/** The pin's class, as from `embedded:io/digital`; its `OutputOpenDrain` is used where it has that, else its `Output`. */
	io: (new (options: never) => DigitalPin) & { readonly Output?: number; readonly OutputOpenDrain?: number };
	/** The pin that the module's reset (MCLR, active low) is wired to. */
	pin: unknown;
	[option: string]: unknown;
}

/** Long enough for every chip of the kind, in milliseconds. */
const PULSE = 20;

/** The module's reset line: kept high, low for a moment when nothing else helps. */
export class ResetLine {
	readonly #deadlines: Deadlines;
	readonly #pin: DigitalPin;
	readonly #end: Deadline;
	#over: (() => void) | undefined;

	/** @throws whatever the pin's constructor throws; nothing stays taken then */
	constructor(deadlines: Deadlines, configuration: ResetConfiguration) {
		this.#deadlines = deadlines;
		const { io, ...options } = configuration;
		const mode = io.OutputOpenDrain ?? io.Output;
		const open = io as unknown as new (options: Record<string, unknown>) => DigitalPin;
		// the SDK's pins begin low without an initial value
		this.#pin = new open({ ...options, mode, initialValue: 1 });
		this.#pin.write(1);
		this.#end = new Deadline(() => {
			this.#pin.write(1);
			this.#over?.();
		});
	}

	/** Has the module start anew. @param over called when the line is high again */
	pulse(over: () => void): void {
		this.#over = over;
		this.#pin.write(0);
		this.#deadlines.set(this.#end, PULSE);
	}

	close(): void {
		this.#deadlines.clear(this.#end);
		this.#pin.close();
	}
}
