/** What a {@link Watchdog} is told. */
export interface WatchdogOptions {
	/** Milliseconds without being fed after which the chip starts anew, 1 to 8388. */
	timeout: number;
}

/** The watchdog of the RP2040. Once it is on it stays on; it rests while a debugger holds the processor. */
export default class Watchdog {
	/** @throws RangeError for a timeout that the chip has not */
	constructor(options: WatchdogOptions) {
		native("xs_watchdog_enable").call(this, options);
	}

	/** The program is well. */
	feed(): void {
		native("xs_watchdog_feed").call(this);
	}
}
