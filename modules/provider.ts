import type { SerialConfiguration } from "drivers/uart/serial";
import { arenaLength, type Buffers, Driver, type DriverOwner, defaultBuffers } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { AccessPoint, type AccessPointOptions } from "wfi32/access-point";
import { loadCertificate, type RuntimeCertificate } from "wfi32/certificate";
import { type Diagnostics, diagnose } from "wfi32/diagnostics";
import { Listener, type ListenerOptions } from "wfi32/listener";
import { MQTTClient, type MQTTClientOptions } from "wfi32/mqtt";
import { callback, required } from "wfi32/options";
import { Ping, type PingOptions } from "wfi32/ping";
import { Resolver, type ResolverOptions } from "wfi32/resolver";
import { TCP, type TCPOptions } from "wfi32/tcp";
import { TLS, type TLSOptions } from "wfi32/tls";
import { TLSConfiguration, type TLSConfigurationOptions } from "wfi32/tls-configuration";
import { UDP, type UDPOptions } from "wfi32/udp";
import { WiFi, WiFiInterface, type WiFiOptions } from "wfi32/wifi";

/** What {@link WFI32} is told (ECMA-419 11.1). */
export interface WFI32Options {
	/** The port that the module is wired to: `io` is its class, the rest goes to it. */
	serial: SerialConfiguration;
	/** The firmware's release when the module is not to be believed about it: "reference", "1.0.1", "0.2.0", "0.3.0", "0.3.1". */
	release?: string;
	/** Names of the certificates and keys that the module's image holds (reference 7.17): the module cannot be asked. */
	certificates?: readonly string[];
	/** Sizes of the buffers, each with a default. */
	buffers?: Partial<Buffers>;
	target?: unknown;
	/** The module answers. Everything may be constructed before. */
	onReady?: (this: WFI32) => void;
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
	/** The Wi-Fi interface (ECMA-419 17.8). */
	readonly WiFi: Bound<WiFiOptions, WiFi>;
	/** TCP sockets (ECMA-419 10.12). */
	readonly TCP: Bound<TCPOptions, TCP>;
	/** TCP sockets that the module secures (ECMA-419 10.15). */
	readonly TLS: Bound<TLSOptions, TLS>;
	/** The module's TLS configurations (reference 7.11). */
	readonly TLSConfiguration: Bound<TLSConfigurationOptions, TLSConfiguration>;
	/** TCP listeners (ECMA-419 10.13). */
	readonly Listener: Bound<ListenerOptions, Listener>;
	/** UDP sockets (ECMA-419 10.14). */
	readonly UDP: Bound<UDPOptions, UDP>;
	/** Name resolution (ECMA-419 18). */
	readonly Resolver: Bound<ResolverOptions, Resolver>;
	/** The module's own MQTT client (the manner of ECMA-419 24). */
	readonly MQTTClient: Bound<MQTTClientOptions, MQTTClient> & typeof MQTTClient;
	/** The module as an access point (reference 5.3, 5.4). */
	readonly AccessPoint: Bound<AccessPointOptions, AccessPoint>;
	/** Pings (reference 7.13). */
	readonly Ping: Bound<PingOptions, Ping>;
	readonly #buffers: Buffers;
	#driver: Driver | undefined;

	/**
	 * @throws TypeError, RangeError for missing or wrong options
	 * @throws whatever the serial port's constructor throws; nothing stays taken then
	 */
	constructor(options: WFI32Options) {
		required(options);
		const serial = required(options.serial);
		if (typeof serial.io !== "function") throw new TypeError("serial.io must be a class");
		const onReady = callback(options.onReady, "onReady");
		const onError = callback(options.onError, "onError");
		const { target } = options;
		if (target !== undefined) this.target = target;
		this.#buffers = { ...defaultBuffers, ...options.buffers };
		const owner: DriverOwner = {
			onReady: () => onReady?.call(this),
			onFailure: (error) => onError?.call(this, error as Wfi32Error),
		};
		const driver = new Driver(serial, this.#buffers, options.release, [...(options.certificates ?? [])], owner);
		this.#driver = driver;
		const network = new WiFiInterface(driver);
		this.WiFi = class extends WiFi {
			constructor(options: WiFiOptions) {
				super(options, network);
			}
		};
		this.TCP = bind(TCP, driver);
		this.TLS = bind(TLS, driver);
		this.TLSConfiguration = bind(TLSConfiguration, driver);
		const Connection = this.TCP as unknown as typeof TCP;
		this.Listener = class extends Listener {
			constructor(options: ListenerOptions) {
				super(options, driver, Connection);
			}
		};
		this.UDP = bind(UDP, driver);
		this.Resolver = bind(Resolver, driver);
		this.MQTTClient = bind(MQTTClient, driver) as WFI32["MQTTClient"];
		this.AccessPoint = bind(AccessPoint, driver);
		this.Ping = bind(Ping, driver);
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

	/** Who the module says it is. */
	get identity(): ModuleIdentity {
		const { boot, capabilities } = this.#open;
		return { ...boot.identity, release: capabilities.release };
	}

	/** Bytes of all buffers of this module, taken when it was constructed. */
	get byteLength(): number {
		return arenaLength(this.#buffers);
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
