import type { Dialect } from "../../host-sim/launch";
import { type Bench, testDevice } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";
import type { SerialEnd } from "../../host-sim/world/wire";

const LF = 10;
const answer = Buffer.from(`+SOCKRD:1,90,\r\n#${"0123456789".repeat(9)}+SOCKRXT:1,1460\r\nOK\r\n`, "latin1");

// in preloaded modules, evaluating a string's literal makes the string
const literals = "heap";

/** A line at the far end of which every command is answered by a payload, an event and OK, at the pace of 230400 baud. */
function bench(dialect: Dialect): Bench {
	const clock = new VirtualClock();
	const send = (from: number) => {
		const to = Math.min(from + 23, answer.length);
		end.onReceive?.(answer.subarray(from, to));
		if (to < answer.length) clock.after(1, () => send(to));
	};
	const end: SerialEnd = {
		send: (bytes) => {
			for (const byte of bytes) if (byte === LF) clock.after(1, () => send(0));
		},
		onReceive: undefined,
	};
	const pins = dialect === "mac" ? { device: "/dev/uart0" } : { transmit: 0, receive: 1, port: 0 };
	return { clock, ports: { 0: { end, dialect } }, config: { ...pins, dialect }, launch: { literals } };
}

testDevice("tests/device/at-allocations", {
	"literals in flash": { bench: () => ({ clock: new VirtualClock(), launch: { literals: "flash" } }) },
	"literals in the heap": { bench: () => ({ clock: new VirtualClock(), launch: { literals } }) },
});

testDevice("tests/device/at-allocations-serial", {
	standard: { bench: () => bench("standard") },
	esp32: { bench: () => bench("esp32") },
	pico: { bench: () => bench("pico") },
	mac: { bench: () => bench("mac") },
});
