/** The lower floors with nothing above, and nothing around them that allocates: for measuring. */
import { Engine } from "drivers/at/engine";
import { Names } from "drivers/at/names";
import { Notice, Notices } from "drivers/at/notices";
import { OK, Request } from "drivers/at/request";
import { command, Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { Deadlines } from "drivers/uart/deadlines";
import type { SerialConfiguration, SerialOptions, SerialPort } from "drivers/uart/serial";
import { Uart } from "drivers/uart/uart";
import { bytesOf } from "tests/device/uart-support";

const PLACE = 256;

/** A port that itself allocates nothing: it reads from one array, and writes into none. */
export class QuietPort implements SerialPort {
	static last: QuietPort | undefined;
	readonly #options: SerialOptions;
	#data: Uint8Array = new Uint8Array(0);
	#at = 0;
	#end = 0;

	constructor(options: SerialOptions) {
		this.#options = options;
		QuietPort.last = this;
	}

	read(to: Uint8Array): number | undefined {
		const data = this.#data;
		let at = this.#at;
		const left = this.#end - at;
		if (left === 0) return undefined;
		const count = left < to.length ? left : to.length;
		for (let i = 0; i < count; i++) to[i] = data[at++];
		this.#at = at;
		return count;
	}

	write(_: Uint8Array | ArrayBuffer): void {}

	close(): void {}

	ready(): void {
		this.#options.onWritable?.(1_000_000_000);
	}

	/** All of it comes, in pieces of so many bytes. */
	feed(data: Uint8Array, piece: number): void {
		this.#data = data;
		this.#at = 0;
		const length = data.length;
		for (let end = piece; this.#at < length; end += piece) {
			this.#end = end < length ? end : length;
			this.#options.onReadable(this.#end - this.#at);
		}
	}
}

/** Reads binary, with a parser of its own that makes no string. */
export class QuietFetch extends Request {
	readonly #board: Board;
	readonly #bytes: Uint8Array;
	#text = command("AT+SOCKRD=");
	count = -1;
	done_ = 0;
	received = 0;

	constructor(board: Board) {
		super();
		this.#board = board;
		this.#bytes = board.arena.bytes;
		this.answer = board.names.of("SOCKRD");
		this.awaitsPayload = true;
		this.payloadAt = board.place;
	}

	compose(out: Writer): number {
		this.count = -1;
		out.begin(this.#text);
		out.integer(1);
		out.nextInteger(2);
		out.nextInteger(200);
		return out.end();
	}

	override header(_id: number, count: number): boolean {
		this.count = count;
		return true;
	}

	done(result: number): void {
		if (result !== OK) return;
		this.done_++;
		this.received += this.count;
		this.#board.engine.submit(this);
	}
}

/** Writes numbers, a text that is quoted and one that is not. */
export class QuietSend extends Request {
	readonly #board: Board;
	readonly #text = command("AT+MQTTPUB=");
	readonly #topic = bytesOf('a "topic"');
	readonly #payload = bytesOf("binary \u00ff\x00");
	done_ = 0;
	failed = 0;

	constructor(board: Board) {
		super();
		this.#board = board;
	}

	compose(out: Writer): number {
		out.begin(this.#text);
		out.integer(this.done_);
		out.nextInteger(-4_000_000_000);
		out.nextText(this.#topic, 0, 9);
		out.nextText(this.#payload, 0, 9);
		return out.end();
	}

	done(result: number): void {
		if (result === OK) this.done_++;
		else this.failed++;
		this.#board.engine.submit(this);
	}
}

/** The lower floors without anything above, and with handlers that allocate nothing. */
export class Board {
	readonly arena: Arena;
	readonly names: Names;
	readonly engine: Engine;
	readonly uart: Uart;
	readonly place: number;
	events = 0;
	sum = 0;
	told = 0;
	trouble = 0;

	constructor(serial: SerialConfiguration) {
		this.arena = new Arena(Uart.byteLength(512) + 128 + Engine.byteLength + PLACE);
		const deadlines = new Deadlines();
		const notices = new Notices(deadlines);
		this.names = new Names(this.arena);
		const writer = new Writer(this.arena, 128);
		this.uart = new Uart(this.arena, deadlines, serial, 512, 256);
		const { arena, names, uart } = this;
		this.engine = new Engine({ arena, uart, deadlines, notices, names, writer, longest: 256, supervisor: this });
		this.place = this.arena.take(PLACE);
		const { fields } = this.engine;
		const news = new Notice(() => {
			this.told++;
		});
		this.names.tell("SOCKRXT", 2, 0, (id, count) => {
			this.events++;
			this.sum += id + count;
			notices.post(news);
		});
		this.names.of("MQTTPUB").handler = () => {
			this.events++;
			fields.nextTextOf(fields.integer());
			this.sum += fields.copy(this.place);
			fields.nextTextOf(fields.nextInteger());
			this.sum += fields.copy(this.place);
		};
		this.engine.release();
	}

	onTrouble(): void {
		this.trouble++;
	}

	onUnknown(): void {
		// counted by the engine
	}

	onMalformed(): void {
		// counted by the engine
	}

	onEcho(): void {
		this.trouble++;
	}

	onStray(): void {
		this.trouble++;
	}
}

/** A board on a quiet port. */
export function quiet(io = QuietPort): { board: Board; port: QuietPort } {
	const board = new Board({ io: io as unknown as SerialConfiguration["io"], baud: 230_400 });
	const port = QuietPort.last as QuietPort;
	port.ready();
	return { board, port };
}
