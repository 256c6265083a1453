import { OK, type Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { Deadline } from "drivers/uart/deadlines";
import type { FifoBuffer } from "drivers/wfi32/buffer";
import type { Context } from "drivers/wfi32/context";
import { Outgoing, type WriteForm } from "drivers/wfi32/outgoing";

const SOCKWR = command("AT+SOCKWR=");
/** How long a refused write is tried again before the socket counts as broken. */
const PERSISTENCE = 10_000;
const PAUSE = 100;
const SEND_FAILED = 17;

/**
 * How written bytes get into the module (reference 7.8): in the form for which it reports a failure where it does so for
 * one form only, and tried again for a while when it says that it could not send.
 */
export class Sending {
	readonly #context: Context;
	readonly #outgoing: Outgoing;
	readonly #form: WriteForm | undefined;
	readonly buffer: FifoBuffer;
	readonly #retry: Deadline;
	/** More is about to be written: wait for it, or for as much as goes at once. */
	more = false;
	#count = 0;
	/** Given up while a write was in flight, whose bytes the module may still ask for. */
	#cleared = false;
	#refused = false;
	#refusedAt = 0;

	/**
	 * @param form how data are given to the module; undefined: as is best on its release
	 * @param proceed called when a refused write is to be tried again
	 */
	constructor(
		context: Context,
		request: Request,
		buffer: FifoBuffer,
		form: WriteForm | undefined,
		proceed: () => void,
	) {
		this.#context = context;
		this.#outgoing = new Outgoing(context, request);
		this.#form = form;
		this.buffer = buffer;
		this.#retry = new Deadline(proceed);
	}

	/** Whether there is something that should go now. */
	get wanted(): boolean {
		const { buffer } = this;
		if (buffer.count === 0 || this.#cleared || this.#retry.pending) return false;
		return !this.more || buffer.count >= this.#context.capabilities.writeLimit || buffer.free === 0;
	}

	compose(out: Writer, id: number): void {
		const { buffer } = this;
		const outgoing = this.#outgoing;
		buffer.makeRoom(buffer.size); // else there would be less room than was said, as long as it is locked
		const form = outgoing.formOf(this.#form, buffer.tail, buffer.count);
		out.begin(SOCKWR);
		out.integer(id);
		const count = outgoing.limit(out, form, buffer.tail, buffer.count);
		outgoing.compose(out, form, buffer.tail, count);
		this.#count = count;
		buffer.locked = true;
	}

	/** The module asks for the data. */
	prompt(): void {
		this.#outgoing.prompt();
	}

	/**
	 * The write is over.
	 * @returns OK when its bytes have gone, or are to be tried again; else the result
	 */
	done(result: number): number {
		this.buffer.locked = false;
		if (this.#cleared) {
			this.#cleared = false;
			this.buffer.clear();
			return OK;
		}
		if (result === SEND_FAILED) {
			// full, or broken: the module does not say which
			const { deadlines } = this.#context;
			if (!this.#refused) this.#refusedAt = deadlines.now;
			this.#refused = true;
			if (deadlines.since(this.#refusedAt) >= PERSISTENCE) return result;
			deadlines.set(this.#retry, PAUSE);
			return OK;
		}
		if (result !== OK) return result;
		this.#refused = false;
		this.buffer.removed(this.#count);
		return OK;
	}

	/** Gives up what was not sent. */
	clear(): void {
		this.#context.deadlines.clear(this.#retry);
		if (this.buffer.locked) this.#cleared = true;
		else this.buffer.clear();
	}
}
