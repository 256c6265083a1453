import { OK } from "drivers/at/request";
import { command } from "drivers/at/writer";
import { FifoBuffer } from "drivers/wfi32/buffer";
import { FixedCommand } from "drivers/wfi32/command";
import type { Chapter, Context } from "drivers/wfi32/context";
import { NOT_THERE, RESET, Wfi32Error } from "drivers/wfi32/errors";
import type { WriteForm } from "drivers/wfi32/outgoing";
import { Parcels } from "drivers/wfi32/parcels";
import { CONNECTED, type Socket, type SocketTable } from "drivers/wfi32/socket";
import { SocketList } from "drivers/wfi32/socket-list";
import { type ListenerOwner, TcpListener } from "drivers/wfi32/tcp-listener";
import { type Remote, type StreamOwner, TcpSocket } from "drivers/wfi32/tcp-socket";
import { type DatagramOwner, type RemoteEnd, UdpSocket } from "drivers/wfi32/udp-socket";

/** The two buffers of a socket, and the socket that has them. */
class Place {
	readonly input: FifoBuffer;
	readonly output: FifoBuffer;
	socket: Socket | undefined;

	constructor(context: Context, inputSize: number, outputSize: number) {
		this.input = new FifoBuffer(context.arena, inputSize);
		this.output = new FifoBuffer(context.arena, outputSize);
	}
}

/** Ports for those who want any (IANA: dynamic ports). */
const LIST = command("AT+SOCKLST");
const FIRST_PORT = 49152;
const PORTS = 16384;
/** A list that was disturbed is asked for again so many times. */
const LISTINGS = 3;

/** All sockets of a module (reference 7.1–7.10): as many as were asked for at the beginning, each with its buffers. */
export class Sockets implements Chapter, SocketTable {
	readonly #context: Context;
	readonly #places: Place[] = [];
	readonly #sockets: Socket[] = [];
	readonly #listed = new Set<number>();
	/** Made when it is first asked for. */
	#listCommand: FixedCommand | undefined;
	#listing: SocketList | undefined;
	/** Bytes that nobody understood, before the list was asked for, and how often it was. */
	#unknownBefore = 0;
	#tries = 0;
	#nextPort = FIRST_PORT;
	/** Connections that were accepted by the module and closed at once, because no socket was left for them. */
	refused = 0;

	/** @param count sockets with buffers; @param inputSize,outputSize bytes of each */
	constructor(context: Context, count: number, inputSize: number, outputSize: number) {
		this.#context = context;
		for (let i = 0; i < count; i++) this.#places.push(new Place(context, inputSize, outputSize));
		const { names } = context;
		names.of("SOCKO");
		names.of("SOCKRD");
		names.of("SOCKIND").handler = () => this.#connected();
		names.of("SOCKTLS").handler = () => this.#secured();
		names.tell("SOCKRXT", 2, 0, (id, count) => this.#streamAvailable(id, count));
		names.of("SOCKRXU").handler = () => this.#datagramAvailable();
		names.tell("SOCKCL", 1, 0, (id) => this.#find(id)?.closedByPeer());
		names.of("SOCKERR").handler = () => this.#failed();
		this.#nextPort += Math.floor(Math.random() * PORTS);
	}

	/** For programs that want to know what there is. */
	get listing(): SocketList {
		this.#listing ??= new SocketList(this.#context);
		return this.#listing;
	}

	/** Whether an event may come that must not be missed: of a connection being made, or of one to a listener. */
	get expectant(): boolean {
		const sockets = this.#sockets;
		for (let i = 0, count = sockets.length; i < count; i++) {
			const socket = sockets[i];
			if (socket.state < CONNECTED || (socket.state === CONNECTED && socket instanceof TcpListener)) return true;
		}
		return false;
	}

	/** Those that are in the module, or on their way there or out. */
	get open(): readonly Socket[] {
		return this.#sockets;
	}

	/** A port from the dynamic range, each time another. */
	get anyPort(): number {
		this.#nextPort = FIRST_PORT + ((this.#nextPort - FIRST_PORT + 1) % PORTS);
		return this.#nextPort;
	}

	/**
	 * A connection on its way.
	 * @throws Error when all sockets are in use, or when the driver was closed or has given up
	 */
	connect(owner: StreamOwner, remote: Remote): TcpSocket {
		const place = this.#free();
		const socket = new TcpSocket(this.#context, this, place.input, place.output, remote);
		this.#begin(socket, place);
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
		const place = this.#free();
		const input = new Parcels(place.input);
		const output = new Parcels(place.output);
		const socket = new UdpSocket(this.#context, this, owner, input, output, port, remote, form);
		this.#begin(socket, place);
		return socket;
	}

	/** @throws Error when the driver was closed or has given up */
	listen(owner: ListenerOwner, port: number): TcpListener {
		if (this.#context.failure) throw this.#context.failure;
		const socket = new TcpListener(this.#context, this, owner, port);
		this.#begin(socket, undefined);
		return socket;
	}

	/** @internal of a socket that is not in the module any more */
	gone(socket: Socket): void {
		for (const place of this.#places) if (place.socket === socket) place.socket = undefined;
		const index = this.#sockets.indexOf(socket);
		if (index >= 0) this.#sockets.splice(index, 1);
	}

	onReset(code: number): void {
		this.fail(new Wfi32Error(code, "+SOCKLST"));
	}

	onResynchronised(): void {
		this.doubt();
	}

	/** @internal the module may have sockets that are nobody's, or lack some that are somebody's: it is asked */
	doubt(): void {
		this.#tries = 0;
		this.#ask();
	}

	fail(error: Wfi32Error): void {
		for (const socket of [...this.#sockets]) socket.lost(error);
	}

	get #list(): FixedCommand {
		this.#listCommand ??= new FixedCommand(
			LIST,
			(result) => this.#compare(result),
			this.#context.names.of("SOCKLST"),
			(fields) => this.#listed.add(fields.integer()),
		);
		return this.#listCommand;
	}

	#ask(): void {
		const { engine } = this.#context;
		this.#listed.clear();
		this.#unknownBefore = engine.counters.unknownBytes;
		engine.submitFirst(this.#list);
	}

	#free(): Place {
		if (this.#context.failure) throw this.#context.failure;
		for (const place of this.#places) if (!place.socket) return place;
		throw new Error(`all ${this.#places.length} sockets are in use`);
	}

	#begin(socket: Socket, place: Place | undefined): void {
		if (place) {
			place.input.reset();
			place.output.reset();
			place.socket = socket;
		}
		this.#sockets.push(socket);
		socket.start();
	}

	/** What the module does not list any more is lost; what it lists may have something to say, or be nobody's. */
	#compare(result: number): void {
		if (result < OK) return;
		const { engine } = this.#context;
		// a line of the list may be among what was not understood
		if (result !== OK || engine.counters.unknownBytes !== this.#unknownBefore) if (this.#again()) return;
		if (result !== OK) return;
		for (const id of this.#listed) if (!this.#find(id)) this.#close(id);
		for (const socket of [...this.#sockets]) {
			if (socket.id < 0) continue;
			if (this.#listed.has(socket.id)) socket.recheck();
			else socket.lost(new Wfi32Error(RESET, "+SOCKLST"));
		}
	}

	/** Nobody's socket. */
	#close(id: number): void {
		const closed = (result: number) => {
			if (result > OK && result !== NOT_THERE) this.#again();
		};
		this.#context.engine.submitFirst(new FixedCommand(command(`AT+SOCKCL=${id}`), closed));
	}

	/** Asks once more, unless that was often enough. */
	#again(): boolean {
		if (this.#tries++ >= LISTINGS) return false;
		this.#ask();
		return true;
	}

	#find(id: number): Socket | undefined {
		const sockets = this.#sockets;
		for (let i = 0, count = sockets.length; i < count; i++) if (sockets[i].id === id) return sockets[i];
		return undefined;
	}

	/** +SOCKIND:<id>,<local address>,<local port>,<remote address>,<remote port> */
	#connected(): void {
		const { engine } = this.#context;
		const { fields } = engine;
		const id = fields.integer();
		fields.nextText();
		const localPort = fields.nextInteger();
		fields.nextText();
		const at = fields.textAt;
		const length = fields.textLength;
		const remotePort = fields.nextInteger();
		if (!fields.valid) return;
		const socket = this.#find(id);
		if (socket instanceof TcpSocket) return socket.connected();
		if (!socket) this.#accept(id, localPort, at, length, remotePort);
	}

	/** A connection to one of our listeners, known by its local port (module-behaviour, listener's +SOCKIND). */
	#accept(id: number, localPort: number, at: number, length: number, remotePort: number): void {
		const { arena, decoder } = this.#context;
		const place = this.#places.find((it) => !it.socket);
		const listener = this.#sockets.find((it) => it instanceof TcpListener && it.listens && it.port === localPort);
		if (!place || !(listener instanceof TcpListener)) {
			if (listener) this.refused++;
			// nobody can have it
			this.#close(id);
			return;
		}
		const connection = new TcpSocket(this.#context, this, place.input, place.output, undefined, id);
		connection.remoteAddress = decoder.decode(arena.bytes, at, length);
		connection.remotePort = remotePort;
		place.input.reset();
		place.output.reset();
		place.socket = connection;
		this.#sockets.push(connection);
		listener.accepted(connection);
	}

	/** +SOCKTLS:<id> */
	#secured(): void {
		const { fields } = this.#context.engine;
		const socket = this.#find(fields.integer());
		if (fields.valid && socket instanceof TcpSocket) socket.secured();
	}

	/** +SOCKRXT:<id>,<count> */
	#streamAvailable(id: number, count: number): void {
		if (count <= 0) return;
		const socket = this.#find(id);
		if (socket instanceof TcpSocket) socket.available(count);
	}

	/** +SOCKRXU:<id>,<remote address>,<remote port>,<length> */
	#datagramAvailable(): void {
		const { fields } = this.#context.engine;
		const id = fields.integer();
		fields.nextText();
		const port = fields.nextInteger();
		const length = fields.nextInteger();
		if (!fields.valid || length <= 0) return;
		const socket = this.#find(id);
		if (socket instanceof UdpSocket) socket.available(fields, port, length);
	}

	/** +SOCKERR:<id>,<code>[,<text>], the text quoted, bare or missing */
	#failed(): void {
		const { engine, arena, decoder } = this.#context;
		const { fields } = engine;
		const id = fields.integer();
		const code = fields.nextInteger();
		if (!fields.valid) return;
		const socket = this.#find(id);
		if (!socket) return;
		let text = "";
		if (fields.more) {
			fields.nextText();
			if (fields.valid) text = decoder.decode(arena.bytes, fields.textAt, fields.textLength);
		}
		socket.failed(code, text);
	}
}
