import { Class, flow, open, port, throws } from "serial-test/harness";
import type { SerialOptions } from "../../port/serial";

const { transmit, receive, baud } = port;

/** Each is refused, and nothing stays taken: the port opens after all of them. */
const wrong: readonly (readonly [what: string, options: unknown])[] = Object.freeze([
	["no options", undefined],
	["no pins", { baud }],
	["no baud", { transmit, receive }],
	["baud 0", { transmit, receive, baud: 0 }],
	["baud beyond the clock", { transmit, receive, baud: 100_000_000 }],
	["a receive pin to transmit", { transmit: receive, baud }],
	["a pin that is not there", { transmit: 64, baud }],
	["pins of two ports", { transmit: 0, receive, baud }],
	["another port than the pins'", { transmit, receive, baud, port: 0 }],
	["a format that is none", { transmit, receive, baud, format: "string" }],
	["a callback that is none", { transmit, receive, baud, onReadable: 1 }],
	["a flow control that is none", { transmit, receive, baud, flowControl: "software" }],
	["flow control without pins", { transmit, receive, baud, flowControl: "hardware" }],
	["DTR, which the chip has not", { transmit, receive, baud, dataTerminalReady: 2 }],
] as const);

export function refused(): string {
	for (const [what, options] of wrong) throws(() => new Class(options as SerialOptions), what);
	const serial = open(flow);
	throws(() => open(), "the port twice");
	serial.close();
	open(flow).close();
	const [half, other] = [new Class({ transmit, baud }), new Class({ transmit: 0, receive: 1, baud })];
	half.close();
	other.close();
	return `${wrong.length} wrong options`;
}
