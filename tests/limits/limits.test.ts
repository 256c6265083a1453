import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles, pattern } from "../support/stack";

testDevice(
	"tests/device/limits",
	bothProfiles((it) => ({
		/** The lengths of the datagrams that came, negative where one is not the pattern of its length. */
		udpLengths: () =>
			it.udp?.received.map(({ bytes }) => {
				const expected = Buffer.from(pattern(bytes.length, bytes.length));
				return Buffer.compare(Buffer.from(bytes), expected) === 0 ? bytes.length : -bytes.length;
			}),
	})),
);
