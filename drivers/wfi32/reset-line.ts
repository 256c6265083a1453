import { Deadline, type Deadlines } from "drivers/uart/deadlines";

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

/** Who is told of the end of a pulse. */
export interface ResetLineOwner {
	/** The line is high again: the module starts. */
	onPulsed(): void;
}

/** Long enough for every chip of the kind, in milliseconds. */
const PULSE = 20;

/** The module's reset line: kept high, low for a moment when nothing else helps. */
export class ResetLine extends Deadline {
	readonly #deadlines: Deadlines;
	readonly #pin: DigitalPin;
	readonly #owner: ResetLineOwner;

	/** @throws whatever the pin's constructor throws; nothing stays taken then */
	constructor(deadlines: Deadlines, configuration: ResetConfiguration, owner: ResetLineOwner) {
		super();
		this.#owner = owner;
		this.#deadlines = deadlines;
		const { io, ...options } = configuration;
		const mode = io.OutputOpenDrain ?? io.Output;
		const open = io as unknown as new (options: Record<string, unknown>) => DigitalPin;
		// the SDK's pins begin low without an initial value
		this.#pin = new open({ ...options, mode, initialValue: 1 });
		this.#pin.write(1);
	}

	/** Has the module start anew; the owner is told when the line is high again. */
	pulse(): void {
		this.#pin.write(0);
		this.#deadlines.set(this, PULSE);
	}

	override due(): void {
		this.#pin.write(1);
		this.#owner.onPulsed();
	}

	close(): void {
		this.#deadlines.clear(this);
		this.#pin.close();
	}
}
