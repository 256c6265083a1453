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
	type SocketTable,
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

/** What is known of a connection that is to be made. */
export interface Remote {
	/** Dotted decimal, and its bytes. */
	readonly address: string;
	readonly addressBytes: Uint8Array;
	readonly port: number;
	/** How data are given to the module; undefined: as is best on its release. */
	readonly form: WriteForm | undefined;
	/** How to secure it; undefined: not at all. */
	readonly tls: TlsParameters | undefined;
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
	readonly #remote: Remote | undefined;
	#owner: StreamOwner | undefined;
	#peerClosed = false;
	#writeNext = false;
	#tellWritable = false;
	#tellReadable = false;
	#lingering = false;
	#tlsIndex = 0;
	/** Whether the module was told to secure it. */
	#secureSent = false;
	/** The module said that it has no such socket any more. */
	#freed = false;
	remoteAddress: string | undefined;
	remotePort: number | undefined;

	/** @param remote where to connect to; for an accepted connection, nothing, and its ID */
	constructor(
		context: Context,
		table: SocketTable,
		input: FifoBuffer,
		output: FifoBuffer,
		remote: Remote | undefined,
		id = -1,
	) {
		super(context, table, TCP, id);
		this.receiving = new Receiving(context, this, input);
		this.sending = new Sending(context, this, output, remote?.form, () => this.proceed());
		this.#remote = remote;
		this.remoteAddress = remote?.address;
		this.remotePort = remote?.port;
	}

	get owner(): StreamOwner | undefined {
		return this.#owner;
	}

	/** The TLS configuration to secure it with; 0: none. */
	get tlsIndex(): number {
		return this.#tlsIndex;
	}

	/** Who is told; a new owner is told of what waits. */
	set owner(owner: StreamOwner | undefined) {
		this.#owner = owner;
		this.#tellWritable = this.state === CONNECTED;
		this.#tellReadable = this.receiving.buffer.count > 0;
		if (owner && this.state >= CONNECTED) this.news();
	}

	/** A connection that is to be secured is not even tried before the module has what it takes. */
	override start(): void {
		const tls = this.#remote?.tls;
		if (tls) this.context.tls.acquire(this, tls);
		else super.start();
	}

	tlsConfigured(index: number): void {
		this.#tlsIndex = index;
		super.start();
	}

	tlsFailed(error: Wfi32Error): void {
		this.failWith(error);
	}

	protected override gone(): void {
		if (this.#remote?.tls) this.context.tls.release(this);
	}

	/** To be called after bytes were added to the sending buffer. @param more others follow soon */
	written(more: boolean): void {
		this.sending.more = more;
		this.proceed();
	}

	/** To be called after bytes were taken from the receiving buffer. */
	consumed(): void {
		if (this.#ended) this.fail(DISCONNECTED, "+SOCKCL");
		else this.proceed();
	}

	/** What was written is still sent, as far as that goes within five seconds. */
	override close(): void {
		if (this.state === CONNECTED && !this.#peerClosed && this.sending.buffer.count > 0) {
			this.#lingering = true;
			this.sending.more = false;
			this.within(LINGER_TIME);
		} else this.sending.clear();
		this.receiving.buffer.clear();
		super.close();
	}

	/* Events. */

	/** +SOCKIND */
	connected(): void {
		if (this.state !== CONNECTING) return;
		if (this.#tlsIndex > 0) {
			this.now = SECURING;
			this.within(SECURE_TIME);
			this.proceed();
		} else this.#ready();
	}

	/** +SOCKTLS */
	secured(): void {
		if (this.state === SECURING) this.#ready();
	}

	/** +SOCKRXT */
	available(count: number): void {
		this.receiving.available(count, this.doing(READ_STEP));
		this.proceed();
	}

	/** +SOCKCL: what was received can still be read, and may be more than was told. */
	override closedByPeer(): void {
		if (this.state === CONNECTED) {
			this.#peerClosed = true;
			this.sending.clear();
			this.receiving.suspect();
		} else if (this.state < CONNECTED) this.fail(DISCONNECTED, "+SOCKCL");
		this.#lingering = false;
		this.proceed();
	}

	override failed(code: number, text: string): void {
		this.#lingering = false;
		super.failed(code, text);
	}

	override lost(error: Error): void {
		this.#lingering = false;
		super.lost(error);
	}

	recheck(): void {
		if (this.state !== CONNECTED) return;
		this.receiving.suspect();
		this.proceed();
	}

	/* The request. */

	protected choose(): Step {
		const { state } = this;
		if (state === BINDING) return BIND_STEP;
		if (state === SECURING) return this.#secureSent ? NOTHING : SECURE_STEP;
		if (state > CONNECTED) return this.sending.wanted ? WRITE_STEP : NOTHING;
		if (state !== CONNECTED) return NOTHING;
		const reads = this.receiving.wanted;
		if (this.sending.wanted && !this.#peerClosed && (this.#writeNext || !reads)) return WRITE_STEP;
		return reads ? READ_STEP : NOTHING;
	}

	protected composeStep(step: Step, out: Writer): void {
		const { id } = this;
		if (step === READ_STEP) {
			this.#writeNext = true;
			this.receiving.compose(out, id, this.context.capabilities.losesEventsInBinary && this.context.expectant);
		} else if (step === WRITE_STEP) {
			this.#writeNext = false;
			this.sending.compose(out, id);
		} else if (step === BIND_STEP) {
			const { addressBytes, port } = this.#remote as Remote;
			out.begin(SOCKBR);
			out.integer(id);
			out.nextText(addressBytes, 0, addressBytes.length);
			out.nextInteger(port);
			this.now = CONNECTING; // its event may come before its OK
			this.within(CONNECT_TIME);
		} else {
			out.begin(SOCKTLS);
			out.integer(id);
			out.nextInteger(this.#tlsIndex);
			this.#secureSent = true;
		}
	}

	protected opened(): void {
		this.now = BINDING;
	}

	override prompt(): void {
		this.sending.prompt();
	}

	override header(id: number, count: number): boolean {
		return this.receiving.header(id, count);
	}

	override line(fields: Line): boolean {
		if (this.doing(READ_STEP)) this.receiving.line(fields);
		else return super.line(fields);
		return true;
	}

	protected stepDone(step: Step, result: number): void {
		if (step === READ_STEP) this.#readDone(result);
		else if (step === WRITE_STEP) this.#writeDone(result);
		else if (result !== OK) this.fail(result, step === BIND_STEP ? "+SOCKBR" : "+SOCKTLS");
	}

	#readDone(result: number): void {
		const { receiving } = this;
		const count = receiving.done(result);
		// after the peer closed, a module may have freed the socket already: that was all
		if (receiving.failure !== OK && !(this.#peerClosed && receiving.failure > 0))
			return this.fail(receiving.failure, "+SOCKRD");
		if (this.state !== CONNECTED) return;
		if (receiving.failure !== OK) this.#freed = true;
		if (count > 0) {
			this.#tellReadable = true;
			// the last of it may not have been told
			if (this.#peerClosed && !receiving.expected) receiving.suspect();
			this.news();
		} else if (this.#ended) this.fail(DISCONNECTED, "+SOCKCL");
	}

	/** The peer has closed, and everything was read. */
	get #ended(): boolean {
		const { receiving } = this;
		return this.#peerClosed && receiving.buffer.count === 0 && (this.#freed || !receiving.expected);
	}

	#writeDone(result: number): void {
		const failure = this.sending.done(result);
		if (this.sending.buffer.count === 0) this.#lingering = false;
		if (failure !== OK) {
			this.#lingering = false;
			if (!(this.#peerClosed && failure > 0)) this.fail(failure, "+SOCKWR");
			return;
		}
		if (this.state !== CONNECTED) return;
		this.#tellWritable = true;
		this.news();
	}

	protected override lingers(): boolean {
		return this.#lingering;
	}

	/** The module has said nothing of the connection; or has not taken what was left to send. */
	protected expired(): void {
		if (this.#lingering) {
			this.#lingering = false;
			this.sending.clear();
			this.proceed();
		} else this.fail(NO_EVENT, this.state === SECURING ? "+SOCKTLS" : "+SOCKBR");
	}

	#ready(): void {
		this.now = CONNECTED;
		this.inTime();
		this.#tellWritable = true;
		this.news();
		this.proceed();
	}

	protected override failWith(error: Error): void {
		if (this.state === SECURING) this.context.tls.distrust(this);
		if (this.state < FAILED) this.sending.clear();
		super.failWith(error);
	}

	protected tell(): void {
		const owner = this.#owner;
		if (!owner) return;
		if (this.#tellWritable) {
			this.#tellWritable = false;
			if (this.state === CONNECTED && !this.#peerClosed) owner.streamWritable(this.sending.buffer.free);
		}
		if (this.#tellReadable && this.#owner === owner && this.state <= FAILED) {
			this.#tellReadable = false;
			const { count } = this.receiving.buffer;
			if (count > 0) owner.streamReadable(count);
		}
	}

	protected tellError(error: Error): void {
		this.#owner?.streamFailed(error);
	}
}
