import type { SocketCapabilities } from "./capabilities";
import type { Core } from "./core";
import { Refusal, Result } from "./result";
import { ModuleSocket, type Protocol, TCP, UDP } from "./socket";

/** The module's table of sockets. */
export class SocketTable {
	readonly #core: Core;
	readonly #capabilities: SocketCapabilities;
	readonly #sockets = new Set<ModuleSocket>();
	#lastId = 0;

	constructor(core: Core) {
		this.#core = core;
		this.#capabilities = core.capabilities.sockets;
	}

	[Symbol.iterator](): Iterator<ModuleSocket> {
		return [...this.#sockets][Symbol.iterator]();
	}

	/** A new socket, or a refusal when the table is full. */
	open(protocol: Protocol): ModuleSocket {
		if (this.#placesTaken() >= this.#capabilities.table) throw new Refusal(Result.noFreeSocket);
		return this.#add(new ModuleSocket(this.nextId(), protocol));
	}

	/** A place for a connection that a listener accepted; undefined when there is none. Its ID is 0. */
	accept(listener: ModuleSocket): ModuleSocket | undefined {
		const { listenerTakes } = this.#capabilities;
		const reserved = listenerTakes > 1;
		if (reserved && this.children(listener).length >= listenerTakes) return undefined;
		if (!reserved && (!this.hasRoom(TCP) || this.#placesTaken() >= this.#capabilities.table)) return undefined;
		return this.#add(new ModuleSocket(0, TCP, listener));
	}

	children(listener: ModuleSocket): ModuleSocket[] {
		return [...this.#sockets].filter((it) => it.parent === listener);
	}

	/** The socket with this ID, or a refusal. */
	find(id: number): ModuleSocket {
		for (const socket of this.#sockets) if (socket.id === id && id) return socket;
		throw new Refusal(Result.noSuchSocket);
	}

	has(socket: ModuleSocket): boolean {
		return this.#sockets.has(socket);
	}

	/** Removes a socket and what it holds. */
	remove(socket: ModuleSocket): void {
		this.#sockets.delete(socket);
		socket.release();
	}

	nextId(): number {
		const { ids } = this.#capabilities;
		if (ids === "lowest") {
			const taken = new Set([...this.#sockets].map((it) => it.id));
			let id = 1;
			while (taken.has(id)) id++;
			return id;
		}
		if (ids === "clock" && !this.#lastId) this.#lastId = Math.floor(this.#core.world.clock.now());
		else this.#lastId++;
		if (!this.#lastId) this.#lastId = 1;
		return this.#lastId;
	}

	/** Whether the stack has another socket of this protocol, or `count` of them. */
	hasRoom(protocol: Protocol, count = 1): boolean {
		const { listenerTakes, tcp, udp } = this.#capabilities;
		if (protocol === UDP) {
			return [...this.#sockets].filter((it) => it.port).length + count <= udp;
		}
		let used = 0;
		for (const socket of this.#sockets) {
			if (socket.protocol !== TCP) continue;
			if (socket.state === "listening") used += listenerTakes;
			else if (socket.state !== "new" && !(socket.parent && listenerTakes > 1)) used++;
		}
		return used + count <= tcp;
	}

	#add(socket: ModuleSocket): ModuleSocket {
		this.#sockets.add(socket);
		return socket;
	}

	/** A listener that takes several takes as many places more. */
	#placesTaken(): number {
		const { listenerTakes } = this.#capabilities;
		let places = 0;
		for (const socket of this.#sockets) {
			if (socket.parent && listenerTakes > 1) continue;
			places += socket.state === "listening" && listenerTakes > 1 ? 1 + listenerTakes : 1;
		}
		return places;
	}
}
