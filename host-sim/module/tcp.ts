import type { Cancel } from "../world/clock";
import type { Endpoint, NetworkFailure, TcpConnection } from "../world/network";
import { isIPv4 } from "../world/network";
import type { SocketCapabilities } from "./capabilities";
import type { Core } from "./core";
import { type Field, Plain, quote } from "./format";
import { Result, resultText } from "./result";
import type { ModuleSocket } from "./socket";
import type { SocketTable } from "./sockets";
import type { Tls } from "./tls";

/** TCP as the module does it: connecting, listening, receiving, ending, TLS on top. */
export class Tcp {
	readonly #core: Core;
	readonly #table: SocketTable;
	readonly #tls: Tls;
	readonly #capabilities: SocketCapabilities;

	constructor(core: Core, table: SocketTable, tls: Tls) {
		this.#core = core;
		this.#table = table;
		this.#tls = tls;
		this.#capabilities = core.capabilities.sockets;
	}

	// ---- connecting (7.4)

	/** Starts to connect; what comes of it is told by events. */
	connect(socket: ModuleSocket, to: Endpoint): void {
		const { world, link, capabilities } = this.#core;
		socket.state = "connecting";
		socket.remote = to;
		const steps = new Set<Cancel>();
		socket.attempt = () => {
			for (const cancel of steps) cancel();
		};
		const timed = !(socket.tls === "wanted" && capabilities.tls.untimedConnect);
		if (timed) {
			steps.add(world.clock.after(this.#capabilities.connectTimeout, () => this.#fail(socket, Result.bindFailed)));
		}
		const refused = (failure: NetworkFailure) => {
			// "reset" and the like are refusals too; what never answers ends with the time
			if (failure !== "timeout" && this.#capabilities.refusal === "at once") this.#fail(socket, Result.bindFailed);
		};
		const open = (address: string) => {
			if (link.address === undefined) return;
			const from = { address: link.address, receiveWindow: this.#capabilities.receiveBuffer };
			steps.add(
				world.network.connect(from, { address, port: to.port }, (result) => {
					if (typeof result === "string") refused(result);
					else {
						socket.remote = result.remote;
						this.#established(socket, result);
					}
				}),
			);
		};
		if (isIPv4(to.address)) open(to.address);
		else if (this.#capabilities.names) {
			steps.add(
				world.names.resolve(to.address, 4, (result) => {
					if (typeof result === "string") this.#fail(socket, Result.bindFailed);
					else open(result[0]!);
				}),
			);
		}
	}

	#established(socket: ModuleSocket, connection: TcpConnection): void {
		this.#attach(socket, connection);
		if (this.#lostInBinary(`+SOCKIND of socket ${socket.id}`)) return;
		socket.attempt?.();
		socket.attempt = undefined;
		this.#announce(socket, connection);
	}

	/** The connection is there, and told. */
	#announce(socket: ModuleSocket, { local, remote }: TcpConnection): void {
		const { engine, format, link } = this.#core;
		socket.state = "connected";
		if (!socket.parent) socket.localPort = local.port;
		const own = quote(link.address ?? local.address);
		engine.event(format.line("+SOCKIND", [socket.id, own, socket.localPort, quote(remote.address), remote.port]));
		if (socket.tls === "wanted") this.negotiate(socket);
	}

	#attach(socket: ModuleSocket, connection: TcpConnection): void {
		socket.connection = connection;
		connection.events = {
			onData: (bytes) => this.#received(socket, bytes),
			onEnd: () => this.#ended(socket),
			onClose: () => this.#ended(socket),
		};
	}

	/** It could not be connected, or not be secured: told by +SOCKERR. */
	#fail(socket: ModuleSocket, code: number): void {
		if (!this.#table.has(socket)) return;
		const { engine, format } = this.#core;
		const { errorText, failureFrees } = this.#capabilities;
		const fields: Field[] = [socket.id, code];
		if (errorText === "quoted") fields.push(quote(resultText(code)));
		if (errorText === "bare") fields.push(new Plain(resultText(code)));
		if (failureFrees) this.#table.remove(socket);
		else {
			const wasConnected = socket.state === "connected";
			socket.release();
			socket.tls = "none";
			socket.state = wasConnected ? "ended" : "new";
			if (!wasConnected) socket.remote = undefined;
		}
		engine.event(format.line("+SOCKERR", fields));
	}

	// ---- listening (7.3)

	/** Opens the port; `done` gets a result code. */
	listen(socket: ModuleSocket, port: number, done: (code: number) => void): void {
		const { world, link } = this.#core;
		const at = { address: link.address ?? "0.0.0.0", port, receiveWindow: this.#capabilities.receiveBuffer };
		world.network.listen(
			at,
			(connection) => this.#accept(socket, connection),
			(result) => {
				if (typeof result === "string") return done(Result.bindFailed);
				if (!this.#table.has(socket)) return result.close();
				socket.listener = result;
				socket.localPort = result.port;
				socket.state = "listening";
				done(Result.ok);
			},
		);
	}

	#accept(listener: ModuleSocket, connection: TcpConnection): void {
		const child = this.#table.accept(listener);
		if (!child) return connection.reset();
		child.localPort = listener.localPort;
		child.remote = connection.remote;
		child.tlsIndex = listener.tlsIndex;
		if (listener.tls === "wanted") child.tls = "wanted";
		child.state = "connecting";
		this.#attach(child, connection);
		// a child whose +SOCKIND is lost never gets an ID
		if (this.#lostInBinary("+SOCKIND of an accepted connection")) return;
		child.id = this.#table.nextId();
		this.#announce(child, connection);
	}

	// ---- receiving (7.10)

	#received(socket: ModuleSocket, bytes: Uint8Array): void {
		socket.stream.push(bytes);
		if (socket.stream.length >= this.#capabilities.receiveBuffer) socket.connection?.pause();
		if (this.#capabilities.announces === "arrival") return this.#tellAvailable(socket);
		if (this.#lostInBinary(`+SOCKRXT of socket ${socket.id}`)) return;
		if (socket.stream.length > socket.told) this.#tellAvailable(socket);
		socket.told = socket.stream.length & 0xffff;
	}

	#tellAvailable(socket: ModuleSocket): void {
		if (socket.id) this.#core.engine.event(`+SOCKRXT:${socket.id},${socket.stream.length}`);
	}

	/** Takes received bytes out, and lets more in. */
	read(socket: ModuleSocket, count: number): Uint8Array {
		const bytes = socket.stream.take(count);
		// listed bug 2: the count is lowered whether it was told or not
		socket.told = (socket.told - bytes.length) & 0xffff;
		if (socket.stream.length < this.#capabilities.receiveBuffer) socket.connection?.resume();
		return bytes;
	}

	// ---- sending (7.8)

	/** Whether the bytes were taken for sending. */
	write(socket: ModuleSocket, bytes: Uint8Array): boolean {
		const { connection, tls } = socket;
		if (!connection || socket.state !== "connected" || (tls !== "none" && tls !== "on")) return false;
		if (connection.unsent + bytes.length > this.#capabilities.transmitBuffer) return false;
		connection.write(bytes);
		return true;
	}

	// ---- ending (7.2)

	#ended(socket: ModuleSocket): void {
		if (socket.tls === "negotiating") return this.#fail(socket, Result.tlsFailed);
		if (socket.state === "ended") return;
		// the firmware does nothing at all then: the socket looks open
		if (this.#lostInBinary(`+SOCKCL of socket ${socket.id}`)) return;
		this.#end(socket);
		if (socket.id) this.#core.engine.event(`+SOCKCL:${socket.id}`);
		// an accepted connection that never had an ID leaves its place
		else this.#table.remove(socket);
	}

	#end(socket: ModuleSocket): void {
		socket.state = "ended";
		socket.connection?.close();
		socket.connection = undefined;
		if (socket.tls !== "none" && this.#core.capabilities.tls.closeDiscards) socket.stream.clear();
		socket.closeSession?.();
		socket.closeSession = undefined;
		socket.tls = "none";
		socket.told = 0;
		if (!this.#capabilities.endedKeepsAddress) socket.remote = undefined;
	}

	/** The network went away under it. */
	linkLost(socket: ModuleSocket): void {
		socket.listener?.close();
		socket.listener = undefined;
		if (!socket.connection) return;
		socket.connection.reset();
		socket.connection = undefined;
		if (socket.tls === "negotiating") this.#fail(socket, Result.tlsFailed);
		else if (this.#capabilities.linkLossTold) {
			this.#end(socket);
			if (socket.id) this.#core.engine.event(`+SOCKCL:${socket.id}`);
		}
	}

	// ---- TLS (7.6)

	/** Negotiates TLS on an open connection; what comes of it is told by events. */
	negotiate(socket: ModuleSocket): void {
		const { world, engine } = this.#core;
		const role = socket.parent ? "server" : "client";
		const index = this.#tls.effective(socket.tlsIndex, role);
		socket.tls = "negotiating";
		// behind the OK, or behind the +SOCKIND
		socket.attempt = world.clock.after(0, () => {
			socket.attempt = undefined;
			try {
				const request = this.#tls.request(index, role);
				socket.closeSession = this.#tls.openSession(index);
				socket.connection?.secure(request, (failure) => {
					if (!this.#table.has(socket) || socket.tls !== "negotiating") return;
					if (failure) return this.#fail(socket, Result.tlsFailed);
					socket.tls = "on";
					engine.event(`+SOCKTLS:${socket.id}`);
				});
			} catch {
				this.#fail(socket, Result.tlsFailed);
			}
		});
	}

	/** Whether an event that comes now is lost for good, as the firmware's are in binary mode. */
	#lostInBinary(what: string): boolean {
		const { engine, capabilities, counters } = this.#core;
		if (!engine.binary || capabilities.eventsInBinaryMode !== "lost") return false;
		counters.eventsLost++;
		this.#core.trace({ kind: "lost", what: "event", detail: what });
		return true;
	}
}
