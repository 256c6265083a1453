import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Endpoint, NetworkFailure, TcpConnection, TcpEvents, TlsRequest } from "../network";
import { startTls } from "./tls";

/** One end of a TCP connection of this machine. */
export class RealConnection implements TcpConnection {
	readonly local: Endpoint;
	readonly remote: Endpoint;
	#socket: Socket;
	#closed = false;
	/** Stops listening to the socket: another layer takes it. */
	#handOver: (() => void) | undefined;
	events: TcpEvents | undefined;

	constructor(socket: Socket) {
		this.#socket = socket;
		this.local = { address: socket.localAddress ?? "0.0.0.0", port: socket.localPort ?? 0 };
		this.remote = { address: plain(socket.remoteAddress), port: socket.remotePort ?? 0 };
		socket.setNoDelay(true);
		this.#attach(socket);
	}

	get unsent(): number {
		return this.#socket.writableLength;
	}

	write(bytes: Uint8Array): void {
		if (!this.#closed && this.#socket.writable) this.#socket.write(new Uint8Array(bytes));
	}

	pause(): void {
		this.#socket.pause();
	}

	resume(): void {
		this.#socket.resume();
	}

	secure(request: TlsRequest, done: (failure?: NetworkFailure) => void): void {
		const plainSocket = this.#socket;
		this.#handOver?.();
		let over = false;
		const finish = (failure?: NetworkFailure) => {
			if (over) return;
			over = true;
			if (!this.#closed) done(failure);
		};
		let secured: TLSSocket;
		try {
			secured = startTls(plainSocket, request);
		} catch {
			plainSocket.on("error", () => {});
			// never from in here
			queueMicrotask(() => finish("tls"));
			return;
		}
		this.#socket = secured;
		secured.once(request.role === "client" ? "secureConnect" : "secure", () => {
			secured.off("error", failed);
			secured.off("close", failed);
			this.#attach(secured);
			finish();
		});
		const failed = () => finish("tls");
		secured.on("error", failed);
		secured.on("close", failed);
	}

	close(): void {
		if (this.#closed) return;
		const socket = this.#detach();
		socket.end();
		socket.once("end", () => socket.destroy());
		socket.resume();
	}

	reset(): void {
		if (this.#closed) return;
		const socket = this.#detach();
		if (socket instanceof TLSSocket) socket.destroy();
		else socket.resetAndDestroy();
	}

	#detach(): Socket {
		this.#closed = true;
		this.events = undefined;
		return this.#socket;
	}

	#attach(socket: Socket): void {
		let failure: NetworkFailure | undefined;
		const onData = (bytes: Buffer) => this.events?.onData(Uint8Array.from(bytes));
		const onEnd = () => this.events?.onEnd();
		const onError = () => {
			failure = "reset";
		};
		const onClose = () => {
			if (this.#closed) return;
			const { events } = this;
			this.#detach();
			events?.onClose(failure);
		};
		socket.on("data", onData).on("end", onEnd).on("error", onError).on("close", onClose);
		this.#handOver = () => {
			socket.off("data", onData).off("end", onEnd).off("error", onError).off("close", onClose);
		};
	}
}

/** An IPv4 address that came in by an IPv6 socket. */
function plain(address = ""): string {
	return address.replace(/^::ffff:/, "");
}
