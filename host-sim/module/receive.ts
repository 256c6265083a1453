import type { SocketCapabilities } from "./capabilities";
import { type Arguments, type Command, LATER, type Reply } from "./command";
import type { Core } from "./core";
import { Refusal } from "./result";
import { type ModuleSocket, TCP, UDP } from "./socket";
import type { SocketTable } from "./sockets";
import type { Tcp } from "./tcp";
import type { Udp } from "./udp";

const TEXT = 1;
const BINARY = 2;

/** Reference 7.10: +SOCKRD. */
export class Receiving {
	readonly #core: Core;
	readonly #capabilities: SocketCapabilities;
	readonly #table: SocketTable;
	readonly #tcp: Tcp;
	readonly #udp: Udp;
	readonly commands: readonly Command[];

	constructor(core: Core, table: SocketTable, tcp: Tcp, udp: Udp) {
		this.#core = core;
		this.#capabilities = core.capabilities.sockets;
		this.#table = table;
		this.#tcp = tcp;
		this.#udp = udp;
		this.commands = [{ name: "SOCKRD", forms: ["iii"], run: (it, reply) => this.#read(it, reply) }];
	}

	#read(parameters: Arguments, reply: Reply): typeof LATER {
		const socket = this.#table.find(parameters.integer(0));
		const mode = parameters.integer(1);
		const length = parameters.integer(2, 0, this.#capabilities.readLimit);
		if (mode !== TEXT && mode !== BINARY) throw new Refusal(this.#capabilities.readMode);
		let give: (() => boolean) | undefined;
		this.#core.engine.addWork(() => {
			give ??= this.#start(socket, mode, length, reply);
			return give();
		});
		return LATER;
	}

	/** Takes the data; the result gives a piece of it and says whether there is more. */
	#start(socket: ModuleSocket, mode: number, length: number, reply: Reply): () => boolean {
		const data = length ? this.#take(socket, length) : undefined;
		if (!data) {
			return () => {
				reply.done();
				return false;
			};
		}
		this.#core.trace({ kind: "payload", direction: "out", bytes: data.length });
		return mode === TEXT ? this.#giveText(socket, data, reply) : this.#giveBinary(socket, data, reply);
	}

	/** Undefined when there is nothing to read. */
	#take(socket: ModuleSocket, length: number): Uint8Array | undefined {
		if (socket.protocol === UDP) return this.#udp.read(socket, length);
		return socket.protocol === TCP && socket.available ? this.#tcp.read(socket, length) : undefined;
	}

	#giveText(socket: ModuleSocket, data: Uint8Array, reply: Reply): () => boolean {
		const { format } = this.#core;
		const size = this.#capabilities.readPiece;
		let at = 0;
		return () => {
			const piece = data.subarray(at, at + size);
			at += piece.length;
			const heading = `+SOCKRD:${socket.id},${piece.length}`;
			reply.line(`${heading},${format.string(piece)}`, heading);
			return at < data.length || this.#finish(socket, reply);
		};
	}

	#giveBinary(socket: ModuleSocket, data: Uint8Array, reply: Reply): () => boolean {
		const { engine } = this.#core;
		const { readPiece, readLead, readTrail } = this.#capabilities;
		let at = 0;
		let release: (() => void) | undefined;
		return () => {
			if (!release) {
				engine.print(`+SOCKRD:${socket.id},${data.length},${readLead}`);
				release = engine.holdBinary();
			}
			const piece = data.subarray(at, at + readPiece);
			at += piece.length;
			engine.print(piece);
			if (at < data.length) return true;
			engine.print(readTrail);
			release();
			return this.#finish(socket, reply);
		};
	}

	/** All is given: the result, and the next datagram before or behind it. */
	#finish(socket: ModuleSocket, reply: Reply): false {
		const next = () => {
			if (socket.protocol === UDP && this.#table.has(socket)) this.#udp.announce(socket);
		};
		const before = this.#capabilities.nextDatagram === "before result";
		if (before) next();
		reply.done();
		if (!before) next();
		return false;
	}
}
