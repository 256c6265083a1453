/** What a {@link Watchdog} is told. */
export interface WatchdogOptions {
	/** Not the program's on this chip: `sdkconfig/sdkconfig.defaults` says it. */
	timeout: number;
}

/**
 * The task watchdog of ESP-IDF. The SDK puts its own task under it where the configuration has it, and feeds it with every
 * turn of the event loop: there is nothing to do for a program.
 */
export default class Watchdog {
	// biome-ignore lint/complexity/noUselessConstructor: it takes what that of every platform does
	constructor(_options: WatchdogOptions) {}

	/** The program is well. */
	feed(): void {}
}
