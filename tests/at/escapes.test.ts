import { testDevice } from "../../host-sim/testing/device";

testDevice("tests/device/at-escapes");
