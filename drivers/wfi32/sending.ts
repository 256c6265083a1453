import { OK } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { Deadline } from "drivers/uart/deadlines";
import type { FifoBuffer } from "drivers/wfi32/buffer";
import { composeData, formOf, giveData, limit, type WriteForm } from "drivers/wfi32/outgoing";
import type { Socket } from "drivers/wfi32/socket";

const SOCKWR = command("AT+SOCKWR=");
/** How long a refused write is tried again before the socket counts as broken. */
const PERSISTENCE = 10_000;
const PAUSE = 100;
const SEND_FAILED = 17;

/** The write that the module has refused, until it is tried again. */
class Refusal extends Deadline {
	private readonly socket: Socket;
	/** Whether the last write was refused; then, when the first of them was. */
	lasts = false;
	since = 0;

	constructor(socket: Socket) {
		super();
		this.socket = socket;
	}

	due(): void {
		this.socket.proceed();
	}
}

/**
 * How written bytes get into the module (reference 7.8): in the form for which it reports a failure where it does so for
 * one form only, and tried again for a while when it says that it could not send.
 */
export class Sending {
	private readonly socket: Socket;
	private readonly form: WriteForm | undefined;
	readonly buffer: FifoBuffer;
	/** Made when the module has refused a write for the first time. */
	private refusal: Refusal | undefined;
	/** More is about to be written: wait for it, or for as much as goes at once. */
	more = false;
	private count = 0;
	/** Given up while a write was in flight, whose bytes the module may still ask for. */
	private cleared = false;

	/** @param form how data are given to the module; undefined: as is best on its release */
	constructor(socket: Socket, buffer: FifoBuffer, form: WriteForm | undefined) {
		this.socket = socket;
		this.buffer = buffer;
		this.form = form;
	}

	/** Whether there is something that should go now. */
	get wanted(): boolean {
		const buffer = this.buffer;
		if (buffer.head === buffer.tail || this.cleared || this.refusal?.awaited) return false;
		return !this.more || buffer.count >= this.socket.context.capabilities.writeLimit || buffer.free === 0;
	}

	compose(out: Writer): void {
		const buffer = this.buffer;
		const socket = this.socket;
		const context = socket.context;
		// else there would be less room than was said, as long as it is locked
		if (buffer.tail !== buffer.start) buffer.makeRoom(buffer.size);
		const at = buffer.tail;
		const held = buffer.head - at;
		const form = formOf(context, this.form, at, held);
		out.begin(SOCKWR);
		out.integer(socket.id);
		const count = limit(context, out, form, at, held);
		composeData(context, out, form, at, count);
		this.count = count;
		buffer.locked = true;
	}

	/** The module asks for the data. */
	prompt(): void {
		giveData(this.socket.context, this.buffer.tail, this.count);
	}

	/**
	 * The write is over.
	 * @returns OK when its bytes have gone, or are to be tried again; else the result
	 */
	done(result: number): number {
		const buffer = this.buffer;
		buffer.locked = false;
		if (this.cleared) {
			this.cleared = false;
			buffer.clear();
			return OK;
		}
		if (result === OK) {
			if (this.refusal) this.refusal.lasts = false;
			buffer.removed(this.count);
			return OK;
		}
		if (result === SEND_FAILED) return this.refused() ? OK : result;
		return result;
	}

	/** Full, or broken: the module does not say which. @returns whether it is to be tried again */
	private refused(): boolean {
		const { deadlines } = this.socket.context;
		this.refusal ??= new Refusal(this.socket);
		const { refusal } = this;
		if (!refusal.lasts) refusal.since = deadlines.now;
		refusal.lasts = true;
		if (deadlines.since(refusal.since) >= PERSISTENCE) return false;
		deadlines.set(refusal, PAUSE);
		return true;
	}

	/** Gives up what was not sent. */
	clear(): void {
		if (this.refusal) this.socket.context.deadlines.clear(this.refusal);
		if (this.buffer.locked) this.cleared = true;
		else this.buffer.clear();
	}
}
