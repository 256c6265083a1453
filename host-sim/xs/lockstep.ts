/** A program on XS in lockstep: it runs only when the clock does, and time stands still while it runs. */
import { closeSync, readSync, writeSync } from "node:fs";
import type { Firmware, Heap, PortReport } from "../launch";
import type { Cancel } from "../world/clock";
import { dispatch, failureOf, heapOf, portReportOf } from "./answers";
import { FrameReader, FrameWriter, type FromEngine } from "./frames";
import { type LockstepProcess, spawnLockstep, type XsOptions } from "./process";

/** The heap's twelve numbers; an engine that has ended answers with zeros. */
const longestAnswer = 96;

export class LockstepFirmware implements Firmware {
	readonly engine = "xs";
	readonly exited: Promise<Error | undefined>;
	readonly #options: XsOptions;
	readonly #process: LockstepProcess;
	readonly #start: number;
	readonly #writer = new FrameWriter();
	readonly #reader = new FrameReader();
	#settle!: (error?: Error) => void;
	#turnDue: Cancel | undefined;
	#wake: Cancel | undefined;
	#deadline = -1;
	#ended = false;
	#frozen = false;
	#failure: Error | undefined;

	constructor(options: XsOptions) {
		this.#options = options;
		this.exited = new Promise((settle) => {
			this.#settle = settle;
		});
		this.#start = options.clock.now();
		this.#process = spawnLockstep(options);
		this.#process.child.unref();
		for (const [id, { end }] of Object.entries(options.ports ?? {})) {
			end.onReceive = (bytes) => {
				if (this.#ended || this.#frozen) return;
				this.#time();
				this.#writer.bytes(Number(id), bytes);
				this.#soon();
			};
		}
		this.#turn();
	}

	post(text: string): void {
		this.#mustRun();
		this.#writer.message(text);
		this.#soon();
	}

	async heap(collect = false): Promise<Heap> {
		return this.heapNow(collect);
	}

	/** As {@link Firmware.heap}, without waiting: the program is at rest between turns. */
	heapNow(collect = false): Heap {
		this.#mustRun();
		this.#writer.byte("H", collect ? 1 : 0);
		return heapOf(this.#exchange("h"));
	}

	async port(id: number): Promise<PortReport> {
		this.#mustRun();
		this.#writer.byte("P", id);
		return portReportOf(this.#exchange("p"));
	}

	/** XS keeps no lines: names of functions are all there is. */
	explain(stack: string): string {
		return stack;
	}

	freeze(): void {
		this.#frozen = true;
		this.#wake?.();
	}

	async close(): Promise<void> {
		if (this.#ended) return;
		this.#writer.quit();
		try {
			this.#write();
		} catch {
			// it has gone by itself
		}
		this.#end();
	}

	#mustRun(): void {
		if (this.#ended) throw this.#failure ?? new Error("the program was closed");
	}

	/** A turn at this very time, after what the clock has to do before. */
	#soon(): void {
		this.#turnDue ??= this.#options.clock.after(0, () => {
			this.#turnDue = undefined;
			this.#turn();
		});
	}

	#turn(): void {
		if (this.#ended || this.#frozen) return;
		const { clock } = this.#options;
		this.#time();
		this.#writer.run();
		const idle = this.#exchange("i");
		if (this.#ended) return;
		this.#deadline = idle.readDoubleLE(0);
		this.#wake?.();
		this.#wake = undefined;
		if (this.#deadline < 0) return;
		this.#wake = clock.after(this.#start + this.#deadline - clock.now(), () => {
			this.#wake = undefined;
			this.#turn();
		});
	}

	#time(): void {
		// the deadline itself rather than a sum of floating point numbers that may fall short of it
		const now = this.#options.clock.now() - this.#start;
		const due = this.#deadline >= 0 && Math.abs(now - this.#deadline) < 1e-6;
		this.#writer.time(due ? this.#deadline : now);
	}

	#write(): void {
		const frames = this.#writer.take();
		for (let done = 0; done < frames.length; ) {
			done += writeSync(this.#process.toEngine, frames, done, frames.length - done);
		}
	}

	/**
	 * Sends what was gathered and reads until the frame that ends it. What the program did in between is handed over
	 * afterwards, in order, when the engine is at rest again: a callback may ask it for something.
	 */
	#exchange(last: FromEngine): Buffer {
		const events: [FromEngine, Buffer][] = [];
		let result: Buffer | undefined;
		let failure: Error | undefined;
		try {
			this.#write();
			while (!result && !failure) {
				const count = readSync(this.#process.fromEngine, this.#reader.room());
				if (count === 0) failure = new Error("XS: the engine ended without a word");
				this.#reader.arrived(count, (type, payload) => {
					if (type === last) result = Buffer.from(payload);
					else if (type === "x") failure = failureOf(payload);
					else events.push([type, Buffer.from(payload)]);
				});
			}
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
			failure = new Error("XS: the engine has gone");
		}
		for (const [type, payload] of events) {
			if (!this.#ended) dispatch(this.#options, type, payload);
		}
		if (failure) this.#fail(failure);
		return result ?? Buffer.alloc(longestAnswer);
	}

	#fail(error: Error): void {
		if (this.#ended) return;
		this.#failure = error;
		this.#end(error);
		if (!this.#options.onExit) throw error;
	}

	#end(error?: Error): void {
		this.#ended = true;
		this.#turnDue?.();
		this.#wake?.();
		closeSync(this.#process.toEngine);
		closeSync(this.#process.fromEngine);
		this.#settle(error);
		this.#options.onExit?.(error);
	}
}
