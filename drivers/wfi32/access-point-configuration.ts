import { command, type Writer } from "drivers/at/writer";
import { INTEGER, type Kinds, TEXT, type Values } from "drivers/wfi32/configuration-reading";

/** What the access point is to be (reference 5.3.3). */
export interface AccessPointConfiguration {
	/** 1 to 32 bytes. */
	readonly ssid: Uint8Array;
	/** Security type: 0 open, 1 WEP, 2 WPA, 3 WPA2 personal, 4 enterprise. */
	readonly security: number;
	/** Empty for an open network. Never shown anywhere, and never read. */
	readonly credentials: Uint8Array;
	/** 1 to 14. */
	readonly channel: number;
	/** Whether beacons leave the name out. */
	readonly hidden: boolean;
}

/** What the module says of it: everything but the credentials. */
export type StoredAccessPoint = Omit<AccessPointConfiguration, "credentials">;

const WAPC = command("AT+WAPC=");
const SSID = 1;
const SECURITY = 2;
const CREDENTIALS = 3;
const CHANNEL = 4;
const HIDDEN = 5;

/** Parameters are set from the first to this one. */
export const LAST_PARAMETER = HIDDEN;

/** Writes the command that sets a parameter, up to its end. */
export function writeParameter(out: Writer, configuration: AccessPointConfiguration, id: number): void {
	const { ssid, security, credentials, channel, hidden } = configuration;
	out.begin(WAPC);
	out.integer(id);
	if (id === SSID) out.nextText(ssid, 0, ssid.length);
	else if (id === SECURITY) out.nextInteger(security);
	else if (id === CREDENTIALS) out.nextText(credentials, 0, credentials.length);
	else if (id === CHANNEL) out.nextInteger(channel);
	else out.nextInteger(hidden ? 1 : 0);
}

/** Whether a parameter is an empty string: storing it is answered by an error (module-behaviour, bug 1). */
export function isEmptyText({ credentials }: AccessPointConfiguration, id: number): boolean {
	return id === CREDENTIALS && credentials.length === 0;
}

/** Whether a parameter must not be seen: what the module says of it may quote it. */
export const isSecret = (id: number): boolean => id === CREDENTIALS;

/** How the parameters are read; the credentials are not. */
export const KINDS: Kinds = Object.freeze({ [SSID]: TEXT, [SECURITY]: INTEGER, [CHANNEL]: INTEGER, [HIDDEN]: INTEGER });
export const READ = Object.freeze([SSID, SECURITY, CHANNEL, HIDDEN]);

/** What was read, all of {@link READ}. */
export function storedAccessPoint(values: Values): StoredAccessPoint {
	return {
		ssid: values.get(SSID) as Uint8Array,
		security: values.get(SECURITY) as number,
		channel: values.get(CHANNEL) as number,
		hidden: values.get(HIDDEN) === 1,
	};
}
