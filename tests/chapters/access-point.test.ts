import { testDevice } from "../../host-sim/testing/device";
import type { StationLink } from "../../host-sim/world/radio";
import { bothProfiles, home } from "../support/stack";

testDevice(
	"tests/device/access-point",
	bothProfiles(({ world }) => {
		const links = new Map<string, StationLink>();
		const ignore = () => {};
		return {
			/** What is on the air beside the bench's own network. */
			onAir: () =>
				world.radio.accessPoints
					.filter((it) => it.bssid !== home.bssid)
					.map(({ ssid, channel, security, hidden, password }) => {
						return { ssid: Buffer.from(ssid).toString(), channel, security, hidden, password };
					}),
			/** A station looks for a network. */
			join: ({ mac, ssid, password }: { mac: string; ssid: string; password: string }) => {
				const events = { onUp: ignore, onAddress: ignore, onFailed: ignore, onDown: ignore };
				const request = { ssid: Buffer.from(ssid), mac, securities: ["wpa2", "wpa"] as const, password };
				links.set(mac, world.radio.join(request, events));
			},
			leave: (mac: string) => links.get(mac)?.leave(),
		};
	}),
);
