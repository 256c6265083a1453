import { testDevice } from "../../host-sim/testing/device";
import { bothProfiles } from "../support/stack";

testDevice("tests/conformance/tls", bothProfiles());
