/** The sample product for days of virtual time, while everything goes wrong that can: what became of each reading. */
import { FaultyWire } from "../../host-sim/faults/index";
import type { Firmware, Heap } from "../../host-sim/launch";
import { type ReleaseName, Uart, VirtualModule } from "../../host-sim/module/index";
import type { Launch } from "../../host-sim/testing/session";
import { memoryWorld } from "../../host-sim/world/memory/index";
import { broker, home } from "../support/stack";
import { Ledger } from "./ledger";
import { Weather } from "./weather";

const BAUD = 230_400;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const INTERVAL = 10_000;
/** Nothing goes wrong before the heap is looked at. */
const QUIET = 15 * MINUTE;
/** So long after the last fault everything that waits must have got out: the cap of the product's delays, and its queue. */
const PATIENCE = 10 * MINUTE;
/** The clock of milliseconds goes over its sign and over its end within 30 days. */
const TICKS = 2 ** 31 - 5 * DAY;
/**
 * What the product takes for good after its first hour: for each result that a command had for the first time, an entry of
 * `results` (app/health). Three slots, its name's chunk, and its share of the table that grows with them.
 */
const RESULT = { slots: 3, chunks: 48 };
/** The module's 47 codes, 0, and those below that are the driver's own. */
const MOST_RESULTS = 60;
const STATE = "sensors/soak/state";
const HEALTH = "sensors/soak/health";

export interface SoakOptions {
	launch: Launch;
	release: ReleaseName;
	seed: number;
	/** Milliseconds of virtual time. */
	duration: number;
	/** Milliseconds from one fault to the next, on average; half an hour if left out. */
	pause?: number;
	/** Milliseconds between readings; ten seconds if left out. */
	interval?: number;
	/** Called after each part of the duration, a day unless it is shorter. */
	onProgress?: (it: Soak) => void;
	progress?: number;
	/** The product's lines and the faults. */
	onLine?: (text: string) => void;
}

export class Soak {
	readonly options: SoakOptions;
	readonly ledger = new Ledger();
	readonly world;
	readonly firmware: Firmware;
	readonly module: VirtualModule;
	readonly wire: FaultyWire;
	readonly weather: Weather;
	/** The heap, garbage collected: after the first hour, and at the end. Undefined where the engine cannot tell. */
	firstHeap: Heap | undefined;
	lastHeap: Heap | undefined;
	/** The last sign of life that the product gave. */
	state: Record<string, unknown> = {};
	/** What should not have happened. Empty: all well. */
	readonly problems: string[] = [];
	#failure: Error | undefined;

	constructor(options: SoakOptions) {
		this.options = options;
		const { release, seed, launch, pause = 30 * MINUTE, interval = INTERVAL, duration } = options;
		const world = memoryWorld({ seed, accessPoints: [home], broker: { address: broker, port: 1883 } });
		this.world = world;
		const { clock } = world;
		this.module = new VirtualModule({ world, release });
		const wire = new FaultyWire(this.module, clock);
		this.wire = wire;
		const uart = new Uart({ clock, module: wire.device, baud: BAUD, random: () => world.random() });
		this.weather = new Weather(
			{
				...{ clock, wire, uart, module: this.module, broker: world.broker, random: () => world.random() },
				accessPoint: world.radio.accessPoints[0],
			},
			pause,
			duration - QUIET,
		);
		world.broker.subscribe("#", ({ topic, payload }) => this.#message(topic, Buffer.from(payload).toString()));
		this.module.powerOn();
		this.firmware = launch({
			entry: "main",
			clock,
			seed,
			ticks: TICKS,
			ports: {
				0: {
					...{ end: wire.host(uart.dte), dialect: "esp32", rx: 128 },
					onOpen: (baud) => {
						uart.baud = baud;
					},
				},
			},
			config: {
				...{ ssid: home.ssid, password: home.password, broker, brokerPort: 1883, id: "soak", interval },
				serial: { port: 0, transmit: 1, receive: 3, baud: BAUD, dialect: "esp32", capacity: 128 },
			},
			onTrace: (text) => this.#line(text),
			onExit: (error) => {
				this.#failure = error;
			},
		});
	}

	async run(): Promise<void> {
		const { duration, onProgress, progress = DAY } = this.options;
		const { clock } = this.world;
		// the first hour: every kind of fault once
		this.weather.rehearse(MINUTE, (HOUR - QUIET - MINUTE) / 24);
		this.#advanceTo(HOUR);
		this.#settle();
		this.firstHeap = await this.firmware.heap(true);
		this.weather.begin();
		for (let next = progress; next < duration; next += progress) {
			this.#advanceTo(next);
			onProgress?.(this);
		}
		this.#advanceTo(Math.max(duration, clock.now()));
		this.#settle();
		this.lastHeap = await this.firmware.heap(true);
		this.problems.push(...this.ledger.close());
		this.#judge();
		onProgress?.(this);
	}

	async close(): Promise<void> {
		await this.firmware.close();
		this.module.powerOff();
	}

	#advanceTo(time: number): void {
		const { clock } = this.world;
		for (let next = clock.now(); next < time; ) {
			next = Math.min(time, next + MINUTE);
			clock.advanceTo(next);
			this.world.broker.published.length = 0;
			if (this.#failure) throw this.#failure;
		}
	}

	/** Until nothing waits, and half way to the next reading. */
	#settle(): void {
		const { clock } = this.world;
		const { interval = INTERVAL } = this.options;
		const end = clock.now() + PATIENCE;
		const waits = () => Number(this.state.waiting) > 1 || !this.world.broker.sessions.length;
		do this.#advanceTo(clock.now() + 2 * MINUTE);
		while (waits() && clock.now() < end);
		this.#advanceTo((Math.ceil(clock.now() / interval) + 0.5) * interval);
		if (waits()) this.problems.push(`readings still wait at ${clock.now()}, long after the last fault`);
	}

	#judge(): void {
		const { fair, fairArrived } = this.ledger;
		if (fairArrived < fair * 0.99)
			this.problems.push(`${fairArrived} of the ${fair} readings taken while link and broker were up arrived`);
		const { firstHeap, lastHeap, results } = this;
		for (const what of ["slots", "chunks"] as const)
			if (firstHeap && lastHeap && lastHeap[what] > firstHeap[what] + results * RESULT[what])
				this.problems.push(
					`${what} after an hour: ${firstHeap[what]}, at the end: ${lastHeap[what]}, with ${results} results of commands`,
				);
		if (lastHeap?.holes) this.problems.push(`${lastHeap.holes} arrays have holes: XS would read beyond their items`);
	}

	/** How many different results commands have had at most: those that the product tells by name, and the others. */
	get results(): number {
		const told = String(this.state.results ?? "").matchAll(/(\S+):(\d+)/g);
		const count = [...told].reduce((sum, [, name, times]) => sum + (name === "others" ? Number(times) : 1), 0);
		return Math.min(count, MOST_RESULTS);
	}

	/** What the broker got. */
	#message(topic: string, text: string): void {
		const { weather } = this;
		if (topic !== STATE && topic !== HEALTH)
			return this.ledger.message(topic, text, this.world.clock.now(), weather.corrupts);
		try {
			this.state = { ...this.state, ...JSON.parse(text) };
		} catch {
			if (!weather.corrupts) this.problems.push(`the broker got something broken on ${topic}: ${text}`);
		}
	}

	#line(text: string): void {
		const at = this.world.clock.now();
		this.options.onLine?.(`${(at / 1000).toFixed(1).padStart(10)} [${this.weather.now}] ${text}`);
		if (text.includes(home.password)) this.problems.push(`the product says its password at ${at}: ${text}`);
		this.ledger.line(text, at, this.weather.fair);
	}
}
