import { testDevice } from "../../host-sim/testing/device";

testDevice("tests/device/scan-lines");
testDevice("tests/device/access-point-lines");
testDevice("tests/device/network-lines");
testDevice("tests/device/mqtt-lines");
testDevice("tests/device/results");
