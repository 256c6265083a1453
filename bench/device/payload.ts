// The driver's own way of a payload, from the port to a socket's buffer: what follows the command is what a byte costs here.

import { checked, look } from "bench/checked";
import { Floors } from "bench/floors";
import { instructions, report } from "bench/meter";
import type { Line } from "drivers/at/line";
import { Request } from "drivers/at/request";
import type { Writer } from "drivers/at/writer";
import { FifoBuffer } from "drivers/wfi32/buffer";
import { Receiving } from "drivers/wfi32/receiving";
import { capabilitiesOf } from "drivers/wfi32/releases";
import type { Socket } from "drivers/wfi32/socket";
import config from "mc/config";

const SIZE = 1500;
/** Whether the program takes what comes into a buffer of its own; the module's firmware; its socket's ID. */
const { takes, release, id } = config as unknown as { takes?: boolean; release: string; id: number };

class Payloads extends Floors {
	readonly capabilities = capabilitiesOf(release);
}

const floors = new Payloads(2048, SIZE + FifoBuffer.spare);
const { arena, engine } = floors;
const { window } = floors.uart;
const buffer = new FifoBuffer(arena, SIZE, arena.take(SIZE + FifoBuffer.spare));
const into = new Uint8Array(SIZE);
let payload = 0;

/** What receiving wants of a socket. */
class Reading extends Request {
	readonly context = floors;
	readonly id = id;
	readonly #receiving = new Receiving(this as unknown as Socket, buffer);

	ask(): void {
		const before = instructions();
		this.#receiving.available(SIZE, false);
		engine.submit(this);
		// a command is not of receiving
		checked.aside += instructions() - before;
	}

	compose(out: Writer): number {
		this.#receiving.compose(out, false);
		return out.end();
	}

	override line(fields: Line): boolean {
		this.#receiving.line(fields);
		return true;
	}

	done(result: number): void {
		const count = this.#receiving.done(result);
		if (takes) window.copy(buffer.tail, into, 0, count);
		look(takes ? into : arena.bytes, takes ? 0 : buffer.tail, count);
		payload += count;
		buffer.removed(count);
		this.ask();
	}
}

new Reading().ask();
report(() => ({ payload, ...checked, lost: floors.lost }));
