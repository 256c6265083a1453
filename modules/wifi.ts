import { toBytes } from "drivers/at/text";
import type { Driver } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { CONFIGURING, JOINING, LINKED, OFF, ssidBytes } from "drivers/wfi32/station";
import { callback, integer, required, text } from "wfi32/options";

/** Which property has changed. */
export type WiFiChange = "connection" | "address";

/** What {@link WiFi} is told (ECMA-419 17). */
export interface WiFiOptions {
	target?: unknown;
	/** Something has changed; once for each property. */
	onChanged?: (this: WiFi, name: WiFiChange) => void;
	/** A connection failed or was lost, and why. This project's addition to the standard. */
	onError?: (this: WiFi, error: Wfi32Error) => void;
}

/** What to connect to (ECMA-419 17.8.1). */
export interface WiFiConnectOptions {
	/** The network's name, 1 to 32 bytes. */
	SSID: string;
	/** The access point's address, when it must be that one. */
	BSSID?: string;
	/** 8 to 63 characters; left out: an open network. */
	password?: string;
	/** True: only a network with a password will do. */
	secure?: boolean;
	/** 1 to 14. */
	channel?: number;
}

/** Values of `connection` (ECMA-419 17). */
const UNAVAILABLE = 0;
const INITIALISING = 100;
const DISCONNECTED = 200;
const CONNECTING = 300;
const LINK = 400;
const ADDRESSED = 500;

const ANY_CHANNEL = 255;
const OPEN = 0;
const WPA2 = 3;
const CONNECTION: WiFiChange = "connection";
const ADDRESS: WiFiChange = "address";

/** The one interface that all instances of a module's {@link WiFi} are bound to. */
export class WiFiInterface {
	readonly driver: Driver;
	readonly #instances: WiFi[] = [];
	#connection = INITIALISING;
	#address: string | undefined;
	#error: Wfi32Error | undefined;

	constructor(driver: Driver) {
		this.driver = driver;
		driver.station.onChanged = () => this.#compare();
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
	#compare(): void {
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
	readonly target: unknown;
	#interface: WiFiInterface | undefined;
	readonly #onChanged: WiFiOptions["onChanged"];
	readonly #onError: WiFiOptions["onError"];

	/** @throws TypeError for wrong options */
	constructor(options: WiFiOptions, network: WiFiInterface) {
		required(options);
		this.#onChanged = callback(options.onChanged, "onChanged");
		this.#onError = callback(options.onError, "onError");
		if (options.target !== undefined) this.target = options.target;
		this.#interface = network;
		network.add(this);
	}

	close(): void {
		this.#interface?.remove(this);
		this.#interface = undefined;
	}

	/**
	 * Begins to connect; `connection` tells what comes of it. After a failure it is 200 again.
	 * @throws TypeError, RangeError for missing or wrong options
	 * @throws Error while connecting, and after close
	 */
	connect(options: WiFiConnectOptions): void {
		const network = this.#open;
		required(options);
		if (options.SSID === undefined) throw new TypeError("SSID is required");
		const ssid = ssidBytes(text(options.SSID, "SSID"));
		const channel = options.channel === undefined ? ANY_CHANNEL : integer(options.channel, "channel", 1, 14);
		const bssid = options.BSSID === undefined ? undefined : text(options.BSSID, "BSSID").toLowerCase();
		const password = options.password === undefined ? "" : text(options.password, "password");
		const credentials = toBytes(password);
		if (credentials.length > 64) throw new RangeError("password must have at most 64 bytes");
		if (options.secure && password === "") throw new RangeError("secure: a password is required");
		const { driver } = network;
		if (driver.failure) throw driver.failure;
		const { connection } = network;
		if (connection === CONNECTING || connection === LINK) throw new Error("connecting already");
		driver.station.join({ ssid, security: password === "" ? OPEN : WPA2, credentials, channel, bssid });
	}

	/** Leaves the network, or gives up connecting: `connection` reads 200 at once. */
	disconnect(): void {
		const { driver } = this.#open;
		if (driver.station.state !== OFF) driver.station.leave();
	}

	/** 0 unavailable, 100 initialising, 200 disconnected, 300 connecting, 400 connected, 500 with an address. */
	get connection(): number {
		return this.#open.connection;
	}

	/** The IP address, dotted decimal; undefined while there is none. */
	get address(): string | undefined {
		return this.#open.driver.station.address;
	}

	/** The module does not tell its own. */
	get MAC(): string | undefined {
		this.#open;
		return undefined;
	}

	/** The network's name; undefined while not connected. */
	get SSID(): string | undefined {
		const { station, decoder } = this.#open.driver;
		const ssid = station.state >= LINKED ? station.wanted?.ssid : undefined;
		return ssid && decoder.decode(ssid, 0, ssid.length);
	}

	/** The access point's address, lower case with colons; undefined while not connected. */
	get BSSID(): string | undefined {
		return this.#open.driver.station.bssid;
	}

	/** The module reports 0 for it always (reference 5.2.3), which is to say that it is not known. */
	get RSSI(): number | undefined {
		this.#open;
		return undefined;
	}

	/** The access point's channel; undefined while not connected. */
	get channel(): number | undefined {
		return this.#open.driver.station.channel;
	}

	/** Why the last connection failed or was lost. This project's addition to the standard. */
	get lastError(): Wfi32Error | undefined {
		return this.#open.driver.station.error;
	}

	/** @internal */
	[TELL](name: WiFiChange | undefined, error: Wfi32Error | undefined): void {
		if (!this.#interface) return;
		if (name) this.#onChanged?.call(this, name);
		if (error) this.#onError?.call(this, error);
	}

	get #open(): WiFiInterface {
		if (!this.#interface) throw new Error("closed");
		return this.#interface;
	}
}
