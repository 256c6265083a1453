// What stands below the driver's chapters, without them: a port, the engine on it, and all names that the driver knows.

import Serial from "embedded:io/serial";
import { Engine, type EngineParts, type Supervisor } from "drivers/at/engine";
import { type Listener, type Name, Names } from "drivers/at/names";
import { Notices } from "drivers/at/notices";
import { Decoder } from "drivers/at/text";
import { Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { Deadlines } from "drivers/uart/deadlines";
import { Uart } from "drivers/uart/uart";
import { CHAPTERS, names } from "drivers/wfi32/names";

const RING = 1216;
const LINE = 640;
const COMMAND = 128;

/** Told of all events itself. The engine is as it is while all goes well: nothing holds it back. */
export class Floors implements EngineParts, Supervisor, Listener {
	readonly arena: Arena;
	readonly deadlines = new Deadlines();
	readonly notices = new Notices(this.deadlines);
	readonly names: Names;
	readonly decoder = new Decoder();
	readonly writer: Writer;
	readonly uart: Uart;
	readonly engine: Engine;

	/**
	 * @param capacity bytes that the port holds
	 * @param more bytes that are to be left in the arena
	 */
	constructor(capacity: number, more = 0) {
		this.arena = new Arena(Uart.byteLength(RING) + COMMAND + Engine.byteLength + more);
		this.names = new Names(this.arena, names, new Array(CHAPTERS).fill(this));
		this.writer = new Writer(this.arena, COMMAND);
		const serial = { io: Serial as never, port: 0, baud: 230_400, capacity };
		this.uart = new Uart(this.arena, this.deadlines, serial, RING, LINE);
		this.engine = new Engine(this, this, LINE);
		this.engine.release();
	}

	/** Bytes that were not understood. */
	get lost(): number {
		const { unknownBytes, malformedLines } = this.engine.counters;
		return unknownBytes + malformedLines;
	}

	event(_name: Name): void {}

	told(_name: Name, _a: number, _b: number, _c: number): void {}

	onTrouble(): void {}

	onEcho(): void {}

	onStray(): void {}

	onUnknown(): void {}

	onMalformed(): void {}
}
