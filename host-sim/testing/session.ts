/** One program with behaviours (`testing/behaviour`) on one bench: lists them, runs one, answers what it asks. */
import type { Firmware, LaunchOptions, PortOptions } from "../launch";
import type { VirtualClock } from "../world/clock";
import type { XsOptions } from "../xs/firmware";

/** The world of one behaviour, made anew for each. */
export interface Bench {
	clock: VirtualClock;
	ports?: Record<number, PortOptions>;
	/** What hears of the levels of pins. */
	pins?: LaunchOptions["pins"];
	/** What `mc/config` holds. */
	config?: object;
	/**
	 * What `t.world(command, argument)` can ask for. The result (or what it resolves to) goes back as JSON; an exception
	 * makes the behaviour fail. A handler may ask the program's engine, e.g. for `firmware.port(0)`.
	 */
	// biome-ignore lint/suspicious/noExplicitAny: each handler knows its own argument
	commands?: Record<string, (argument: any, firmware: Firmware) => unknown>;
	/** Called when the behaviour has ended well, while its program is still there; an exception makes it fail after all. */
	onPassed?: (firmware: Firmware) => void | Promise<void>;
	/** Called when the behaviour has ended. */
	close?: () => void | Promise<void>;
	/** Further options of the launch, e.g. `ticks`, `heap`, `literals`. */
	launch?: Partial<Omit<XsOptions, "entry" | "clock" | "ports" | "pins" | "config">>;
}

export interface Listed {
	name: string;
	xsOnly: boolean;
}

interface FromProgram {
	behaviours?: Listed[];
	done?: boolean;
	error?: string;
	stack?: string;
	checks?: number;
	ask?: number;
	advance?: number;
	step?: number;
	world?: string;
	argument?: unknown;
}

interface Step {
	ask: number;
	limit: number;
}

export type Launch = (options: LaunchOptions) => Firmware;

const eventsPerBreath = 2000;
const breathe = () => new Promise<void>((done) => setImmediate(done));

/** One program on one bench. */
class Session {
	readonly #bench: Bench;
	readonly #firmware: Firmware;
	readonly #traces: string[] = [];
	readonly #steps: Step[] = [];
	#pending = 0;
	#listed: Listed[] | undefined;
	#result: FromProgram | undefined;
	#failure: Error | undefined;

	constructor(launch: Launch, entry: string, bench: Bench) {
		this.#bench = bench;
		this.#firmware = launch({
			...bench.launch,
			entry,
			clock: bench.clock,
			ports: bench.ports,
			pins: bench.pins,
			config: bench.config,
			onTrace: (text) => {
				this.#traces.push(text);
				bench.launch?.onTrace?.(text);
			},
			onMessage: (text) => this.#message(JSON.parse(text)),
			onExit: (error) => {
				this.#failure = error;
			},
		});
	}

	list(): Listed[] {
		this.#firmware.post(JSON.stringify({ list: true }));
		this.#bench.clock.advance(0);
		if (!this.#listed) throw this.#failure ?? new Error("the program lists no behaviours: see testing/behaviour");
		return this.#listed;
	}

	async run(name: string, limit: number): Promise<void> {
		const { clock } = this.#bench;
		const end = clock.now() + limit;
		this.#mustRun();
		this.#firmware.post(JSON.stringify({ run: name }));
		for (let events = 1; !this.#result; events++) {
			this.#mustRun();
			if (events % eventsPerBreath === 0 || this.#pending) await breathe();
			const next = clock.next ?? Number.POSITIVE_INFINITY;
			const step = this.#steps.shift();
			if (step) this.#step(step, Math.min(next, end));
			else if (this.#pending && next > clock.now()) continue;
			else if (next === Number.POSITIVE_INFINITY) throw this.#explain("it waits, and nothing is left to happen");
			else if (next > end) throw this.#explain(`it still runs after ${limit} ms`);
			else clock.advanceTo(next);
		}
		const { error, stack, checks } = this.#result;
		if (error !== undefined) throw this.#explain(`${error}\n  in check ${checks} of the behaviour`, stack);
		await this.#bench.onPassed?.(this.#firmware);
	}

	async close(): Promise<void> {
		await this.#firmware.close();
		await this.#bench.close?.();
	}

	#mustRun(): void {
		if (this.#failure) throw this.#explain(this.#failure.message);
	}

	/** Time goes on to the next event, at most to the step's limit. */
	#step({ ask, limit }: Step, next: number): void {
		const { clock } = this.#bench;
		const before = clock.now();
		clock.advanceTo(Math.min(next, before + limit));
		this.#answer(ask, clock.now() - before);
	}

	#answer(ask: number, value: unknown, error?: unknown): void {
		if (!this.#failure) this.#firmware.post(JSON.stringify({ answer: ask, value, error }));
	}

	#message({ behaviours, done, ask = 0, advance, step, world, ...rest }: FromProgram): void {
		if (behaviours) this.#listed = behaviours;
		else if (done) this.#result = { done, ...rest };
		else if (advance !== undefined) this.#bench.clock.after(advance, () => this.#answer(ask, null));
		else if (step !== undefined) this.#steps.push({ ask, limit: step });
		else if (world !== undefined) this.#world(ask, world, rest.argument);
	}

	#world(ask: number, command: string, argument: unknown): void {
		try {
			const handler = this.#bench.commands?.[command];
			if (!handler) throw new Error(`the bench has no command "${command}"`);
			const value = handler(argument, this.#firmware);
			if (!(value instanceof Promise)) {
				this.#answer(ask, value ?? null);
				return;
			}
			this.#pending++;
			value
				.then(
					(it) => this.#answer(ask, it ?? null),
					(error) => this.#answer(ask, null, String(error?.message ?? error)),
				)
				.finally(() => this.#pending--);
		} catch (error) {
			this.#answer(ask, null, String((error as Error)?.message ?? error));
		}
	}

	#explain(message: string, stack?: string): Error {
		const traces = this.#traces.join("").trimEnd().split("\n").slice(-20).join("\n");
		const error = new Error(
			`${message}\n  at ${this.#bench.clock.now()} ms of virtual time on ${this.#firmware.engine}` +
				(traces && `\ntrace:\n${traces}`),
		);
		if (stack) {
			// the test's own lines first: jest shows the source of the first one
			const lines = this.#firmware.explain(stack).split("\n");
			error.stack = [error.message, ...lines.filter((it) => !it.includes("/host-sim/scenario/"))].join("\n");
		}
		return error;
	}
}

/** The behaviours of a program, by asking it. */
export function listBehaviours(launch: Launch, entry: string, bench: Bench): Listed[] {
	const session = new Session(launch, entry, bench);
	try {
		return session.list();
	} finally {
		void session.close();
	}
}

/**
 * Runs one behaviour.
 * @param limit milliseconds of virtual time after which it has failed
 * @throws Error that says what the behaviour found, or why it did not end
 */
export async function runBehaviour(
	launch: Launch,
	entry: string,
	name: string,
	bench: Bench,
	limit = 600_000,
): Promise<void> {
	const session = new Session(launch, entry, bench);
	try {
		await session.run(name, limit);
	} finally {
		await session.close();
	}
}
