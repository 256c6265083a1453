import { OK } from "drivers/at/request";
import { FixedCommand } from "drivers/wfi32/command";
import type { Chapter, Context } from "drivers/wfi32/context";
import { RESET, Wfi32Error } from "drivers/wfi32/errors";
import { FREE, Socket, type SocketOwner } from "drivers/wfi32/socket";

/** All sockets of a module (reference 7.1–7.10): as many as were asked for at the beginning, each with its buffers. */
export class Sockets implements Chapter {
	readonly #context: Context;
	readonly #sockets: Socket[] = [];
	readonly #listed: boolean[] = [];
	readonly #list: FixedCommand;

	/** @param count sockets; @param inputSize,outputSize bytes of each */
	constructor(context: Context, count: number, inputSize: number, outputSize: number) {
		this.#context = context;
		for (let i = 0; i < count; i++) {
			this.#sockets.push(new Socket(context, inputSize, outputSize));
			this.#listed.push(false);
		}
		const { names } = context;
		names.of("SOCKO");
		names.of("SOCKRD");
		names.of("SOCKIND").handler = () => this.#connected();
		names.of("SOCKRXT").handler = () => this.#available();
		names.of("SOCKCL").handler = () => this.#closed();
		names.of("SOCKERR").handler = () => this.#failed();
		this.#list = new FixedCommand(
			"AT+SOCKLST",
			(result) => this.#compare(result),
			names.of("SOCKLST"),
			(fields) => {
				const id = fields.integer();
				for (let i = 0; i < this.#sockets.length; i++) if (this.#sockets[i].has(id)) this.#listed[i] = true;
			},
		);
	}

	/**
	 * A free socket, on its way to being connected.
	 * @throws Error when all are in use, or when the driver was closed or has given up
	 */
	connect(owner: SocketOwner, address: string, addressBytes: Uint8Array, port: number): Socket {
		if (this.#context.failure) throw this.#context.failure;
		for (const socket of this.#sockets) {
			if (socket.state !== FREE || socket.queued) continue;
			socket.connect(owner, address, addressBytes, port);
			return socket;
		}
		throw new Error(`all ${this.#sockets.length} sockets are in use`);
	}

	onReset(code: number): void {
		const error = new Wfi32Error(code, "+SOCKLST");
		for (const socket of this.#sockets) socket.lost(error);
	}

	onResynchronised(): void {
		this.#listed.fill(false);
		this.#context.engine.submitFirst(this.#list);
	}

	/** Everything fails. */
	fail(error: Error): void {
		for (const socket of this.#sockets) socket.lost(error);
	}

	/** What the module does not list any more is lost; what it lists may have something to say. */
	#compare(result: number): void {
		if (result !== OK) return;
		for (let i = 0; i < this.#sockets.length; i++) {
			const socket = this.#sockets[i];
			if (socket.unknown) continue;
			if (this.#listed[i]) socket.recheck();
			else socket.lost(new Wfi32Error(RESET, "+SOCKLST"));
		}
	}

	#find(id: number): Socket | undefined {
		const sockets = this.#sockets;
		for (let i = 0, count = sockets.length; i < count; i++) if (sockets[i].has(id)) return sockets[i];
		return undefined;
	}

	/** +SOCKIND:<id>,<local address>,<local port>,<remote address>,<remote port> */
	#connected(): void {
		const { engine, arena, decoder } = this.#context;
		const fields = engine.fields;
		const id = fields.integer();
		fields.nextText();
		fields.nextInteger();
		fields.nextText();
		if (!fields.valid) return;
		this.#find(id)?.connected(decoder.decode(arena.bytes, fields.textAt, fields.textLength));
	}

	/** +SOCKRXT:<id>,<count> */
	#available(): void {
		const fields = this.#context.engine.fields;
		const id = fields.integer();
		const count = fields.nextInteger();
		if (!fields.valid || count <= 0) return;
		this.#find(id)?.available(count);
	}

	/** +SOCKCL:<id> */
	#closed(): void {
		const id = this.#context.engine.fields.integer();
		if (this.#context.engine.fields.valid) this.#find(id)?.closedByPeer();
	}

	/** +SOCKERR:<id>,<code>[,<text>], the text quoted, bare or missing */
	#failed(): void {
		const { engine, arena, decoder } = this.#context;
		const fields = engine.fields;
		const id = fields.integer();
		const code = fields.nextInteger();
		if (!fields.valid) return;
		const socket = this.#find(id);
		if (!socket) return;
		let text = "";
		if (fields.more) {
			fields.nextText();
			if (fields.valid) text = decoder.decode(arena.bytes, fields.textAt, fields.textLength);
		}
		socket.failed(code, text);
	}
}
