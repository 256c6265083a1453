/** The host's end of a line to a module, in the hands of a person: one command at a time, and what comes of it. */
import { appendFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { Decoder } from "../wire/decoder";
import { Recorder, Redaction } from "../wire/recorder";
import type { Direction, Row } from "../wire/row";
import { commandOf } from "../wire/table/index";
import { Transcript } from "../wire/transcript";

/** The host's end of the line. */
export interface ConsoleEnd {
	send(bytes: Uint8Array): void;
	onReceive: ((bytes: Uint8Array) => void) | undefined;
}

export interface SessionOptions {
	end: ConsoleEnd;
	/** Milliseconds. */
	now(): number;
	/** What the module is: for transcripts and captures. */
	source: string;
	/** Bits a second. */
	baud: number;
	/** Milliseconds to wait for a result. */
	patience: number;
	/** Texts that are shown and recorded nowhere. */
	secrets: readonly string[];
	onRow(row: Row): void;
	/** Something for the person, a line. */
	onNote(text: string): void;
}

interface Waiter {
	wanted(row: Row): boolean;
	end(came: boolean): void;
}

export class Session {
	readonly #options: SessionOptions;
	readonly #decoder: Decoder;
	#waiter: Waiter | undefined;
	#recorder: Recorder | undefined;
	#transcript: { redaction: Redaction; transcript: Transcript } | undefined;
	/** Bytes that the module waits for after `#`; infinite until `+++`. */
	expects = 0;
	/** Commands that were refused or got no answer; waits in vain. */
	failures = 0;

	constructor(options: SessionOptions) {
		this.#options = options;
		this.#decoder = new Decoder((row) => this.#row(row), options.secrets);
		options.end.onReceive = (bytes) => this.#passed("toHost", bytes);
	}

	/** Waits for a module that was just switched on: for its prompt, or so long. */
	async started(milliseconds: number): Promise<void> {
		await this.#until(({ kind }) => kind === "prompt", milliseconds);
	}

	/** Sends a command line. Resolves when the next may be sent: with its result, when it wants data, or in vain. */
	async command(text: string): Promise<void> {
		const ended = this.#until((row) => row.kind === "result" || row.name === "+LOADCERT" || row.expects !== undefined);
		this.#send(Buffer.from(`${text}\r\n`));
		if (commandOf(text)?.silent) this.interrupt();
		else await this.#answered(ended, "no answer");
	}

	/** Sends bytes as they are. Resolves when the module has all that it waits for, and has answered. */
	async data(bytes: Uint8Array): Promise<void> {
		const { onNote } = this.#options;
		const endless = this.expects === Number.POSITIVE_INFINITY;
		if (this.expects && !endless && bytes.length > this.expects) {
			onNote(`not sent: the module waits for ${this.expects} bytes, these are ${bytes.length}`);
			this.failures++;
			return;
		}
		const last = endless ? Buffer.from(bytes).includes("+++") : this.expects > 0 && bytes.length === this.expects;
		if (!endless) this.expects = Math.max(0, this.expects - bytes.length);
		const ended = last ? this.#until(({ kind, name }) => kind === "result" || name === "+LOADCERT") : undefined;
		this.#send(bytes);
		if (ended) await this.#answered(ended, "no answer to the data");
	}

	/** Waits for a line of that name, or without one for as long. */
	async wait(name: string | undefined, milliseconds: number): Promise<void> {
		const came = await this.#until((row) => name !== undefined && row.name === name, milliseconds);
		if (came || name === undefined) return;
		this.#options.onNote(`no ${name} within ${milliseconds / 1000} s`);
		this.failures++;
	}

	/** Whatever is waited for is waited for no more. */
	interrupt(): void {
		this.#waiter?.end(true);
	}

	/** Records a capture from now on; without a path, no more. @throws Error when the file cannot be written */
	capture(path?: string): void {
		this.#recorder?.close();
		this.#recorder = undefined;
		const { baud, source, secrets, now } = this.#options;
		if (path) this.#recorder = new Recorder(path, { baud, source, secrets, start: now() });
	}

	/** Records a transcript from now on; without a path, no more. @throws Error when the file cannot be written */
	transcript(path?: string): void {
		this.#endTranscript();
		if (!path) return;
		const { source, secrets } = this.#options;
		writeFileSync(path, "");
		const say = (line: string) => appendFileSync(path, `${line}\n`);
		const transcript = new Transcript(say, basename(path), `Recorded: ${source}`);
		const redaction = new Redaction(
			({ direction, text, time }) => transcript.feed(direction, Buffer.from(text, "latin1"), time),
			secrets,
		);
		this.#transcript = { redaction, transcript };
	}

	close(): void {
		this.interrupt();
		this.#options.end.onReceive = undefined;
		this.#decoder.end();
		this.#endTranscript();
		this.capture();
	}

	#endTranscript(): void {
		this.#transcript?.redaction.end();
		this.#transcript?.transcript.end();
		this.#transcript = undefined;
	}

	#send(bytes: Uint8Array): void {
		this.#passed("toModule", bytes);
		this.#options.end.send(bytes);
	}

	#passed(direction: Direction, bytes: Uint8Array): void {
		const now = this.#options.now();
		this.#recorder?.feed(direction, bytes, now);
		this.#transcript?.redaction.feed(direction, bytes, now);
		this.#decoder.feed(direction, bytes, now);
	}

	#row(row: Row): void {
		if (row.expects !== undefined) this.expects = row.expects;
		else if (row.kind === "result") this.expects = 0;
		if (row.kind === "result" && row.code) this.failures++;
		this.#options.onRow(row);
		if (this.#waiter?.wanted(row)) this.#waiter.end(true);
	}

	async #answered(ended: Promise<boolean>, what: string): Promise<void> {
		if (await ended) return;
		this.#options.onNote(`${what} within ${this.#options.patience / 1000} s`);
		this.failures++;
	}

	/** Resolves with whether such a row has come in time. */
	#until(wanted: (row: Row) => boolean, milliseconds = this.#options.patience): Promise<boolean> {
		return new Promise((done) => {
			const end = (came: boolean) => {
				clearTimeout(timer);
				this.#waiter = undefined;
				done(came);
			};
			const timer = setTimeout(() => end(false), milliseconds);
			this.#waiter = { wanted, end };
		});
	}
}
