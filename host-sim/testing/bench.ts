import Serial from "embedded:io/serial";
import { WFI32, type WFI32Options } from "wfi32/provider";
import type { WiFi } from "wfi32/wifi";
import { type ReleaseName, Uart, VirtualModule } from "../module/index";
import { simulateBoard } from "../node/simulate";
import { VirtualClock } from "../world/clock";
import { type MemoryWorld, memoryWorld, type Peer } from "../world/memory/index";
import type { SerialEnd } from "../world/wire";
import { Wire } from "./wire-log";

type WorldOptions = NonNullable<Parameters<typeof memoryWorld>[0]>;
type AccessPoint = MemoryWorld["radio"]["accessPoints"][number];

/** What {@link testBench} is told; everything has a default. */
export interface TestBenchOptions extends Pick<WorldOptions, "accessPoints" | "names" | "broker" | "certificates"> {
	/** Which firmware the module plays; "reference" if left out. */
	release?: ReleaseName;
	/** Bits per second of the wire; 230400 if left out. */
	baud?: number;
	/** Further options of the provider, e.g. its buffers or certificates. */
	provider?: Partial<Omit<WFI32Options, "serial">>;
}

/** A module on a network in memory, and the provider wired to it. Nothing happens but by {@link TestBench.advance}. */
export interface TestBench {
	/** The provider: what the program under test is given. */
	readonly wfi32: WFI32;
	/** The module on the other end of the wire: its state, counters, and a reset button. */
	readonly module: VirtualModule;
	/** Radio, network, names and broker. */
	readonly world: MemoryWorld;
	/** What went over the wire. */
	readonly wire: Wire;
	/** The first access point: `set({up: false})`, `set({password})`, `kick()`. */
	readonly accessPoint: AccessPoint;
	/** Virtual milliseconds since the first bench. */
	readonly now: number;
	/** Lets virtual time pass: callbacks come from in here. @param milliseconds 0 or more */
	advance(milliseconds: number): void;
	/** Lets time pass until the condition holds. @throws Error when it does not within `limit` milliseconds (60000) */
	until(condition: () => unknown, limit?: number): void;
	/** Joins the first access point's network; returns when there is an address. */
	join(): WiFi;
	/** A host's TCP server; each connection is a peer to play. @returns its connections so far, oldest first */
	listen(address: string, port: number, play?: (peer: Peer) => void): Peer[];
	/** A client that connects to a listener of the program's. @returns its end */
	dial(port: number): Peer;
	/** Closes the provider and powers the module off. The next bench does it for one that was forgotten. */
	close(): void;
}

/** Where the module's network has its default broker and addresses (RFC 5737: for documentation). */
const BROKER = { address: "192.0.2.10", port: 1883 };
const HOME = {
	ssid: "home",
	bssid: "24:F2:7F:A5:8B:80",
	channel: 6,
	security: "wpa2",
	password: "correct horse",
	dhcp: { address: "192.168.0.100", delay: 100 },
} as const;

let clock: VirtualClock | undefined;
let current: TestBench | undefined;
/** The board's end of the wire; the module's end is that of the bench in use. */
const boardEnd: SerialEnd = { send: (bytes) => toModule(bytes), onReceive: undefined };
let toModule: (bytes: Uint8Array) => void = () => {};

/**
 * A fresh module with its provider; a bench made before in the same file is closed. Time goes on from one bench to the
 * next. For jest: the modules of the program are imported as on the device.
 * @throws RangeError for wrong options of the provider
 */
export function testBench(options: TestBenchOptions = {}): TestBench {
	current?.close();
	if (!clock) {
		clock = new VirtualClock();
		simulateBoard({ clock, ports: { 0: { end: boardEnd, dialect: "standard", rx: 128 } } });
	}
	const it = new Bench(clock, options);
	current = it;
	return it;
}

class Bench implements TestBench {
	readonly wfi32: WFI32;
	readonly module: VirtualModule;
	readonly world: MemoryWorld;
	readonly wire = new Wire();
	readonly #clock: VirtualClock;
	#closed = false;

	constructor(clock: VirtualClock, options: TestBenchOptions) {
		const { accessPoints = [HOME], broker = BROKER, names, certificates, release = "reference" } = options;
		const baud = options.baud ?? 230_400;
		this.#clock = clock;
		this.world = memoryWorld({ accessPoints, broker, names, certificates, clock });
		this.module = new VirtualModule({ world: this.world, release });
		const uart = new Uart({ clock, module: this.module, baud, chunk: 32 });
		toModule = (bytes) => {
			this.wire.add("toModule", bytes);
			uart.dte.send(bytes);
		};
		uart.dte.onReceive = (bytes) => {
			this.wire.add("toHost", bytes);
			if (!this.#closed) boardEnd.onReceive?.(bytes);
		};
		this.module.powerOn();
		const io = Serial as unknown as WFI32Options["serial"]["io"];
		this.wfi32 = new WFI32({ ...options.provider, serial: { io, port: 0, baud } });
	}

	get accessPoint(): AccessPoint {
		return this.world.radio.accessPoints[0];
	}

	get now(): number {
		return this.#clock.now();
	}

	advance(milliseconds: number): void {
		this.#clock.advance(milliseconds);
	}

	until(condition: () => unknown, limit = 60_000): void {
		const end = this.now + limit;
		while (!condition()) {
			const next = this.#clock.next ?? Number.POSITIVE_INFINITY;
			if (next > end) throw new Error(`the condition did not come true within ${limit} ms of virtual time`);
			this.#clock.advanceTo(next);
		}
	}

	join(): WiFi {
		const { ssid, password } = this.accessPoint;
		const wifi = new this.wfi32.WiFi({});
		wifi.connect({ SSID: Buffer.from(ssid).toString(), ...(password === undefined ? {} : { password }) });
		this.until(() => wifi.connection === 500, 20_000);
		return wifi;
	}

	listen(address: string, port: number, play?: (peer: Peer) => void): Peer[] {
		const peers: Peer[] = [];
		this.world.network.listen(address, port, (peer) => {
			peers.push(peer);
			play?.(peer);
		});
		return peers;
	}

	dial(port: number): Peer {
		const { address } = this.module.state;
		if (!address) throw new Error("the module has no address yet: join first");
		return this.world.network.dial(address, port);
	}

	close(): void {
		if (this.#closed) return;
		this.wfi32.close();
		this.module.powerOff();
		this.#clock.advance(0);
		this.#closed = true;
	}
}
