import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles, type Stack, stack } from "../support/stack";

/** The socket that the module has open. */
const socket = (it: Stack) => ({ socket: () => ({ id: it.module.state.sockets[0]?.id }) });
const slow = { bench: () => stack({ release: "anycloud", baud: 115_200 }, socket) };

testDevice("tests/device/write-sizes", { ...bothProfiles(socket), "anycloud at 115200 baud": slow });
