import { type Decoder, toBytes } from "drivers/at/text";
import { isAddress } from "drivers/wfi32/address";
import type { Values } from "drivers/wfi32/configuration-reading";
import { type StationConfiguration, ssidBytes, storedStation } from "drivers/wfi32/station-configuration";
import { macAddress } from "wfi32/address";
import { integer, required, text } from "wfi32/options";
import { credentialsOf, type Security, securityName, securityType } from "wfi32/security";

/** What to connect to (ECMA-419 17.8.1): SSID, BSSID, or both. */
export interface WiFiConnectOptions {
	/** The network's name, 1 to 32 bytes. Without it, it is found out by a scan. */
	SSID?: string;
	/** The access point's address, when it must be that one. */
	BSSID?: string;
	/** 8 to 63 bytes, or 64 hexadecimal digits; left out: an open network. Other kinds of security have forms of their own. */
	password?: string;
	/**
	 * If left out, "wpa2_psk" with a password, "none" without; by BSSID alone, what that access point says. WEP wants its
	 * password as `KEYINDEX*PASSWORD`, enterprise as `USERNAME*PASSWORD` (reference 5.1.3). This project's addition.
	 */
	security?: Security;
	/** True: only a network with a password will do. */
	secure?: boolean;
	/** 1 to 14. */
	channel?: number;
}

/** Where the module gets its time (reference 5.1.3, parameters 12 and 13). */
export interface NTPConfiguration {
	/** Name or address, up to 253 bytes; empty: none. */
	readonly server?: string;
	/** Whether it stays when DHCP tells of another. */
	readonly static?: boolean;
}

/** What {@link WiFi.configure} is told: `hostname` and `static` are the SDK's, `ntp` is this project's addition. */
export interface WiFiConfigureOptions {
	/** The module has none: throws. */
	hostname?: string;
	/** The module takes its address from DHCP only: anything but false throws. */
	static?: { address: string; mask: string; gateway: string } | false;
	/** For connections made from now on. */
	ntp?: NTPConfiguration;
}

const ANY_CHANNEL = 255;

/** What the module has stored (reference 5.1.3), without the password. */
export interface WiFiStoredConfiguration {
	/** Empty: none. */
	readonly SSID: string;
	readonly security: Security | "unknown";
	/** 1 to 14; undefined: any. */
	readonly channel: number | undefined;
	/** Its parts are undefined where the release has none. */
	readonly ntp: { readonly server: string | undefined; readonly static: boolean | undefined };
}

/** What was read, in the words of the interface. */
export function configurationOf(values: Values, decoder: Decoder): WiFiStoredConfiguration {
	const { ssid, security, channel, ntpServer, ntpStatic } = storedStation(values);
	return {
		SSID: decoder.decode(ssid, 0, ssid.length),
		security: securityName(security),
		channel: channel === ANY_CHANNEL ? undefined : channel,
		ntp: { server: ntpServer && decoder.decode(ntpServer, 0, ntpServer.length), static: ntpStatic },
	};
}

/** The part of a station's configuration that outlives a connection. */
export type TimeServer = Pick<StationConfiguration, "ntpServer" | "ntpStatic">;

const NO_SSID = new Uint8Array(0);

/** @throws TypeError, RangeError for missing or wrong options */
export function stationConfiguration(options: WiFiConnectOptions, time: TimeServer | undefined): StationConfiguration {
	const { SSID, BSSID, channel: wanted, password: secret = "", secure, security: name } = required(options);
	const ssid = SSID === undefined ? NO_SSID : ssidBytes(text(SSID, "SSID"));
	const bssid = BSSID === undefined ? undefined : macAddress(BSSID, "BSSID");
	if (ssid === NO_SSID && bssid === undefined) throw new TypeError("SSID or BSSID is required");
	const channel = wanted === undefined ? ANY_CHANNEL : integer(wanted, "channel", 1, 14);
	const password = text(secret, "password");
	const security = securityType(name === undefined ? undefined : text(name, "security"), password);
	const credentials = credentialsOf(security, password);
	if (secure && password === "") throw new RangeError("secure: a password is required");
	return { ...time, ssid, security, credentials, channel, bssid };
}

/** @throws TypeError, RangeError for wrong options, and for what the module cannot do */
export function timeServer(
	{ hostname, static: address, ntp }: WiFiConfigureOptions,
	time?: TimeServer,
): TimeServer | undefined {
	if (hostname !== undefined) {
		text(hostname, "hostname");
		throw new RangeError("hostname: the module has none");
	}
	if (address !== undefined && address !== false) {
		for (const key of ["address", "mask", "gateway"] as const)
			if (!isAddress(text(required(address)[key], key))) throw new RangeError(`${key} must be an IPv4 address`);
		throw new RangeError("static: the module takes its address from DHCP only");
	}
	if (ntp === undefined) return time;
	const { server, static: fixed } = required(ntp);
	const ntpServer = server === undefined ? time?.ntpServer : toBytes(text(server, "ntp.server"));
	if (ntpServer && ntpServer.length > 253) throw new RangeError("ntp.server must have at most 253 bytes");
	return { ntpServer, ntpStatic: fixed === undefined ? time?.ntpStatic : Boolean(fixed) };
}
