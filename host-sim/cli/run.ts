/** One run: broker, module, firmware, and somebody who watches. */
import { networkInterfaces } from "node:os";
import { redactor } from "../../tools/wire/credentials";
import { Decoder } from "../../tools/wire/decoder";
import type { Recorder } from "../../tools/wire/recorder";
import { follow, type Surroundings } from "../faults/index";
import { launchGuarded } from "../guarded";
import type { Firmware, Heap, LaunchOptions } from "../launch";
import type { Page } from "../ui/page";
import { realWorld } from "../world/real/index";
import { withTimeServer } from "../world/time-server";
import { type Broker, embeddedBroker, outsideBroker } from "./broker";
import { openCapture } from "./capture";
import { accessPoint, baud, releaseOf, timeServer } from "./defaults";
import { type Engine, engineOf } from "./engine";
import { Failure } from "./failure";
import { type Line, portLine, tapped, virtualLine } from "./line";
import type { Log } from "./log";
import { openPage } from "./page";
import { type ProductConfig, productConfig } from "./product-config";
import { Readings } from "./readings";
import type { StartOptions } from "./start-options";
import { allocatedBetween, type Summary } from "./summary";

type End = Pick<Summary, "outcome"> & { failure?: Failure };

/** Where others find this machine; somebody on it, on the loopback. */
function ownAddress(fromOutside: boolean): string {
	const addresses = Object.values(networkInterfaces()).flat();
	const outer = addresses.find((it) => it && it.family === "IPv4" && !it.internal);
	return fromOutside && outer ? outer.address : "127.0.0.1";
}

/** Of the simulated board: the module's reset line. */
const RESET_PIN = 4;
/** For the acknowledgement to reach the product, and the log. */
const LAST_WORDS = 200;

export class Run {
	readonly #options: StartOptions;
	readonly #log: Log;
	readonly #world;
	readonly #wire: Decoder;
	readonly #ended: Promise<End>;
	#end!: (end: End) => void;
	readonly #readings = new Readings();
	/** What the product said last of the way it is on. */
	#state = "";
	#engine: Engine | undefined;
	#config: ProductConfig | undefined;
	#broker: Broker | undefined;
	#line: Line | undefined;
	#firmware: Firmware | undefined;
	#firstHeap: Heap | undefined;
	#lastHeap: Heap | undefined;
	#impatience: NodeJS.Timeout | undefined;
	#started = performance.now();
	#lost = 0;
	#undo: () => void = () => {};
	#page: Page | undefined;
	#capture: Recorder | undefined;

	constructor(options: StartOptions, log: Log) {
		this.#options = options;
		this.#log = log;
		const { ssid, password, seed } = options;
		this.#world = realWorld({ accessPoints: [accessPoint(ssid, password)], names: timeServer.names, seed });
		this.#wire = new Decoder(
			(row) => {
				log.row(row);
				this.#page?.row(row);
			},
			[password],
		);
		this.#ended = new Promise((settle) => {
			this.#end = settle;
		});
	}

	/** Ends the run from outside. */
	interrupt(): void {
		this.#end({ outcome: "interrupted" });
	}

	/** Runs until enough was seen, somebody interrupts, or something fails. Everything is closed when this resolves. */
	async run(): Promise<{ summary: Summary; failure?: Failure; began: boolean }> {
		let end: End;
		try {
			await this.#start();
			end = await this.#ended;
			await this.#takeStock();
		} catch (error) {
			const failure = error instanceof Failure ? error : new Failure((error as Error).stack ?? String(error));
			end = { outcome: "failed", failure };
		}
		// what is still said while everything is closed counts as well
		await this.#close();
		const summary = this.#summary(end);
		return { summary, failure: end.failure, began: this.#firmware !== undefined };
	}

	async #start(): Promise<void> {
		const { engine, insist, ssid, id, interval, password, dialect, seed, mqtt, capture } = this.#options;
		const speed = this.#options.baud ?? baud;
		await this.#openPage();
		this.#engine = await engineOf(engine, insist, (line) => this.#log.line("note", line));
		const changes = { ssid, password, id, interval, mqtt };
		const config = await productConfig(changes, { dialect, baud: speed });
		this.#config = config;
		const base = `sensors/${config.id}/`;
		this.#broker = await this.#openBroker(base);
		config.broker = this.#broker.host === "0.0.0.0" ? ownAddress(this.#options.port !== undefined) : this.#broker.host;
		config.brokerPort = this.#broker.port;
		this.#line = await this.#openLine(speed);
		if (capture)
			this.#capture = openCapture(capture, {
				...{ baud: speed, source: this.#module, secrets: [password], start: this.#world.clock.now() },
			});
		this.#started = performance.now();
		this.#log.restart();
		const title = `${this.#engine.title}, module: ${this.#module}, broker: ${config.broker}:${config.brokerPort}`;
		this.#log.line("note", title);
		if (this.#line.surroundings) config.reset = RESET_PIN;
		// in the launcher's own process, where a debugger stops both
		if (this.#engine.name === "node" && !this.#options.faults) config.watchdog = 0;
		const launched: LaunchOptions = {
			entry: this.#page ? "host/watched" : "main",
			clock: this.#world.clock,
			ports: {
				0: {
					end: tapped(this.#line.end, (direction, bytes) => {
						this.#wire.feed(direction, bytes, this.#world.clock.now());
						this.#page?.passed(direction, bytes);
						this.#capture?.feed(direction, bytes, this.#world.clock.now());
					}),
					dialect,
					onOpen: (speed) => {
						this.#line?.opened(speed);
						this.#capture?.speed(speed, this.#world.clock.now());
					},
				},
			},
			pins: { [RESET_PIN]: (level) => this.#line?.surroundings?.module.resetPin(level) },
			config,
			seed,
			onMessage: (text) => this.#page?.reported(text),
			onTrace: (text) => this.#said(text),
			onExit: (error) => {
				if (error) this.#fail(new Failure(error.message, "The program ended by itself: that is a fault of its own."));
			},
		};
		this.#firmware = launchGuarded(this.#engine.launch, launched, () =>
			this.#log.line("fault", "the watchdog starts the program anew"),
		);
		this.#firmware.exited.catch(() => {});
		this.#sabotage();
		this.#showIn(this.#page, title);
		this.#wait();
	}

	async #openPage(): Promise<void> {
		const { ui, password } = this.#options;
		if (ui === undefined) return;
		const now = () => this.#world.clock.now();
		this.#page = await openPage({ ui, log: this.#log, now, redact: redactor([password]) });
	}

	#showIn(page: Page | undefined, title: string): void {
		const surroundings = this.#surroundings;
		const why = {
			driver: "not known yet",
			module: surroundings ? "" : "a real module: it does not tell, and nothing is done to it",
		};
		page?.watch({ title, firmware: this.#firmware, module: surroundings?.module, surroundings, why });
	}

	#openBroker(base: string): Promise<Broker> {
		const { broker, listen } = this.#options;
		const onMessage = (topic: string, payload: Uint8Array) => this.#arrived(base, topic, payload);
		if (broker) return outsideBroker(broker, `${base}#`, onMessage);
		return embeddedBroker(listen.address, listen.port, onMessage);
	}

	async #openLine(speed: number): Promise<Line> {
		const { port, profile, release, broker, listen } = this.#options;
		if (!port) {
			const network = withTimeServer(this.#world.network, timeServer.address, this.#world.clock);
			return virtualLine({ ...this.#world, network }, releaseOf(profile, release), speed);
		}
		if (!broker && listen.address === "127.0.0.1")
			this.#log.line("note", "a real module cannot reach the broker on 127.0.0.1: see --broker and --listen");
		return portLine(port, speed, (failure) => this.#fail(failure));
	}

	/** What faults can happen to. */
	get #surroundings(): Surroundings | undefined {
		const surroundings = this.#line?.surroundings;
		const { takeDown, bringUp } = this.#broker ?? {};
		const broker = takeDown && bringUp ? { takeDown, bringUp } : undefined;
		const program = { freeze: () => this.#firmware?.freeze() };
		return surroundings && { ...surroundings, broker, program, resetLine: true };
	}

	/** Has happen what was planned, from now on. */
	#sabotage(): void {
		const { faults } = this.#options;
		const surroundings = this.#surroundings;
		if (!faults || !surroundings) return;
		try {
			this.#undo = follow(faults, surroundings, (name, began) =>
				this.#log.line("fault", `fault ${began ? "begins" : "ends"}: ${name}`),
			);
		} catch (error) {
			throw new Failure((error as Error).message);
		}
	}

	get #module(): string {
		const { port, profile, release } = this.#options;
		return port ?? `virtual, ${release ? `release ${release}` : profile}`;
	}

	/** The product's lines come with its own time in front, which the log has already. */
	#said(text: string): void {
		for (const line of text.split("\n")) {
			const said = line.replace(/^\s*\d+\.\d /, "");
			if (!said) continue;
			if (/^(module|network|broker): /.test(said)) this.#state = said;
			this.#log.line("app", said);
		}
	}

	#arrived(base: string, topic: string, payload: Uint8Array): void {
		this.#log.line("broker", `${topic} ${Buffer.from(payload).toString()}`);
		const wanted = this.#options.readings;
		if (topic !== `${base}telemetry` || this.#readings.count === wanted || !this.#readings.add(payload)) return;
		this.#page?.reading(payload);
		this.#wait();
		const { count } = this.#readings;
		this.#takeStock().catch(() => {});
		if (count === wanted) setTimeout(() => this.#end({ outcome: "readings" }), LAST_WORDS);
	}

	/** A heap report with each reading: at the end the engine may be gone. */
	async #takeStock(): Promise<void> {
		const { count } = this.#readings;
		const heap = await this.#firmware?.heap().catch(() => undefined);
		if (count && heap) {
			this.#firstHeap ??= heap;
			this.#lastHeap = heap;
		}
		const port = await this.#firmware?.port(0).catch(() => undefined);
		if (port) this.#lost = port.dropped;
	}

	/** Patience ends when there is no reading for so long; without a number to wait for, only the first is waited for. */
	#wait(): void {
		clearTimeout(this.#impatience);
		const { timeout, readings } = this.#options;
		const { count } = this.#readings;
		if (count && !readings) return;
		const seconds = timeout + (count ? (this.#config?.interval ?? 0) / 1000 : 0);
		this.#impatience = setTimeout(() => this.#fail(this.#tooLate(seconds)), seconds * 1000);
	}

	#tooLate(seconds: number): Failure {
		const state = this.#state || "nothing";
		const advice: [RegExp, string][] = [
			[/^module/, "Does the module have power, do TX and RX cross, is the speed right (--baud)?"],
			[/^network/, "Is the network in range, are --ssid and --password right?"],
			[/^broker/, "Can the module reach the broker? See --broker and --listen."],
		];
		const [, hint = "Did the program start at all?"] = advice.find(([pattern]) => pattern.test(state)) ?? [];
		return new Failure(`no reading within ${seconds} s; the last the product said of itself: ${state}`, hint);
	}

	#fail(failure: Failure): void {
		this.#end({ outcome: "failed", failure });
	}

	#summary({ outcome, failure }: End): Summary {
		const { count } = this.#readings;
		const { commands, bytes } = this.#wire;
		return {
			outcome,
			...(failure ? { error: failure.message } : {}),
			engine: this.#engine?.title ?? "none",
			module: this.#module,
			readings: count,
			seconds: Math.round(performance.now() - this.#started) / 1000,
			commands,
			bytes,
			// answering the page allocates, too: nobody could tell what is whose
			allocated: this.#page ? null : allocatedBetween(this.#firstHeap, this.#lastHeap, Math.max(0, count - 1)),
			overruns: this.#lost + (this.#line?.counters?.overflowed ?? 0),
		};
	}

	async #close(): Promise<void> {
		clearTimeout(this.#impatience);
		this.#undo();
		await this.#page?.close();
		await this.#firmware?.close();
		await this.#line?.close();
		this.#capture?.close();
		await this.#broker?.close();
		this.#world.close();
	}
}
