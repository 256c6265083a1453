import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles } from "../support/stack";

testDevice(
	"tests/device/resolver",
	bothProfiles(({ world }) => ({
		name: ({ name, address }: { name: string; address: string | string[] }) => world.names.set(name, address),
		silence: (name: string) => world.names.silence(name),
	})),
);
