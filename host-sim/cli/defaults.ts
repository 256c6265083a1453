/** What a demonstration runs with unless told otherwise. */
import type { ReleaseName } from "../module/index";
import type { AccessPointOptions } from "../world/radio";

/** The network of the simulated radio, and what the product is told to join. */
export const network = { ssid: "workshop", password: "correct horse" };

/** Bits a second on the module's UART after its reset. */
export const baud = 230_400;

/** An access point by that name; open when there is no password. */
export function accessPoint(ssid: string, password: string): AccessPointOptions {
	const security = password ? "wpa2" : "open";
	const dhcp = { address: "192.168.0.100", delay: 100 };
	return { ssid, password, security, dhcp, bssid: "24:F2:7F:A5:8B:80", channel: 6, rssi: -52 };
}

/** The demonstration's time server: in no table of the world's, and told by this machine's clock (RFC 5737: for documentation). */
export const timeServer = { address: "192.0.2.123", names: { "pool.ntp.org": "192.0.2.123" } };

export const profiles = ["reference", "anycloud"] as const;
export const releaseNames = ["1.0.1", "0.2.0", "0.3.0", "0.3.1"] as const;

/** Which of the module's firmware releases is played. */
export function releaseOf(profile: (typeof profiles)[number], release?: (typeof releaseNames)[number]): ReleaseName {
	return release ?? profile;
}
