import type { SerialConfiguration } from "drivers/uart/serial";
import { arenaLength, type Buffers, Driver, type DriverOwner, defaultBuffers } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import type { ResetConfiguration } from "drivers/wfi32/reset-line";
import type { ListedSocket } from "drivers/wfi32/socket-list";
import { AccessPoint, type AccessPointOptions } from "wfi32/access-point";
import { loadCertificate, type RuntimeCertificate } from "wfi32/certificate";
import { type Diagnostics, diagnose } from "wfi32/diagnostics";
import { Listener, type ListenerOptions } from "wfi32/listener";
import { MQTTClient, type MQTTClientOptions } from "wfi32/mqtt";
import { callback, needed, required } from "wfi32/options";
import { Ping, type PingOptions } from "wfi32/ping";
import { Resolver, type ResolverOptions } from "wfi32/resolver";
import { type Status, statusOf } from "wfi32/status";
import { TCP, type TCPOptions } from "wfi32/tcp";
import { TLS, type TLSOptions } from "wfi32/tls";
import { TLSConfiguration, type TLSConfigurationOptions } from "wfi32/tls-configuration";
import { UDP, type UDPOptions } from "wfi32/udp";
import { WiFi, WiFiInterface, type WiFiOptions } from "wfi32/wifi";

/** What {@link WFI32} is told (ECMA-419 11.1). */
export interface WFI32Options {
	/** The port that the module is wired to: `io` is its class, the rest goes to it. */
	serial: SerialConfiguration;
	/**
	 * The pin that the module's reset (MCLR, active low) is wired to: `io` is its class, `pin` and the rest go to it. The
	 * module is started anew by it when it answers at no speed any more; without it, such a module is given up.
	 */
	reset?: ResetConfiguration;
	/** The firmware's release when the module is not to be believed about it: "reference", "1.0.1", "0.2.0", "0.3.0", "0.3.1". */
	release?: string;
	/** Names of the certificates and keys that the module's image holds (reference 7.17): the module cannot be asked. */
	certificates?: readonly string[];
	/** Sizes of the buffers, each with a default. */
	buffers?: Partial<Buffers>;
	target?: unknown;
	/** The module answers. Everything may be constructed before. */
	onReady?: (this: WFI32) => void;
	/**
	 * The module said something that nobody understood, which was skipped and counted ({@link WFI32.diagnostics}): told once
	 * for each name, and for at most 16.
	 * @param fault "unknown": no such line is known; "malformed": it has other fields than it should
	 * @param name with its `+`; empty for text that has none
	 */
	onUnexpected?: (this: WFI32, fault: "unknown" | "malformed", name: string) => void;
	/** The module is given up; every open instance is told by its own `onError`. */
	onError?: (this: WFI32, error: Wfi32Error) => void;
}

/** What the module says of itself; empty strings before `onReady`. */
export interface ModuleIdentity {
	readonly manufacturer: string;
	readonly model: string;
	readonly revision: string;
	/** The release whose ways the driver follows. */
	readonly release: string;
}

/** A class of IO that belongs to one module. */
export type Bound<Options, IO> = new (options: Options) => IO;

function bind<Options, IO>(Class: new (options: Options, driver: Driver) => IO, driver: Driver): Bound<Options, IO> {
	const Base = Class as unknown as new (options: Options, driver: Driver) => object;
	const Derived = class extends Base {
		constructor(options: Options) {
			super(options, driver);
		}
	};
	return Derived as unknown as Bound<Options, IO>;
}

/**
 * The module: an ECMA-419 IO Provider (clause 11). Owns the wire and hands out classes of IO, which are used as those of
 * the host are: `new wfi32.TCP({…})`.
 */
export class WFI32 {
	declare target: unknown;
	/** The driver, also when it is closed: classes made from then on throw when they are constructed. */
	readonly #bound: Driver;
	#network: WiFiInterface | undefined;
	// a class is made when it is first asked for: most programs need few
	#WiFi: Bound<WiFiOptions, WiFi> | undefined;
	#TCP: Bound<TCPOptions, TCP> | undefined;
	#TLS: Bound<TLSOptions, TLS> | undefined;
	#TLSConfiguration: Bound<TLSConfigurationOptions, TLSConfiguration> | undefined;
	#Listener: Bound<ListenerOptions, Listener> | undefined;
	#UDP: Bound<UDPOptions, UDP> | undefined;
	#Resolver: Bound<ResolverOptions, Resolver> | undefined;
	#MQTTClient: WFI32["MQTTClient"] | undefined;
	#AccessPoint: Bound<AccessPointOptions, AccessPoint> | undefined;
	#Ping: Bound<PingOptions, Ping> | undefined;
	readonly #buffers: Buffers;
	#driver: Driver | undefined;

	/**
	 * @throws TypeError, RangeError for missing or wrong options
	 * @throws whatever the constructors of serial port and pin throw; nothing stays taken then
	 */
	constructor(options: WFI32Options) {
		required(options);
		const serial = required(options.serial);
		if (typeof serial.io !== "function") throw new TypeError("serial.io must be a class");
		const onReady = callback(options.onReady, "onReady");
		const onError = callback(options.onError, "onError");
		const onUnexpected = callback(options.onUnexpected, "onUnexpected");
		const { target, reset } = options;
		if (reset !== undefined && typeof required(reset).io !== "function")
			throw new TypeError("reset.io must be a class");
		if (target !== undefined) this.target = target;
		this.#buffers = { ...defaultBuffers, ...options.buffers };
		const owner: DriverOwner = {
			onReady: () => onReady?.call(this),
			onFailure: (error) => onError?.call(this, error as Wfi32Error),
			onUnexpected: (fault, name) => onUnexpected?.call(this, fault, name),
		};
		const driver = new Driver(serial, this.#buffers, options.release, [...(options.certificates ?? [])], owner, reset);
		this.#driver = driver;
		this.#bound = driver;
	}

	/** The Wi-Fi interface (ECMA-419 17.8). */
	get WiFi(): Bound<WiFiOptions, WiFi> {
		if (!this.#WiFi) {
			this.#network ??= new WiFiInterface(this.#bound);
			const network = this.#network;
			this.#WiFi = class extends WiFi {
				constructor(options: WiFiOptions) {
					super(options, network);
				}
			};
		}
		return this.#WiFi;
	}

	/** TCP sockets (ECMA-419 10.12). */
	get TCP(): Bound<TCPOptions, TCP> {
		this.#TCP ??= bind(TCP, this.#bound);
		return this.#TCP;
	}

	/** TCP sockets that the module secures (ECMA-419 10.15). */
	get TLS(): Bound<TLSOptions, TLS> {
		this.#TLS ??= bind(TLS, this.#bound);
		return this.#TLS;
	}

	/** The module's TLS configurations (reference 7.11). */
	get TLSConfiguration(): Bound<TLSConfigurationOptions, TLSConfiguration> {
		this.#TLSConfiguration ??= bind(TLSConfiguration, this.#bound);
		return this.#TLSConfiguration;
	}

	/** TCP listeners (ECMA-419 10.13). */
	get Listener(): Bound<ListenerOptions, Listener> {
		if (!this.#Listener) {
			const driver = this.#bound;
			const Connection = this.TCP as unknown as typeof TCP;
			this.#Listener = class extends Listener {
				constructor(options: ListenerOptions) {
					super(options, driver, Connection);
				}
			};
		}
		return this.#Listener;
	}

	/** UDP sockets (ECMA-419 10.14). */
	get UDP(): Bound<UDPOptions, UDP> {
		this.#UDP ??= bind(UDP, this.#bound);
		return this.#UDP;
	}

	/** Name resolution (ECMA-419 18). */
	get Resolver(): Bound<ResolverOptions, Resolver> {
		this.#Resolver ??= bind(Resolver, this.#bound);
		return this.#Resolver;
	}

	/** The module's own MQTT client (the manner of ECMA-419 24). */
	get MQTTClient(): Bound<MQTTClientOptions, MQTTClient> & typeof MQTTClient {
		this.#MQTTClient ??= bind(MQTTClient, this.#bound) as WFI32["MQTTClient"];
		return this.#MQTTClient;
	}

	/** The module as an access point (reference 5.3, 5.4). */
	get AccessPoint(): Bound<AccessPointOptions, AccessPoint> {
		this.#AccessPoint ??= bind(AccessPoint, this.#bound);
		return this.#AccessPoint;
	}

	/** Pings (reference 7.13). */
	get Ping(): Bound<PingOptions, Ping> {
		this.#Ping ??= bind(Ping, this.#bound);
		return this.#Ping;
	}

	/** Gives the port back. Every open instance gets `onError`, not from inside this call. May be called again. */
	close(): void {
		this.#driver?.close();
		this.#driver = undefined;
	}

	/**
	 * Gives a CA's certificate to the running module, where its release can that: for its MQTT service alone (`tls.ca` of
	 * {@link WFI32.MQTTClient}), until the module starts anew.
	 * @param done called once, from the event loop, with null when the module has taken it
	 * @throws TypeError, RangeError for wrong options; Error while another is on its way, and after close
	 */
	loadCertificate(certificate: RuntimeCertificate, done?: (this: WFI32, error: Wfi32Error | null) => void): void {
		callback(done, "callback");
		loadCertificate(this.#open, certificate, (error) => done?.call(this, error ?? null));
	}

	/**
	 * Asks the module which sockets it has (reference 7.7): those of this program, and the connections of its listeners.
	 * @param done called once, from the event loop
	 * @throws Error while another such question is under way, and after close
	 */
	sockets(done: (this: WFI32, error: Wfi32Error | null, sockets?: readonly ListedSocket[]) => void): void {
		const { sockets } = this.#open;
		needed(done);
		sockets.listing.read((error, list) => {
			if (error) done.call(this, error);
			else done.call(this, null, list);
		});
	}

	/** Who the module says it is. */
	get identity(): ModuleIdentity {
		const { boot, capabilities } = this.#open;
		return { ...boot.identity, release: capabilities.release };
	}

	/** Bytes of all buffers of this module, taken when it was constructed. */
	get byteLength(): number {
		return arenaLength(this.#buffers);
	}

	/** What the driver believes of the module now. Makes new objects, as {@link WFI32.diagnostics} does. */
	get status(): Status {
		return statusOf(this.#open);
	}

	/** What was counted since the beginning. Makes a new object: for a report now and then, not for every event. */
	get diagnostics(): Diagnostics {
		return diagnose(this.#open);
	}

	get #open(): Driver {
		if (!this.#driver) throw new Error("closed");
		return this.#driver;
	}
}

export default WFI32;
