import type { Endpoint, NetworkFailure } from "../network";
import type { MemoryConnection } from "./connection";

/** The far end of a connection, in the hands of a test. */
export class Peer {
	readonly #connection: MemoryConnection;
	readonly #received: Uint8Array[] = [];
	#receivedBytes = 0;
	/** Whether what comes is kept for {@link Peer.received}; false for more than a memory should hold. */
	keeps = true;
	/** Each piece as it arrives. */
	onData: ((bytes: Uint8Array) => void) | undefined;
	/** The module has sent all it will. */
	onEnd: (() => void) | undefined;
	/** The connection is gone: with a reason when it broke. */
	onClose: ((failure?: NetworkFailure) => void) | undefined;
	/** Whether the module has ended its side. */
	ended = false;
	/** Whether the connection is gone. */
	closed = false;

	constructor(connection: MemoryConnection) {
		this.#connection = connection;
		connection.events = {
			onData: (bytes) => {
				if (this.keeps) {
					this.#received.push(bytes);
					this.#receivedBytes += bytes.length;
				}
				this.onData?.(bytes);
			},
			onEnd: () => {
				this.ended = true;
				this.onEnd?.();
			},
			onClose: (failure) => {
				this.closed = true;
				this.onClose?.(failure);
			},
		};
	}

	/** The module's end. */
	get remote(): Endpoint {
		return this.#connection.remote;
	}

	get local(): Endpoint {
		return this.#connection.local;
	}

	/** Whether the module negotiated TLS. */
	get secured(): boolean {
		return this.#connection.secured;
	}

	/** The Server Name Indication the module sent. */
	get serverName(): string | undefined {
		return this.#connection.peerRequest?.serverName;
	}

	/** Everything received so far. */
	get received(): Uint8Array {
		return Buffer.concat(this.#received, this.#receivedBytes);
	}

	/** Everything received so far, as Latin-1 text: a character a byte. */
	get text(): string {
		return Buffer.from(this.received).toString("latin1");
	}

	/** Sends bytes, or text as Latin-1. */
	write(data: Uint8Array | string): void {
		this.#connection.write(typeof data === "string" ? Buffer.from(data, "latin1") : data);
	}

	/** How many bytes the module has not let in yet. */
	get unsent(): number {
		return this.#connection.unsent;
	}

	/** Sends the end and goes on receiving. */
	end(): void {
		this.#connection.end();
	}

	/** Ends, and hears no more. */
	close(): void {
		this.closed = true;
		this.#connection.close();
	}

	/** Breaks the connection. */
	reset(): void {
		this.closed = true;
		this.#connection.reset();
	}

	/** Stops reading: what the module sends piles up at its end. */
	pause(): void {
		this.#connection.pause();
	}

	resume(): void {
		this.#connection.resume();
	}
}
