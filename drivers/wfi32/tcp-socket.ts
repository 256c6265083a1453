import type { Line } from "drivers/at/line";
import { OK } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { FifoBuffer } from "drivers/wfi32/buffer";
import type { Context } from "drivers/wfi32/context";
import { DISCONNECTED, NO_EVENT, type Wfi32Error } from "drivers/wfi32/errors";
import type { WriteForm } from "drivers/wfi32/outgoing";
import { Receiving } from "drivers/wfi32/receiving";
import { Sending } from "drivers/wfi32/sending";
import {
	BINDING,
	CONNECTED,
	CONNECTING,
	FAILED,
	NOTHING,
	SECURING,
	Socket,
	type Step,
	TCP,
} from "drivers/wfi32/socket";
import type { TlsParameters, TlsUser } from "drivers/wfi32/tls-configurations";

/** Whoever uses a connection. All calls come from the event loop, in this order. */
export interface StreamOwner {
	/** The first time: connected. Then: room was freed. */
	streamWritable(count: number): void;
	/** Bytes have come; `count` in all can be read. */
	streamReadable(count: number): void;
	/** Of no further use. */
	streamFailed(error: Error): void;
}

const BIND_STEP: Step = 10;
const SECURE_STEP: Step = 11;
const READ_STEP: Step = 12;
const WRITE_STEP: Step = 13;

const SOCKBR = command("AT+SOCKBR=");
const SOCKTLS = command("AT+SOCKTLS=");
/** The module gives up a connection after 10 s. */
const CONNECT_TIME = 12_000;
const SECURE_TIME = 12_000;
const LINGER_TIME = 5000;

/** A TCP connection (reference 7.4, 7.6, 7.8, 7.10), made by us or accepted. Reads and writes by turns. */
export class TcpSocket extends Socket implements TlsUser {
	readonly receiving: Receiving;
	readonly sending: Sending;
	/** The remote end, as far as it is known: dotted decimal. */
	readonly remoteAddress: string;
	readonly remotePort: number;
	/** How to secure it; undefined: not at all. */
	private readonly tls: TlsParameters | undefined;
	private told: StreamOwner | undefined;
	private peerClosed = false;
	private writeNext = false;
	private tellWritable = false;
	private tellReadable = false;
	private lingering = false;
	/** Whether the module was told to secure it. */
	private secureSent = false;
	/** The module said that it has no such socket any more. */
	private freed = false;

	/**
	 * @param address,port the remote end
	 * @param form how data are given to the module; undefined: as is best on its release
	 * @param id of an accepted connection
	 */
	constructor(
		context: Context,
		input: FifoBuffer,
		output: FifoBuffer,
		address: string,
		port: number,
		form?: WriteForm,
		tls?: TlsParameters,
		id = -1,
	) {
		super(context, id);
		this.receiving = new Receiving(this, input);
		this.sending = new Sending(this, output, form);
		this.remoteAddress = address;
		this.remotePort = port;
		this.tls = tls;
	}

	override streamAvailable(count: number): void {
		this.receiving.available(count, this.step === READ_STEP);
		// unless its turn will come anyway: a call less for most events
		if (!this.queued) this.proceed();
	}

	protected get protocol(): number {
		return TCP;
	}

	get place(): number {
		return this.receiving.buffer.start;
	}

	get owner(): StreamOwner | undefined {
		return this.told;
	}

	/** The TLS configuration to secure it with; 0: none. */
	get tlsIndex(): number {
		return this.tls ? this.context.tls.indexOf(this) : 0;
	}

	/** Who is told; a new owner is told of what waits. */
	set owner(owner: StreamOwner | undefined) {
		this.told = owner;
		this.tellWritable = this.state === CONNECTED;
		this.tellReadable = this.receiving.buffer.count > 0;
		if (owner && this.state >= CONNECTED) this.news();
	}

	/** A connection that is to be secured is not even tried before the module has what it takes. */
	override start(): void {
		if (this.tls) this.context.tls.acquire(this, this.tls);
		else super.start();
	}

	tlsConfigured(): void {
		super.start();
	}

	tlsFailed(error: Wfi32Error): void {
		this.failWith(error);
	}

	protected override gone(): void {
		if (this.tls) this.context.tls.release(this);
	}

	/** To be called after bytes were added to the sending buffer. @param more others follow soon */
	written(more: boolean): void {
		this.sending.more = more;
		this.proceed();
	}

	/** To be called after bytes were taken from the receiving buffer. */
	consumed(): void {
		if (this.peerClosed && this.ended) this.fail(DISCONNECTED, "+SOCKCL");
		// room in the buffer is of interest only where there is something to fill it
		else if (this.receiving.expected) this.proceed();
	}

	/** What was written is still sent, as far as that goes within five seconds. */
	override close(): void {
		if (this.state === CONNECTED && !this.peerClosed && this.sending.buffer.count > 0) {
			this.lingering = true;
			this.sending.more = false;
			this.within(LINGER_TIME);
		} else this.sending.clear();
		this.receiving.buffer.clear();
		super.close();
	}

	/* Events. */

	override connected(): void {
		if (this.state !== CONNECTING) return;
		if (this.tls) {
			this.state = SECURING;
			this.within(SECURE_TIME);
			this.proceed();
		} else this.ready();
	}

	override secured(): void {
		if (this.state === SECURING) this.ready();
	}

	/** +SOCKCL: what was received can still be read, and may be more than was told. */
	override closedByPeer(): void {
		if (this.state === CONNECTED) {
			this.peerClosed = true;
			this.sending.clear();
			this.receiving.suspect();
		} else if (this.state < CONNECTED) this.fail(DISCONNECTED, "+SOCKCL");
		this.lingering = false;
		this.proceed();
	}

	override failed(code: number, text: string): void {
		this.lingering = false;
		super.failed(code, text);
	}

	override lost(error: Error): void {
		this.lingering = false;
		super.lost(error);
	}

	recheck(): void {
		if (this.state !== CONNECTED) return;
		this.receiving.suspect();
		this.proceed();
	}

	/* The request. */

	protected choose(): Step {
		const state = this.state;
		if (state === CONNECTED) {
			const reads = this.receiving.wanted;
			if (reads && !this.writeNext) return READ_STEP;
			if (this.sending.wanted && !this.peerClosed) return WRITE_STEP;
			return reads ? READ_STEP : NOTHING;
		}
		if (state === BINDING) return BIND_STEP;
		if (state === SECURING) return this.secureSent ? NOTHING : SECURE_STEP;
		return state > CONNECTED && this.sending.wanted ? WRITE_STEP : NOTHING;
	}

	protected composeStep(step: Step, out: Writer): void {
		const { id } = this;
		if (step === READ_STEP) {
			this.writeNext = true;
			this.receiving.compose(out, this.context.capabilities.losesEventsInBinary && this.context.expectant);
		} else if (step === WRITE_STEP) {
			this.writeNext = false;
			this.sending.compose(out);
		} else if (step === BIND_STEP) {
			out.begin(SOCKBR);
			out.integer(id);
			out.nextAddress(this.remoteAddress);
			out.nextInteger(this.remotePort);
			this.state = CONNECTING; // its event may come before its OK
			this.within(CONNECT_TIME);
		} else {
			out.begin(SOCKTLS);
			out.integer(id);
			out.nextInteger(this.tlsIndex);
			this.secureSent = true;
		}
	}

	protected opened(): void {
		this.state = BINDING;
	}

	override prompt(): void {
		this.sending.prompt();
	}

	override header(id: number, count: number, from: number): number {
		return this.receiving.header(id, count, from);
	}

	override line(fields: Line): boolean {
		if (this.step === READ_STEP) this.receiving.line(fields);
		else return super.line(fields);
		return true;
	}

	protected stepDone(step: Step, result: number): void {
		if (step === READ_STEP) this.readDone(result);
		else if (step === WRITE_STEP) this.writeDone(result);
		else if (result !== OK) this.fail(result, step === BIND_STEP ? "+SOCKBR" : "+SOCKTLS");
	}

	private readDone(result: number): void {
		const { receiving } = this;
		const count = receiving.done(result);
		// after the peer closed, a module may have freed the socket already: that was all
		if (receiving.failure !== OK && !(this.peerClosed && receiving.failure > 0))
			return this.fail(receiving.failure, "+SOCKRD");
		if (this.state !== CONNECTED) return;
		if (receiving.failure !== OK) this.freed = true;
		if (count > 0) {
			this.tellReadable = true;
			// the last of it may not have been told
			if (this.peerClosed && !receiving.expected) receiving.suspect();
			this.news();
		} else if (this.ended) this.fail(DISCONNECTED, "+SOCKCL");
	}

	/** The peer has closed, and everything was read. */
	private get ended(): boolean {
		const { receiving } = this;
		return this.peerClosed && receiving.buffer.count === 0 && (this.freed || !receiving.expected);
	}

	private writeDone(result: number): void {
		const failure = this.sending.done(result);
		if (this.lingering && this.sending.buffer.count === 0) this.lingering = false;
		if (failure !== OK) {
			this.lingering = false;
			if (!(this.peerClosed && failure > 0)) this.fail(failure, "+SOCKWR");
			return;
		}
		if (this.state !== CONNECTED) return;
		this.tellWritable = true;
		this.news();
	}

	protected override lingers(): boolean {
		return this.lingering;
	}

	/** The module has said nothing of the connection; or has not taken what was left to send. */
	due(): void {
		if (this.lingering) {
			this.lingering = false;
			this.sending.clear();
			this.proceed();
		} else this.fail(NO_EVENT, this.state === SECURING ? "+SOCKTLS" : "+SOCKBR");
	}

	private ready(): void {
		this.state = CONNECTED;
		this.inTime();
		this.tellWritable = true;
		this.news();
		this.proceed();
	}

	protected override failWith(error: Error): void {
		if (this.state === SECURING) this.context.tls.distrust(this);
		if (this.state < CONNECTED) this.context.review();
		if (this.state < FAILED) this.sending.clear();
		super.failWith(error);
	}

	protected tell(): void {
		const owner = this.told;
		if (!owner) return;
		if (this.tellWritable) {
			this.tellWritable = false;
			if (this.state === CONNECTED && !this.peerClosed) owner.streamWritable(this.sending.buffer.free);
		}
		if (this.tellReadable && this.told === owner && this.state <= FAILED) {
			this.tellReadable = false;
			const { count } = this.receiving.buffer;
			if (count > 0) owner.streamReadable(count);
		}
	}

	protected tellError(error: Error): void {
		this.told?.streamFailed(error);
	}
}
