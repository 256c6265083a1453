// The driver's own reader and engine on a stream of events: sums what stands in them.

import Serial from "embedded:io/serial";
import { report } from "bench/meter";
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

const arena = new Arena(Uart.byteLength(RING) + COMMAND + Engine.byteLength);
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
const { fields } = engine;
let lines = 0;
let sum = 0;

// names that a driver of this module knows besides, as many as there are sockets' events
for (const name of ["SOCKO", "SOCKRD", "SOCKIND", "SOCKTLS", "SOCKRXU", "SOCKERR"]) names.of(name);
names.tell("SOCKCL", 1, 0, () => {});
names.tell("WSCNIND", 3, 2, (rssi, security, channel) => {
	lines++;
	sum += rssi + security + channel + fields.firstLength + fields.textLength;
});
names.tell("SOCKRXT", 2, 0, (id, count) => {
	lines++;
	sum += id + count;
});
report(() => ({ lines, sum, lost: engine.counters.unknownBytes + engine.counters.malformedLines }));
