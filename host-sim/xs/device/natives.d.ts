/** What the engine's host provides in C; the stand-ins of this folder give it the names that firmware imports. */
declare const hostNatives: {
	timerSet(callback: (timer: object) => void, interval?: number, repeat?: number): object;
	timerRepeat(callback: (timer: object) => void, interval: number): object;
	timerSchedule(timer: object, interval?: number, repeat?: number): void;
	timerClear(timer: object | undefined | null): void;
	timerDelay(milliseconds: number): void;
	timeTicks(): number;
	timeMicroseconds(): number;
	timeDelta(start: number, end?: number): number;
	timeSet(seconds: number): void;
	serialOpen(instance: object, options: object): void;
	serialClose(): void;
	serialRead(target?: unknown): unknown;
	serialWrite(data: unknown): void;
	serialFlush(input?: boolean, output?: boolean): void;
	serialSet(options: object): void;
	serialGetFormat(): string;
	serialSetFormat(format: string): void;
	serialDialect(): string | undefined;
	post(text: string): void;
	onMessage(callback: (text: string) => void): void;
	setPin(pin: number, level: number): void;
	watch(milliseconds: number): void;
	config(): string;
	allocated(into: Float64Array): void;
	collect(): void;
};

/** Messages between a program and what launched it. Exists in the simulator only. */
declare module "host/channel" {
	/** Sends a text to the launcher. */
	export function post(text: string): void;
	/** Sets who gets the launcher's messages, from the event loop; those that came before wait for it. */
	export function onMessage(callback: (text: string) => void): void;
	/** Tells the launcher the level of a pin, 0 or 1. */
	export function setPin(pin: number, level: number): void;
	/** Tells the launcher that the program is to start anew in so many milliseconds, unless this is called again before. */
	export function watch(milliseconds: number): void;
	/**
	 * Fills four numbers: slots and chunk bytes allocated since the start, in all, and in callbacks of timers and serial
	 * ports. Allocates nothing. Absent where the engine cannot tell.
	 */
	export const allocated: ((into: Float64Array) => void) | undefined;
	/** Collects garbage now. Absent where the program cannot ask for it. */
	export const collect: (() => void) | undefined;
}
