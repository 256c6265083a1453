/** The chip around a program: what has not fed its watchdog in time is started anew, as a chip starts anew. */
import type { Firmware, Heap, LaunchOptions, PortReport } from "./launch";
import type { Cancel } from "./world/clock";

class GuardedFirmware implements Firmware {
	readonly engine;
	readonly exited: Promise<Error | undefined>;
	readonly #launch: (options: LaunchOptions) => Firmware;
	readonly #options: LaunchOptions;
	readonly #onRestart: () => void;
	#firmware: Firmware;
	#bite: Cancel | undefined;
	#closed = false;
	#settle!: (error?: Error) => void;

	constructor(launch: (options: LaunchOptions) => Firmware, options: LaunchOptions, onRestart: () => void) {
		this.#launch = launch;
		this.#onRestart = onRestart;
		this.exited = new Promise((settle) => {
			this.#settle = settle;
		});
		this.#options = options;
		this.#firmware = this.#start();
		this.engine = this.#firmware.engine;
	}

	#start(): Firmware {
		let mine: Firmware | undefined;
		let ended = false;
		mine = this.#launch({
			...this.#options,
			onWatch: (milliseconds) => {
				this.#options.onWatch?.(milliseconds);
				this.#bite?.();
				this.#bite = this.#options.clock.after(milliseconds, () => this.#restart());
			},
			onExit: (error) => {
				ended = true;
				// one that was bitten is nobody's
				if (mine && mine !== this.#firmware) return;
				this.#bite?.();
				this.#settle(error);
				this.#options.onExit?.(error);
				if (error && !this.#options.onExit) throw error;
			},
		});
		if (ended) this.#bite?.();
		return mine;
	}

	#restart(): void {
		const bitten = this.#firmware;
		this.#bite = undefined;
		if (this.#closed) return;
		this.#onRestart();
		this.#firmware = gone;
		void bitten.close();
		this.#firmware = this.#start();
	}

	post(text: string): void {
		this.#firmware.post(text);
	}

	freeze(): void {
		this.#firmware.freeze();
	}

	heap(collect?: boolean): Promise<Heap | undefined> {
		return this.#firmware.heap(collect);
	}

	port(id: number): Promise<PortReport> {
		return this.#firmware.port(id);
	}

	explain(stack: string): string {
		return this.#firmware.explain(stack);
	}

	async close(): Promise<void> {
		this.#closed = true;
		this.#bite?.();
		await this.#firmware.close();
	}
}

/** Between two lives. */
const gone = {} as Firmware;

/**
 * Launches a program under its watchdog.
 * @param launch of either engine
 * @param onRestart called before the program is started anew
 */
export function launchGuarded(
	launch: (options: LaunchOptions) => Firmware,
	options: LaunchOptions,
	onRestart: () => void = () => {},
): Firmware {
	return new GuardedFirmware(launch, options, onRestart);
}
