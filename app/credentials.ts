import Preference from "preference";

/** A network and its password. */
export interface Credentials {
	readonly ssid: string;
	/** Empty for an open network. Never printed. */
	readonly password: string;
}

const DOMAIN = "wfi32";
const SSID = "ssid";
const PASSWORD = "password";

/** What the device has joined with before. */
function stored(): Credentials | undefined {
	const ssid = Preference.get(DOMAIN, SSID);
	if (typeof ssid !== "string" || !ssid) return undefined;
	const password = Preference.get(DOMAIN, PASSWORD);
	return { ssid, password: typeof password === "string" ? password : "" };
}

/** The configured ones; where no network is configured, those that the device has joined with before. */
export function credentialsOf({ ssid, password }: Credentials): Credentials {
	return (ssid ? undefined : stored()) ?? { ssid, password };
}

/**
 * Keeps credentials that have proved good in the platform's preferences. What is there already is not written again: flash wears.
 * @returns whether it was written
 * @throws what the platform throws when there is no room
 */
export function keep({ ssid, password }: Credentials): boolean {
	const before = stored();
	if (before?.ssid === ssid && before.password === password) return false;
	// first without a network, so that no name is ever found with another's password
	Preference.delete(DOMAIN, SSID);
	Preference.set(DOMAIN, PASSWORD, password);
	Preference.set(DOMAIN, SSID, ssid);
	return true;
}
