import { Driver, type DriverOwner } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { defaultBuffers } from "drivers/wfi32/sizes";
import type { ListedSocket } from "drivers/wfi32/socket-list";
import { AccessPoint, type AccessPointOptions } from "wfi32/access-point";
import { loadCertificate, type RuntimeCertificate } from "wfi32/certificate";
import { type Diagnostics, diagnose } from "wfi32/diagnostics";
import { Listener, type ListenerOptions } from "wfi32/listener";
import { MQTTClient, type MQTTClientOptions } from "wfi32/mqtt";
import { callback, needed, required } from "wfi32/options";
import { Ping, type PingOptions } from "wfi32/ping";
import type { ModuleIdentity, WFI32Options } from "wfi32/provider-options";
import { Resolver, type ResolverOptions } from "wfi32/resolver";
import { type Status, statusOf } from "wfi32/status";
import { TCP, type TCPOptions } from "wfi32/tcp";
import { TLS, type TLSOptions } from "wfi32/tls";
import { TLSConfiguration, type TLSConfigurationOptions } from "wfi32/tls-configuration";
import { certificateNames } from "wfi32/trust";
import { UDP, type UDPOptions } from "wfi32/udp";
import { WiFi, WiFiInterface, type WiFiOptions } from "wfi32/wifi";

export type { ModuleIdentity, WFI32Options } from "wfi32/provider-options";

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

/** The class of Wi-Fi interfaces, all of which stand for the one that the module has. */
function boundWiFi(network: WiFiInterface): Bound<WiFiOptions, WiFi> {
	return class extends WiFi {
		constructor(options: WiFiOptions) {
			super(options, network);
		}
	};
}

/** The class of listeners, whose connections are instances of the module's own class. */
function boundListener(driver: Driver, Connection: unknown): Bound<ListenerOptions, Listener> {
	return class extends Listener {
		constructor(options: ListenerOptions) {
			super(options, driver, Connection as typeof TCP);
		}
	};
}

/* What a class is kept by when it has been asked for. */

const WIFI = 0;
const TCP_SOCKET = 1;
const MQTT_CLIENT = 2;
const RESOLVER = 3;
const TLS_SOCKET = 4;
const UDP_SOCKET = 5;
const LISTENER = 6;
const TLS_CONFIGURATION = 7;
const ACCESS_POINT = 8;
const PING = 9;

const NO_CERTIFICATES: readonly string[] = Object.freeze([]);

/** What the program wants to be told. */
class Callbacks implements DriverOwner {
	provider: WFI32;
	ready: WFI32Options["onReady"];
	error: WFI32Options["onError"];
	unexpected: WFI32Options["onUnexpected"];

	/** @throws TypeError for what is no function */
	constructor(provider: WFI32, options: WFI32Options) {
		this.provider = provider;
		this.ready = callback(options.onReady, "onReady");
		this.error = callback(options.onError, "onError");
		this.unexpected = callback(options.onUnexpected, "onUnexpected");
	}

	onReady(): void {
		this.ready?.call(this.provider);
	}

	onFailure(error: Error): void {
		this.error?.call(this.provider, error as Wfi32Error);
	}

	onUnexpected(fault: "unknown" | "malformed", name: string): void {
		this.unexpected?.call(this.provider, fault, name);
	}
}

/**
 * The module: an ECMA-419 IO Provider (clause 11). Owns the wire and hands out classes of IO, which are used as those of
 * the host are: `new wfi32.TCP({…})`.
 */
export class WFI32 {
	declare target: unknown;
	/** Also when it is closed: classes made from then on throw when they are constructed. */
	readonly #driver: Driver;
	/**
	 * Kinds and their classes by turns: a class is made when it is first asked for, and most programs need few. Without
	 * holes, which arrays that grow must not have: XS's collector would look beyond their end.
	 */
	readonly #classes: unknown[] = [];

	/**
	 * @throws TypeError, RangeError for missing or wrong options
	 * @throws whatever the constructors of serial port and pin throw; nothing stays taken then
	 */
	constructor(options: WFI32Options) {
		required(options);
		const serial = required(options.serial);
		if (typeof serial.io !== "function") throw new TypeError("serial.io must be a class");
		const callbacks = new Callbacks(this, options);
		const { target, reset, certificates, buffers } = options;
		if (reset !== undefined && typeof required(reset).io !== "function")
			throw new TypeError("reset.io must be a class");
		if (target !== undefined) this.target = target;
		this.#driver = new Driver(
			serial,
			buffers ? { ...defaultBuffers, ...buffers } : defaultBuffers,
			options.release,
			certificates ? certificateNames(certificates) : NO_CERTIFICATES,
			callbacks,
			reset,
		);
	}

	/** The Wi-Fi interface (ECMA-419 17.8). */
	get WiFi(): Bound<WiFiOptions, WiFi> {
		return WFI32.#kept(this, WIFI) ?? WFI32.#keep(this, WIFI, boundWiFi(new WiFiInterface(this.#driver)));
	}

	/** TCP sockets (ECMA-419 10.12). */
	get TCP(): Bound<TCPOptions, TCP> {
		return WFI32.#kept(this, TCP_SOCKET) ?? WFI32.#keep(this, TCP_SOCKET, bind(TCP, this.#driver));
	}

	/** TCP sockets that the module secures (ECMA-419 10.15). */
	get TLS(): Bound<TLSOptions, TLS> {
		return WFI32.#kept(this, TLS_SOCKET) ?? WFI32.#keep(this, TLS_SOCKET, bind(TLS, this.#driver));
	}

	/** The module's TLS configurations (reference 7.11). */
	get TLSConfiguration(): Bound<TLSConfigurationOptions, TLSConfiguration> {
		return (
			WFI32.#kept(this, TLS_CONFIGURATION) ?? WFI32.#keep(this, TLS_CONFIGURATION, bind(TLSConfiguration, this.#driver))
		);
	}

	/** TCP listeners (ECMA-419 10.13). */
	get Listener(): Bound<ListenerOptions, Listener> {
		return WFI32.#kept(this, LISTENER) ?? WFI32.#keep(this, LISTENER, boundListener(this.#driver, this.TCP));
	}

	/** UDP sockets (ECMA-419 10.14). */
	get UDP(): Bound<UDPOptions, UDP> {
		return WFI32.#kept(this, UDP_SOCKET) ?? WFI32.#keep(this, UDP_SOCKET, bind(UDP, this.#driver));
	}

	/** Name resolution (ECMA-419 18). */
	get Resolver(): Bound<ResolverOptions, Resolver> {
		return WFI32.#kept(this, RESOLVER) ?? WFI32.#keep(this, RESOLVER, bind(Resolver, this.#driver));
	}

	/** The module's own MQTT client (the manner of ECMA-419 24). */
	get MQTTClient(): Bound<MQTTClientOptions, MQTTClient> & typeof MQTTClient {
		type Class = WFI32["MQTTClient"];
		return WFI32.#kept(this, MQTT_CLIENT) ?? WFI32.#keep(this, MQTT_CLIENT, bind(MQTTClient, this.#driver) as Class);
	}

	/** The module as an access point (reference 5.3, 5.4). */
	get AccessPoint(): Bound<AccessPointOptions, AccessPoint> {
		return WFI32.#kept(this, ACCESS_POINT) ?? WFI32.#keep(this, ACCESS_POINT, bind(AccessPoint, this.#driver));
	}

	/** Pings (reference 7.13). */
	get Ping(): Bound<PingOptions, Ping> {
		return WFI32.#kept(this, PING) ?? WFI32.#keep(this, PING, bind(Ping, this.#driver));
	}

	/** Gives the port back. Every open instance gets `onError`, not from inside this call. May be called again. */
	close(): void {
		this.#driver.close();
	}

	/**
	 * Gives a CA's certificate to the running module, where its release can that: for its MQTT service alone (`tls.ca` of
	 * {@link WFI32.MQTTClient}), until the module starts anew.
	 * @param done called once, from the event loop, with null when the module has taken it
	 * @throws TypeError, RangeError for wrong options; Error while another is on its way, and after close
	 */
	loadCertificate(certificate: RuntimeCertificate, done?: (this: WFI32, error: Wfi32Error | null) => void): void {
		callback(done, "callback");
		loadCertificate(WFI32.#open(this), certificate, (error) => done?.call(this, error ?? null));
	}

	/**
	 * Asks the module which sockets it has (reference 7.7): those of this program, and the connections of its listeners.
	 * @param done called once, from the event loop
	 * @throws Error while another such question is under way, and after close
	 */
	sockets(done: (this: WFI32, error: Wfi32Error | null, sockets?: readonly ListedSocket[]) => void): void {
		const { sockets } = WFI32.#open(this);
		needed(done);
		sockets.listing.read((error, list) => {
			if (error) done.call(this, error);
			else done.call(this, null, list);
		});
	}

	/** Who the module says it is. */
	get identity(): ModuleIdentity {
		const { identity, capabilities } = WFI32.#open(this);
		return { ...identity, release: capabilities.release };
	}

	/** Bytes of all buffers of this module, taken when it was constructed. */
	get byteLength(): number {
		return this.#driver.arena.bytes.length;
	}

	/** What the driver believes of the module now. Makes new objects, as {@link WFI32.diagnostics} does. */
	get status(): Status {
		return statusOf(WFI32.#open(this));
	}

	/** What was counted since the beginning. Makes a new object: for a report now and then, not for every event. */
	get diagnostics(): Diagnostics {
		return diagnose(WFI32.#open(this));
	}

	// static: each instance has a place of its own for every private method
	static #kept<C>(provider: WFI32, kind: number): C | undefined {
		const classes = provider.#classes;
		for (let i = 0; i < classes.length; i += 2) if (classes[i] === kind) return classes[i + 1] as C;
		return undefined;
	}

	static #keep<C>(provider: WFI32, kind: number, made: C): C {
		provider.#classes.push(kind, made);
		return made;
	}

	static #open(provider: WFI32): Driver {
		if (provider.#driver.closed) throw new Error("closed");
		return provider.#driver;
	}
}

export default WFI32;
