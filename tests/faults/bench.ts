/** A module with its world and a wire on which anything can go wrong, and a program that keeps its connections. */
import { FaultyWire, type Surroundings } from "../../host-sim/faults/index";
import { launchGuarded } from "../../host-sim/guarded";
import type { Firmware, LaunchOptions } from "../../host-sim/launch";
import { type ReleaseName, Uart, VirtualModule } from "../../host-sim/module/index";
import type { Launch } from "../../host-sim/testing/session";
import { type MemoryWorld, memoryWorld, type Peer } from "../../host-sim/world/memory/index";
import { broker, home, host, RESET_PIN } from "../support/stack";

const BAUD = 230_400;
/** Milliseconds without a sign of life until the program is started anew. */
const WATCHDOG = 4000;
const AUTHORITY = Buffer.from("our ca");

export interface BenchOptions {
	release: ReleaseName;
	launch: Launch;
	/** What the program keeps. */
	keep: readonly string[];
	seed: number;
	/** Milliseconds each way to the servers. */
	latency?: number;
	/** Of module and port; 230400 if left out. */
	baud?: number;
}

/** What the program told, with the time. */
export interface Told {
	at: number;
	up?: string;
	told?: string;
	instance?: number;
	error?: string;
	wrong?: string;
	round?: string;
	count?: number;
	sent?: number;
	taken?: number;
	acknowledged?: number;
	message?: string;
	scanning?: boolean;
	scanned?: boolean;
	refused?: string;
	diagnostics?: { results?: Record<number, number> };
}

export class FaultBench {
	readonly world: MemoryWorld;
	readonly module: VirtualModule;
	readonly uart: Uart;
	readonly wire: FaultyWire;
	readonly firmware: Firmware;
	readonly peers: Peer[] = [];
	readonly told: Told[] = [];
	/** Commands as the module understood them, and what happened to it. */
	readonly commands: { at: number; text: string }[] = [];
	/** The last of what went over the wire. */
	readonly log: string[] = [];
	/** How often the module was started anew. */
	resets = 0;
	failure: Error | undefined;
	onTold: ((it: Told) => void) | undefined;
	/** The program starts anew: whoever was told something is gone with it. */
	onRestart: (() => void) | undefined;
	onCommand: ((text: string) => void) | undefined;
	readonly #partial: Record<string, string> = {};
	#trusted = true;
	readonly #options: BenchOptions;
	readonly surroundings: Surroundings;

	constructor(options: BenchOptions) {
		this.#options = options;
		const world = memoryWorld({
			seed: options.seed,
			accessPoints: [home],
			broker: { address: broker, port: 1883 },
			certificates: { "our-ca": AUTHORITY },
		});
		this.world = world;
		const { clock } = world;
		const { release, baud: speed = BAUD } = options;
		this.module = new VirtualModule({ world, release, capabilities: { baud: speed } });
		this.module.onTrace = (event) => {
			if (event.kind === "power") this.#note(`module ${event.state}`);
			if (event.kind === "power" && event.state === "reset") this.resets++;
			if (event.kind !== "command") return;
			const text = event.parameters ? `${event.name}=${event.parameters}` : event.name;
			this.commands.push({ at: clock.now(), text });
			this.onCommand?.(text);
		};
		this.wire = new FaultyWire(this.module, clock);
		this.uart = new Uart({ clock, module: this.wire.device, baud: speed, random: () => world.random() });
		this.wire.onPiece = (direction, bytes) => this.#logged(direction === "toHost" ? "<" : ">", bytes);
		this.#listen();
		this.surroundings = {
			clock,
			random: () => world.random(),
			wire: this.wire,
			uart: this.uart,
			module: this.module,
			accessPoint: world.radio.accessPoints[0],
			broker: world.broker,
			peers: () => this.peers,
			servers: {
				takeDown: () => this.#serve("refused"),
				bringUp: () => this.#serve(undefined),
			},
			program: { freeze: () => this.firmware.freeze() },
			resetLine: true,
			trust: {
				takeDown: () => this.#trust(false),
				bringUp: () => this.#trust(true),
			},
		};
		this.module.powerOn();
		const launched: LaunchOptions = {
			entry: "tests/device/keeper",
			clock,
			ports: {
				0: {
					end: this.wire.host(this.uart.dte),
					dialect: "esp32",
					rx: 128,
					onOpen: (baud) => {
						this.uart.baud = baud;
					},
				},
			},
			pins: { [RESET_PIN]: (level) => this.module.resetPin(level) },
			config: {
				serial: { port: 0, transmit: 1, receive: 3, baud: speed, dialect: "esp32", capacity: 128 },
				reset: RESET_PIN,
				watchdog: WATCHDOG,
				retryFirst: 200,
				retryMost: 1000,
				// on a slow line, what one beat brings is to be through before the next
				beat: speed < BAUD ? 4000 : 1000,
				keep: options.keep,
				host,
				broker,
			},
			onMessage: (text) => this.#heard({ ...JSON.parse(text), at: clock.now() }),
			onExit: (error) => {
				this.failure ??= error;
			},
		};
		this.firmware = launchGuarded(options.launch, launched, () => {
			this.#note("the program starts anew");
			this.onRestart?.();
		});
	}

	get now(): number {
		return this.world.clock.now();
	}

	ask(what: object): void {
		this.firmware.post(JSON.stringify(what));
	}

	/**
	 * Time goes on until something is true.
	 * @param limit milliseconds at most
	 * @returns whether it came true
	 */
	until(condition: () => boolean, limit: number): boolean {
		const { clock } = this.world;
		const end = clock.now() + limit;
		while (!condition()) {
			if (this.failure) throw this.failure;
			const next = clock.next;
			if (next === undefined || next > end) {
				clock.advanceTo(end);
				return condition();
			}
			clock.advanceTo(next);
		}
		return true;
	}

	async close(): Promise<void> {
		await this.firmware.close();
		this.module.powerOff();
	}

	#heard(it: Told): void {
		this.told.push(it);
		if (!it.round && !it.taken && !it.acknowledged && !it.diagnostics)
			this.#note(JSON.stringify({ ...it, at: undefined }));
		this.onTold?.(it);
	}

	#listen(): void {
		const { network } = this.world;
		const { latency = 5 } = this.#options;
		const accept = (peer: Peer) => {
			this.peers.push(peer);
			peer.onData = (bytes) => {
				if (!peer.closed) peer.write(bytes);
			};
		};
		network.listen(host, 7, accept, { latency });
		const authority = this.#trusted ? AUTHORITY : Buffer.from("somebody else's");
		network.listen(host, 443, accept, { latency, tls: { authority, names: ["host.example"] } });
	}

	#serve(manner: "refused" | undefined): void {
		for (const port of [7, 443]) this.world.network.behave(host, manner, port);
		if (manner) this.#breakOff();
	}

	#trust(trusted: boolean): void {
		this.#trusted = trusted;
		this.#listen();
		if (!trusted) this.#breakOff();
	}

	#breakOff(): void {
		for (const peer of this.peers) if (!peer.closed) peer.reset();
	}

	#note(text: string): void {
		this.#write(`-- ${text}`);
	}

	#logged(direction: string, bytes: Uint8Array): void {
		let text = (this.#partial[direction] ?? "") + Buffer.from(bytes).toString("latin1");
		for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
			this.#write(`${direction} ${JSON.stringify(text.slice(0, end + 1))}`);
			text = text.slice(end + 1);
		}
		if (text.length > 400) {
			this.#write(`${direction} ${JSON.stringify(text)}`);
			text = "";
		}
		this.#partial[direction] = text;
	}

	#write(line: string): void {
		this.log.push(`${this.now.toFixed(1).padStart(9)} ${line}`);
		if (this.log.length > 4000) this.log.splice(0, 1000);
	}
}
