// The driver's own way of a payload, from the port to a socket's buffer: what follows the command is what a byte costs here.

import { board } from "bench/board";
import { instructions, report } from "bench/meter";
import type { Line } from "drivers/at/line";
import { Request } from "drivers/at/request";
import type { Writer } from "drivers/at/writer";
import { Copier } from "drivers/uart/copier";
import { FifoBuffer } from "drivers/wfi32/buffer";
import type { Context } from "drivers/wfi32/context";
import { Receiving } from "drivers/wfi32/receiving";
import { capabilitiesOf } from "drivers/wfi32/releases";
import config from "mc/config";

const SIZE = 1500;
/** Whether the program takes what comes into a buffer of its own; the module's firmware. */
const { takes, release = "reference" } = config as { takes?: boolean; release?: string };

const it = board(SIZE + Copier.byteLength, 2048);
const { arena, engine } = it;
const context = { ...it, capabilities: capabilitiesOf(release) };
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
