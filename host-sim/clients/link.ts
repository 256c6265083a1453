import type { Bytes, Resolver, ResolverOptions, Stream, StreamOptions } from "clients/options";
import { bytesOf } from "clients/text";

export interface LinkOptions {
	readonly host: string;
	readonly port: number;
	readonly dns: ResolverOptions;
	/** A secured one (10.15) without a server name of its own is given the host's. */
	readonly socket: StreamOptions;
}

/** What a client does with its connection. */
export interface LinkEvents {
	/** More may be written; the first time: connected. */
	writable(): void;
	/** Something can be read. */
	readable(): void;
	/** Not resolved, failed, or disconnected. */
	failed(error?: Error): void;
}

/** The TCP Client Class Pattern of ECMA-419's annex: resolves, connects, and keeps account of what may be read and written. */
export class Link {
	readonly #resolver: Resolver;
	#socket: Stream | undefined;
	/** What waits for room. */
	#waiting: Uint8Array[] = [];
	#waitingBytes = 0;
	#room = 0;
	/** Bytes that can be read. */
	available = 0;

	/** @throws TypeError without host, dns or socket */
	constructor({ host, port, dns, socket }: LinkOptions, events: LinkEvents) {
		if (host === undefined || !dns || !socket) throw new TypeError("host, dns and socket are required");
		this.#resolver = new dns.io({ ...dns });
		this.#resolver.resolve({ host: `${host}` }, (error, address) => {
			if (error || address === undefined) return events.failed(error ?? undefined);
			try {
				this.#socket = new socket.io({
					...socket,
					host,
					address,
					port,
					onWritable: (count) => {
						this.#room = count;
						this.#flush();
						events.writable();
					},
					onReadable: (count) => {
						this.available = count;
						events.readable();
					},
					onError: (reason) => events.failed(reason),
				} as ConstructorParameters<StreamOptions["io"]>[0]);
			} catch (reason) {
				// no socket free, a name that the module has no certificate for: nobody is there to catch it
				events.failed(reason as Error);
			}
		});
	}

	close(): void {
		this.#resolver.close();
		this.#socket?.close();
		this.#socket = undefined;
		this.#waiting = [];
		this.available = 0;
	}

	/** Bytes that may be written without waiting. */
	get room(): number {
		const room = this.#room - this.#waitingBytes;
		return room > 0 ? room : 0;
	}

	/** Sends what there is room for, and the rest as soon as there is. */
	send(data: Bytes | readonly number[] | string): void {
		const bytes = typeof data === "string" ? bytesOf(data) : new Uint8Array(data as ArrayBuffer);
		if (!bytes.length) return;
		this.#waiting.push(bytes.slice());
		this.#waitingBytes += bytes.length;
		this.#flush();
	}

	/** One byte; there must be one. */
	byte(): number {
		const socket = this.#socket as Stream;
		socket.format = "number";
		this.available--;
		return socket.read() as number;
	}

	/** What can be read, at most so much, into a buffer of the caller's or a new one. */
	read(most: number, into?: Bytes): { count: number; buffer: ArrayBuffer | undefined } {
		const socket = this.#socket;
		const wanted = Math.min(most, this.available, into?.byteLength ?? most);
		if (!socket || wanted <= 0) return { count: 0, buffer: undefined };
		socket.format = "buffer";
		this.available -= wanted;
		if (!into) return { count: wanted, buffer: socket.read(wanted) as ArrayBuffer };
		const view = into instanceof ArrayBuffer ? new Uint8Array(into) : into;
		socket.read(view.subarray(0, wanted));
		return { count: wanted, buffer: undefined };
	}

	#flush(): void {
		const socket = this.#socket;
		if (!socket) return;
		socket.format = "buffer";
		while (this.#waiting.length && this.#room > 0) {
			const [bytes] = this.#waiting;
			const piece = bytes.length > this.#room ? bytes.subarray(0, this.#room) : bytes;
			if (piece.length === bytes.length) this.#waiting.shift();
			else this.#waiting[0] = bytes.subarray(piece.length);
			this.#waitingBytes -= piece.length;
			this.#room = socket.write(piece, { more: this.#waiting.length > 0 });
		}
	}
}
