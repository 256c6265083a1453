import type { Dialect } from "../../host-sim/launch";
import { testDevice } from "../../host-sim/testing/device";
import { serialBench } from "./serial-bench";

const dialects: Dialect[] = ["standard", "esp32", "pico", "lin", "mac"];

testDevice(
	"tests/device/host-serial",
	Object.fromEntries(dialects.map((dialect) => [dialect, { bench: () => serialBench({ dialect }) }])),
);

for (const dialect of ["standard", "esp32", "pico"] as const) {
	testDevice(`tests/device/host-serial-${dialect}`, { bench: () => serialBench({ dialect }) });
}

testDevice("tests/device/host-serial-posix", {
	lin: { bench: () => serialBench({ dialect: "lin" }) },
	mac: { bench: () => serialBench({ dialect: "mac" }) },
});
