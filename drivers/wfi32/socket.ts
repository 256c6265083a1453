import type { Line } from "drivers/at/line";
import { Notice } from "drivers/at/notices";
import { FOREIGN, INCOMPLETE, OK, Request } from "drivers/at/request";
import { command, encodedLength, type Writer } from "drivers/at/writer";
import { Deadline } from "drivers/uart/deadlines";
import { FifoBuffer } from "drivers/wfi32/buffer";
import type { Context } from "drivers/wfi32/context";
import { DISCONNECTED, NO_EVENT, TORN, Wfi32Error } from "drivers/wfi32/errors";

/** Whoever uses a socket. All calls come from the event loop, in this order, and none after {@link Socket.close}. */
export interface SocketOwner {
	/** The first time: connected. Then: room was freed. */
	socketWritable(count: number): void;
	/** Bytes have come; `count` in all can be read. */
	socketReadable(count: number): void;
	/** The socket is of no further use. */
	socketFailed(error: Error): void;
}

/** What a socket is doing, in the order of its life. */
export const FREE = 0;
export const OPENING = 1;
export const BINDING = 2;
export const CONNECTING = 3;
export const CONNECTED = 4;
/** Of no further use to its owner, who has not closed it yet. */
export const FAILED = 5;
/** Closed by its owner, or of no use, and still open in the module. */
export const CLOSING = 6;

type Step = "open" | "bind" | "read" | "write" | "close" | "nothing";
const OPEN_STEP: Step = "open";
const BIND_STEP: Step = "bind";
const READ_STEP: Step = "read";
const WRITE_STEP: Step = "write";
const CLOSE_STEP: Step = "close";
const NOTHING: Step = "nothing";

const SOCKO = command("AT+SOCKO=2");
const SOCKBR = command("AT+SOCKBR=");
const SOCKRD = command("AT+SOCKRD=");
const SOCKWR = command("AT+SOCKWR=");
const SOCKCL = command("AT+SOCKCL=");

/** `+SOCKRD:<id>,<n>,` CR LF `#` … CR LF `OK` CR LF around a payload, with an ID of ten digits. */
export const READ_OVERHEAD = 36;
/** `AT+SOCKWR=<id>,<n>,` and CR LF around a string. */
const WRITE_OVERHEAD = 28;
/** The module gives up a connection after 10 s. */
const CONNECT_TIME = 12_000;
/** How long a refused write is tried again before the socket counts as broken. */
const SEND_TIME = 10_000;
const SEND_PAUSE = 100;
const LINGER_TIME = 5000;
const SEND_FAILED = 17;

/**
 * One TCP socket of the module (reference 7.1, 7.2, 7.4, 7.8, 7.10). It has one request, sent when its turn comes, that does
 * whatever is most needed then: closing first, then reading and writing by turns.
 */
export class Socket extends Request {
	readonly #context: Context;
	/** Received and not yet read. */
	readonly input: FifoBuffer;
	/** Written and not yet taken by the module. */
	readonly output: FifoBuffer;
	readonly #deadline: Deadline;
	readonly #retry: Deadline;
	readonly #news: Notice;
	#owner: SocketOwner | undefined;
	#state = FREE;
	#step: Step = NOTHING;
	#address = new Uint8Array(0);
	#port = 0;
	/** The module's ID, -1 when it has none. */
	id = -1;
	/** Bytes that the module holds for us, as far as it has told. */
	#told = 0;
	/** What was told while a read was on its way may or may not count what that read takes: to be asked for in the end. */
	#uncertain = false;
	#asked = 0;
	#received = 0;
	#torn = false;
	#sending = 0;
	/** When a write was refused first, to be tried again. */
	#refusedAt = 0;
	#refused = false;
	#peerClosed = false;
	/** After the peer closed: nothing more is there. */
	#drained = false;
	/** More is about to be written: wait for it, or for a full buffer. */
	#more = false;
	/** Closed by its owner while something it wrote is still to be sent. */
	#lingers = false;
	#writeNext = false;
	#tellWritable = false;
	#tellReadable = false;
	#error: Error | undefined;

	remoteAddress: string | undefined;
	remotePort: number | undefined;

	/** @param inputSize,outputSize bytes, each taken from the arena here */
	constructor(context: Context, inputSize: number, outputSize: number) {
		super();
		this.#context = context;
		this.input = new FifoBuffer(context.arena, inputSize);
		this.output = new FifoBuffer(context.arena, outputSize);
		this.#deadline = new Deadline(() => this.#expired());
		this.#retry = new Deadline(() => this.#proceed());
		this.#news = new Notice(() => this.#tell());
	}

	get state(): number {
		return this.#state;
	}

	get owner(): SocketOwner | undefined {
		return this.#owner;
	}

	/** Hands the socket over; the new owner is told of what waits. */
	set owner(owner: SocketOwner) {
		this.#owner = owner;
		this.#tellWritable = this.#state === CONNECTED;
		this.#tellReadable = this.input.count > 0;
		if (this.#tellWritable || this.#tellReadable || this.#error) this.#context.notices.post(this.#news);
	}

	/** @param address dotted decimal; checked by the caller, as the port is */
	connect(owner: SocketOwner, address: string, addressBytes: Uint8Array, port: number): void {
		this.#owner = owner;
		this.#address = addressBytes as Uint8Array<ArrayBuffer>;
		this.#port = port;
		this.remoteAddress = address;
		this.remotePort = port;
		this.input.clear();
		this.output.clear();
		this.#told = 0;
		this.#uncertain = false;
		this.#peerClosed = this.#drained = this.#more = this.#torn = this.#refused = false;
		this.#tellReadable = this.#tellWritable = false;
		this.#error = undefined;
		this.#state = OPENING;
		this.#context.engine.submit(this);
	}

	/** To be called after bytes were added to {@link Socket.output}. @param more others follow soon */
	written(more: boolean): void {
		this.#more = more;
		this.#proceed();
	}

	/** To be called after bytes were taken from {@link Socket.input}. */
	consumed(): void {
		if (this.input.count === 0 && this.#peerClosed && this.#drained) this.#fail(DISCONNECTED, "+SOCKCL");
		else this.#proceed();
	}

	/**
	 * The owner lets go. No callback comes after this; what it has written is still sent, as far as that goes within
	 * five seconds, and the module's socket is closed behind it.
	 */
	close(): void {
		this.#owner = undefined;
		this.#context.notices.cancel(this.#news);
		this.#context.deadlines.clear(this.#deadline);
		this.#context.deadlines.clear(this.#retry);
		this.input.clear();
		if (this.#state === FREE) return;
		this.#lingers = this.#state === CONNECTED && !this.#peerClosed && this.output.count > 0;
		this.#state = CLOSING;
		if (this.#lingers) {
			this.#context.deadlines.set(this.#deadline, LINGER_TIME);
			this.#proceed();
			return;
		}
		if (this.id < 0 && this.#context.engine.withdraw(this)) this.#state = FREE;
		else this.#closeFirst();
	}

	/* Events. */

	/** +SOCKIND */
	connected(address: string | undefined): void {
		if (this.#state !== CONNECTING) return;
		this.#state = CONNECTED;
		if (address) this.remoteAddress = address;
		this.#context.deadlines.clear(this.#deadline);
		this.#tellWritable = true;
		this.#context.notices.post(this.#news);
		this.#proceed();
	}

	/** +SOCKRXT */
	available(count: number): void {
		this.#told = count;
		this.#uncertain = this.#step === READ_STEP && this.#received === 0;
		this.#proceed();
	}

	/** +SOCKCL: what was received can still be read. */
	closedByPeer(): void {
		if (this.#state === CONNECTED) {
			this.#peerClosed = true;
			this.output.clear();
			this.#proceed();
		} else if (this.#state === CLOSING) {
			this.#lingers = false;
			this.#proceed();
		} else if (this.#state < CONNECTED) this.#fail(DISCONNECTED, "+SOCKCL");
	}

	/** +SOCKERR */
	failed(code: number, text: string): void {
		if (this.#state !== FREE && this.#state < FAILED) this.#failWith(new Wfi32Error(code, "+SOCKBR", text));
	}

	/** The module has lost it. */
	lost(error: Error): void {
		this.id = -1;
		this.#told = 0;
		this.#lingers = false;
		if (this.#state === CLOSING) this.#state = FREE;
		else if (this.#state !== FREE && this.#state !== FAILED) this.#failWith(error);
	}

	/** What the module said meanwhile may be lost: look whether it holds anything. */
	recheck(): void {
		if (this.#state !== CONNECTED) return;
		if (this.#told === 0) this.#told = 1;
		this.#proceed();
	}

	/* The request. */

	compose(out: Writer): number {
		this.awaitsPayload = this.awaitsPrompt = false;
		this.patience = 3000;
		const step = this.#choose();
		this.#step = step;
		if (step === READ_STEP) {
			this.#composeRead(out);
		} else if (step === WRITE_STEP) {
			this.#composeWrite(out);
		} else if (step === OPEN_STEP) {
			this.answer = this.#context.names.of("SOCKO");
			out.begin(SOCKO);
		} else if (step === BIND_STEP) {
			out.begin(SOCKBR);
			out.integer(this.id);
			out.nextText(this.#address, 0, this.#address.length);
			out.nextInteger(this.#port);
			this.#state = CONNECTING; // its event may come before its OK
			this.#context.deadlines.set(this.#deadline, CONNECT_TIME);
		} else if (step === CLOSE_STEP) {
			out.begin(SOCKCL);
			out.integer(this.id);
		} else return 0;
		return out.end();
	}

	#choose(): Step {
		const state = this.#state;
		if (state === CONNECTED) {
			const reads = this.#wantsRead();
			if (this.#wantsWrite() && (this.#writeNext || !reads)) return WRITE_STEP;
			return reads ? READ_STEP : NOTHING;
		}
		if (state === OPENING) return OPEN_STEP;
		if (state === BINDING) return BIND_STEP;
		if (state >= FAILED && this.id >= 0) {
			if (!this.#lingers) return CLOSE_STEP;
			return this.#retry.pending ? NOTHING : WRITE_STEP;
		}
		return NOTHING;
	}

	#wantsRead(): boolean {
		if (this.#told === 0 && (this.#uncertain || (this.#peerClosed && !this.#drained))) return this.input.free > 0;
		if (this.#told === 0) return false;
		const worth = this.#readSize();
		// not for a few bytes each time the application takes a few
		return this.input.free >= (this.#told < worth ? this.#told : worth);
	}

	#wantsWrite(): boolean {
		const output = this.output;
		if (output.count === 0 || this.#peerClosed || this.#retry.pending) return false;
		return !this.#more || output.count >= this.#context.capabilities.writeLimit || output.free === 0;
	}

	/** As much as the host can surely hold while it is busy with something else. */
	#readSize(): number {
		const { uart, capabilities } = this.#context;
		const held = uart.capacity - READ_OVERHEAD;
		const size = held < capabilities.readLimit ? held : capabilities.readLimit;
		return size < this.input.size ? size : this.input.size;
	}

	#composeRead(out: Writer): void {
		let count = this.#readSize();
		// where nothing is told any more, and something may be there after all, ask for it
		if (this.#told === 0) this.#uncertain = false;
		if (this.#told > 0 && this.#told < count) count = this.#told;
		this.input.makeRoom(count);
		this.input.locked = true; // the payload's place is settled
		if (count > this.input.freeInPiece) count = this.input.freeInPiece;
		this.#asked = count;
		this.#received = 0;
		this.#torn = false;
		this.#writeNext = true;
		this.answer = this.#context.names.of("SOCKRD");
		this.awaitsPayload = true;
		this.payloadAt = this.input.head;
		this.patience = 3000 + count * 2;
		out.begin(SOCKRD);
		out.integer(this.id);
		out.nextInteger(2);
		out.nextInteger(count);
	}

	#composeWrite(out: Writer): void {
		const { arena, capabilities } = this.#context;
		const output = this.output;
		this.#writeNext = false;
		let count = output.count;
		out.begin(SOCKWR);
		out.integer(this.id);
		if (capabilities.checkedWrite) {
			const room = Math.min(capabilities.commandLength, out.capacity) - WRITE_OVERHEAD;
			if (count > room - 2) count = room - 2;
			if (encodedLength(arena.bytes, output.tail, count) > room) count = (room - 2) >> 1;
			out.nextInteger(count);
			out.nextText(arena.bytes, output.tail, count);
		} else {
			if (count > capabilities.writeLimit) count = capabilities.writeLimit;
			out.nextInteger(count);
			this.awaitsPrompt = true;
			this.patience = 3000 + this.#context.uart.wireTime(count);
		}
		this.#sending = count;
		output.locked = true;
	}

	override prompt(): void {
		this.awaitsPrompt = false;
		this.#context.engine.sendPayload(this.output.tail, this.#sending);
	}

	/** `+SOCKRD:<id>,<n>,` and `#`, which may stand behind a blank or on the next line (reference 7.10.6, module-behaviour). */
	override header(fields: Line): number {
		const bytes = this.#context.arena.bytes;
		const end = fields.end;
		let at = fields.at;
		let id = 0;
		while (at < end && isDigit(bytes[at])) id = id * 10 + (bytes[at++] - 0x30);
		if (at >= end) return INCOMPLETE;
		if (bytes[at] !== COMMA || id !== this.id) return FOREIGN;
		at++;
		let count = 0;
		while (at < end && isDigit(bytes[at])) count = count * 10 + (bytes[at++] - 0x30);
		if (at >= end) return INCOMPLETE;
		// a length that was not asked for is not believed
		if (bytes[at] !== COMMA || count > this.#asked || this.#received > 0) return FOREIGN;
		for (at++; at < end; at++) {
			const c = bytes[at];
			if (c === 0x23) {
				fields.at = at + 1;
				this.#received = count;
				this.#told = this.#told > count ? this.#told - count : 0;
				return count;
			}
			if (c !== 0x20 && c !== 0x0d && c !== 0x0a) return FOREIGN;
		}
		return INCOMPLETE;
	}

	override line(fields: Line): boolean {
		if (this.#step === OPEN_STEP) {
			const id = fields.integer();
			if (fields.valid) this.id = id;
		} else this.#torn = true; // a +SOCKRD that is not what was asked for
		return true;
	}

	done(result: number): void {
		const step = this.#step;
		this.#step = NOTHING;
		if (step === READ_STEP) this.#readDone(result);
		else if (step === WRITE_STEP) this.#writeDone(result);
		else if (step === CLOSE_STEP) this.#closeDone();
		else if (step === OPEN_STEP) this.#openDone(result);
		else if (step === BIND_STEP && result !== OK) this.#fail(result, "+SOCKBR");
		this.#proceed();
	}

	#openDone(result: number): void {
		if (result !== OK || this.id < 0) this.#fail(result === OK ? TORN : result, "+SOCKO");
		else if (this.#state === OPENING) this.#state = BINDING;
	}

	#readDone(result: number): void {
		this.input.locked = false;
		if (result === OK && this.#torn) result = TORN;
		if (result !== OK) {
			// after the peer closed, a module may have freed the socket already
			if (this.#peerClosed && result > 0) this.#endOfInput();
			else this.#fail(result, "+SOCKRD");
			return;
		}
		const count = this.#received;
		if (count === 0) {
			this.#told = 0;
			this.#uncertain = false;
			if (this.#peerClosed) this.#endOfInput();
			return;
		}
		if (this.#state !== CONNECTED) return;
		this.input.added(count);
		this.#tellReadable = true;
		this.#context.notices.post(this.#news);
	}

	#endOfInput(): void {
		this.#drained = true;
		if (this.input.count === 0) this.#fail(DISCONNECTED, "+SOCKCL");
	}

	#writeDone(result: number): void {
		const output = this.output;
		output.locked = false;
		if (result === SEND_FAILED && (this.#state === CONNECTED || this.#lingers) && !this.#peerClosed) {
			// full, or broken: the module does not say which
			const { deadlines } = this.#context;
			if (!this.#refused) this.#refusedAt = deadlines.now;
			this.#refused = true;
			if (deadlines.since(this.#refusedAt) < SEND_TIME) return deadlines.set(this.#retry, SEND_PAUSE);
		}
		if (result !== OK) {
			this.#lingers = false;
			if (!(this.#peerClosed && result > 0)) this.#fail(result, "+SOCKWR");
			return;
		}
		this.#refused = false;
		output.removed(this.#sending);
		if (output.count === 0) this.#lingers = false;
		if (this.#state !== CONNECTED) return;
		this.#tellWritable = true;
		this.#context.notices.post(this.#news);
	}

	/** Whatever the module says to closing: the socket is not there any more. */
	#closeDone(): void {
		this.id = -1;
		this.#context.deadlines.clear(this.#deadline);
		if (this.#state === CLOSING) this.#state = FREE;
	}

	#proceed(): void {
		if (this.#step !== NOTHING || this.queued) return;
		if (this.#state >= FAILED) {
			if (this.#lingers) {
				if (!this.#retry.pending) this.#context.engine.submit(this);
			} else if (this.id >= 0) this.#closeFirst();
			else if (this.#state === CLOSING) this.#state = FREE;
		} else if (this.#choose() !== NOTHING) this.#context.engine.submit(this);
	}

	/** The module has said nothing of the connection; or has not taken what was left to send. */
	#expired(): void {
		if (this.#state === CLOSING) {
			this.#lingers = false;
			this.output.clear();
			this.#proceed();
		} else this.#fail(NO_EVENT, "+SOCKBR");
	}

	#closeFirst(): void {
		if (this.#context.engine.withdraw(this)) this.#context.engine.submitFirst(this);
	}

	#fail(code: number, name: string): void {
		if (this.#state >= FAILED) return;
		this.#failWith(new Wfi32Error(code, name, code > 0 ? this.#context.engine.errorText : ""));
	}

	#failWith(error: Error): void {
		this.#state = FAILED;
		this.#error = error;
		this.#context.deadlines.clear(this.#deadline);
		this.#context.deadlines.clear(this.#retry);
		this.#context.notices.post(this.#news);
		this.#proceed();
	}

	#tell(): void {
		const owner = this.#owner;
		if (!owner) return;
		if (this.#tellWritable) {
			this.#tellWritable = false;
			if (this.#state === CONNECTED && !this.#peerClosed) owner.socketWritable(this.output.free);
		}
		if (this.#tellReadable && this.#owner === owner) {
			this.#tellReadable = false;
			if (this.input.count > 0) owner.socketReadable(this.input.count);
		}
		const error = this.#error;
		if (error && this.#owner === owner) {
			this.#error = undefined;
			owner.socketFailed(error);
		}
	}

	/** Whether a number of the module's is this socket's. */
	has(id: number): boolean {
		return this.id === id && this.#state !== FREE;
	}

	/** Whether the module is known not to have it. */
	get unknown(): boolean {
		return this.id < 0;
	}
}

const COMMA = 0x2c;

function isDigit(c: number): boolean {
	return c >= 0x30 && c <= 0x39;
}
