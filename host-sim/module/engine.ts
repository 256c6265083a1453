import type { Cancel, Clock } from "../world/clock";
import { BinaryInput, type BinaryRequest } from "./binary";
import type { Capabilities } from "./capabilities";
import { Fifo } from "./fifo";
import { LineEditor } from "./line";
import { resultText } from "./result";
import type { Counters, Traced } from "./trace";

export interface EngineOptions {
	clock: Clock;
	capabilities: Capabilities;
	counters: Counters;
	transmit(bytes: Uint8Array): void;
	trace(event: Traced): void;
	/** Runs a command line; `finish` ends it, then or later. */
	execute(line: Uint8Array): void;
	crash(): void;
}

/**
 * The command engine: takes bytes from the UART, gives lines to whoever runs them, prints what comes back. In a release
 * with a tick it turns only so often, and does one thing a turn: a command, a step of {@link Engine.addWork}.
 */
export class Engine {
	readonly #options: EngineOptions;
	readonly #capabilities: Capabilities;
	readonly #fifo: Fifo;
	readonly #editor: LineEditor;
	readonly #works = new Set<() => boolean>();
	readonly #deferred: (() => void)[] = [];
	readonly #started: number;
	#binary: BinaryInput | undefined;
	#running = false;
	#lineOpen = false;
	#turning = false;
	#timer: Cancel | undefined;
	#stopped = false;
	/** What ATV chose: 5 is `ERROR:<code>,"<text>"`, 3 is `ERROR:<code>`. */
	verbosity: number;
	echo: boolean;

	constructor(options: EngineOptions) {
		this.#options = options;
		this.#capabilities = options.capabilities;
		this.#fifo = new Fifo(this.#capabilities.receiveFifo);
		this.#editor = new LineEditor(this.#capabilities);
		this.#started = options.clock.now();
		this.verbosity = this.#capabilities.errorText ? 5 : 3;
		this.echo = this.#capabilities.echoAtBoot;
	}

	/** Ready for the first command. */
	start(): void {
		this.print(this.#capabilities.bootBanner);
		this.#prompt();
	}

	stop(): void {
		this.#stopped = true;
		this.#timer?.();
		this.#binary?.cancel();
	}

	/** Whether the DTE's bytes are data now. */
	get binary(): boolean {
		return this.#binary !== undefined;
	}

	/** Whether a command has no result yet. */
	get running(): boolean {
		return this.#running;
	}

	/** Bytes from the DTE. */
	receive(bytes: Uint8Array): void {
		if (this.#stopped) return;
		const lost = this.#fifo.push(bytes);
		if (lost) {
			this.#options.counters.overflowed += lost;
			this.#options.trace({ kind: "lost", what: "input", detail: `${lost} bytes did not fit the receive buffer` });
		}
		this.wake();
	}

	/** Something that takes a step each turn until it returns false. */
	addWork(step: () => boolean): void {
		this.#works.add(step);
		this.wake();
	}

	/** Takes a turn: at once, or when the next is due. */
	wake(): void {
		if (this.#stopped) return;
		const { tick } = this.#capabilities;
		if (!tick) this.#turnUntilIdle();
		else if (!this.#timer) {
			const { clock } = this.#options;
			const elapsed = clock.now() - this.#started;
			// never at once: a turn that was due exactly now has been taken
			const next = (Math.floor(elapsed / tick + 1e-9) + 1) * tick;
			this.#timer = clock.after(next - elapsed, () => {
				this.#timer = undefined;
				this.#turn();
				if (this.#hasWork()) this.wake();
			});
		}
	}

	// ---- printing

	/** Text (Latin-1: a character a byte) or bytes, as they are. */
	print(data: string | Uint8Array): void {
		if (data.length && !this.#stopped)
			this.#options.transmit(typeof data === "string" ? Buffer.from(data, "latin1") : data);
	}

	/** A line of an answer, without its end. */
	line(text: string): void {
		this.print(`${text}\r\n`);
	}

	/** An event, without its end (AEC). */
	event(text: string): void {
		if (this.#binary && this.#capabilities.eventsInBinaryMode === "deferred") {
			this.#deferred.push(() => this.#sendEvent(text));
		} else this.#sendEvent(text);
	}

	#sendEvent(text: string): void {
		if (this.#stopped) return;
		this.#options.counters.events++;
		this.#options.trace({ kind: "event", text });
		if (this.#running || this.#binary) this.line(text);
		else this.print(`${this.#capabilities.eventLead}${text}\r\n${this.echo ? this.#capabilities.prompt : ""}`);
	}

	/** `OK`, or an error, or nothing; ready for the next command. */
	finish(code: number | undefined): void {
		if (this.#stopped) return;
		this.#running = false;
		this.#lineOpen = false;
		this.#editor.clear();
		if (code !== undefined) this.result(code);
		this.#prompt();
		this.#release();
		this.wake();
	}

	/** Prints a result. */
	result(code: number): void {
		if (!code) this.line(this.verbosity < 2 ? "0" : "OK");
		else this.line(this.resultText(code));
	}

	/** A result's text at the chosen verbosity. */
	resultText(code: number): string {
		if (this.verbosity === 0) return "1";
		if (this.verbosity === 1) return `1:${code}`;
		if (this.verbosity === 2) return "ERROR";
		if (this.verbosity === 3) return `ERROR:${code}`;
		if (this.verbosity === 4) return `ERROR:"${resultText(code)}"`;
		return `ERROR:${code},"${resultText(code)}"`;
	}

	/** From now on the DTE's bytes are data; the result comes when they ended. */
	enterBinary(request: BinaryRequest): void {
		this.#binary = new BinaryInput(this.#options.clock, this.#capabilities, request, {
			wake: () => this.wake(),
			crash: () => this.#options.crash(),
			end: (code) => {
				this.#binary = undefined;
				if (!request.plain) this.print(this.#capabilities.sockets.binaryTrail);
				this.finish(code);
			},
		});
	}

	/** As {@link Engine.enterBinary}, towards the DTE: events are treated as in binary mode until the result. */
	holdBinary(): () => void {
		const held = new BinaryInput(this.#options.clock, this.#capabilities, undefined, undefined);
		this.#binary = held;
		return () => {
			if (this.#binary === held) this.#binary = undefined;
		};
	}

	#release(): void {
		for (const send of this.#deferred.splice(0)) send();
	}

	#prompt(): void {
		if (this.echo) this.print(this.#capabilities.prompt);
	}

	// ---- turning

	#hasWork(): boolean {
		return this.#works.size > 0 || (this.#fifo.length > 0 && !this.#binary?.stuck) || this.#binary?.waiting === true;
	}

	#turnUntilIdle(): void {
		if (this.#turning) return;
		this.#turning = true;
		while (!this.#stopped && this.#turn());
		this.#turning = false;
	}

	/** One turn; whether there may be more to do at once. */
	#turn(): boolean {
		const before = this.#fifo.length;
		if (this.#binary) this.#binary.feed(this.#fifo);
		else this.#readLine();
		for (const work of [...this.#works]) {
			if (this.#stopped) return false;
			if (!work()) this.#works.delete(work);
		}
		return this.#works.size > 0 || (this.#fifo.length > 0 && this.#fifo.length < before);
	}

	/** Reads up to the end of one line, and runs it. */
	#readLine(): void {
		// without a tick what follows a command waits for its result
		if (this.#running && !this.#capabilities.tick) {
			if (this.#fifo.length) this.#notePipelining();
			return;
		}
		for (let byte = this.#fifo.shift(); byte !== undefined; byte = this.#fifo.shift()) {
			if (this.#running) this.#notePipelining();
			const taken = this.#editor.take(byte);
			if (this.echo) this.print(Uint8Array.of(...this.#editor.echo));
			if (taken === "too long") {
				this.#options.counters.linesTooLong++;
				this.#options.trace({ kind: "lost", what: "input", detail: "command line too long" });
				this.#prompt();
				return;
			}
			if (taken !== "line") continue;
			const line = this.#editor.line();
			this.#editor.clear();
			// while a command runs, what comes is eaten
			if (this.#running) continue;
			if (!line.length) {
				this.#prompt();
				continue;
			}
			this.#running = true;
			this.#options.execute(line);
			return;
		}
	}

	#notePipelining(): void {
		if (this.#lineOpen) return;
		this.#lineOpen = true;
		this.#options.counters.pipelined++;
	}
}
