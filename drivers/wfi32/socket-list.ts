import type { Line } from "drivers/at/line";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { Wfi32Error } from "drivers/wfi32/errors";
import { SOCKLST } from "drivers/wfi32/names";
import { TCP, UDP } from "drivers/wfi32/socket";

/** A socket of the module's, as the module sees it (reference 7.7.3). */
export interface ListedSocket {
	readonly id: number;
	readonly protocol: "UDP" | "TCP";
	/** Empty where there is no remote end. */
	readonly remoteAddress: string;
	/** 0 where there is no remote end. */
	readonly remotePort: number;
	readonly localPort: number;
}

type Told = (error: Wfi32Error | undefined, sockets: readonly ListedSocket[]) => void;

const LIST = command("AT+SOCKLST");
const LIST_OF = command("AT+SOCKLST=");
const ALL = -1;

/** Asks the module which sockets it has (reference 7.7). What it says wrongly of one is counted, and that one left out. */
export class SocketList extends Request {
	readonly #context: Context;
	#id = ALL;
	#sockets: ListedSocket[] = [];
	#told: Told | undefined;
	#error: Wfi32Error | undefined;

	constructor(context: Context) {
		super();
		this.#context = context;
	}

	/**
	 * @param told called once, from the event loop
	 * @param id of one socket; all of them if left out
	 * @throws Error while another list is being read; Wfi32Error when the module was given up or closed
	 */
	read(told: Told, id = ALL): void {
		if (this.#context.failure) throw this.#context.failure;
		if (this.#told) throw new Error("the sockets are being listed");
		this.#told = told;
		this.#id = id;
		this.#error = undefined;
		this.#sockets = [];
		this.#context.engine.submit(this);
	}

	compose(out: Writer): number {
		out.answer = SOCKLST;
		out.begin(this.#id === ALL ? LIST : LIST_OF);
		if (this.#id !== ALL) out.integer(this.#id);
		return out.end();
	}

	/** +SOCKLST:<id>,<protocol>,<remote address>,<remote port>,<local port> */
	override line(fields: Line): boolean {
		const { arena, decoder } = this.#context;
		const id = fields.integer();
		const kind = fields.nextInteger();
		fields.nextText();
		const { textAt, textLength } = fields;
		const remotePort = fields.nextInteger();
		const localPort = fields.nextInteger();
		if (kind !== UDP && kind !== TCP) fields.valid = false;
		if (!fields.valid) return true;
		const remoteAddress = decoder.decode(arena.bytes, textAt, textLength);
		this.#sockets.push({ id, protocol: kind === UDP ? "UDP" : "TCP", remoteAddress, remotePort, localPort });
		return true;
	}

	done(result: number): void {
		const { failure, engine, notices } = this.#context;
		if (failure) this.#error = failure;
		else if (result !== OK) this.#error = new Wfi32Error(result, "+SOCKLST", result > 0 ? engine.errorText : "");
		notices.post(this);
	}

	override deliver(): void {
		const told = this.#told;
		this.#told = undefined;
		told?.(this.#error, this.#sockets);
	}
}
