import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles } from "../support/stack";
import { radioCommands } from "./support";

testDevice("tests/conformance/status", bothProfiles(radioCommands));
