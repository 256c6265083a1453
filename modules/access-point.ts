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

/**
 * The module as an access point for others (reference 5.3, 5.4), one at a time. Not constructed directly:
 * `new wfi32.AccessPoint(options)` of a provider. Callbacks come from the event loop, and not after
 * {@link AccessPoint.close}. Whether the module can be a station at the same time is up to its firmware.
 */
export class AccessPoint {
	declare target: unknown;
	readonly #driver: Driver;
	readonly #owner: AccessPointOwner;
	readonly #onStarted: AccessPointOptions["onStarted"];
	readonly #onJoined: AccessPointOptions["onJoined"];
	readonly #onAddress: AccessPointOptions["onAddress"];
	readonly #onLeft: AccessPointOptions["onLeft"];
	readonly #onError: AccessPointOptions["onError"];
	#refreshed: Refreshed | undefined;
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
		this.#onStarted = callback(options.onStarted, "onStarted");
		this.#onJoined = callback(options.onJoined, "onJoined");
		this.#onAddress = callback(options.onAddress, "onAddress");
		this.#onLeft = callback(options.onLeft, "onLeft");
		this.#onError = callback(options.onError, "onError");
		if (target !== undefined) this.target = target;
		this.#driver = driver;
		this.#owner = {
			accessPointStarted: () => this.#onStarted?.call(this),
			accessPointChanged: (happening, station) => this.#changed(happening, station),
			accessPointRefreshed: (error) => this.#tellRefreshed(error),
			accessPointFailed: (error) => this.#onError?.call(this, error),
		};
		driver.accessPoint.start(this.#owner, { ssid, security, credentials, channel, hidden });
	}

	/** Stops the access point. May be called again. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		if (this.#reading) this.#driver.accessPoint.stored.drop();
		if (this.#isOwner) this.#driver.accessPoint.stop();
	}

	/** Whether stations can join. */
	get started(): boolean {
		this.#check();
		return this.#isOwner && this.#driver.accessPoint.state === UP;
	}

	/** Who is on it, as far as the module has told. */
	get stations(): readonly AccessPointStation[] {
		this.#check();
		return this.#isOwner ? this.#driver.accessPoint.stations.all.map(stationOf) : [];
	}

	/**
	 * Asks the module who is there and how well they are heard; `onJoined` and `onLeft` tell of those that it had not told of.
	 * @param done from the event loop
	 * @throws Error unless it is started, while another is under way, and after close
	 */
	refresh(done?: Refreshed): void {
		if (!this.started) throw new Error("not started");
		if (this.#refreshed) throw new Error("being refreshed");
		this.#refreshed = callback(done, "callback") ?? (() => {});
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

	get #isOwner(): boolean {
		return this.#driver.accessPoint.owner === this.#owner;
	}

	#check(): void {
		if (this.#closed) throw new Error("closed");
	}

	#changed(happening: Happening, station: Association): void {
		const told = stationOf(station);
		if (happening === JOINED) this.#onJoined?.call(this, told);
		else if (happening === LEFT) this.#onLeft?.call(this, told);
		else this.#onAddress?.call(this, told);
	}

	#tellRefreshed(error: Wfi32Error | undefined): void {
		const done = this.#refreshed;
		this.#refreshed = undefined;
		if (error) done?.call(this, error);
		else done?.call(this, null, this.stations);
	}
}

function stationOf({ mac, address, rssi }: Association): AccessPointStation {
	return { MAC: mac, address, RSSI: rssi };
}
