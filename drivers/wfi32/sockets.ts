import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { FifoBuffer } from "drivers/wfi32/buffer";
import type { Chapter, Context } from "drivers/wfi32/context";
import { NOT_THERE, RESET, Wfi32Error } from "drivers/wfi32/errors";
import { SOCKERR, SOCKIND, SOCKLST, SOCKRXT, SOCKRXU } from "drivers/wfi32/names";
import type { WriteForm } from "drivers/wfi32/outgoing";
import { CONNECTED, type Socket, type SocketTable } from "drivers/wfi32/socket";
import { SocketList } from "drivers/wfi32/socket-list";
import { type ListenerOwner, TcpListener } from "drivers/wfi32/tcp-listener";
import { type StreamOwner, TcpSocket } from "drivers/wfi32/tcp-socket";
import type { TlsParameters } from "drivers/wfi32/tls-configurations";
import { type DatagramOwner, type RemoteEnd, UdpSocket } from "drivers/wfi32/udp-socket";

const LIST = command("AT+SOCKLST");
const CLOSE = command("AT+SOCKCL=");
/** Ports for those who want any (IANA: dynamic ports). */
const FIRST_PORT = 49152;
const PORTS = 16384;
/** A list that was disturbed is asked for again so many times. */
const LISTINGS = 3;

/** Closes a socket that is nobody's. */
class Closing extends Request {
	private readonly sockets: Sockets;
	private readonly id: number;

	constructor(sockets: Sockets, id: number) {
		super();
		this.sockets = sockets;
		this.id = id;
	}

	compose(out: Writer): number {
		out.begin(CLOSE);
		out.integer(this.id);
		return out.end();
	}

	done(result: number): void {
		if (result > OK && result !== NOT_THERE) this.sockets.again();
	}
}

/**
 * All sockets of a module (reference 7.1–7.10): as many as were asked for at the beginning, each with its buffers. As a
 * request, it asks the module which it has.
 */
export class Sockets extends Request implements Chapter, SocketTable {
	private readonly context: Context;
	/** The one that was told last: mostly the next event is of it, too. */
	private recent: Socket | undefined;
	private readonly sockets: Socket[] = [];
	/** Places for sockets in the arena: how many, where the first begins, and the sizes of the two buffers of each. */
	private readonly count: number;
	private readonly start: number;
	private readonly inputSize: number;
	private readonly outputSize: number;
	/** What the module has listed so far; undefined when it was not asked. */
	private listed: number[] | undefined;
	/** Made when a program asks for the first time. */
	private list: SocketList | undefined;
	/** Bytes that nobody understood, before the list was asked for, and how often it was. */
	private unknownBefore = 0;
	private tries = 0;
	private nextPort: number;
	/** Connections that were accepted by the module and closed at once, because no socket was left for them. */
	refused = 0;

	/** @param count sockets with buffers; @param inputSize,outputSize bytes of each */
	constructor(context: Context, count: number, inputSize: number, outputSize: number) {
		super();
		this.context = context;
		this.count = count;
		this.inputSize = inputSize;
		this.outputSize = outputSize;
		this.start = context.arena.take(Sockets.byteLength(count, inputSize, outputSize));
		this.nextPort = FIRST_PORT + Math.floor(Math.random() * PORTS);
	}

	told(name: Name, id: number, count: number): void {
		let socket = this.recent;
		if (!socket || socket.id !== id) {
			socket = this.find(id);
			if (!socket) return;
			this.recent = socket;
		}
		if (name !== SOCKRXT) socket.closedByPeer();
		else if (count > 0) socket.streamAvailable(count);
	}

	/** What they take from the arena. */
	static byteLength(count: number, inputSize: number, outputSize: number): number {
		return count * (Arena.round(inputSize + FifoBuffer.spare) + Arena.round(outputSize));
	}

	event(name: Name): void {
		if (name === SOCKRXU) this.datagramAvailable();
		else if (name === SOCKIND) this.connected();
		else if (name === SOCKERR) this.failed();
		else this.secured();
	}

	/** For programs that want to know what there is. */
	get listing(): SocketList {
		this.list ??= new SocketList(this.context);
		return this.list;
	}

	/** Whether an event may come that must not be missed: of a connection being made, or of one to a listener. */
	get expectant(): boolean {
		const sockets = this.sockets;
		for (let i = 0, count = sockets.length; i < count; i++) {
			const socket = sockets[i];
			if (socket.state < CONNECTED || (socket.state === CONNECTED && socket instanceof TcpListener)) return true;
		}
		return false;
	}

	/** Those that are in the module, or on their way there or out. */
	get open(): readonly Socket[] {
		return this.sockets;
	}

	/** A port from the dynamic range, each time another. */
	get anyPort(): number {
		this.nextPort = FIRST_PORT + ((this.nextPort - FIRST_PORT + 1) % PORTS);
		return this.nextPort;
	}

	/**
	 * A connection on its way, secured if `tls` says how.
	 * @param address dotted decimal
	 * @param form how data are given to the module; undefined: as is best on its release
	 * @throws Error when all sockets are in use, or when the driver was closed or has given up
	 */
	connect(owner: StreamOwner, address: string, port: number, form?: WriteForm, tls?: TlsParameters): TcpSocket {
		const place = this.take();
		const socket = new TcpSocket(this.context, this.input(place), this.output(place), address, port, form, tls);
		this.begin(socket);
		socket.owner = owner;
		return socket;
	}

	/** @throws as {@link Sockets.connect} */
	openDatagrams(
		owner: DatagramOwner,
		port: number,
		remote: RemoteEnd | undefined,
		form: WriteForm | undefined,
	): UdpSocket {
		const place = this.take();
		const socket = new UdpSocket(this.context, owner, this.input(place), this.output(place), port, remote, form);
		this.begin(socket);
		return socket;
	}

	/** @throws Error when the driver was closed or has given up */
	listen(owner: ListenerOwner, port: number): TcpListener {
		if (this.context.failure) throw this.context.failure;
		const socket = new TcpListener(this.context, owner, port);
		this.begin(socket);
		return socket;
	}

	/** @internal of a socket that is not in the module any more */
	gone(socket: Socket): void {
		if (this.recent === socket) this.recent = undefined;
		const index = this.sockets.indexOf(socket);
		if (index >= 0) this.sockets.splice(index, 1);
	}

	onReset(code: number): void {
		this.fail(new Wfi32Error(code, "+SOCKLST"));
	}

	onResynchronised(): void {
		this.doubt();
	}

	/** @internal the module may have sockets that are nobody's, or lack some that are somebody's: it is asked */
	doubt(): void {
		this.tries = 0;
		this.ask();
	}

	fail(error: Wfi32Error): void {
		for (const socket of [...this.sockets]) socket.lost(error);
	}

	private ask(): void {
		const { engine } = this.context;
		this.listed = [];
		this.unknownBefore = engine.counters.unknownBytes;
		engine.submitFirst(this);
	}

	/* The request. */

	compose(out: Writer): number {
		out.answer = SOCKLST;
		out.begin(LIST);
		return out.end();
	}

	override line(fields: Line): boolean {
		this.listed?.push(fields.integer());
		return true;
	}

	done(result: number): void {
		const { listed } = this;
		this.listed = undefined;
		if (listed) this.compare(result, listed);
	}

	/** Where in the arena a place begins that no socket has; -1 when each has one. */
	private get free(): number {
		const { sockets } = this;
		const size = Sockets.byteLength(1, this.inputSize, this.outputSize);
		let place = this.start;
		for (let i = 0; i < this.count; i++, place += size) if (!sockets.some((it) => it.place === place)) return place;
		return -1;
	}

	/** A place for a socket. */
	private take(): number {
		if (this.context.failure) throw this.context.failure;
		const place = this.free;
		if (place < 0) throw new Error(`all ${this.count} sockets are in use`);
		return place;
	}

	private input(place: number): FifoBuffer {
		return new FifoBuffer(this.context.arena, this.inputSize, place);
	}

	private output(place: number): FifoBuffer {
		return new FifoBuffer(this.context.arena, this.outputSize, place + Arena.round(this.inputSize + FifoBuffer.spare));
	}

	private begin(socket: Socket): void {
		this.sockets.push(socket);
		socket.start();
	}

	/** What the module does not list any more is lost; what it lists may have something to say, or be nobody's. */
	private compare(result: number, listed: readonly number[]): void {
		if (result < OK) return;
		const { engine } = this.context;
		// a line of the list may be among what was not understood
		if (result !== OK || engine.counters.unknownBytes !== this.unknownBefore) if (this.again()) return;
		if (result !== OK) return;
		for (const id of listed) if (!this.find(id)) this.context.engine.submitFirst(new Closing(this, id));
		for (const socket of [...this.sockets]) {
			if (socket.id < 0) continue;
			if (listed.includes(socket.id)) socket.recheck();
			else socket.lost(new Wfi32Error(RESET, "+SOCKLST"));
		}
	}

	/** @internal asks once more, unless that was often enough */
	again(): boolean {
		if (this.tries++ >= LISTINGS) return false;
		this.ask();
		return true;
	}

	private find(id: number): Socket | undefined {
		const sockets = this.sockets;
		for (let i = 0, count = sockets.length; i < count; i++) if (sockets[i].id === id) return sockets[i];
		return undefined;
	}

	/** +SOCKIND:<id>,<local address>,<local port>,<remote address>,<remote port> */
	private connected(): void {
		const { engine } = this.context;
		const { fields } = engine;
		const id = fields.integer();
		fields.nextText();
		const localPort = fields.nextInteger();
		fields.nextText();
		const at = fields.textAt;
		const length = fields.textLength;
		const remotePort = fields.nextInteger();
		if (!fields.valid) return;
		const socket = this.find(id);
		if (socket) socket.connected();
		else this.accept(id, localPort, at, length, remotePort);
	}

	/** A connection to one of our listeners, known by its local port (module-behaviour, listener's +SOCKIND). */
	private accept(id: number, localPort: number, at: number, length: number, remotePort: number): void {
		const { arena, decoder } = this.context;
		const place = this.free;
		const listener = this.sockets.find((it) => it instanceof TcpListener && it.listens && it.port === localPort);
		if (place < 0 || !(listener instanceof TcpListener)) {
			if (listener) this.refused++;
			// nobody can have it
			this.context.engine.submitFirst(new Closing(this, id));
			return;
		}
		const address = decoder.decode(arena.bytes, at, length);
		const [input, output] = [this.input(place), this.output(place)];
		const connection = new TcpSocket(this.context, input, output, address, remotePort, undefined, undefined, id);
		this.sockets.push(connection);
		listener.accepted(connection);
	}

	/** +SOCKTLS:<id> */
	private secured(): void {
		const { fields } = this.context.engine;
		const socket = this.find(fields.integer());
		if (fields.valid) socket?.secured();
	}

	/** +SOCKRXU:<id>,<remote address>,<remote port>,<length> */
	private datagramAvailable(): void {
		const { fields } = this.context.engine;
		const id = fields.integer();
		fields.nextText();
		const port = fields.nextInteger();
		const length = fields.nextInteger();
		if (!fields.valid || length <= 0) return;
		this.find(id)?.datagramAvailable(fields, port, length);
	}

	/** +SOCKERR:<id>,<code>[,<text>], the text quoted, bare or missing */
	private failed(): void {
		const { engine, arena, decoder } = this.context;
		const { fields } = engine;
		const id = fields.integer();
		const code = fields.nextInteger();
		if (!fields.valid) return;
		const socket = this.find(id);
		if (!socket) return;
		let text = "";
		if (fields.more) {
			fields.nextText();
			if (fields.valid) text = decoder.decode(arena.bytes, fields.textAt, fields.textLength);
		}
		socket.failed(code, text);
	}
}
