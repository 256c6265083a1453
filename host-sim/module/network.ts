import { type Endpoint, isMulticast } from "../world/network";
import type { SocketCapabilities } from "./capabilities";
import { type Arguments, type Command, LATER, type Reply } from "./command";
import type { Chapter, Core } from "./core";
import { quote } from "./format";
import { Receiving } from "./receive";
import { Refusal, Result } from "./result";
import { Sending } from "./send";
import { type ModuleSocket, type Protocol, TCP, UDP } from "./socket";
import { SocketTable } from "./sockets";
import { Tcp } from "./tcp";
import type { Tls } from "./tls";
import { Udp } from "./udp";

/** Reference 7.1–7.10: sockets. */
export class NetworkStack implements Chapter {
	readonly #core: Core;
	readonly #capabilities: SocketCapabilities;
	readonly #tls: Tls;
	readonly sockets: SocketTable;
	readonly #tcp: Tcp;
	readonly #udp: Udp;
	readonly commands: readonly Command[];

	constructor(core: Core, tls: Tls) {
		this.#core = core;
		this.#tls = tls;
		this.#capabilities = core.capabilities.sockets;
		this.sockets = new SocketTable(core);
		this.#tcp = new Tcp(core, this.sockets, tls);
		this.#udp = new Udp(core, this.sockets);
		core.link.onLost(() => this.#linkLost());
		core.link.onFound(() => this.#linkFound());
		const sending = new Sending(core, this.sockets, this.#tcp, this.#udp);
		const receiving = new Receiving(core, this.sockets, this.#tcp, this.#udp);
		this.commands = [
			{ name: "SOCKO", forms: ["i"], run: (it, reply) => this.#open(it, reply) },
			{ name: "SOCKCL", forms: ["i"], run: (it) => this.#close(it) },
			{ name: "SOCKBL", forms: ["ii"], run: (it, reply) => this.#bindLocal(it, reply) },
			{ name: "SOCKBR", forms: ["isi"], run: (it, reply) => this.#bindRemote(it, reply) },
			{ name: "SOCKBM", forms: ["isi"], run: (it, reply) => this.#bindMulticast(it, reply) },
			{
				name: "SOCKTLS",
				forms: core.capabilities.tls.defaultIndex ? ["i", "ii"] : ["ii"],
				run: (it, reply) => this.#secure(it, reply),
			},
			{ name: "SOCKLST", forms: ["", "i"], run: (it, reply) => this.#list(it, reply) },
			...sending.commands,
			...receiving.commands,
		];
	}

	stop(): void {
		for (const socket of this.sockets) {
			socket.connection?.reset();
			this.sockets.remove(socket);
		}
	}

	/** 7.1. */
	#open(parameters: Arguments, reply: Reply): undefined {
		const protocol = parameters.integer(0);
		if (protocol !== UDP && protocol !== TCP) throw new Refusal(Result.invalidProtocol);
		this.#requireLink();
		const socket = this.sockets.open(protocol as Protocol);
		reply.line(`+SOCKO:${socket.id}`);
		return undefined;
	}

	/** 7.2. */
	#close(parameters: Arguments): undefined {
		const socket = this.sockets.find(parameters.integer(0));
		if (this.#capabilities.listenerTakesAlong) {
			for (const child of this.sockets.children(socket)) this.sockets.remove(child);
		}
		this.sockets.remove(socket);
		return undefined;
	}

	/** 7.3. */
	#bindLocal(parameters: Arguments, reply: Reply): typeof LATER {
		const socket = this.sockets.find(parameters.integer(0));
		const port = parameters.integer(1, 1, 65_535);
		this.#requireLink();
		if (socket.state !== "new") throw new Refusal(Result.bindFailed);
		if (socket.protocol === UDP) this.#udp.bind(socket, port, reply.done);
		else if (!this.sockets.hasRoom(TCP, this.#capabilities.listenerTakes)) throw new Refusal(Result.bindFailed);
		else this.#tcp.listen(socket, port, reply.done);
		return LATER;
	}

	/** 7.4. */
	#bindRemote(parameters: Arguments, reply: Reply): typeof LATER | undefined {
		const socket = this.sockets.find(parameters.integer(0));
		const address = parameters.text(1, 1, 255);
		const port = parameters.integer(2, 1, 65_535);
		this.#requireLink();
		if (socket.protocol === TCP) {
			if (socket.state !== "new" || !this.sockets.hasRoom(TCP)) throw new Refusal(Result.bindFailed);
			this.#tcp.connect(socket, { address, port });
			return undefined;
		}
		this.#udp.resolve(address, (found) => {
			if (found === undefined) return reply.done(Result.bindFailed);
			this.#udp.bind(socket, 0, (code) => {
				if (!code) socket.remote = { address: found, port };
				reply.done(code);
			});
		});
		return LATER;
	}

	/** 7.5. */
	#bindMulticast(parameters: Arguments, reply: Reply): typeof LATER {
		const socket = this.sockets.find(parameters.integer(0));
		const address = parameters.text(1, 1, 15);
		const port = parameters.integer(2, 1, 65_535);
		if (socket.protocol !== UDP) throw new Refusal(Result.invalidProtocol);
		this.#requireLink();
		if (!isMulticast(address)) throw new Refusal(Result.multicast);
		const bound = (code: number) => {
			if (code) return reply.done(code);
			if (!socket.port?.join(address)) return reply.done(Result.multicast);
			socket.remote = { address, port };
			reply.done();
		};
		this.#udp.bind(socket, port, bound, true);
		return LATER;
	}

	/** 7.6. */
	#secure(parameters: Arguments, reply: Reply): undefined {
		const { tls } = this.#core.capabilities;
		// the example of 7.6.5 has no index
		const index = parameters.count > 1 ? parameters.integer(1, 1, this.#tls.configurations) : 1;
		const socket = this.sockets.find(parameters.integer(0));
		if (socket.protocol !== TCP) throw new Refusal(Result.invalidProtocol);
		if (socket.tls === "on") {
			reply.line(`+SOCKTLS:${socket.id}`);
			return undefined;
		}
		if (socket.tls !== "none") return undefined;
		socket.tlsIndex = index;
		if (socket.state === "connected") this.#tcp.negotiate(socket);
		else if (tls.beforeConnect) socket.tls = "wanted";
		else throw new Refusal(Result.tlsFailed);
		return undefined;
	}

	/** 7.7. */
	#list(parameters: Arguments, reply: Reply): undefined {
		const wanted = parameters.count ? parameters.integer(0) : undefined;
		if (wanted !== undefined && this.#capabilities.listRefuses) this.sockets.find(wanted);
		for (const socket of this.sockets) {
			if (!socket.id || (wanted !== undefined && socket.id !== wanted)) continue;
			// an accepted connection that ended is not shown any more
			if (socket.parent && !socket.remote) continue;
			reply.line(this.#describe(socket));
		}
		return undefined;
	}

	#describe(socket: ModuleSocket): string {
		const remote: Endpoint = socket.remote ?? { address: "", port: 0 };
		const fields = [socket.id, socket.protocol, quote(remote.address), remote.port, socket.localPort];
		return this.#core.format.line("+SOCKLST", fields);
	}

	#requireLink(): void {
		if (this.#capabilities.withoutLink) this.#core.link.require(this.#capabilities.withoutLink);
	}

	#linkLost(): void {
		for (const socket of this.sockets) {
			if (socket.protocol === TCP) this.#tcp.linkLost(socket);
			else this.#udp.linkLost(socket);
		}
	}

	/** What was bound to a port is bound again. */
	#linkFound(): void {
		for (const socket of this.sockets) {
			if (socket.state === "listening" && !socket.listener) {
				this.#tcp.listen(socket, socket.localPort, () => {});
			} else if (socket.state === "bound" && !socket.port) {
				this.#udp.bind(socket, socket.localPort, () => {});
			}
		}
	}
}
