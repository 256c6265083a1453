import type { Line } from "drivers/at/line";
import { OK } from "drivers/at/request";
import { command, encodedLength, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { DatagramReceiving } from "drivers/wfi32/datagram-receiving";
import { NO_EVENT } from "drivers/wfi32/errors";
import { BINARY, Outgoing, TEXT, UNBOUNDED, type WriteForm } from "drivers/wfi32/outgoing";
import type { Parcels } from "drivers/wfi32/parcels";
import {
	BINDING,
	CONNECTED,
	CONNECTING,
	FAILED,
	NOTHING,
	Socket,
	type SocketTable,
	type Step,
	UDP,
} from "drivers/wfi32/socket";

/** Whoever uses a UDP socket. Calls come from the event loop. */
export interface DatagramOwner {
	/** So many datagrams can be read. */
	datagramReadable(count: number): void;
	datagramFailed(error: Error): void;
}

/** Where a socket's data go that name no destination. */
export interface RemoteEnd {
	/** Dotted decimal, as bytes. */
	readonly address: Uint8Array;
	readonly port: number;
}

const BIND_STEP: Step = 10;
const READ_STEP: Step = 11;
const SEND_STEP: Step = 12;
const JOIN_STEP: Step = 13;
const REMOTE_STEP: Step = 14;

const names: { readonly [step: number]: string } = Object.freeze({
	[BIND_STEP]: "+SOCKBL",
	[JOIN_STEP]: "+SOCKBM",
	[REMOTE_STEP]: "+SOCKBR",
});

const SOCKBL = command("AT+SOCKBL=");
const SOCKBR = command("AT+SOCKBR=");
const SOCKBM = command("AT+SOCKBM=");
const SOCKWR = command("AT+SOCKWR=");
const SOCKWRTO = command("AT+SOCKWRTO=");
/** `AT+SOCKWRTO=<id>,"<address>",<port>,<n>,` and CR LF around a string. */
const OVERHEAD = 56;

/**
 * A UDP socket (reference 7.3–7.5, 7.8–7.10). A datagram is told of, read whole, and only then is the next one told of;
 * the firmware may tell of it while the one before is still being read.
 */
export class UdpSocket extends Socket {
	readonly #owner: DatagramOwner;
	readonly #port: number;
	readonly #remote: RemoteEnd | undefined;
	readonly input: Parcels;
	readonly output: Parcels;
	readonly #receiving: DatagramReceiving;
	readonly #outgoing: Outgoing;
	readonly #form: WriteForm | undefined;
	readonly #groups: Uint8Array[] = [];
	#joined = 0;
	#sendNext = false;
	#tellReadable = false;
	#unsent = 0;

	/**
	 * @param port the local port, 1 to 65535; @param remote where data without a destination go
	 * @param form how data are given to the module, or as is best
	 */
	constructor(
		context: Context,
		table: SocketTable,
		owner: DatagramOwner,
		input: Parcels,
		output: Parcels,
		port: number,
		remote: RemoteEnd | undefined,
		form: WriteForm | undefined,
	) {
		super(context, table, UDP);
		this.#owner = owner;
		this.#port = port;
		this.#remote = remote;
		this.input = input;
		this.output = output;
		this.#receiving = new DatagramReceiving(context, this, input);
		this.#outgoing = new Outgoing(context, this);
		this.#form = form;
	}

	/** Datagrams that could not be kept, or not be sent. */
	get lostDatagrams(): number {
		return this.#receiving.lost + this.#unsent;
	}

	/**
	 * How many characters a datagram may take as text, if it must go as text; 0: in binary it can go as well. On some
	 * releases nothing can go in binary, on others nothing to anywhere but the socket's own destination.
	 * @param directed whether it has a destination of its own
	 */
	textLimit(directed: boolean): number {
		const { binaryWrite, keepsDestination, commandLength } = this.context.capabilities;
		const hasDestination = this.#remote !== undefined || this.#groups.length > 0;
		if (binaryWrite && !(directed && keepsDestination && hasDestination)) return 0;
		const { writerCapacity } = this.context.engine;
		return (commandLength < writerCapacity ? commandLength : writerCapacity) - OVERHEAD;
	}

	/** To be called after a datagram was added to the output, or one taken from the input. */
	changed(): void {
		this.proceed();
	}

	/** Joins a multicast group once the socket is bound. A failure is told as the socket's. */
	join(group: Uint8Array): void {
		this.#groups.push(group);
		this.proceed();
	}

	override close(): void {
		this.input.clear();
		super.close();
	}

	/* Events. */

	/** +SOCKRXU: the oldest datagram in the module. The address is the text that the line at hand was read up to. */
	available(address: Line, port: number, length: number): void {
		this.#receiving.announced(address, port, length);
		this.proceed();
	}

	recheck(): void {
		this.#receiving.suspect();
		this.proceed();
	}

	/* The request. */

	protected choose(): Step {
		const { state } = this;
		if (state === BINDING) return BIND_STEP;
		if (state === CONNECTING) return REMOTE_STEP;
		this.#dropUnsendable();
		if (state > CONNECTED) return this.output.count > 0 ? SEND_STEP : NOTHING;
		if (state !== CONNECTED) return NOTHING;
		if (this.#joined < this.#groups.length) return JOIN_STEP;
		const reads = this.#receiving.wanted;
		if (this.output.count > 0 && (this.#sendNext || !reads)) return SEND_STEP;
		return reads ? READ_STEP : NOTHING;
	}

	protected opened(): void {
		this.now = BINDING;
	}

	protected composeStep(step: Step, out: Writer): void {
		if (step === READ_STEP) {
			this.#sendNext = true;
			this.#receiving.compose(out, this.id);
		} else if (step === SEND_STEP) this.#composeSend(out);
		else if (step === BIND_STEP) {
			out.begin(SOCKBL);
			out.integer(this.id);
			out.nextInteger(this.#port);
		} else if (step === REMOTE_STEP) {
			const { address, port } = this.#remote as RemoteEnd;
			out.begin(SOCKBR);
			out.integer(this.id);
			out.nextText(address, 0, address.length);
			out.nextInteger(port);
		} else {
			const group = this.#groups[this.#joined];
			out.begin(SOCKBM);
			out.integer(this.id);
			out.nextText(group, 0, group.length);
			out.nextInteger(this.#port);
		}
	}

	#composeSend(out: Writer): void {
		const { output } = this;
		const outgoing = this.#outgoing;
		this.#sendNext = false;
		const at = output.at + output.labelLength;
		const { contentLength: byteLength } = output;
		const directed = output.labelLength > 0;
		out.begin(directed ? SOCKWRTO : SOCKWR);
		out.integer(this.id);
		if (directed) {
			out.nextText(this.context.arena.bytes, output.at, output.labelLength);
			out.nextInteger(output.tag);
		}
		output.locked = true;
		// a datagram goes whole: what does not fit the line, in binary
		let form = outgoing.formOf(this.#form, at, byteLength);
		if (this.textLimit(directed) > 0) form = TEXT;
		else if (form === TEXT && outgoing.limit(out, TEXT, at, byteLength) < byteLength) form = BINARY;
		else if (form === UNBOUNDED && this.context.capabilities.cutsUnbounded) form = BINARY;
		outgoing.compose(out, form, at, byteLength);
	}

	/** What was written before the socket had a group, and cannot be sent now that it has one, counts as lost. */
	#dropUnsendable(): void {
		const { output } = this;
		for (; output.count > 0; output.drop()) {
			const limit = this.textLimit(output.labelLength > 0);
			const at = output.at + output.labelLength;
			if (limit === 0 || encodedLength(this.context.arena.bytes, at, output.contentLength) <= limit) return;
			this.#unsent++;
		}
	}

	override prompt(): void {
		this.#outgoing.prompt();
	}

	override header(id: number, count: number): boolean {
		return this.#receiving.header(id, count);
	}

	override line(fields: Line): boolean {
		if (this.doing(READ_STEP)) this.#receiving.line(fields);
		else return super.line(fields);
		return true;
	}

	protected stepDone(step: Step, result: number): void {
		if (step === READ_STEP) this.#readDone(result);
		else if (step === SEND_STEP) {
			this.output.drop();
			// a datagram that could not be sent is one that got lost on the way: no reason to end the socket
			if (result > 0) this.#unsent++;
			else if (result !== OK) this.fail(result, "+SOCKWRTO");
		} else if (result !== OK) this.fail(result, names[step]);
		else if (step === JOIN_STEP) this.#joined++;
		else if (this.state === BINDING) this.now = this.#remote ? CONNECTING : CONNECTED;
		else if (this.state === CONNECTING) this.now = CONNECTED;
	}

	#readDone(result: number): void {
		const added = this.#receiving.done(result);
		if (this.#receiving.failure > 0) return this.fail(this.#receiving.failure, "+SOCKRD");
		if (!added || this.state !== CONNECTED) return;
		this.#tellReadable = true;
		this.news();
	}

	protected override lingers(): boolean {
		return this.state >= CONNECTED && this.id >= 0 && this.output.count > 0;
	}

	protected expired(): void {
		this.fail(NO_EVENT, "+SOCKBL");
	}

	protected override failWith(error: Error): void {
		if (this.state < FAILED) this.output.clear();
		super.failWith(error);
	}

	override lost(error: Error): void {
		this.output.clear();
		super.lost(error);
	}

	protected tell(): void {
		if (!this.#tellReadable) return;
		this.#tellReadable = false;
		if (this.input.count > 0) this.#owner.datagramReadable(this.input.count);
	}

	protected tellError(error: Error): void {
		this.#owner.datagramFailed(error);
	}
}
