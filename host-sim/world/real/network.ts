import { createSocket, type Socket as DatagramSocket } from "node:dgram";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Cancel } from "../clock";
import type { Endpoint, LocalPort, Network, NetworkFailure, TcpConnection, TcpListener, UdpPort } from "../network";
import { RealConnection } from "./connection";

const failures: Readonly<Record<string, NetworkFailure>> = {
	ECONNREFUSED: "refused",
	ECONNRESET: "reset",
	EHOSTUNREACH: "unreachable",
	ENETUNREACH: "unreachable",
	ETIMEDOUT: "timeout",
	EADDRINUSE: "in-use",
};

/** What an error of the system means. */
export function failureOf(error: NodeJS.ErrnoException): NetworkFailure {
	return failures[error.code ?? ""] ?? "failed";
}

/** The machine's own network. The addresses the module believes to have are not used: sockets are the machine's. */
export class RealNetwork implements Network {
	readonly #listenOn: string;
	readonly #open = new Set<Socket | Server | DatagramSocket>();

	/** `listenOn` is the address that TCP ports are opened on. */
	constructor(listenOn: string) {
		this.#listenOn = listenOn;
	}

	connect(
		_from: { address: string; receiveWindow: number },
		to: Endpoint,
		done: (result: TcpConnection | NetworkFailure) => void,
	): Cancel {
		const socket = this.#track(connect({ host: to.address, port: to.port, allowHalfOpen: true }));
		let over = false;
		const failed = (error: Error) => {
			if (!over) done(failureOf(error));
			over = true;
		};
		socket.once("error", failed);
		socket.once("connect", () => {
			if (over) return;
			over = true;
			socket.off("error", failed);
			done(new RealConnection(socket));
		});
		return () => {
			if (over) return;
			over = true;
			socket.destroy();
		};
	}

	listen(
		at: LocalPort & { receiveWindow: number },
		onConnection: (connection: TcpConnection) => void,
		done: (result: TcpListener | NetworkFailure) => void,
	): void {
		const server = createServer({ allowHalfOpen: true }, (socket) => {
			onConnection(new RealConnection(this.#track(socket)));
		});
		this.#track(server);
		server.once("error", (error) => done(failureOf(error)));
		server.listen(at.port, this.#listenOn, () => {
			const address = server.address();
			const port = address && typeof address === "object" ? address.port : at.port;
			done({ port, close: () => this.#end(server) });
		});
	}

	bind(
		at: LocalPort,
		onMessage: (bytes: Uint8Array, from: Endpoint) => void,
		done: (result: UdpPort | NetworkFailure) => void,
	): void {
		const socket = this.#track(createSocket({ type: "udp4", reuseAddr: at.shared === true }));
		let bound = false;
		socket.on("message", (bytes, from) => onMessage(bytes, { address: from.address, port: from.port }));
		// what happens to a single datagram nobody is told
		socket.on("error", (error) => {
			if (!bound) done(failureOf(error));
		});
		socket.bind(at.port, () => {
			bound = true;
			socket.setBroadcast(true);
			done({
				port: socket.address().port,
				send: (bytes, to) => socket.send(bytes, to.port, to.address, () => {}),
				join: (group) => joins(socket, group),
				close: () => this.#end(socket),
			});
		});
	}

	/** Ends everything. */
	close(): void {
		for (const it of [...this.#open]) this.#end(it);
	}

	#end(it: Socket | Server | DatagramSocket): void {
		if (!this.#open.delete(it)) return;
		if ("destroy" in it) it.destroy();
		else it.close();
	}

	#track<T extends Socket | Server | DatagramSocket>(it: T): T {
		this.#open.add(it);
		it.once("close", () => this.#open.delete(it));
		return it;
	}
}

function joins(socket: DatagramSocket, group: string): boolean {
	try {
		socket.addMembership(group);
		return true;
	} catch {
		return false;
	}
}
