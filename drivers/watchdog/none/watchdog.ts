/** What a {@link Watchdog} is told. */
export interface WatchdogOptions {
	timeout: number;
}

/** For platforms whose programs are watched by others, if at all. */
export default class Watchdog {
	// biome-ignore lint/complexity/noUselessConstructor: it takes what that of every platform does
	constructor(_options: WatchdogOptions) {}

	/** The program is well. */
	feed(): void {}
}
