import { type AccessPointOwner, UP } from "drivers/wfi32/access-point";
import { storedAccessPoint } from "drivers/wfi32/access-point-configuration";
import type { Association, Happening } from "drivers/wfi32/associations";
import type { Driver } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { ssidBytes } from "drivers/wfi32/station-configuration";
import { callback, integer, needed, required, text } from "wfi32/options";
import { credentialsOf, type Security, securityName, securityType } from "wfi32/security";

/** A station on the access point. */
export interface AccessPointStation {
	/** Lower case, with colons. */
	readonly MAC: string;
	/** IP address that the access point's DHCP server gave to it; undefined when none is known. */
	readonly address: string | undefined;
	/** dBm, as of the last {@link AccessPoint.refresh}; undefined when not known. */
	readonly RSSI: number | undefined;
}

/** What {@link AccessPoint} is told. */
export interface AccessPointOptions {
	/** The network's name, 1 to 32 bytes. */
	SSID: string;
	/** 8 to 63 characters, or 64 hexadecimal digits; left out: an open network. WEP: `KEYINDEX*PASSWORD`. */
	password?: string;
	/** If left out, "wpa2_psk" with a password, "none" without. */
	security?: Security;
	/** 1 to 14; 6 if left out. */
	channel?: number;
	/** Whether beacons leave the name out. */
	hidden?: boolean;
	target?: unknown;
	/** Stations can join. */
	onStarted?: (this: AccessPoint) => void;
	onJoined?: (this: AccessPoint, station: AccessPointStation) => void;
	/** A station has got its IP address. */
	onAddress?: (this: AccessPoint, station: AccessPointStation) => void;
	onLeft?: (this: AccessPoint, station: AccessPointStation) => void;
	/** Could not be started, or has ended; of no further use. */
	onError?: (this: AccessPoint, error: Wfi32Error) => void;
}

/** What the module has stored (reference 5.3.3), without the password. */
export interface AccessPointConfiguration {
	readonly SSID: string;
	readonly security: Security | "unknown";
	readonly channel: number;
	readonly hidden: boolean;
}

type Refreshed = (this: AccessPoint, error: Wfi32Error | null, stations?: readonly AccessPointStation[]) => void;
type Read = (this: AccessPoint, error: Wfi32Error | null, configuration?: AccessPointConfiguration) => void;

const DEFAULT_CHANNEL = 6;
const JOINED: Happening = "joined";
const LEFT: Happening = "left";

/** What the program wants to be told. */
class Callbacks implements AccessPointOwner {
	accessPoint: AccessPoint;
	onStarted: AccessPointOptions["onStarted"];
	onJoined: AccessPointOptions["onJoined"];
	onAddress: AccessPointOptions["onAddress"];
	onLeft: AccessPointOptions["onLeft"];
	onError: AccessPointOptions["onError"];
	/** Waits for the end of a refresh. */
	refreshed: Refreshed | undefined;

	/** @throws TypeError for what is no function */
	constructor(accessPoint: AccessPoint, options: AccessPointOptions) {
		this.accessPoint = accessPoint;
		this.onStarted = callback(options.onStarted, "onStarted");
		this.onJoined = callback(options.onJoined, "onJoined");
		this.onAddress = callback(options.onAddress, "onAddress");
		this.onLeft = callback(options.onLeft, "onLeft");
		this.onError = callback(options.onError, "onError");
	}

	accessPointStarted(): void {
		this.onStarted?.call(this.accessPoint);
	}

	accessPointChanged(happening: Happening, station: Association): void {
		const told = stationOf(station);
		if (happening === JOINED) this.onJoined?.call(this.accessPoint, told);
		else if (happening === LEFT) this.onLeft?.call(this.accessPoint, told);
		else this.onAddress?.call(this.accessPoint, told);
	}

	accessPointRefreshed(error: Wfi32Error | undefined): void {
		const done = this.refreshed;
		this.refreshed = undefined;
		if (error) done?.call(this.accessPoint, error);
		else done?.call(this.accessPoint, null, this.accessPoint.stations);
	}

	accessPointFailed(error: Wfi32Error): void {
		this.onError?.call(this.accessPoint, error);
	}
}

/**
 * The module as an access point for others (reference 5.3, 5.4), one at a time. Not constructed directly:
 * `new wfi32.AccessPoint(options)` of a provider. Callbacks come from the event loop, and not after
 * {@link AccessPoint.close}. Whether the module can be a station at the same time is up to its firmware.
 */
export class AccessPoint {
	declare target: unknown;
	readonly #driver: Driver;
	readonly #callbacks: Callbacks;
	#reading = false;
	#closed = false;

	/**
	 * @throws TypeError, RangeError for missing or wrong options
	 * @throws Error while another is open; Wfi32Error when the module was given up or closed
	 */
	constructor(options: AccessPointOptions, driver: Driver) {
		const {
			target,
			SSID,
			password: secret = "",
			security: kind,
			channel: wanted = DEFAULT_CHANNEL,
		} = required(options);
		const hidden = Boolean(options.hidden);
		if (SSID === undefined) throw new TypeError("SSID is required");
		const ssid = ssidBytes(text(SSID, "SSID"));
		const password = text(secret, "password");
		const name = kind === undefined ? undefined : text(kind, "security");
		const security = securityType(name, password);
		const credentials = credentialsOf(security, password);
		const channel = integer(wanted, "channel", 1, 14);
		this.#callbacks = new Callbacks(this, options);
		if (target !== undefined) this.target = target;
		this.#driver = driver;
		driver.accessPoint.start(this.#callbacks, { ssid, security, credentials, channel, hidden });
	}

	/** Stops the access point. May be called again. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		if (this.#reading) this.#driver.accessPoint.stored.drop();
		if (AccessPoint.#owns(this)) this.#driver.accessPoint.stop();
	}

	/** Whether stations can join. */
	get started(): boolean {
		AccessPoint.#check(this);
		return AccessPoint.#owns(this) && this.#driver.accessPoint.state === UP;
	}

	/** Who is on it, as far as the module has told. */
	get stations(): readonly AccessPointStation[] {
		AccessPoint.#check(this);
		return AccessPoint.#owns(this) ? this.#driver.accessPoint.stations.all.map(stationOf) : [];
	}

	/**
	 * Asks the module who is there and how well they are heard; `onJoined` and `onLeft` tell of those that it had not told of.
	 * @param done from the event loop
	 * @throws Error unless it is started, while another is under way, and after close
	 */
	refresh(done?: Refreshed): void {
		if (!this.started) throw new Error("not started");
		if (this.#callbacks.refreshed) throw new Error("being refreshed");
		this.#callbacks.refreshed = callback(done, "callback") ?? (() => {});
		this.#driver.accessPoint.refresh();
	}

	/**
	 * Asks the module for its configuration.
	 * @param done from the event loop
	 * @throws Error unless it is started, while another is under way, and after close
	 */
	configuration(done: Read): void {
		if (!this.started) throw new Error("not started");
		needed(done);
		const { accessPoint, decoder } = this.#driver;
		accessPoint.stored.read((error, values) => {
			this.#reading = false;
			if (error) return done.call(this, error);
			const { ssid, security, channel, hidden } = storedAccessPoint(values);
			const SSID = decoder.decode(ssid, 0, ssid.length);
			done.call(this, null, { SSID, security: securityName(security), channel, hidden });
		});
		this.#reading = true;
	}

	// static: each instance has a place of its own for every private method
	static #owns(accessPoint: AccessPoint): boolean {
		return accessPoint.#driver.accessPoint.owner === accessPoint.#callbacks;
	}

	static #check(accessPoint: AccessPoint): void {
		if (accessPoint.#closed) throw new Error("closed");
	}
}

function stationOf({ mac, address, rssi }: Association): AccessPointStation {
	return { MAC: mac, address, RSSI: rssi };
}
