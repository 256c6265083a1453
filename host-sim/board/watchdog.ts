/** "drivers/watchdog": the launcher starts the program anew when it is not fed in time. */
import { watch } from "host/channel";

export default class Watchdog {
	readonly #timeout: number;

	constructor({ timeout }: { timeout: number }) {
		if (!Number.isInteger(timeout) || timeout < 1) throw new RangeError("timeout");
		this.#timeout = timeout;
		this.feed();
	}

	feed(): void {
		watch(this.#timeout);
	}
}
