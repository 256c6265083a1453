import { toBytes } from "drivers/at/text";
import { command, type Writer } from "drivers/at/writer";
import { INTEGER, type Kinds, TEXT, type Values } from "drivers/wfi32/configuration-reading";

/** What is wanted of the station (reference 5.1). */
export interface StationConfiguration {
	/** 1 to 32 bytes; none: whatever the access point {@link StationConfiguration.bssid} says. */
	readonly ssid: Uint8Array;
	/** Security type: 0 open, 1 WEP, 2 WPA, 3 WPA2 personal, 4 enterprise. */
	readonly security: number;
	/** Empty for an open network. Never shown anywhere. */
	readonly credentials: Uint8Array;
	/** 1 to 14; 255 any. */
	readonly channel: number;
	/** In the module's spelling; undefined: any. */
	readonly bssid: string | undefined;
	/** Name or address of the time server, at most 253 bytes; undefined: what the module has. */
	readonly ntpServer?: Uint8Array;
	/** Whether that server stays when DHCP tells of another; undefined: as the module has it. */
	readonly ntpStatic?: boolean;
}

const WSTAC = command("AT+WSTAC=");
const SSID = 1;
const SECURITY = 2;
const CREDENTIALS = 3;
const CHANNEL = 4;
const NTP_SERVER = 12;
const NTP_STATIC = 13;

/** What the module says of it: everything but the credentials. */
export interface StoredStation {
	readonly ssid: Uint8Array;
	readonly security: number;
	readonly channel: number;
	/** Undefined where the release has no such parameter. */
	readonly ntpServer: Uint8Array | undefined;
	readonly ntpStatic: boolean | undefined;
}

/** How the parameters are read; the credentials are not. */
export const KINDS: Kinds = Object.freeze({
	[SSID]: TEXT,
	[SECURITY]: INTEGER,
	[CHANNEL]: INTEGER,
	[NTP_SERVER]: TEXT,
	[NTP_STATIC]: INTEGER,
});
/** What every release has. */
export const READ = Object.freeze([SSID, SECURITY, CHANNEL]);

/** What was read, all of {@link READ} at least. */
export function storedStation(values: Values): StoredStation {
	const fixed = values.get(NTP_STATIC);
	return {
		ssid: values.get(SSID) as Uint8Array,
		security: values.get(SECURITY) as number,
		channel: values.get(CHANNEL) as number,
		ntpServer: values.get(NTP_SERVER) as Uint8Array | undefined,
		ntpStatic: fixed === undefined ? undefined : fixed === 1,
	};
}

/** The parameters that are to be set, by their IDs (reference 5.1.3). */
export function parametersOf({ ntpServer, ntpStatic }: StationConfiguration): readonly number[] {
	const ids = [SSID, SECURITY, CREDENTIALS, CHANNEL];
	if (ntpServer) ids.push(NTP_SERVER);
	if (ntpStatic !== undefined) ids.push(NTP_STATIC);
	return ids;
}

/** Writes the command that sets a parameter, up to its end. */
export function writeParameter(out: Writer, configuration: StationConfiguration, id: number): void {
	out.begin(WSTAC);
	out.integer(id);
	const text = textOf(configuration, id);
	if (text) out.nextText(text, 0, text.length);
	else if (id === SECURITY) out.nextInteger(configuration.security);
	else if (id === CHANNEL) out.nextInteger(configuration.channel);
	else out.nextInteger(configuration.ntpStatic ? 1 : 0);
}

/** Whether a parameter is an empty string: storing it is answered by an error (module-behaviour, bug 1). */
export function isEmptyText(configuration: StationConfiguration, id: number): boolean {
	return textOf(configuration, id)?.length === 0;
}

function textOf({ ssid, credentials, ntpServer }: StationConfiguration, id: number): Uint8Array | undefined {
	if (id === SSID) return ssid;
	if (id === CREDENTIALS) return credentials;
	return id === NTP_SERVER ? ntpServer : undefined;
}

/** The bytes of an SSID. @throws RangeError unless it has 1 to 32 of them */
export function ssidBytes(ssid: string): Uint8Array {
	const bytes = toBytes(ssid);
	if (bytes.length < 1 || bytes.length > 32) throw new RangeError("SSID must have 1 to 32 bytes");
	return bytes;
}
