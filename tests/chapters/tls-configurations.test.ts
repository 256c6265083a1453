import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles } from "../support/stack";
import { tap } from "../support/wire";

testDevice(
	"tests/device/tls-configurations",
	bothProfiles(({ uart }) => {
		const sent = tap(uart);
		return {
			/** The CA's name arrives at the module with a letter changed, so many times. */
			damage: (times: number) => {
				let left = times;
				let line = "";
				uart.fault = (direction, bytes) => {
					if (direction !== "toModule") return bytes;
					return bytes.map((byte) => {
						line = (line + String.fromCharCode(byte)).slice(-20);
						if (left === 0 || !/AT\+TLSC=1,1,"o$/.test(line)) return byte;
						left--;
						return byte + 1;
					});
				};
			},
			/** Commands that set a parameter, in order. */
			sent: () =>
				sent()
					.split("\r\n")
					.filter((line) => /^AT\+TLSC=\d+,\d+,/.test(line)),
		};
	}),
);
