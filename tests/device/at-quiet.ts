/** The lower floors with nothing above, and nothing around them that allocates: for measuring. */
import { Engine, type EngineParts, type Supervisor } from "drivers/at/engine";
import { type Listener, type Name, Names, spell } from "drivers/at/names";
import { Notice, Notices } from "drivers/at/notices";
import { OK, Request } from "drivers/at/request";
import { Decoder } from "drivers/at/text";
import { command, Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { Deadlines } from "drivers/uart/deadlines";
import type { SerialConfiguration, SerialOptions, SerialPort } from "drivers/uart/serial";
import { Uart } from "drivers/uart/uart";
import { bytesOf } from "tests/device/uart-support";

const PLACE = 256;

const SOCKRXT = spell("SOCKRXT", 0, 2);
const MQTTPUB = spell("MQTTPUB", 0);
const SOCKRD = spell("SOCKRD");
const SOCKCL = spell("SOCKCL", 0);

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
	#text = command("AT+SOCKRD=");
	count = -1;
	done_ = 0;
	received = 0;

	constructor(board: Board) {
		super();
		this.#board = board;
	}

	compose(out: Writer): number {
		this.count = -1;
		out.answer = SOCKRD;
		out.taker = this;
		out.begin(this.#text);
		out.integer(1);
		out.nextInteger(2);
		out.nextInteger(200);
		return out.end();
	}

	header(_id: number, count: number): number {
		this.count = count;
		return this.#board.place;
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

/** The lower floors without anything above, and with handlers that allocate nothing. As a notice, it counts what is told. */
export class Board extends Notice implements EngineParts, Supervisor, Listener {
	readonly arena: Arena;
	readonly deadlines = new Deadlines();
	readonly notices = new Notices(this.deadlines);
	readonly names: Names;
	readonly decoder = new Decoder();
	readonly writer: Writer;
	readonly engine: Engine;
	readonly uart: Uart;
	readonly place: number;
	events = 0;
	sum = 0;
	delivered = 0;
	trouble = 0;

	constructor(serial: SerialConfiguration) {
		super();
		this.arena = new Arena(Uart.byteLength(512) + 128 + Engine.byteLength + PLACE);
		this.names = new Names(this.arena, [SOCKRXT, MQTTPUB, SOCKRD, SOCKCL], [this]);
		this.writer = new Writer(this.arena, 128);
		this.uart = new Uart(this.arena, this.deadlines, serial, 512, 256);
		this.engine = new Engine(this, this, 256);
		this.place = this.arena.take(PLACE);
		this.engine.release();
	}

	event(_: Name): void {
		const { fields } = this.engine;
		this.events++;
		fields.nextTextOf(fields.integer());
		this.sum += fields.copy(this.place);
		fields.nextTextOf(fields.nextInteger());
		this.sum += fields.copy(this.place);
	}

	told(_: Name, id: number, count: number): void {
		this.events++;
		this.sum += id + count;
		this.notices.post(this);
	}

	override deliver(): void {
		this.delivered++;
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
