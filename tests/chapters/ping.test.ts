import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles } from "../support/stack";

testDevice(
	"tests/device/ping",
	bothProfiles(({ world }) => ({
		ping: ({ address, time }: { address: string; time: number }) => world.names.setPing(address, time),
	})),
);
