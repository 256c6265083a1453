/** An engine on a port made by hand, with no module behind it: the test says every byte that comes. */
import { Engine, type EngineParts, type Supervisor } from "drivers/at/engine";
import type { Line } from "drivers/at/line";
import { type Listener, type Name, Names, NOBODY, spell } from "drivers/at/names";
import { Notice, Notices } from "drivers/at/notices";
import { OK, Request } from "drivers/at/request";
import { Decoder } from "drivers/at/text";
import { command, Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { Deadlines } from "drivers/uart/deadlines";
import type { Dialect } from "drivers/uart/serial";
import { Uart } from "drivers/uart/uart";
import type { Test } from "testing/behaviour";
import { bytesOf, type FakeOptions, FakePort, textOf } from "tests/device/uart-support";

export interface RigOptions {
	dialect?: Dialect;
	/** Bytes; 512 */
	ring?: number;
	/** Bytes; 160 */
	longest?: number;
	/** Bytes; 128 */
	command?: number;
}

/** Bytes that a payload may take. */
const PLACE = 256;
const CANARY = 0xa5;

/** Logs a command as it is written: `> AT`. */
class LoggedPort extends FakePort {
	log: string[] = [];
	#line = "";

	override wrote(count: number): void {
		const bytes = this.writes[this.writes.length - 1];
		this.#line += textOf(bytes, 0, count);
		if (!this.#line.endsWith("\r\n")) return;
		this.log.push(`> ${this.#line.slice(0, -2)}`);
		this.#line = "";
	}
}

/** A notice that does what the test says. */
export class News extends Notice {
	readonly #deliver: () => void;

	constructor(deliver: () => void) {
		super();
		this.#deliver = deliver;
	}

	override deliver(): void {
		this.#deliver();
	}
}

type Told = (a: number, b: number, c: number) => void;

/** Names that tests make as they need them, and what is done with the lines of each. */
export class Vocabulary implements Listener {
	/** For {@link Names}: this is the only listener, and those that are told with their fields come first. */
	readonly all: Name[] = [];
	readonly listeners: Listener[] = [this];
	readonly #handlers = new Map<Name, Told>();

	/** The name of an answer; of an event, where that was made before. */
	of(text: string): Name {
		return this.all.find((it) => it.text === text) ?? this.#add(spell(text, NOBODY));
	}

	/** An event, and what is done with its lines. */
	on(text: string, handler: () => void): void {
		this.#handlers.set(this.#add(spell(text, 0)), handler);
	}

	/** An event that is told with its fields. */
	tell(text: string, integers: number, texts: number, handler: Told): void {
		this.#handlers.set(this.#add(spell(text, 0, integers, texts)), handler);
	}

	event(name: Name): void {
		this.told(name, 0, 0, 0);
	}

	told(name: Name, a: number, b: number, c: number): void {
		this.#handlers.get(name)?.(a, b, c);
	}

	#add(name: Name): Name {
		if (this.all.some(({ text }) => text === name.text)) throw new Error(`${name.text} is there already`);
		if (name.integers > 0) this.all.unshift(name);
		else this.all.push(name);
		return name;
	}
}

export class Rig implements EngineParts, Supervisor {
	/** What happened, in order. */
	readonly log: string[] = [];
	readonly arena: Arena;
	readonly deadlines = new Deadlines();
	readonly notices = new Notices(this.deadlines);
	readonly vocabulary = new Vocabulary();
	readonly names: Names;
	readonly decoder = new Decoder();
	readonly writer: Writer;
	readonly uart: Uart;
	readonly engine: Engine;
	readonly port: LoggedPort;
	/** Where payloads go. */
	readonly place: number;
	/** What the supervisor does about trouble; nothing if left out: the engine stays held. */
	remedy: (() => void) | undefined;

	constructor(options: RigOptions = {}) {
		const { dialect = "standard", ring = 512, longest = 160, command: commandLength = 128 } = options;
		const sizes = Uart.byteLength(ring) + Arena.round(commandLength) + Engine.byteLength + PLACE + 16;
		this.arena = new Arena(sizes);
		this.names = new Names(this.arena, this.vocabulary.all, this.vocabulary.listeners);
		this.writer = new Writer(this.arena, commandLength);
		let port: FakePort | undefined;
		const made = (it: FakePort) => {
			port = it;
		};
		const serial = { io: LoggedPort, kind: dialect, dialect, baud: 230_400, made };
		this.uart = new Uart(this.arena, this.deadlines, serial, ring, longest);
		this.engine = new Engine(this, this, longest);
		this.place = this.arena.take(PLACE) + 8;
		this.arena.bytes.fill(CANARY, this.place - 8);
		this.port = port as LoggedPort;
		this.port.log = this.log;
		(this.port.options as FakeOptions).onWritable?.(100_000);
		this.engine.release();
	}

	/** Logs lines of a name that are nobody's answer. */
	watch(...names: string[]): this {
		for (const text of names) {
			this.vocabulary.on(text, () => {
				const { fields } = this.engine;
				this.log.push(`${text} ${textOf(this.arena.bytes, fields.at, fields.end)}`.trimEnd());
			});
		}
		return this;
	}

	/** Logs events of a name that is told with its fields. */
	tell(text: string, integers: number, texts: number): this {
		const { fields } = this.engine;
		this.vocabulary.tell(text, integers, texts, (a, b, c) => {
			const told = [a, b, c].slice(0, integers).map(String);
			const at = (from: number, length: number) => textOf(this.arena.bytes, from, from + length);
			if (texts > 1) told.push(JSON.stringify(at(fields.firstAt, fields.firstLength)));
			if (texts > 0) told.push(JSON.stringify(at(fields.textAt, fields.textLength)));
			this.log.push(`${text} ${told.join()}`);
		});
		return this;
	}

	/** The module says something. */
	receive(text: string): this {
		if (text) this.port.arrive(bytesOf(text));
		return this;
	}

	onTrouble(result: number): void {
		this.log.push(`trouble ${result}`);
		this.remedy?.();
	}

	onUnknown(): void {
		// counted by the engine
	}

	onMalformed(): void {
		// counted by the engine
	}

	onEcho(own: boolean): void {
		this.log.push(own ? "own echo" : "echo");
	}

	onStray(): void {}

	/** Fails when a payload was put anywhere but into its place. @param length of the longest payload asked for */
	checkPlace(t: Test, length: number): void {
		const { bytes } = this.arena;
		for (let i = this.place - 8; i < bytes.length; i++) {
			if (i === this.place) i += length;
			if (bytes[i] !== CANARY) t.equal(i - this.place, -1, "beside the payload's place");
		}
	}

	close(): void {
		this.engine.close();
		this.uart.close();
		this.deadlines.close();
	}
}

/** A command that logs what becomes of it. */
export class Ask extends Request {
	readonly rig: Rig;
	readonly name: string;
	/** What it sends; nothing when empty. */
	text: string;
	/* What is said to the engine of the answer. */
	readonly answer: Name | undefined;
	alternative: Name | undefined;
	/** Milliseconds */
	patience = 2000;
	awaitsPrompt = false;
	/** Bytes */
	dataLength = 0;
	/** Called when it is over. */
	over: ((result: number) => void) | undefined;

	/** @param answer the name of its lines */
	constructor(rig: Rig, text: string, answer?: string) {
		super();
		this.rig = rig;
		this.text = text;
		this.name = text;
		this.answer = answer ? rig.vocabulary.of(answer) : undefined;
	}

	compose(out: Writer): number {
		if (!this.text) return 0;
		out.answer = this.answer;
		out.alternative = this.alternative;
		out.patience = this.patience;
		out.awaitsPrompt = this.awaitsPrompt;
		out.dataLength = this.dataLength;
		out.begin(command(this.text));
		return out.end();
	}

	override line(fields: Line): boolean {
		this.rig.log.push(`${this.name}: ${textOf(this.rig.arena.bytes, fields.at, fields.end)}`);
		return true;
	}

	done(result: number): void {
		this.rig.log.push(`${this.name} = ${result}`);
		this.over?.(result);
	}
}

/** A command whose answer carries a payload, as binary +SOCKRD does (reference 7.10). */
export class Fetch extends Ask {
	readonly #id: number;
	readonly #asked: number;
	#count = -1;

	constructor(rig: Rig, id: number, asked: number) {
		super(rig, `AT+SOCKRD=${id},2,${asked}`, "SOCKRD");
		this.#id = id;
		this.#asked = asked;
	}

	override compose(out: Writer): number {
		this.#count = -1;
		out.taker = this;
		return super.compose(out);
	}

	header(id: number, count: number): number {
		if (id !== this.#id || count > this.#asked || this.#count >= 0) return -1;
		this.#count = count;
		return this.rig.place;
	}

	override done(result: number): void {
		const { rig } = this;
		if (result === OK && this.#count >= 0)
			rig.log.push(`payload ${textOf(rig.arena.bytes, rig.place, rig.place + this.#count)}`);
		super.done(result);
	}
}

/**
 * The same input in one piece, cut in two at every place, and byte by byte: always the same must come of it, up to
 * trouble, if there is any.
 * @param setUp makes the rig as it is before the input
 */
export function everyCut(t: Test, setUp: () => Rig, input: string, expected: string[]): void {
	const run = (hint: string, ...pieces: string[]) => {
		const rig = setUp();
		rig.log.length = 0;
		for (const piece of pieces) rig.receive(piece);
		rig.checkPlace(t, PLACE - 24);
		// what comes with trouble in one piece is dropped, what comes after it is not
		const trouble = rig.log.findIndex((it) => it.startsWith("trouble"));
		const log = trouble < 0 ? [...rig.log] : rig.log.slice(0, trouble + 1);
		rig.close();
		t.equal(log, expected, hint);
	};
	run("in one piece", input);
	for (let i = 1; i < input.length; i++) run(`cut at ${i}`, input.slice(0, i), input.slice(i));
	run("byte by byte", ...input);
}
