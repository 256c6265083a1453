import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles } from "../support/stack";
import { tap } from "../support/wire";

testDevice(
	"tests/device/tls-configurations",
	bothProfiles(({ uart }) => {
		const sent = tap(uart);
		return {
			/** Commands that set a parameter, in order. */
			sent: () =>
				sent()
					.split("\r\n")
					.filter((line) => /^AT\+TLSC=\d+,/.test(line)),
		};
	}),
);
