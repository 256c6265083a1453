/** Launching firmware away from its hardware: what both engines, Node and XS, have in common. */
import type { Clock } from "./world/clock";
import type { SerialEnd } from "./world/wire";

/** Whose `embedded:io/serial` a port imitates: the standard's, or that of one of the SDK's platforms. */
export type Dialect = "standard" | "esp32" | "pico" | "lin" | "mac";

/** A UART of the simulated board. */
export interface PortOptions {
	/** The other end of the port's line. */
	end: SerialEnd;
	/** Default "standard". */
	dialect?: Dialect;
	/** Size of the receive FIFO in bytes. Default: the dialect's (esp32, pico 128; standard 1024; lin, mac 4096). */
	rx?: number;
	/** Size of the transmit buffer in bytes. Default: the dialect's (as `rx`). */
	tx?: number;
	/**
	 * What becomes of bytes that find the receive FIFO full: "drop" loses the newest, as a UART does, and counts them;
	 * "hold" lets them wait on the line. Default: "drop" on a virtual clock, "hold" on a real one, where the host's
	 * scheduling, not the program, decides how much comes at once.
	 */
	overflow?: "drop" | "hold";
	/** Whether written bytes take 10 bit times each to leave the transmit buffer. Default true. */
	paced?: boolean;
	/** The path by which lin and mac open the port. Default `/dev/uart<id>`. */
	device?: string;
	/** Called when the program opens the port, with its baud rate, and when it closes it. */
	onOpen?: (baud: number) => void;
	onClose?: () => void;
}

export interface LaunchOptions {
	/** Module specifier of the program, e.g. "main" or "tests/device/echo". */
	entry: string;
	/** On a `VirtualClock` the program runs in lockstep, in zero time; on any other as fast as it comes. */
	clock: Clock;
	/** UARTs by number: what esp32 calls `port`, on pico UART0 and UART1. */
	ports?: Record<number, PortOptions>;
	/** What hears of the level of an output, by its pin: 1 while it is not driven. */
	pins?: Record<number, (level: number) => void>;
	/** Called when the program arms its watchdog or feeds it: it is to start anew in so many milliseconds, if not called again. */
	onWatch?: (milliseconds: number) => void;
	/** What `mc/config` holds. */
	config?: object;
	/** Called with each text given to `trace`. Default: dropped. */
	onTrace?: (text: string) => void;
	/** Called with each text given to `post` of "host/channel". */
	onMessage?: (text: string) => void;
	/**
	 * Called once when the program has ended: with an Error when it failed, without after `close()`. Without this
	 * callback a failure in lockstep is thrown from the clock's `advance` (or from the launch).
	 */
	onExit?: (error?: Error) => void;
	/** What `Time.ticks` reads at the launch, 0–4294967295. Default 0. */
	ticks?: number;
	/** What `Date.now()` reads at the launch, ms. Default: 0 in lockstep, the wall clock's otherwise. */
	epoch?: number;
	/** Seed of `Math.random()`, 0–4294967295. Default 1 in lockstep, random otherwise. */
	seed?: number;
}

export interface Heap {
	/** Live now, in slots and in bytes of chunks. */
	slots: number;
	chunks: number;
	/** The most that was ever in use, garbage included. */
	peakSlots: number;
	peakChunks: number;
	/** Room without growing. */
	maximumSlots: number;
	maximumChunks: number;
	collections: number;
	/** Since the start, collected or not. */
	allocatedSlots: number;
	allocatedChunks: number;
	/** Of these, in callbacks of timers and serial ports (and promise jobs they led to): the firmware's own doing. */
	callbackSlots: number;
	callbackChunks: number;
	/** The deepest the stack was, in slots. */
	stackPeak: number;
	/** Arrays with holes, beyond whose items XS reads when it collects garbage; told after a collection, else 0. */
	holes: number;
}

export interface PortReport {
	/** Bytes that came while the port was open (lost ones included), and while it was not. */
	received: number;
	unheard: number;
	/** Bytes lost because the receive FIFO was full. */
	dropped: number;
	/** Bytes written by the program. */
	sent: number;
	/** Bytes that the program has not read yet. */
	waiting: number;
}

/** A running program. */
export interface Firmware {
	readonly engine: "node" | "xs";
	/** Sends a text to the program's `onMessage` of "host/channel". Throws once the program has ended. */
	post(text: string): void;
	/** The heap's figures; `collect` collects garbage first. Undefined where the engine cannot tell (Node). */
	heap(collect?: boolean): Promise<Heap | undefined>;
	/** What a port has seen. */
	port(id: number): Promise<PortReport>;
	/** A stack of the program in terms of its sources, as far as the engine can tell. */
	explain(stack: string): string;
	/** Hangs the program: it does and hears nothing more, until it is closed. */
	freeze(): void;
	/** Ends the program. May be called again. */
	close(): Promise<void>;
	/** Settles when the program has ended: undefined after `close()`, else why. */
	readonly exited: Promise<Error | undefined>;
}
