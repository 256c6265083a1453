/** "embedded:io/digital" (ECMA-419 10.4): the launcher hears of an output's level; an input reads high, as one with a pull-up. */
import { setPin } from "host/channel";

export interface DigitalOptions {
	pin: number;
	mode: number;
	/** What an output begins with; 0 if left out, as in the SDK. */
	initialValue?: number;
}

const taken = new Set<number>();

export default class Digital {
	static readonly Input = 0;
	static readonly InputPullUp = 1;
	static readonly InputPullDown = 2;
	static readonly InputPullUpDown = 3;
	static readonly Output = 8;
	static readonly OutputOpenDrain = 9;
	readonly #pin: number;
	readonly #drives: boolean;
	#open = true;

	constructor({ pin, mode, initialValue = 0 }: DigitalOptions) {
		if (!Number.isInteger(pin) || pin < 0 || pin > 63) throw new RangeError("invalid pin");
		if (mode === undefined) throw new Error("invalid mode");
		if (taken.has(pin)) throw new Error("in use");
		taken.add(pin);
		this.#pin = pin;
		this.#drives = mode === Digital.Output || mode === Digital.OutputOpenDrain;
		if (this.#drives) setPin(pin, initialValue ? 1 : 0);
	}

	read(): number {
		if (!this.#open || this.#drives) throw new Error("can't read output");
		return 1;
	}

	write(value: number): void {
		if (!this.#open || !this.#drives) throw new Error("can't write input");
		setPin(this.#pin, value ? 1 : 0);
	}

	/** The pin floats: pulled up, where it is wired to a reset. */
	close(): void {
		if (!this.#open) return;
		this.#open = false;
		taken.delete(this.#pin);
		if (this.#drives) setPin(this.#pin, 1);
	}
}
