/** A program on XS on wall time, with the pipes as streams. */
import type { ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { Firmware, Heap, PortReport } from "../launch";
import { dispatch, failureOf, heapOf, portReportOf } from "./answers";
import { FrameReader, FrameWriter } from "./frames";
import { spawnLive, type XsOptions } from "./process";

interface Question {
	type: "h" | "p";
	answer: (payload: Buffer) => void;
	fail: (error: Error) => void;
}

export class LiveFirmware implements Firmware {
	readonly engine = "xs";
	readonly exited: Promise<Error | undefined>;
	readonly #options: XsOptions;
	readonly #child: ChildProcess;
	readonly #toEngine: Writable;
	readonly #writer = new FrameWriter();
	readonly #reader = new FrameReader();
	readonly #questions: Question[] = [];
	#settle!: (error?: Error) => void;
	#ended = false;
	#closing = false;
	#frozen = false;
	#failure: Error | undefined;

	constructor(options: XsOptions) {
		this.#options = options;
		this.exited = new Promise((settle) => {
			this.#settle = settle;
		});
		this.#child = spawnLive(options);
		this.#toEngine = this.#child.stdio[3] as Writable;
		this.#toEngine.on("error", () => {}); // the exit says why
		(this.#child.stdio[4] as Readable).on("data", (data: Buffer) => this.#arrived(data));
		this.#child.on("error", (error) => this.#end(error));
		this.#child.on("close", (code, signal) => {
			if (this.#closing) this.#end(this.#failure);
			else this.#end(this.#failure ?? new Error(`XS: the engine ended by itself (${signal ?? `status ${code}`})`));
		});
		for (const [id, { end }] of Object.entries(options.ports ?? {})) {
			end.onReceive = (bytes) => {
				if (this.#ended || this.#frozen) return;
				this.#writer.bytes(Number(id), bytes);
				this.#flush();
			};
		}
	}

	post(text: string): void {
		this.#mustRun();
		this.#writer.message(text);
		this.#flush();
	}

	async heap(collect = false): Promise<Heap> {
		this.#mustRun();
		this.#writer.byte("H", collect ? 1 : 0);
		return heapOf(await this.#ask("h"));
	}

	async port(id: number): Promise<PortReport> {
		this.#mustRun();
		this.#writer.byte("P", id);
		return portReportOf(await this.#ask("p"));
	}

	/** XS keeps no lines: names of functions are all there is. */
	explain(stack: string): string {
		return stack;
	}

	freeze(): void {
		this.#frozen = true;
		this.#child.kill("SIGSTOP");
	}

	async close(): Promise<void> {
		if (!this.#ended && !this.#closing) {
			this.#closing = true;
			if (this.#frozen) this.#child.kill("SIGKILL");
			this.#writer.quit();
			this.#flush();
			// a program that never returns does not hear it
			const patience = setTimeout(() => this.#child.kill("SIGKILL"), 2000);
			this.exited.then(() => clearTimeout(patience));
		}
		await this.exited;
	}

	#mustRun(): void {
		if (this.#ended || this.#closing) throw this.#failure ?? new Error("the program was closed");
	}

	#flush(): void {
		// a copy: the stream may keep it, the writer uses its memory again
		this.#toEngine.write(Buffer.from(this.#writer.take()));
	}

	#ask(type: "h" | "p"): Promise<Buffer> {
		this.#flush();
		return new Promise((answer, fail) => this.#questions.push({ type, answer, fail }));
	}

	#arrived(data: Buffer): void {
		data.copy(this.#reader.room(data.length));
		this.#reader.arrived(data.length, (type, payload) => {
			if (type === "x") this.#failure = failureOf(payload);
			else if (type === "h" || type === "p") this.#questions.shift()?.answer(Buffer.from(payload));
			else dispatch(this.#options, type, payload);
		});
	}

	#end(error?: Error): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#failure = error;
		for (const question of this.#questions) question.fail(error ?? new Error("the program was closed"));
		this.#settle(error);
		this.#options.onExit?.(error);
	}
}
