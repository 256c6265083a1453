/** Clients that know ECMA-419 alone over the module's sockets, with real servers on this machine. */
import { launchNode } from "../../host-sim/node/firmware";
import { launchXs } from "../../host-sim/xs/firmware";
import { testRealClients } from "../support/real-clients";

const { skip } = test;

testRealClients("on Node", launchNode, () => ({}), test);
testRealClients("on XS", launchXs, () => ({}), process.env.XS_ENGINE_MISSING ? skip : test);
