import { toBytes } from "drivers/at/text";

/** Names of the module's security types, 0 to 4 (reference 4.3.4), as Moddable's own Wi-Fi interfaces have them. */
export type Security = "none" | "wep" | "wpa_psk" | "wpa2_psk" | "wpa2_enterprise";

const names: readonly Security[] = Object.freeze(["none", "wep", "wpa_psk", "wpa2_psk", "wpa2_enterprise"]);
const OPEN = 0;
const WPA = 2;
const WPA2 = 3;
const ENTERPRISE = 4;

/** The name of a security type; "unknown" for one that the reference does not have. */
export function securityName(type: number): Security | "unknown" {
	return names[type] ?? "unknown";
}

/**
 * The type that goes with a password, if it is not said.
 * @throws RangeError for a name that is none, for a password without security, or security without a password
 */
export function securityType(name: string | undefined, password: string): number {
	if (name === undefined) return password === "" ? OPEN : WPA2;
	const type = names.indexOf(name as Security);
	if (type < 0) throw new RangeError(`security must be one of ${names.join(", ")}`);
	if ((type === OPEN) !== (password === ""))
		throw new RangeError(type === OPEN ? "a network without security has no password" : "a password is required");
	return type;
}

/**
 * The bytes of a pre-shared key: 8 to 63 of a pass phrase, or 64 hexadecimal digits (IEEE 802.11, J.4); other types have
 * forms of their own (reference 5.1.3, 5.3.3: WEP `KEYINDEX*PASSWORD`, enterprise `USERNAME*PASSWORD`).
 * @throws RangeError for another length
 */
export function credentialsOf(type: number, password: string): Uint8Array {
	const bytes = toBytes(password);
	const length = bytes.length;
	const isKey = type === WPA || type === WPA2;
	if (isKey && (length < 8 || length > 64)) throw new RangeError("password must have 8 to 63 bytes");
	if (isKey && length === 64) {
		for (let i = 0; i < 64; i++) {
			const digit = bytes[i] | 0x20;
			if (!(digit >= 0x61 && digit <= 0x66) && !(bytes[i] >= 0x30 && bytes[i] <= 0x39))
				throw new RangeError("a password of 64 bytes must be hexadecimal");
		}
	}
	const most = type === ENTERPRISE ? 128 : 64;
	if (length > most) throw new RangeError(`password must have at most ${most} bytes`);
	return bytes;
}
