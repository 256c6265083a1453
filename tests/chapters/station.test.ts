import { testDevice } from "../../host-sim/testing/device";
import type { AccessPointOptions } from "../../host-sim/world/radio";
import { bothProfiles } from "../support/stack";
import { tap } from "../support/wire";

testDevice(
	"tests/device/station",
	bothProfiles(({ world, module, uart }) => {
		const sent = tap(uart);
		return {
			radio: (accessPoints: AccessPointOptions[]) => {
				for (const it of accessPoints) world.radio.add(it);
			},
			/** The network that the module's station is on. */
			stationOf: () => Buffer.from(module.state.station.ssid).toString(),
			/** Commands that begin with one of these, in order. */
			sent: (beginnings: string[]) =>
				sent()
					.split("\r\n")
					.filter((line) => beginnings.some((beginning) => line.startsWith(beginning))),
		};
	}),
);
