import type { Driver } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { CONFIGURING, JOINING, LINKED, OFF, type StationOwner } from "drivers/wfi32/station";
import { callback, needed, required } from "wfi32/options";
import {
	configureScan,
	ScanSession,
	type WiFiScanConfiguration,
	type WiFiScanConfigured,
	type WiFiScanOptions,
} from "wfi32/scan";
import {
	configurationOf,
	stationConfiguration,
	type TimeServer,
	timeServer,
	type WiFiConfigureOptions,
	type WiFiConnectOptions,
	type WiFiStoredConfiguration,
} from "wfi32/wifi-options";

export type { WiFiScanConfiguration, WiFiScanOptions, WiFiScanResult } from "wfi32/scan";
export type { WiFiConfigureOptions, WiFiConnectOptions, WiFiStoredConfiguration } from "wfi32/wifi-options";

/** Which property has changed. */
export type WiFiChange = "connection" | "address";

/** What {@link WiFi} is told (ECMA-419 17). */
export interface WiFiOptions {
	/** Names the class where options are kept for it (ECMA-419 9.3); ignored. */
	io?: unknown;
	/** The module has one interface; ignored. */
	port?: string | number;
	target?: unknown;
	/** Something has changed; once for each property. */
	onChanged?: (this: WiFi, name: WiFiChange) => void;
	/** A connection failed or was lost, and why. This project's addition to the standard. */
	onError?: (this: WiFi, error: Wfi32Error) => void;
}

/** Values of `connection` (ECMA-419 17). */
const UNAVAILABLE = 0;
const INITIALISING = 100;
const DISCONNECTED = 200;
const CONNECTING = 300;
const LINK = 400;
const ADDRESSED = 500;

const CONNECTION: WiFiChange = "connection";
const ADDRESS: WiFiChange = "address";

/** The one interface that all instances of a module's {@link WiFi} are bound to. */
export class WiFiInterface implements StationOwner {
	readonly driver: Driver;
	/** For all instances, and for the connections to come. */
	timeServer: TimeServer | undefined;
	readonly #instances: WiFi[] = [];
	#connection = INITIALISING;
	#address: string | undefined;
	#error: Wfi32Error | undefined;

	constructor(driver: Driver) {
		this.driver = driver;
		driver.station.owner = this;
	}

	get connection(): number {
		const { driver } = this;
		if (driver.failure) return UNAVAILABLE;
		const { state } = driver.station;
		if (state === OFF) return driver.ready ? DISCONNECTED : INITIALISING;
		if (state === CONFIGURING || state === JOINING) return CONNECTING;
		return state === LINKED ? LINK : ADDRESSED;
	}

	add(instance: WiFi): void {
		this.#instances.push(instance);
		this.#connection = this.connection;
	}

	remove(instance: WiFi): void {
		const index = this.#instances.indexOf(instance);
		if (index >= 0) this.#instances.splice(index, 1);
	}

	/** Tells every instance what is not as it was told last. */
	stationChanged(): void {
		const { station } = this.driver;
		const connection = this.connection;
		const connectionChanged = connection !== this.#connection;
		const addressChanged = station.address !== this.#address;
		const error = station.error !== this.#error ? station.error : undefined;
		this.#connection = connection;
		this.#address = station.address;
		this.#error = station.error;
		// a copy: a callback may close its instance, or make another
		for (const instance of [...this.#instances]) {
			if (connectionChanged) instance[TELL](CONNECTION, undefined);
			if (addressChanged) instance[TELL](ADDRESS, undefined);
			if (error) instance[TELL](undefined, error);
		}
	}
}

const TELL = Symbol("tell");

/**
 * The module's Wi-Fi station as a network interface (ECMA-419 17.8). Several instances see the same interface; closing
 * one leaves it alone. Not constructed directly: `new wfi32.WiFi(options)` of a provider.
 */
export class WiFi {
	declare target: unknown;
	#interface: WiFiInterface | undefined;
	readonly #onChanged: WiFiOptions["onChanged"];
	readonly #onError: WiFiOptions["onError"];
	#scan: ScanSession | undefined;
	#reading = false;

	/** @throws TypeError for wrong options */
	constructor(options: WiFiOptions, network: WiFiInterface) {
		const { target } = required(options);
		this.#onChanged = callback(options.onChanged, "onChanged");
		this.#onError = callback(options.onError, "onError");
		if (target !== undefined) this.target = target;
		this.#interface = network;
		network.add(this);
	}

	/** Lets go of the interface, which stays as it is. No callback comes after this. May be called again. */
	close(): void {
		const network = this.#interface;
		if (!network) return;
		this.#interface = undefined;
		network.remove(this);
		if (this.#scan) network.driver.scan.withdraw(this.#scan);
		if (this.#reading) network.driver.station.stored.drop();
	}

	/**
	 * Begins to connect; `connection` tells what comes of it. After a failure it is 200 again.
	 * @throws TypeError, RangeError for missing or wrong options
	 * @throws Error while connecting, and after close
	 */
	connect(options: WiFiConnectOptions): void {
		const network = WiFi.#open(this);
		const wanted = stationConfiguration(options, network.timeServer);
		const { driver } = network;
		if (driver.failure) throw driver.failure;
		const { connection } = network;
		if (connection === CONNECTING || connection === LINK) throw new Error("connecting already");
		driver.station.join(wanted);
	}

	/** Leaves the network, or gives up connecting: `connection` reads 200 at once. */
	disconnect(): void {
		const { driver } = WiFi.#open(this);
		if (driver.station.state !== OFF) driver.station.leave();
	}

	/**
	 * Looks for access points. Callbacks come from the event loop.
	 * @throws TypeError, RangeError for missing or wrong options
	 * @throws Error while a scan is under way (of any instance, or of a connection by BSSID), and after close
	 */
	scan(options: WiFiScanOptions): void {
		const { driver } = WiFi.#open(this);
		const session = new ScanSession(this, driver.decoder, options, () => {
			this.#scan = undefined;
		});
		driver.scan.start(session);
		this.#scan = session;
	}

	/**
	 * Sets what is given of the times that a scan takes, and reads both (reference 4.1). This project's addition.
	 * @param told with the configuration, from the event loop
	 * @throws TypeError, RangeError for wrong options; Error while scanning, and after close
	 */
	configureScan(options: WiFiScanConfiguration, told?: WiFiScanConfigured): void {
		const { driver } = WiFi.#open(this);
		callback(told, "callback");
		if (driver.failure) throw driver.failure;
		configureScan(driver.scan, required(options), (error, configuration) => {
			if (!this.#interface) return;
			if (error) told?.call(this, error);
			else told?.call(this, null, configuration);
		});
	}

	/**
	 * Sets what connections to come will be made with.
	 * @throws TypeError, RangeError for wrong options, and for what the module cannot: a host name, a static address
	 */
	configure(options: WiFiConfigureOptions): void {
		const network = WiFi.#open(this);
		network.timeServer = timeServer(required(options), network.timeServer);
	}

	/**
	 * Asks the module what it has stored for its station (reference 5.1). This project's addition.
	 * @param done called once, from the event loop; with an error, there is no configuration
	 * @throws Error while it is being read, by any instance, and after close
	 */
	configuration(done: (this: WiFi, error: Wfi32Error | null, configuration?: WiFiStoredConfiguration) => void): void {
		const { station, decoder } = WiFi.#open(this).driver;
		needed(done);
		station.stored.read((error, values) => {
			this.#reading = false;
			if (error) done.call(this, error);
			else done.call(this, null, configurationOf(values, decoder));
		});
		this.#reading = true;
	}

	/** 0 unavailable, 100 initialising, 200 disconnected, 300 connecting, 400 connected, 500 with an address. */
	get connection(): number {
		return WiFi.#open(this).connection;
	}

	/** The IP address, dotted decimal; undefined while there is none. */
	get address(): string | undefined {
		return WiFi.#open(this).driver.station.address;
	}

	/** The module does not tell its own. */
	get MAC(): string | undefined {
		WiFi.#open(this);
		return undefined;
	}

	/** The network's name; undefined while not connected. */
	get SSID(): string | undefined {
		const { station, decoder } = WiFi.#open(this).driver;
		const ssid = station.state >= LINKED ? station.wanted?.ssid : undefined;
		return ssid && decoder.decode(ssid, 0, ssid.length);
	}

	/** The access point's address, lower case with colons; undefined while not connected. */
	get BSSID(): string | undefined {
		return WiFi.#open(this).driver.station.bssid;
	}

	/** The module reports 0 for it always (reference 5.2.3), which is to say that it is not known. */
	get RSSI(): number | undefined {
		WiFi.#open(this);
		return undefined;
	}

	/** The access point's channel; undefined while not connected. */
	get channel(): number | undefined {
		return WiFi.#open(this).driver.station.channel;
	}

	/** Why the last connection failed or was lost. This project's addition to the standard. */
	get lastError(): Wfi32Error | undefined {
		return WiFi.#open(this).driver.station.error;
	}

	/** @internal */
	[TELL](name: WiFiChange | undefined, error: Wfi32Error | undefined): void {
		if (!this.#interface) return;
		if (name) this.#onChanged?.call(this, name);
		if (error) this.#onError?.call(this, error);
	}

	// static: each instance has a place of its own for every private method
	static #open(wifi: WiFi): WiFiInterface {
		if (!wifi.#interface) throw new Error("closed");
		return wifi.#interface;
	}
}
