import type { Line } from "drivers/at/line";
import { OK } from "drivers/at/request";
import { command, encodedLength, type Writer } from "drivers/at/writer";
import type { FifoBuffer } from "drivers/wfi32/buffer";
import type { Context } from "drivers/wfi32/context";
import { ADDRESS_LENGTH, DatagramReceiving } from "drivers/wfi32/datagram-receiving";
import { NO_EVENT } from "drivers/wfi32/errors";
import { BINARY, composeData, formOf, giveData, limit, TEXT, UNBOUNDED, type WriteForm } from "drivers/wfi32/outgoing";
import { Parcels } from "drivers/wfi32/parcels";
import { BINDING, CONNECTED, CONNECTING, FAILED, NOTHING, Socket, type Step, UDP } from "drivers/wfi32/socket";

/** Whoever uses a UDP socket. Calls come from the event loop. */
export interface DatagramOwner {
	/** So many datagrams can be read. */
	datagramReadable(count: number): void;
	datagramFailed(error: Error): void;
}

/** Where a socket's data go that name no destination. */
export interface RemoteEnd {
	/** Dotted decimal. */
	readonly address: string;
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
/** Where among the addresses that of the last sender lies. */
const SENDER = DatagramReceiving.byteLength;
const NOBODY = "";

/**
 * A UDP socket (reference 7.3–7.5, 7.8–7.10). A datagram is told of, read whole, and only then is the next one told of;
 * the firmware may tell of it while the one before is still being read.
 */
export class UdpSocket extends Socket {
	private readonly owner: DatagramOwner;
	private readonly port: number;
	private readonly remote: RemoteEnd | undefined;
	private readonly form: WriteForm | undefined;
	readonly input: Parcels;
	readonly output: Parcels;
	readonly place: number;
	private readonly receiving: DatagramReceiving;
	/** Addresses of senders: of those that were told of, then of the one that a program was told last. */
	private readonly addresses: Uint8Array;
	private senderLength = -1;
	private sender = NOBODY;
	/** Multicast groups that were joined or are to be. */
	private groups: string[] | undefined;
	private joined = 0;
	private sendNext = false;
	private tellReadable = false;
	private unsent = 0;
	/** What the module may ask for of the datagram in flight: where in the arena it lies, whatever becomes of the socket. */
	private sendingAt = 0;
	private sendingLength = 0;

	/**
	 * @param port the local port, 1 to 65535; @param remote where data without a destination go
	 * @param form how data are given to the module, or as is best
	 */
	constructor(
		context: Context,
		owner: DatagramOwner,
		input: FifoBuffer,
		output: FifoBuffer,
		port: number,
		remote: RemoteEnd | undefined,
		form: WriteForm | undefined,
	) {
		super(context);
		this.owner = owner;
		this.port = port;
		this.remote = remote;
		this.form = form;
		this.place = input.start;
		const { length } = Parcels;
		const words = new Int32Array(2 * length + (SENDER + ADDRESS_LENGTH) / 4);
		this.addresses = new Uint8Array(words.buffer, 2 * length * 4);
		this.input = new Parcels(context.arena, input, words, 0);
		this.output = new Parcels(context.arena, output, words, length);
		this.receiving = new DatagramReceiving(this, this.input, this.addresses);
	}

	protected get protocol(): number {
		return UDP;
	}

	/** The address at an offset of the arena: a new string only when it is not the same as the last one. */
	senderAt(at: number, length: number): string {
		const { arena, decoder } = this.context;
		const { bytes } = arena;
		const last = this.addresses;
		let same = length === this.senderLength;
		for (let i = 0; same && i < length; i++) same = last[SENDER + i] === bytes[at + i];
		if (!same) {
			this.sender = decoder.decode(bytes, at, length);
			this.senderLength = length;
			for (let i = 0; i < length; i++) last[SENDER + i] = bytes[at + i];
		}
		return this.sender;
	}

	/** Datagrams that could not be kept, or not be sent. */
	get lostDatagrams(): number {
		return this.receiving.lost + this.unsent;
	}

	/**
	 * How many characters a datagram may take as text, if it must go as text; 0: in binary it can go as well. On some
	 * releases nothing can go in binary, on others nothing to anywhere but the socket's own destination.
	 * @param directed whether it has a destination of its own
	 */
	textLimit(directed: boolean): number {
		const { binaryWrite, keepsDestination, commandLength } = this.context.capabilities;
		const hasDestination = this.remote !== undefined || this.groups !== undefined;
		if (binaryWrite && !(directed && keepsDestination && hasDestination)) return 0;
		const { writerCapacity } = this.context.engine;
		return (commandLength < writerCapacity ? commandLength : writerCapacity) - OVERHEAD;
	}

	/** To be called after a datagram was added to the output, or one taken from the input. */
	changed(): void {
		this.proceed();
	}

	/** Joins a multicast group once the socket is bound. A failure is told as the socket's. */
	join(group: string): void {
		this.groups ??= [];
		this.groups.push(group);
		this.proceed();
	}

	override close(): void {
		this.input.clear();
		super.close();
	}

	/* Events. */

	override datagramAvailable(address: Line, port: number, length: number): void {
		this.receiving.announced(address, port, length);
		this.proceed();
	}

	recheck(): void {
		this.receiving.suspect();
		this.proceed();
	}

	/* The request. */

	protected choose(): Step {
		const { state } = this;
		if (state === BINDING) return BIND_STEP;
		if (state === CONNECTING) return REMOTE_STEP;
		this.dropUnsendable();
		if (state > CONNECTED) return this.output.count > 0 ? SEND_STEP : NOTHING;
		if (state !== CONNECTED) return NOTHING;
		if (this.groups && this.joined < this.groups.length) return JOIN_STEP;
		const reads = this.receiving.wanted;
		if (this.output.count > 0 && (this.sendNext || !reads)) return SEND_STEP;
		return reads ? READ_STEP : NOTHING;
	}

	protected opened(): void {
		this.state = BINDING;
	}

	protected composeStep(step: Step, out: Writer): void {
		if (step === READ_STEP) {
			this.sendNext = true;
			this.receiving.compose(out);
		} else if (step === SEND_STEP) this.composeSend(out);
		else if (step === BIND_STEP) {
			out.begin(SOCKBL);
			out.integer(this.id);
			out.nextInteger(this.port);
		} else if (step === REMOTE_STEP) {
			const { address, port } = this.remote as RemoteEnd;
			out.begin(SOCKBR);
			out.integer(this.id);
			out.nextAddress(address);
			out.nextInteger(port);
		} else {
			const groups = this.groups as string[];
			out.begin(SOCKBM);
			out.integer(this.id);
			out.nextAddress(groups[this.joined]);
			out.nextInteger(this.port);
		}
	}

	private composeSend(out: Writer): void {
		const { output, context } = this;
		this.sendNext = false;
		const at = output.at + output.labelLength;
		const { contentLength: byteLength } = output;
		const directed = output.labelLength > 0;
		out.begin(directed ? SOCKWRTO : SOCKWR);
		out.integer(this.id);
		if (directed) {
			out.nextText(context.arena.bytes, output.at, output.labelLength);
			out.nextInteger(output.tag);
		}
		output.locked = true;
		// a datagram goes whole: what does not fit the line, in binary
		let form = formOf(context, this.form, at, byteLength);
		if (this.textLimit(directed) > 0) form = TEXT;
		else if (form === TEXT && limit(context, out, TEXT, at, byteLength) < byteLength) form = BINARY;
		else if (form === UNBOUNDED && context.capabilities.cutsUnbounded) form = BINARY;
		composeData(context, out, form, at, byteLength);
		this.sendingAt = at;
		this.sendingLength = byteLength;
	}

	/** What was written before the socket had a group, and cannot be sent now that it has one, counts as lost. */
	private dropUnsendable(): void {
		const { output } = this;
		for (; output.count > 0; output.drop()) {
			const limit = this.textLimit(output.labelLength > 0);
			const at = output.at + output.labelLength;
			if (limit === 0 || encodedLength(this.context.arena.bytes, at, output.contentLength) <= limit) return;
			this.unsent++;
		}
	}

	override prompt(): void {
		giveData(this.context, this.sendingAt, this.sendingLength);
	}

	override line(fields: Line): boolean {
		if (this.step === READ_STEP) this.receiving.line(fields);
		else return super.line(fields);
		return true;
	}

	protected stepDone(step: Step, result: number): void {
		if (step === READ_STEP) this.readDone(result);
		else if (step === SEND_STEP) {
			this.output.drop();
			// a datagram that could not be sent is one that got lost on the way: no reason to end the socket
			if (result > 0) this.unsent++;
			else if (result !== OK) this.fail(result, "+SOCKWRTO");
		} else if (result !== OK) this.fail(result, names[step]);
		else if (step === JOIN_STEP) this.joined++;
		else if (this.state === BINDING) this.state = this.remote ? CONNECTING : CONNECTED;
		else if (this.state === CONNECTING) this.state = CONNECTED;
	}

	private readDone(result: number): void {
		const added = this.receiving.done(result);
		if (this.receiving.failure > 0) return this.fail(this.receiving.failure, "+SOCKRD");
		if (!added || this.state !== CONNECTED) return;
		this.tellReadable = true;
		this.news();
	}

	protected override lingers(): boolean {
		return this.state >= CONNECTED && this.id >= 0 && this.output.count > 0;
	}

	due(): void {
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
		if (!this.tellReadable) return;
		this.tellReadable = false;
		if (this.input.count > 0) this.owner.datagramReadable(this.input.count);
	}

	protected tellError(error: Error): void {
		this.owner.datagramFailed(error);
	}
}
