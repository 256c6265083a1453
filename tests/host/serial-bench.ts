/** A bench with one serial port, whose other end the behaviours hold in their hands. */
import type { PortOptions } from "../../host-sim/launch";
import type { Bench } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";
import type { SerialEnd } from "../../host-sim/world/wire";

export interface SendLater {
	after: number;
	bytes: number[];
}

export function serialBench(port: Omit<PortOptions, "end">, id = 0): Bench {
	const clock = new VirtualClock();
	const written: number[] = [];
	let baud: number | undefined;
	const end: SerialEnd = {
		send: (bytes) => {
			for (const byte of bytes) written.push(byte);
		},
		onReceive: undefined,
	};
	const send = (bytes: number[]) => end.onReceive?.(Uint8Array.from(bytes));
	return {
		clock,
		ports: {
			[id]: {
				...port,
				end,
				onOpen: (it) => {
					baud = it;
				},
				onClose: () => {
					baud = undefined;
				},
			},
		},
		config: { dialect: port.dialect },
		commands: {
			send,
			"send later": (list: SendLater[]) => {
				for (const { after, bytes } of list) clock.after(after, () => send(bytes));
			},
			/** What the program has written since the last time it was asked for. */
			written: () => written.splice(0),
			baud: () => baud,
			port: (_, firmware) => firmware.port(id),
		},
	};
}
