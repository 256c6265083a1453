// Addresses as they are written: of networks, and of stations.
import { isAddress, text } from "wfi32/options";

const DIGITS = "0123456789abcdef";

/** Whether a string is an IPv6 address (RFC 4291 2.2), without a zone. */
export function isAddress6(address: string): boolean {
	const halves = address.toLowerCase().split("::");
	if (halves.length > 2 || !address.includes(":")) return false;
	let groups = 0;
	for (let i = 0; i < halves.length; i++) {
		if (halves[i] === "" && halves.length === 2) continue;
		const count = groupsIn(halves[i], i === halves.length - 1);
		if (count < 0) return false;
		groups += count;
	}
	return halves.length === 2 ? groups < 8 : groups === 8;
}

/** How many groups of 16 bits, or -1. @param last whether an IPv4 address may end it */
function groupsIn(text: string, last: boolean): number {
	const groups = text.split(":");
	let count = 0;
	for (let i = 0; i < groups.length; i++) {
		const group = groups[i];
		if (last && i === groups.length - 1 && group.includes(".")) {
			if (!isAddress(group)) return -1;
			count += 2;
			continue;
		}
		if (group.length < 1 || group.length > 4) return -1;
		for (let j = 0; j < group.length; j++) if (!DIGITS.includes(group[j])) return -1;
		count++;
	}
	return count;
}

/** The address of a station or an access point, lower case. @throws TypeError, RangeError for anything else */
export function macAddress(value: unknown, name: string): string {
	const mac = text(value, name).toLowerCase();
	let valid = mac.length === 17;
	for (let i = 0; valid && i < 17; i++) valid = i % 3 === 2 ? mac[i] === ":" : DIGITS.includes(mac[i]);
	if (!valid) throw new RangeError(`${name} must be six bytes in hexadecimal, with colons`);
	return mac;
}
