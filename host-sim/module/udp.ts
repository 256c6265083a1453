import { type Endpoint, isIPv4 } from "../world/network";
import type { SocketCapabilities } from "./capabilities";
import type { Core } from "./core";
import { quote } from "./format";
import { Result } from "./result";
import type { Datagram, ModuleSocket } from "./socket";
import type { SocketTable } from "./sockets";

/** UDP as the module does it. */
export class Udp {
	readonly #core: Core;
	readonly #table: SocketTable;
	readonly #capabilities: SocketCapabilities;

	constructor(core: Core, table: SocketTable) {
		this.#core = core;
		this.#table = table;
		this.#capabilities = core.capabilities.sockets;
	}

	/** Opens a port, 0 for any, shared with others for a group; `done` gets a result code. */
	bind(socket: ModuleSocket, port: number, done: (code: number) => void, shared = false): void {
		if (socket.port) return done(port && port !== socket.localPort ? Result.bindFailed : Result.ok);
		if (!this.#table.hasRoom(socket.protocol)) return done(Result.bindFailed);
		const { world, link } = this.#core;
		world.network.bind(
			{ address: link.address ?? "0.0.0.0", port, shared },
			(bytes, from) => this.#received(socket, { bytes, from }),
			(result) => {
				if (typeof result === "string") return done(Result.bindFailed);
				if (!this.#table.has(socket)) return result.close();
				socket.port = result;
				socket.localPort = result.port;
				socket.state = "bound";
				done(Result.ok);
			},
		);
	}

	/** Finds the address of a name or address; undefined when there is none. */
	resolve(name: string, done: (address?: string) => void): void {
		if (isIPv4(name)) done(name);
		else if (!this.#capabilities.names) done();
		else {
			this.#core.world.names.resolve(name, 4, (result) => done(typeof result === "string" ? undefined : result[0]));
		}
	}

	/** Whether the datagram was taken for sending. */
	send(socket: ModuleSocket, bytes: Uint8Array, to: Endpoint): boolean {
		if (!socket.port || bytes.length > this.#capabilities.datagramLimit) return false;
		if (this.#core.link.address === undefined) return false;
		socket.port.send(bytes, to);
		return true;
	}

	#received(socket: ModuleSocket, datagram: Datagram): void {
		if (socket.datagrams.length >= this.#capabilities.datagrams) {
			this.#core.counters.datagramsDropped++;
			this.#core.trace({ kind: "lost", what: "datagram", detail: `socket ${socket.id} has no room` });
			return;
		}
		socket.datagrams.push(datagram);
		// 7.10.1: one event, for the oldest, until it is read
		if (this.#capabilities.announces === "growth" ? !socket.told : socket.datagrams.length === 1) {
			this.announce(socket);
		}
	}

	/** Tells the oldest datagram, if there is one. */
	announce(socket: ModuleSocket): void {
		const oldest = socket.datagrams[0];
		if (!oldest) return;
		const { engine, format } = this.#core;
		const { address, port } = oldest.from;
		socket.told = oldest.bytes.length;
		engine.event(format.line("+SOCKRXU", [socket.id, quote(address), port, oldest.bytes.length]));
	}

	/** Takes the oldest datagram out; what of it was not asked for is gone. */
	read(socket: ModuleSocket, count: number): Uint8Array | undefined {
		const datagram = socket.datagrams.shift();
		if (!datagram) return undefined;
		socket.told = 0;
		return datagram.bytes.subarray(0, count);
	}

	linkLost(socket: ModuleSocket): void {
		socket.port?.close();
		socket.port = undefined;
	}
}
