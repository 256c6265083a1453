import { Engine } from "drivers/at/engine";
import { Arena } from "drivers/uart/arena";
import { Uart } from "drivers/uart/uart";
import { Mqtt } from "drivers/wfi32/mqtt";
import { Sockets } from "drivers/wfi32/sockets";

/** Sizes of what is taken once, at the beginning. All in bytes but `sockets`. */
export interface Buffers {
	/** Received bytes waiting to be looked at: a line of which a part has come, and what is read from the port at once. */
	ring: number;
	/** The longest line from the module that is understood. */
	line: number;
	/** The longest command. */
	command: number;
	/** How many sockets, each with its own: */
	sockets: number;
	/** received and not yet read, */
	receive: number;
	/** written and not yet taken by the module. */
	transmit: number;
	/** MQTT messages received and not yet read; as much again for those written and not yet sent. */
	messages: number;
}

export const defaultBuffers: Buffers = Object.freeze({
	ring: 1216,
	line: 640,
	command: 512,
	sockets: 2,
	receive: 1024,
	transmit: 1024,
	messages: 1024,
});

/** What all of these buffers take, in bytes: the one block of memory that a module's driver works in. */
export function arenaLength(buffers: Buffers): number {
	const round = Arena.round;
	return (
		Uart.byteLength(buffers.ring) +
		round(buffers.command) +
		Sockets.byteLength(buffers.sockets, buffers.receive, buffers.transmit) +
		Mqtt.byteLength(buffers.messages) +
		Engine.byteLength
	);
}
