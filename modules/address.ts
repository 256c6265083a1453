// The addresses of stations, as they are written.
import { text } from "wfi32/options";

const DIGITS = "0123456789abcdef";

/** The address of a station or an access point, lower case. @throws TypeError, RangeError for anything else */
export function macAddress(value: unknown, name: string): string {
	const mac = text(value, name).toLowerCase();
	let valid = mac.length === 17;
	for (let i = 0; valid && i < 17; i++) valid = i % 3 === 2 ? mac[i] === ":" : DIGITS.includes(mac[i]);
	if (!valid) throw new RangeError(`${name} must be six bytes in hexadecimal, with colons`);
	return mac;
}
