// IP addresses as they are written.

const DIGITS = "0123456789abcdef";

/** Whether a string is an IPv4 address in dotted decimal. */
export function isAddress(address: string): boolean {
	const parts = address.split(".");
	if (parts.length !== 4) return false;
	for (let i = 0; i < 4; i++) {
		const part = parts[i];
		if (part.length < 1 || part.length > 3) return false;
		let value = 0;
		for (let j = 0; j < part.length; j++) {
			const digit = part.charCodeAt(j) - 0x30;
			if (digit < 0 || digit > 9) return false;
			value = value * 10 + digit;
		}
		if (value > 255) return false;
	}
	return true;
}

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
