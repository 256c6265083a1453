import type { Decoder } from "drivers/at/text";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { type FoundNetwork, type Scan, ScanJob } from "drivers/wfi32/scan";
import type { ScanConfiguration } from "drivers/wfi32/scan-times";
import { ssidBytes } from "drivers/wfi32/station-configuration";
import { callback, integer, required, text } from "wfi32/options";
import { type Security, securityName } from "wfi32/security";
import type { WiFi } from "wfi32/wifi";

/** An access point that was found (ECMA-419 17.8.2). */
export interface WiFiScanResult {
	/** Empty when it does not tell its name. */
	readonly SSID: string;
	/** Lower case, with colons. */
	readonly BSSID: string;
	/** dBm. */
	readonly RSSI: number;
	readonly channel: number;
	readonly security: Security | "unknown";
}

/** What {@link WiFi.scan} is told (ECMA-419 17.8.2). */
export interface WiFiScanOptions {
	onFound: (this: WiFi, result: WiFiScanResult) => void;
	/** The scan is over, at most 10 s after it was asked for. The error, when there is one, is this project's addition. */
	onComplete?: (this: WiFi, error?: Wfi32Error) => void;
	/** 1 to 14; all of them if left out. */
	channel?: number;
	/** The module has 2.4 GHz only: 5 throws. */
	frequency?: number;
	/** Leaves out open networks. */
	secure?: boolean;
	/** Listens to beacons only. This project's addition. */
	passive?: boolean;
	/** Only networks of this name, and where the release can that, also if they hide it. This project's addition. */
	SSID?: string;
}

/** How long the module listens on a channel, in milliseconds from 1 to 10,000; what is left out stays as it is. */
export type WiFiScanConfiguration = Partial<ScanConfiguration>;

/** What a program gets back (ECMA-419 8.1): the configuration as it is then. */
export type WiFiScanConfigured = (this: WiFi, error: Wfi32Error | null, configuration?: ScanConfiguration) => void;

const GIGAHERTZ = 2.4;

/** A scan that a program has asked for. */
export class ScanSession extends ScanJob {
	readonly #wifi: WiFi;
	readonly #decoder: Decoder;
	readonly #onFound: WiFiScanOptions["onFound"];
	readonly #onComplete: WiFiScanOptions["onComplete"];
	readonly #ended: () => void;

	/**
	 * @param ended called before `onComplete`
	 * @throws TypeError, RangeError for missing or wrong options
	 */
	constructor(wifi: WiFi, decoder: Decoder, options: WiFiScanOptions, ended: () => void) {
		super();
		required(options);
		const onFound = callback(options.onFound, "onFound");
		if (!onFound) throw new TypeError("onFound is required");
		this.#wifi = wifi;
		this.#decoder = decoder;
		this.#onFound = onFound;
		this.#onComplete = callback(options.onComplete, "onComplete");
		this.#ended = ended;
		const { channel, frequency, SSID } = options;
		if (channel !== undefined) this.channel = integer(channel, "channel", 1, 14);
		if (frequency !== undefined && Number(frequency) !== GIGAHERTZ) throw new RangeError("frequency must be 2.4");
		if (SSID !== undefined) this.ssid = ssidBytes(text(SSID, "SSID"));
		this.secure = Boolean(options.secure);
		this.passive = Boolean(options.passive);
	}

	found({ ssid, bssid, rssi, channel, security }: FoundNetwork): void {
		const result: WiFiScanResult = {
			SSID: this.#decoder.decode(ssid, 0, ssid.length),
			BSSID: bssid,
			RSSI: rssi,
			channel,
			security: securityName(security),
		};
		this.#onFound.call(this.#wifi, result);
	}

	done(error: Wfi32Error | undefined): void {
		this.#ended();
		if (error) this.#onComplete?.call(this.#wifi, error);
		else this.#onComplete?.call(this.#wifi);
	}
}

/**
 * Sets how long the module listens on a channel, and reads it.
 * @param told called from the event loop
 * @throws TypeError, RangeError for wrong options; Error while scanning or while another configuration is under way
 */
export function configureScan(
	scan: Scan,
	{ activeTime, passiveTime }: WiFiScanConfiguration,
	told: (error: Wfi32Error | undefined, configuration: ScanConfiguration) => void,
): void {
	const time = (value: unknown, name: string) => (value === undefined ? undefined : integer(value, name, 1, 10_000));
	const active = time(activeTime, "activeTime");
	const passive = time(passiveTime, "passiveTime");
	if (scan.busy || scan.times.busy) throw new Error("a scan or its configuration is under way");
	scan.times.configure(active, passive, told);
}
