// The driver's own way of an MQTT message: from the port to the mailbox, and out of it again as a program would.

import Serial from "embedded:io/serial";
import { report } from "bench/meter";
import { Engine } from "drivers/at/engine";
import { Names } from "drivers/at/names";
import { Notices } from "drivers/at/notices";
import { Decoder } from "drivers/at/text";
import { Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { Deadlines } from "drivers/uart/deadlines";
import { Uart } from "drivers/uart/uart";
import type { Context } from "drivers/wfi32/context";
import { Mailbox } from "drivers/wfi32/mailbox";

const RING = 1216;
const LINE = 640;
const COMMAND = 128;
const MAILBOX = 1024;

const arena = new Arena(Uart.byteLength(RING) + COMMAND + Engine.byteLength + MAILBOX);
const deadlines = new Deadlines();
const names = new Names(arena);
const serial = { io: Serial as never, port: 0, baud: 230_400, capacity: 512 };
const uart: Uart = new Uart(arena, deadlines, serial, RING, LINE);
const engine: Engine = new Engine({
	arena,
	uart,
	deadlines,
	notices: new Notices(deadlines),
	names,
	writer: new Writer(arena, COMMAND),
	longest: LINE,
	supervisor: { onTrouble() {}, onEcho() {}, onStray() {}, onUnknown() {}, onMalformed() {} },
});
let lines = 0;
/** The topic of all, which each message is asked for; asking a string for its length would make an object. */
const TOPIC = "house/kitchen/climate";
const TOPIC_LENGTH = TOPIC.length;
let sum = 0;

// names that a driver of this module knows besides
for (const name of ["SOCKO", "SOCKRD", "SOCKIND", "SOCKTLS", "SOCKRXU", "SOCKERR"]) names.of(name);
names.tell("SOCKCL", 1, 0, () => {});
names.tell("SOCKRXT", 2, 0, () => {});
const mailbox: Mailbox = new Mailbox(
	{ arena, engine, names, decoder: new Decoder() } as Partial<Context> as Context,
	MAILBOX,
	() => {
		lines++;
		if (mailbox.topic === TOPIC) sum += 2 * (TOPIC_LENGTH + mailbox.byteLength);
		mailbox.drop();
	},
);
report(() => ({ lines, sum, lost: mailbox.lost + engine.counters.unknownBytes + engine.counters.malformedLines }));
