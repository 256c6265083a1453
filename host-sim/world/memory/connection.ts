import type { Clock } from "../clock";
import type { Endpoint, NetworkFailure, TcpConnection, TcpEvents, TlsRequest } from "../network";
import { Pipe } from "./pipe";

/** How a host in memory does TLS: there is no cryptography, only who trusts whom. */
export interface HostTls {
	/** Who signed the host's certificate, as the module's certificate of that authority has it. */
	authority: Uint8Array | string;
	/** Names its certificate carries. */
	names?: readonly string[];
	/** The client certificate it insists on. */
	clientCertificate?: Uint8Array | string;
}

export interface ConnectionOptions {
	clock: Clock;
	/** Milliseconds each way. */
	latency: number;
	local: Endpoint;
	remote: Endpoint;
	/** Bytes that this end takes while it is paused. */
	receiveWindow: number;
	tls?: HostTls;
}

/** One end of a TCP connection in memory. */
export class MemoryConnection implements TcpConnection {
	readonly local: Endpoint;
	readonly remote: Endpoint;
	readonly #clock: Clock;
	readonly #latency: number;
	readonly #tls: HostTls | undefined;
	#other!: MemoryConnection;
	#out!: Pipe;
	#wanted: { request: TlsRequest; done: (failure?: NetworkFailure) => void } | undefined;
	#secured = false;
	#closed = false;
	#ended = false;
	#otherEnded = false;
	events: TcpEvents | undefined;
	/** What the other end asked for, once TLS is negotiated. */
	peerRequest: TlsRequest | undefined;

	/** Both ends of a new connection. */
	static pair(a: ConnectionOptions, b: ConnectionOptions): [MemoryConnection, MemoryConnection] {
		const first = new MemoryConnection(a);
		const second = new MemoryConnection(b);
		first.#join(second, b.receiveWindow);
		second.#join(first, a.receiveWindow);
		return [first, second];
	}

	private constructor({ clock, latency, local, remote, tls }: ConnectionOptions) {
		this.#clock = clock;
		this.#latency = latency;
		this.#tls = tls;
		this.local = local;
		this.remote = remote;
	}

	#join(other: MemoryConnection, window: number): void {
		this.#other = other;
		this.#out = new Pipe(this.#clock, this.#latency, window, {
			data: (bytes) => other.#received(bytes),
			end: () => other.#finished(),
		});
	}

	/** Whether TLS was negotiated. */
	get secured(): boolean {
		return this.#secured;
	}

	get unsent(): number {
		return this.#out.unsent;
	}

	write(bytes: Uint8Array): void {
		if (!this.#closed && !this.#ended) this.#out.write(bytes);
	}

	/** Sends the end and goes on receiving. */
	end(): void {
		if (this.#closed || this.#ended) return;
		this.#ended = true;
		this.#out.end();
		this.#settle();
	}

	pause(): void {
		this.#other.#out.pause();
	}

	resume(): void {
		this.#other.#out.resume();
	}

	close(): void {
		if (this.#closed) return;
		this.events = undefined;
		if (!this.#ended) this.#out.end();
		this.#ended = true;
		this.#closed = true;
		this.resume();
	}

	reset(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.events = undefined;
		this.#breakOther("reset");
	}

	/** As if the network between the ends had gone: both hear of it. */
	sever(failure: NetworkFailure): void {
		this.#broken(failure);
		this.#other.#broken(failure);
	}

	secure(request: TlsRequest, done: (failure?: NetworkFailure) => void): void {
		this.#wanted = { request, done };
		this.#clock.after(this.#latency * 2, () => this.#handshake());
	}

	#handshake(): void {
		const wanted = this.#wanted;
		if (!wanted || this.#closed) return;
		const far = this.#other;
		// two programs that both negotiate: the later one to ask completes it for both
		if (!far.#tls && far.#wanted) {
			far.#wanted.done();
			far.#complete(wanted.request);
			this.#complete(far.peerRequest);
			wanted.done();
			return;
		}
		if (!far.#tls) {
			// a server waits for a client's first move; a client that gets no TLS back fails
			if (wanted.request.role === "server") return;
			this.#wanted = undefined;
			wanted.done("tls");
			return;
		}
		const failure = refuses(far.#tls, wanted.request) ? "tls" : undefined;
		this.#wanted = undefined;
		if (!failure) {
			this.#complete(undefined);
			far.#complete(wanted.request);
		}
		wanted.done(failure);
	}

	#complete(peer: TlsRequest | undefined): void {
		this.#secured = true;
		this.#wanted = undefined;
		this.peerRequest = peer;
	}

	#received(bytes: Uint8Array): void {
		if (this.#closed) {
			// nobody is here any more: the writer is told so
			this.#breakOther("reset");
			return;
		}
		if (this.#tls && !this.#secured) {
			// plain text where TLS was expected
			this.reset();
			return;
		}
		this.events?.onData(bytes);
	}

	#finished(): void {
		if (this.#closed) return;
		this.#otherEnded = true;
		this.events?.onEnd();
		this.#settle();
	}

	#settle(): void {
		if (this.#ended && this.#otherEnded && !this.#closed) this.#broken(undefined);
	}

	#breakOther(failure: NetworkFailure): void {
		this.#out.breakOff();
		this.#clock.after(this.#latency, () => this.#other.#broken(failure));
	}

	#broken(failure: NetworkFailure | undefined): void {
		if (this.#closed) return;
		this.#closed = true;
		if (failure) this.#out.breakOff();
		const events = this.events;
		this.events = undefined;
		events?.onClose(failure);
	}
}

function refuses(tls: HostTls, request: TlsRequest): boolean {
	if (request.authority && !same(request.authority, tls.authority)) return true;
	if (request.authority && request.checkName && !tls.names?.includes(request.checkName)) return true;
	return (
		tls.clientCertificate !== undefined && !(request.certificate && same(request.certificate, tls.clientCertificate))
	);
}

function same(a: Uint8Array, b: Uint8Array | string): boolean {
	return Buffer.compare(a, typeof b === "string" ? Buffer.from(b) : b) === 0;
}
