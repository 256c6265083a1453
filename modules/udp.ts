import { toBytes } from "drivers/at/text";
import { encodedLength } from "drivers/at/writer";
import { isAddress } from "drivers/wfi32/address";
import type { Driver } from "drivers/wfi32/driver";
import type { WriteForm } from "drivers/wfi32/outgoing";
import { CONNECTED } from "drivers/wfi32/socket";
import type { DatagramOwner, RemoteEnd, UdpSocket } from "drivers/wfi32/udp-socket";
import { type ByteBuffer, ByteView } from "wfi32/bytes";
import { callback, checkForm, integer, ownAddress, required, text } from "wfi32/options";

/** What {@link UDP} is told (ECMA-419 10.14). */
export interface UDPOptions {
	/** The local port, 1 to 65535; any if left out. */
	port?: number;
	/** The module has one interface: only its own address will do, or "0.0.0.0". */
	address?: string;
	/** Where {@link UDP.send} sends to; an IPv4 address, and 1 to 65535. This project's addition to the standard. */
	remote?: { readonly address: string; readonly port: number };
	/** As TCP's `form`; what would not go out as one datagram goes in binary. This project's addition to the standard. */
	form?: WriteForm;
	/** "buffer", always. */
	format?: "buffer";
	target?: unknown;
	/** `count` datagrams can be read. */
	onReadable?: (this: UDP, count: number) => void;
	/** Of no further use. This project's addition to the standard. */
	onError?: (this: UDP, error: Error) => void;
}

/** A buffer with a datagram in it: who sent it. */
export type Datagram<T = ArrayBuffer> = T & { address: string; port: number };

const BUFFER = "buffer";
const NOWHERE: Uint8Array = new Uint8Array(0);

class Callbacks implements DatagramOwner {
	readonly udp: UDP;
	readonly onReadable: UDPOptions["onReadable"];
	readonly onError: UDPOptions["onError"];

	constructor(udp: UDP, options: UDPOptions) {
		this.udp = udp;
		this.onReadable = callback(options.onReadable, "onReadable");
		this.onError = callback(options.onError, "onError");
	}

	datagramReadable(count: number): void {
		this.onReadable?.call(this.udp, count);
	}

	datagramFailed(error: Error): void {
		this.onError?.call(this.udp, error);
	}
}

/**
 * Datagrams through the module (ECMA-419 10.14). Not constructed directly: `new wfi32.UDP(options)` of a provider.
 * Callbacks come from the event loop, never from inside a call, and not after {@link UDP.close}.
 */
export class UDP {
	declare target: unknown;
	#socket: UdpSocket | undefined;
	readonly #hasRemote: boolean;
	/** Made for the first byte buffer that is no Uint8Array. */
	#views: ByteView | undefined;
	/** Where the last datagram went; before the first, what no address is. */
	#destination: unknown = NOWHERE;
	#destinationBytes = NOWHERE;

	/**
	 * @throws TypeError, RangeError for wrong options
	 * @throws Error when all sockets are in use, or when the provider is closed
	 */
	constructor(options: UDPOptions, driver: Driver) {
		const { target, port: wanted = 0, address, format = BUFFER } = required(options);
		const port = integer(wanted, "port", 0, 65535);
		// a program without Wi-Fi of its own has no station
		if (address !== undefined) ownAddress(address, driver.stationInUse?.address);
		if (format !== BUFFER) throw new RangeError('format must be "buffer"');
		const form = checkForm(options.form);
		const remote = options.remote === undefined ? undefined : remoteEnd(options.remote);
		const callbacks = new Callbacks(this, options);
		if (target !== undefined) this.target = target;
		this.#socket = driver.sockets.openDatagrams(callbacks, port || driver.sockets.anyPort, remote, form);
		this.#hasRemote = remote !== undefined;
	}

	/** Closes the socket. What was written before is still sent. May be called again. */
	close(): void {
		const socket = this.#socket;
		this.#socket = undefined;
		socket?.close();
	}

	/**
	 * Reads a whole datagram; `address` and `port` of its sender become properties of the buffer.
	 * @param buffer filled with it; left out: a new ArrayBuffer
	 * @returns the new buffer, or how many bytes were put into the given one; undefined when there is none
	 * @throws RangeError when the buffer is too small; the datagram stays
	 */
	read(): Datagram | undefined;
	read(buffer: ByteBuffer): number | undefined;
	read(buffer?: ByteBuffer): Datagram | number | undefined {
		const socket = open(this.#socket);
		const { input } = socket;
		if (input.count === 0) return undefined;
		const { at, labelLength, contentLength, tag: port } = input;
		const view = buffer === undefined ? new Uint8Array(contentLength) : UDP.#view(this, buffer);
		if (view.length < contentLength) throw new RangeError("the buffer is too small for the datagram");
		socket.context.uart.window.copy(at + labelLength, view, 0, contentLength);
		const target = (buffer ?? view.buffer) as Datagram<ByteBuffer>;
		target.address = socket.senderAt(at, labelLength);
		target.port = port;
		input.drop();
		socket.changed();
		return buffer === undefined ? (target as Datagram) : contentLength;
	}

	/**
	 * Sends a datagram.
	 * @param address IPv4, dotted decimal; @param port 1 to 65535
	 * @throws TypeError, RangeError for wrong parameters, when it is more than the buffer for what is to be sent holds, or
	 * more than the module can send (the limit is named): on the published firmware 512 bytes, and from a socket with a
	 * remote end or a group what one command line carries
	 */
	write(data: ByteBuffer, address: string, port: number): void {
		const socket = open(this.#socket);
		const view = UDP.#view(this, data);
		const to = address === this.#destination ? this.#destinationBytes : UDP.#bytesOf(this, address);
		// to where the one before went costs nothing
		const isPort = port > 0 && port < 65536 && Math.floor(port) === port;
		add(socket, view, to, isPort ? port : integer(port, "port", 1, 65535));
	}

	/**
	 * Sends a datagram to the remote end that was named in the options.
	 * @throws Error when none was; RangeError when it is more than the buffer for what is to be sent holds
	 */
	send(data: ByteBuffer): void {
		const socket = open(this.#socket);
		const view = UDP.#view(this, data);
		if (!this.#hasRemote) throw new Error("no remote end");
		add(socket, view, NOWHERE, 0);
	}

	/**
	 * Joins a multicast group, on the socket's own port.
	 * @throws RangeError when it is no multicast address. That the module refused is told by `onError`
	 */
	add(group: string): void {
		const socket = open(this.#socket);
		const address = text(group, "group");
		const first = Number(address.split(".")[0]);
		if (!isAddress(address) || first < 224 || first > 239) throw new RangeError("group must be a multicast address");
		socket.join(address);
	}

	/** @throws Error always: the module cannot leave a group but by closing the socket */
	remove(_group: string): void {
		open(this.#socket);
		throw new Error("the module cannot leave a multicast group; close the socket");
	}

	/** "buffer", always. @throws RangeError when something else is set */
	get format(): "buffer" {
		open(this.#socket);
		return BUFFER;
	}

	set format(value: "buffer") {
		open(this.#socket);
		if (value !== BUFFER) throw new RangeError('format must be "buffer"');
	}

	/** The bytes of an address, kept for the next datagram to it. @throws TypeError, RangeError for anything else */
	static #bytesOf(udp: UDP, value: unknown): Uint8Array {
		const address = text(value, "address");
		if (!isAddress(address)) throw new RangeError("address must be an IPv4 address");
		udp.#destination = address;
		udp.#destinationBytes = toBytes(address);
		return udp.#destinationBytes;
	}

	static #view(udp: UDP, buffer: ByteBuffer): Uint8Array {
		if (buffer instanceof Uint8Array) return buffer;
		udp.#views ??= new ByteView();
		return udp.#views.of(buffer);
	}
}

/** @throws Error when it was closed */
function open(socket: UdpSocket | undefined): UdpSocket {
	if (!socket) throw new Error("closed");
	return socket;
}

/** A datagram is to be sent. @throws RangeError, Error as {@link UDP.write} */
function add(socket: UdpSocket, view: Uint8Array, to: Uint8Array, port: number): void {
	const { capabilities, arena } = socket.context;
	if (view.length < 1 || view.length > capabilities.datagramLimit)
		throw new RangeError(`a datagram must have 1 to ${capabilities.datagramLimit} bytes`);
	if (socket.state > CONNECTED) throw new Error("the socket has failed");
	const limit = socket.textLimit(to.length > 0);
	const characters = limit && encodedLength(view, 0, view.length);
	if (characters > limit)
		throw new RangeError(`a datagram must fit the module's command line: ${characters} characters of at most ${limit}`);
	const { output } = socket;
	const place = output.place(to.length + view.length);
	if (place < 0) throw new RangeError("more than may be written");
	arena.bytes.set(to, place);
	arena.bytes.set(view, place + to.length);
	output.add(port, 0, to.length, view.length);
	socket.changed();
}

/** @throws TypeError, RangeError unless it is an address and a port */
function remoteEnd(remote: { readonly address: string; readonly port: number }): RemoteEnd {
	const address = text(required(remote).address, "remote.address");
	if (!isAddress(address)) throw new RangeError("remote.address must be an IPv4 address");
	return { address, port: integer(remote.port, "remote.port", 1, 65535) };
}
