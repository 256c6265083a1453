import type { Cancel } from "../world/clock";
import type { World } from "../world/world";
import { type Capabilities, type CapabilityChanges, withChanges } from "./capabilities";
import type { Chapter, Core } from "./core";
import { Dispatcher } from "./dispatcher";
import { Engine } from "./engine";
import { Extensions } from "./extensions";
import { Formatter } from "./format";
import { Hotspot } from "./hotspot";
import { Identity } from "./identity";
import { NetworkLink } from "./link";
import { Mqtt } from "./mqtt";
import { NetworkStack } from "./network";
import { type ReleaseName, releases } from "./releases";
import { Resolver } from "./resolve";
import { Scan } from "./scan";
import { type ModuleState, stateOf } from "./state";
import { Station } from "./station";
import { Tls } from "./tls";
import { newCounters, type Traced, type TraceEvent } from "./trace";

export interface VirtualModuleOptions {
	world: World;
	/** Which release is played; the reference unless told. */
	release?: ReleaseName;
	/** Other readings: changes to the release's table. */
	capabilities?: CapabilityChanges;
	/** The module's own MAC address. */
	mac?: string;
	/** Called with everything the module does, as it does it. */
	onTrace?: (event: TraceEvent) => void;
}

export interface Chapters {
	station: Station;
	hotspot: Hotspot;
	network: NetworkStack;
	mqtt: Mqtt;
	tls: Tls;
}

/** The virtual WFI32: bytes in from the DTE, bytes out to it, a world around it. */
export class VirtualModule {
	readonly #world: World;
	readonly #capabilities: Capabilities;
	readonly #format: Formatter;
	readonly mac: string;
	readonly counters = newCounters();
	#engine: Engine | undefined;
	#chapters: (Chapters & { all: readonly Chapter[] }) | undefined;
	#booting: Cancel | undefined;
	#baud: number;
	/** Its reset pin is low; it has power, and waits for the pin. */
	#held = false;
	#halted = false;
	#intrusion: { bytes: Uint8Array; after: number } | undefined;
	/** The DCE's bytes to the DTE. Set before {@link VirtualModule.powerOn}. */
	onTransmit: ((bytes: Uint8Array) => void) | undefined;
	/** The UART's speed changed. */
	onBaud: ((baud: number) => void) | undefined;
	onTrace: ((event: TraceEvent) => void) | undefined;

	constructor({
		world,
		release = "reference",
		capabilities,
		mac = "00:1E:C0:12:34:56",
		onTrace,
	}: VirtualModuleOptions) {
		this.#world = world;
		this.#capabilities = withChanges(releases[release], capabilities);
		this.#format = new Formatter(this.#capabilities.strings, this.#capabilities.emptyString);
		this.#baud = this.#capabilities.baud;
		this.mac = mac;
		this.onTrace = onTrace;
	}

	get capabilities(): Capabilities {
		return this.#capabilities;
	}

	/** Bits a second on the UART. */
	get baud(): number {
		return this.#baud;
	}

	get powered(): boolean {
		return this.#engine !== undefined || this.#booting !== undefined;
	}

	/** What it is doing, for tests and viewers. */
	get state(): ModuleState {
		return stateOf(this.#chapters, this.powered);
	}

	/** Bytes from the DTE. While it is off, or starting, they are lost. */
	receive(bytes: Uint8Array): void {
		this.counters.bytesReceived += bytes.length;
		this.#engine?.receive(bytes);
	}

	/**
	 * Prints text (Latin-1) or bytes as another task of the firmware would: now, or in the midst of whatever is sent,
	 * when `after` more bytes have gone out. One at a time can wait; a later one takes its place.
	 */
	intrude(data: string | Uint8Array, after = 0): void {
		const bytes = typeof data === "string" ? Buffer.from(data, "latin1") : new Uint8Array(data);
		if (!this.powered) return;
		if (after) this.#intrusion = { bytes, after };
		else this.#emit(bytes);
	}

	/** Hangs: nothing is heard and nothing said until a reset. */
	hang(): void {
		this.#engine?.stop();
		this.#trace({ kind: "power", state: "hung" });
	}

	/** The level of its reset pin, active low: it is held while that is 0, and starts when it goes high again. */
	resetPin(level: number): void {
		const held = level === 0;
		if (held === this.#held) return;
		this.#held = held;
		if (!this.powered && !this.#halted) return;
		if (held) {
			this.#trace({ kind: "power", state: "reset" });
			this.#halt();
			this.#halted = true;
		} else {
			this.#halted = false;
			this.#boot();
		}
	}

	/** Has another speed from now on, as if it had been told to (`AT+IPR`), until it starts anew. */
	setSpeed(baud: number): void {
		this.#setBaud(baud);
	}

	powerOn(): void {
		if (this.powered) return;
		this.#trace({ kind: "power", state: "on" });
		this.#boot();
	}

	/** As the reset pin does: everything is forgotten. */
	reset(): void {
		if (!this.powered) return;
		this.#trace({ kind: "power", state: "reset" });
		this.#halt();
		this.#boot();
	}

	powerOff(): void {
		if (!this.powered && !this.#halted) return;
		this.#halted = false;
		this.#trace({ kind: "power", state: "off" });
		this.#halt();
	}

	#crash(): void {
		this.counters.crashes++;
		this.#trace({ kind: "power", state: "crashed" });
		this.#halt();
		this.#boot();
	}

	#boot(): void {
		if (this.#baud !== this.#capabilities.baud) this.#setBaud(this.#capabilities.baud);
		const { bootTime } = this.#capabilities;
		if (!bootTime) return this.#start();
		this.#booting = this.#world.clock.after(bootTime, () => {
			this.#booting = undefined;
			this.#start();
		});
	}

	#halt(): void {
		this.#booting?.();
		this.#booting = undefined;
		this.#engine?.stop();
		this.#engine = undefined;
		for (const chapter of this.#chapters?.all ?? []) chapter.stop();
		this.#chapters = undefined;
	}

	#start(): void {
		const engine = new Engine({
			clock: this.#world.clock,
			capabilities: this.#capabilities,
			counters: this.counters,
			transmit: (bytes) => this.#transmit(bytes),
			trace: (event) => this.#trace(event),
			execute: (line) => dispatcher.execute(line),
			crash: () => this.#crash(),
		});
		const core: Core = {
			world: this.#world,
			capabilities: this.#capabilities,
			format: this.#format,
			engine,
			link: new NetworkLink(),
			counters: this.counters,
			mac: this.mac,
			trace: (event) => this.#trace(event),
			restart: () => this.reset(),
			baud: () => this.#baud,
			setBaud: (baud) => this.#setBaud(baud),
		};
		const tls = new Tls(core);
		const station = new Station(core);
		const network = new NetworkStack(core, tls);
		const mqtt = new Mqtt(core, tls);
		const hotspot = new Hotspot(core);
		station.blocked = () => hotspot.on;
		hotspot.blocked = () => station.state !== "off";
		const others = [new Identity(core), new Scan(core), new Resolver(core), new Extensions(core, tls)];
		const all: Chapter[] = [...others, station, hotspot, mqtt, network, tls];
		const dispatcher = new Dispatcher(
			core,
			all.flatMap((chapter) => chapter.commands),
		);
		this.#chapters = { station, hotspot, network, mqtt, tls, all };
		this.#engine = engine;
		engine.start();
	}

	#transmit(bytes: Uint8Array): void {
		const intrusion = this.#intrusion;
		if (intrusion && intrusion.after <= bytes.length) {
			this.#intrusion = undefined;
			this.#emit(bytes.subarray(0, intrusion.after));
			this.#emit(intrusion.bytes);
			this.#transmit(bytes.subarray(intrusion.after));
			return;
		}
		if (intrusion) intrusion.after -= bytes.length;
		this.#emit(bytes);
	}

	#emit(bytes: Uint8Array): void {
		if (!bytes.length) return;
		this.counters.bytesTransmitted += bytes.length;
		this.onTransmit?.(bytes);
	}

	#setBaud(baud: number): void {
		this.#baud = baud;
		this.onBaud?.(baud);
	}

	#trace(event: Traced): void {
		this.onTrace?.({ at: this.#world.clock.now(), ...event } as TraceEvent);
	}
}
