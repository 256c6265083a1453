// The driver's own way of a payload, from the port to a socket's buffer: what follows the command is what a byte costs here.

import Serial from "embedded:io/serial";
import { instructions, report } from "bench/meter";
import { Engine } from "drivers/at/engine";
import type { Line } from "drivers/at/line";
import { Names } from "drivers/at/names";
import { Notices } from "drivers/at/notices";
import { Request } from "drivers/at/request";
import { Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { Copier } from "drivers/uart/copier";
import { Deadlines } from "drivers/uart/deadlines";
import { Uart } from "drivers/uart/uart";
import { FifoBuffer } from "drivers/wfi32/buffer";
import type { Context } from "drivers/wfi32/context";
import { Receiving } from "drivers/wfi32/receiving";
import { capabilitiesOf } from "drivers/wfi32/releases";
import config from "mc/config";

const RING = 1216;
const LINE = 640;
const COMMAND = 128;
const SIZE = 1500;
/** Whether the program takes what comes into a buffer of its own; the module's firmware. */
const { takes, release = "reference" } = config as { takes?: boolean; release?: string };

const arena = new Arena(Uart.byteLength(RING) + COMMAND + Engine.byteLength + SIZE + Copier.byteLength);
const deadlines = new Deadlines();
const names = new Names(arena);
const serial = { io: Serial as never, port: 0, baud: 230_400, capacity: 2048 };
const uart = new Uart(arena, deadlines, serial, RING, LINE);
const notices = new Notices(deadlines);
const engine = new Engine({
	arena,
	uart,
	deadlines,
	notices,
	names,
	writer: new Writer(arena, COMMAND),
	longest: LINE,
	supervisor: { onTrouble() {}, onEcho() {}, onMalformed() {}, onStray() {} } as never,
});
const context = { arena, uart, engine, deadlines, notices, names, capabilities: capabilitiesOf(release) };
const buffer = new FifoBuffer(arena, SIZE);
const copier = new Copier(arena);
const into = new Uint8Array(SIZE);
let payload = 0;
/** Bytes that are not what was sent. */
let wrong = 0;
/** Instructions for commands, and to look at what came: not of receiving. */
let commands = 0;

class Reading extends Request {
	readonly #receiving = new Receiving(context as unknown as Context, this, buffer);

	ask(): void {
		const before = instructions();
		this.#receiving.available(SIZE, false);
		engine.submit(this);
		commands += instructions() - before;
	}

	compose(out: Writer): number {
		this.#receiving.compose(out, 1, false);
		return out.end();
	}

	override header(id: number, count: number): boolean {
		return this.#receiving.header(id, count);
	}

	override line(fields: Line): boolean {
		this.#receiving.line(fields);
		return true;
	}

	done(result: number): void {
		const count = this.#receiving.done(result);
		if (takes) copier.copy(buffer.tail, into, 0, count);
		const before = instructions();
		const bytes = takes ? into : arena.bytes;
		const at = takes ? 0 : buffer.tail;
		if (bytes[at + count - 1] !== ((bytes[at] + (count - 1) * 7) & 0xff)) wrong++;
		commands += instructions() - before;
		payload += count;
		buffer.removed(count);
		this.ask();
	}
}

engine.release();
new Reading().ask();
report(() => ({ payload, wrong, commands }));
