import { isAddress } from "drivers/wfi32/address";
import type { Driver } from "drivers/wfi32/driver";
import type { WriteForm } from "drivers/wfi32/outgoing";
import { CONNECTED } from "drivers/wfi32/socket";
import { type StreamOwner, TcpSocket } from "drivers/wfi32/tcp-socket";
import type { TlsParameters } from "drivers/wfi32/tls-configurations";
import { type ByteBuffer, ByteView } from "wfi32/bytes";
import { callback, checkForm, integer, required, text } from "wfi32/options";

/** How data are read and written: whole buffers, or a byte at a time. */
export type TCPFormat = "buffer" | "number";
const BUFFER: TCPFormat = "buffer";
const NUMBER: TCPFormat = "number";

/** What {@link TCP} is told (ECMA-419 10.12). */
export interface TCPOptions {
	/** IPv4 address of the remote end, in dotted decimal. Required without `from`. */
	address?: string;
	/** 1 to 65535. Required without `from`. */
	port?: number;
	/** Takes over the connection of another instance, which is closed by that. Callbacks and format are this one's. */
	from?: TCP;
	/** This driver sends what is written at once unless `more` says otherwise; there is nothing else to turn off. */
	noDelay?: boolean;
	/** The module cannot probe an idle connection: anything but false or nothing throws. */
	keepAlive?: boolean | number;
	/**
	 * How data are given to the module: "text" (in the command, which the published firmware checks), "binary", or "unbounded"
	 * (ended by `+++`). As is best on its release if left out. This project's addition to the standard.
	 */
	form?: WriteForm;
	/** "buffer" if left out. */
	format?: TCPFormat;
	target?: unknown;
	/** `count` bytes can be read. */
	onReadable?: (this: TCP, count: number) => void;
	/** `count` bytes may be written; the first time: connected. */
	onWritable?: (this: TCP, count: number) => void;
	/** Failed or disconnected; of no further use. The error is this project's addition to the standard. */
	onError?: (this: TCP, error: Error) => void;
}

/** More about a write (ECMA-419 10.12). */
export interface TCPWriteOptions {
	/** More follows soon: what is written now may wait for it. */
	more?: boolean;
	/** How many bytes this and the writes that follow will be in all. */
	byteLength?: number;
}

const NO_OPTIONS: TCPOptions = Object.freeze({});

/** The callbacks of an instance, and nothing else, for the driver to call. */
class Callbacks implements StreamOwner {
	readonly tcp: TCP;
	readonly onReadable: TCPOptions["onReadable"];
	readonly onWritable: TCPOptions["onWritable"];
	readonly onError: TCPOptions["onError"];

	constructor(tcp: TCP, options: TCPOptions) {
		this.tcp = tcp;
		this.onReadable = callback(options.onReadable, "onReadable");
		this.onWritable = callback(options.onWritable, "onWritable");
		this.onError = callback(options.onError, "onError");
	}

	streamReadable(count: number): void {
		this.onReadable?.call(this.tcp, count);
	}

	streamWritable(count: number): void {
		this.onWritable?.call(this.tcp, count);
	}

	streamFailed(error: Error): void {
		this.onError?.call(this.tcp, error);
	}
}

/**
 * A TCP connection through the module (ECMA-419 10.12). Not constructed directly: `new wfi32.TCP(options)` of a provider.
 * Callbacks come from the event loop, never from inside a call, and not after {@link TCP.close}.
 */
export class TCP {
	declare target: unknown;
	#socket: TcpSocket | undefined;
	#format: TCPFormat;
	/** Made for the first byte buffer that is no Uint8Array. */
	#views: ByteView | undefined;

	/**
	 * @param more a connection that was accepted, or how to secure one
	 * @throws TypeError, RangeError for missing or wrong options
	 * @throws Error when all sockets are in use, when the provider is closed, or `from` is
	 */
	constructor(options: TCPOptions, driver: Driver, more?: TcpSocket | TlsParameters) {
		const { target, format: wanted = BUFFER, keepAlive, from } = required(options);
		const format = checkFormat(wanted);
		if (keepAlive) throw new RangeError("keepAlive: the module has none");
		if (target !== undefined) this.target = target;
		this.#format = format;
		if (more instanceof TcpSocket) {
			this.#socket = more;
			return;
		}
		const callbacks = new Callbacks(this, options);
		if (from !== undefined && !more) {
			this.#socket = TCP.#release(from, driver);
			this.#socket.owner = callbacks;
			return;
		}
		const { address: remote, port: remotePort, form: wantedForm } = options;
		if (remote === undefined) throw new TypeError("address is required");
		const address = text(remote, "address");
		if (!isAddress(address)) throw new RangeError("address must be an IPv4 address");
		const port = integer(remotePort, "port", 1, 65535);
		const form = checkForm(wantedForm);
		this.#socket = driver.sockets.connect(callbacks, address, port, form, more);
	}

	/** @internal a connection that a listener has accepted, as an instance of the module's own class */
	static accepted(socket: TcpSocket, driver: Driver, Connection: typeof TCP): TCP {
		return Reflect.construct(TCP, [NO_OPTIONS, driver, socket], Connection);
	}

	static #release(from: TCP, driver: Driver): TcpSocket {
		if (!(from instanceof TCP)) throw new TypeError("from must be a TCP instance");
		const socket = open(from.#socket);
		if (socket.context !== driver) throw new Error("from belongs to another module");
		from.#socket = undefined;
		return socket;
	}

	static #view(tcp: TCP, buffer: ByteBuffer): Uint8Array {
		tcp.#views ??= new ByteView();
		return tcp.#views.of(buffer);
	}

	/** Closes the connection. What was written before is still sent. May be called again. */
	close(): void {
		const socket = this.#socket;
		this.#socket = undefined;
		socket?.close();
	}

	/**
	 * Reads what has been received.
	 * - in format "number": one byte, 0 to 255
	 * - a number: an ArrayBuffer of up to that many bytes; without argument, of all there are
	 * - a byte buffer: it is filled as far as possible
	 * @returns the data, or the count for a byte buffer; undefined when there is nothing
	 * @throws Error after close
	 */
	read(): ArrayBuffer | number | undefined;
	read(byteLength: number): ArrayBuffer | number | undefined;
	read(buffer: ByteBuffer): number | undefined;
	read(argument?: number | ByteBuffer): ArrayBuffer | number | undefined {
		const socket = this.#socket ?? closed();
		const input = socket.receiving.buffer;
		const available = input.count;
		if (available === 0) return undefined;
		if (this.#format === NUMBER) {
			const byte = socket.context.arena.bytes[input.tail];
			input.removed(1);
			socket.consumed();
			return byte;
		}
		const isBytes = argument instanceof Uint8Array;
		const allocates = !isBytes && (argument === undefined || typeof argument === NUMBER);
		const view = isBytes
			? argument
			: allocates
				? new Uint8Array(byteLength(argument as number | undefined, available))
				: TCP.#view(this, argument as ByteBuffer);
		const count = view.length < available ? view.length : available;
		socket.context.uart.window.copy(input.tail, view, 0, count);
		input.removed(count);
		socket.consumed();
		return allocates ? (view.buffer as ArrayBuffer) : count;
	}

	/**
	 * Writes all of the data, or throws and takes nothing.
	 * @param data a byte buffer; in format "number" a number from 0 to 255
	 * @returns how many bytes may still be written
	 * @throws RangeError when it is more than may be written now
	 * @throws Error before the connection, after its end, and after close
	 */
	write(data: ByteBuffer | number, options?: TCPWriteOptions): number {
		const socket = this.#socket ?? closed();
		if (socket.state !== CONNECTED) throw new Error("not connected");
		const output = socket.sending.buffer;
		if (this.#format === NUMBER) {
			if (!isByte(data)) throw new RangeError("a number from 0 to 255 is required");
			if (output.free < 1) throw new RangeError("no room to write");
			output.makeRoom(1);
			socket.context.arena.bytes[output.head] = data as number;
			output.added(1);
		} else {
			const view = data instanceof Uint8Array ? data : TCP.#view(this, data as ByteBuffer);
			if (!output.append(view)) throw new RangeError("more than may be written");
		}
		socket.written(options?.more === true);
		return output.free;
	}

	/** "buffer" or "number"; may be changed at any time. @throws RangeError for anything else, which changes nothing */
	get format(): TCPFormat {
		open(this.#socket);
		return this.#format;
	}

	set format(value: TCPFormat) {
		open(this.#socket);
		this.#format = checkFormat(value);
	}

	/** The remote end's IP address, undefined when it is not known. */
	get remoteAddress(): string | undefined {
		return open(this.#socket).remoteAddress;
	}

	/** The remote end's port, undefined when it is not known. */
	get remotePort(): number | undefined {
		return open(this.#socket).remotePort;
	}
}

/** @throws Error when it was closed */
function open(socket: TcpSocket | undefined): TcpSocket {
	return socket ?? closed();
}

function closed(): never {
	throw new Error("closed");
}

function isByte(value: unknown): value is number {
	return typeof value === NUMBER && ((value as number) & 0xff) === value;
}

/** How many bytes to read, where a number was given or nothing (A.7.3). @throws RangeError for no positive integer */
function byteLength(wanted: number | undefined, available: number): number {
	if (wanted === undefined) return available;
	if (!(wanted > 0 && Math.floor(wanted) === wanted)) throw new RangeError("a positive integer is required");
	return wanted < available ? wanted : available;
}

function checkFormat(format: unknown): TCPFormat {
	if (format !== BUFFER && format !== NUMBER) throw new RangeError('format must be "buffer" or "number"');
	return format as TCPFormat;
}
