import { type Endpoint, isIPv4 } from "../world/network";
import type { SocketCapabilities } from "./capabilities";
import { type Arguments, type Command, LATER, type Reply } from "./command";
import type { Core } from "./core";
import { Refusal, Result } from "./result";
import { type ModuleSocket, TCP, UDP } from "./socket";
import type { SocketTable } from "./sockets";
import type { Tcp } from "./tcp";
import type { Udp } from "./udp";

type Destination = Endpoint | undefined;

/** Reference 7.8 and 7.9: +SOCKWR and +SOCKWRTO, with the data on the line or in binary mode. */
export class Sending {
	readonly #core: Core;
	readonly #capabilities: SocketCapabilities;
	readonly #table: SocketTable;
	readonly #tcp: Tcp;
	readonly #udp: Udp;
	/** Listed bug 4: the length that the next binary write waits for. */
	#staleLength = 0;
	readonly commands: readonly Command[];

	constructor(core: Core, table: SocketTable, tcp: Tcp, udp: Udp) {
		this.#core = core;
		this.#capabilities = core.capabilities.sockets;
		this.#table = table;
		this.#tcp = tcp;
		this.#udp = udp;
		this.commands = [
			{ name: "SOCKWR", forms: ["ii", "iis"], run: (it) => this.#write(it) },
			{ name: "SOCKWRTO", forms: ["isii", "isiis"], run: (it, reply) => this.#writeTo(it, reply) },
		];
	}

	#write(parameters: Arguments): typeof LATER | undefined {
		const length = this.#length(parameters, 1);
		const socket = this.#table.find(parameters.integer(0));
		if (socket.protocol === TCP) this.#requireConnected(socket);
		else if (!socket.remote) throw new Refusal(this.#capabilities.writeUnconnected);
		if (parameters.count === 2) return this.#binary(socket, length, undefined);
		this.#check(this.#put(socket, this.#data(parameters, 2, length), undefined));
		return undefined;
	}

	#writeTo(parameters: Arguments, reply: Reply): typeof LATER | undefined {
		const length = this.#length(parameters, 3);
		const socket = this.#table.find(parameters.integer(0));
		const name = parameters.text(1, 1, 255);
		const port = parameters.integer(2, 1, 65_535);
		if (socket.protocol !== UDP) throw new Refusal(Result.invalidProtocol);
		const { withoutLink, sendToUnbound } = this.#capabilities;
		if (withoutLink) this.#core.link.require(withoutLink);
		const data = parameters.count === 5 ? this.#data(parameters, 4, length) : undefined;
		const go = (address: string) => {
			const to = { address, port };
			if (!data) return this.#binary(socket, length, to);
			this.#check(this.#put(socket, data, to));
			return undefined;
		};
		if (socket.port && isIPv4(name)) return go(name);
		if (!socket.port && sendToUnbound !== "binds") throw new Refusal(sendToUnbound);
		this.#prepare(socket, name, (address, code) => {
			try {
				if (code || address === undefined) throw new Refusal(code || Result.sendFailed);
				if (go(address) !== LATER) reply.done();
			} catch (error) {
				if (!(error instanceof Refusal)) throw error;
				reply.done(error.code);
			}
		});
		return LATER;
	}

	/** Takes a port, and finds the address of a name. */
	#prepare(socket: ModuleSocket, name: string, done: (address: string | undefined, code: number) => void): void {
		this.#udp.resolve(name, (address) => {
			if (address === undefined) done(undefined, Result.sendFailed);
			else this.#udp.bind(socket, socket.localPort, (code) => done(address, code));
		});
	}

	/** The length, as it may be for the form of the command. */
	#length(parameters: Arguments, index: number): number {
		const { writeLimit, binaryWriteRefusal, staleLength } = this.#capabilities;
		const binary = parameters.count === index + 1;
		const length = parameters.integer(index, binary ? 0 : 1, writeLimit);
		if (binary && length && binaryWriteRefusal) throw new Refusal(binaryWriteRefusal);
		if (binary && length && staleLength) this.#staleLength = length;
		return length;
	}

	#data(parameters: Arguments, index: number, length: number): Uint8Array {
		const data = parameters.bytes(index);
		if (data.length !== length) throw new Refusal(Result.lengthMismatch);
		return data.slice();
	}

	#requireConnected(socket: ModuleSocket): void {
		const { writeAfterClose, writeUnconnected } = this.#capabilities;
		if (socket.state === "ended") throw new Refusal(writeAfterClose);
		if (socket.state === "new" || socket.state === "listening") throw new Refusal(writeUnconnected);
		// connecting: the firmware goes on and finds that it cannot send
	}

	#check(sent: boolean): void {
		if (!sent) throw new Refusal(Result.sendFailed);
	}

	/** Whether the bytes were taken for sending. */
	#put(socket: ModuleSocket, bytes: Uint8Array, to: Destination): boolean {
		this.#core.trace({ kind: "payload", direction: "in", bytes: bytes.length });
		if (!this.#table.has(socket)) return false;
		if (socket.protocol === TCP) return this.#tcp.write(socket, bytes);
		const destination = to ?? socket.remote;
		return destination !== undefined && this.#udp.send(socket, bytes, destination);
	}

	#binary(socket: ModuleSocket, length: number, to: Destination): typeof LATER {
		const { binaryLead, binaryAlwaysOk, staleLength, staleDestination } = this.#capabilities;
		const { engine, counters } = this.#core;
		const expected = length || (staleLength ? this.#staleLength : 0);
		// listed bug 5: only a socket without a destination takes the one given
		let destination = to;
		if (to && staleDestination) {
			socket.remote ??= to;
			destination = socket.remote;
		}
		let failed = false;
		engine.print(binaryLead);
		engine.enterBinary({
			length: expected,
			take: (bytes) => {
				if (this.#put(socket, bytes, destination)) return;
				failed = true;
				if (binaryAlwaysOk) counters.sendsDropped += bytes.length;
				this.#core.trace({ kind: "lost", what: "data", detail: `${bytes.length} bytes could not be sent` });
			},
			end: () => {
				this.#staleLength = 0;
				return failed && !binaryAlwaysOk ? Result.sendFailed : Result.ok;
			},
		});
		return LATER;
	}
}
