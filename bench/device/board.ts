// The driver below its sockets: a port, the reader and the engine, with the names that a driver of this module knows besides.

import Serial from "embedded:io/serial";
import { Engine } from "drivers/at/engine";
import { Names } from "drivers/at/names";
import { Notices } from "drivers/at/notices";
import { Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { Deadlines } from "drivers/uart/deadlines";
import { Uart } from "drivers/uart/uart";

const RING = 1216;
const LINE = 640;
const COMMAND = 128;

/**
 * @param more bytes of the arena for the program
 * @param capacity bytes that the port surely holds
 */
export function board(more: number, capacity: number) {
	const arena = new Arena(Uart.byteLength(RING) + COMMAND + Engine.byteLength + more);
	const deadlines = new Deadlines();
	const notices = new Notices(deadlines);
	const names = new Names(arena);
	const serial = { io: Serial as never, port: 0, baud: 230_400, capacity };
	const uart: Uart = new Uart(arena, deadlines, serial, RING, LINE);
	const engine: Engine = new Engine({
		arena,
		uart,
		deadlines,
		notices,
		names,
		writer: new Writer(arena, COMMAND),
		longest: LINE,
		supervisor: { onTrouble() {}, onEcho() {}, onStray() {}, onUnknown() {}, onMalformed() {} },
	});
	return { arena, deadlines, notices, names, uart, engine };
}

/** Makes names known ahead of what a program follows, as many as there are sockets' events. */
export function others(names: Names): void {
	for (const name of ["SOCKO", "SOCKRD", "SOCKIND", "SOCKTLS", "SOCKRXU", "SOCKERR"]) names.of(name);
	names.tell("SOCKCL", 1, 0, () => {});
}
