import { testDevice } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";
import { bothProfiles } from "../support/stack";
import { parseCommand } from "./parse";

describe("the parser itself", () => {
	test("takes numbers, strings and hex", () => {
		expect(parseCommand('AT+X=1,-2,"a\\"b",[00FF]')).toEqual({ name: "+X", parameters: [1, -2, 'a"b', "\0\xff"] });
	});
	test.each(['AT+X="a', "AT+X=a", "AT+X=[0]", 'AT+X="\\q"', "+X", "AT+X=1,", 'AT+X="a"b'])("refuses %s", (line) => {
		expect(() => parseCommand(line)).toThrow();
	});
});

const benches = () =>
	bothProfiles((it) => {
		let typed = "";
		it.uart.fault = (direction, bytes) => {
			if (direction === "toModule") typed += Buffer.from(bytes).toString("latin1");
			return bytes;
		};
		return {
			/** Access points around, by their names. */
			networks: (names) => {
				(names as string[]).forEach((ssid, i) => {
					it.world.radio.add({ ssid, bssid: `02:00:00:00:01:${(16 + i).toString(16)}`, security: "open" });
				});
			},
			bytesOf: (text) => Buffer.from(text as string, "utf8").toString("latin1"),
			/** What was typed since the last time, each line parsed; throws for what is no command. */
			typed: () => {
				const lines = typed.split("\r\n");
				typed = lines.pop() ?? "";
				return lines.filter((line) => line).map(parseCommand);
			},
		};
	});

testDevice("tests/device/injection", benches());
testDevice("tests/device/injection-names", benches());
testDevice("tests/device/injection-lengths");
const HOUR = 3_600_000;
testDevice("tests/device/injection-answers", { bench: () => ({ clock: new VirtualClock() }), limit: HOUR });
testDevice("tests/device/injection-secrets");
