import type { Driver } from "drivers/wfi32/driver";
import type { ListenerOwner, TcpListener } from "drivers/wfi32/tcp-listener";
import { callback, integer, ownAddress, required } from "wfi32/options";
import { TCP } from "wfi32/tcp";

/** What {@link Listener} is told (ECMA-419 10.13). */
export interface ListenerOptions {
	/** The port to listen on, 1 to 65535; 0 or left out: any. */
	port?: number;
	/** The module has one interface: only its own address will do, or "0.0.0.0". */
	address?: string;
	/** "socket/tcp", always. */
	format?: "socket/tcp";
	target?: unknown;
	/** `count` connections can be taken. */
	onReadable?: (this: Listener, count: number) => void;
	/** Of no further use. This project's addition to the standard. */
	onError?: (this: Listener, error: Error) => void;
}

const FORMAT = "socket/tcp";

class Callbacks implements ListenerOwner {
	readonly listener: Listener;
	readonly onReadable: ListenerOptions["onReadable"];
	readonly onError: ListenerOptions["onError"];

	constructor(listener: Listener, options: ListenerOptions) {
		this.listener = listener;
		this.onReadable = callback(options.onReadable, "onReadable");
		this.onError = callback(options.onError, "onError");
	}

	listenerReadable(count: number): void {
		this.onReadable?.call(this.listener, count);
	}

	listenerFailed(error: Error): void {
		this.onError?.call(this.listener, error);
	}
}

/**
 * Accepts TCP connections through the module (ECMA-419 10.13). Not constructed directly: `new wfi32.Listener(options)`.
 * Each accepted connection takes one of the provider's sockets; where none is left, it is closed again and counted.
 */
export class Listener {
	declare target: unknown;
	readonly #driver: Driver;
	readonly #Connection: typeof TCP;
	#socket: TcpListener | undefined;

	/**
	 * @param Connection what `read` makes instances of: the module's TCP
	 * @throws RangeError for a port out of range, TypeError for other wrong options
	 * @throws Error when the provider is closed
	 */
	constructor(options: ListenerOptions, driver: Driver, Connection: typeof TCP = TCP) {
		const { target, port: wanted = 0, address, format = FORMAT } = required(options);
		const port = integer(wanted, "port", 0, 65535);
		// a program without Wi-Fi of its own has no station
		if (address !== undefined) ownAddress(address, driver.stationInUse?.address);
		if (format !== FORMAT) throw new RangeError('format must be "socket/tcp"');
		const callbacks = new Callbacks(this, options);
		if (target !== undefined) this.target = target;
		this.#driver = driver;
		this.#Connection = Connection;
		this.#socket = driver.sockets.listen(callbacks, port || driver.sockets.anyPort);
	}

	/** Stops listening. Connections that were taken stay open. May be called again. */
	close(): void {
		const socket = this.#socket;
		this.#socket = undefined;
		socket?.close();
	}

	/** The oldest connection, without callbacks: to be given to `new wfi32.TCP({from})`. Undefined when there is none. */
	read(): TCP | undefined {
		const connection = open(this.#socket).take();
		return connection && TCP.accepted(connection, this.#driver, this.#Connection);
	}

	/** @throws Error always (ECMA-419 10.13.2) */
	write(): never {
		open(this.#socket);
		throw new Error("a listener cannot be written to");
	}

	/** The port that is listened on. */
	get port(): number {
		return open(this.#socket).port;
	}

	/** "socket/tcp", always. @throws RangeError when something else is set */
	get format(): "socket/tcp" {
		open(this.#socket);
		return FORMAT;
	}

	set format(value: "socket/tcp") {
		open(this.#socket);
		if (value !== FORMAT) throw new RangeError('format must be "socket/tcp"');
	}
}

/** @throws Error when it was closed */
function open(socket: TcpListener | undefined): TcpListener {
	if (!socket) throw new Error("closed");
	return socket;
}
