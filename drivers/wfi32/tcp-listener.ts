import { OK } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { NO_EVENT } from "drivers/wfi32/errors";
import { BINDING, CONNECTED, NOTHING, Socket, type Step, TCP } from "drivers/wfi32/socket";
import type { TcpSocket } from "drivers/wfi32/tcp-socket";

/** Whoever listens. Calls come from the event loop. */
export interface ListenerOwner {
	/** So many connections wait to be taken. */
	listenerReadable(count: number): void;
	listenerFailed(error: Error): void;
}

const BIND_STEP: Step = 10;
const SOCKBL = command("AT+SOCKBL=");

/** A socket that listens (reference 7.3). Connections that nobody has taken yet wait in it. */
export class TcpListener extends Socket {
	readonly port: number;
	private readonly owner: ListenerOwner;
	private readonly waiting: TcpSocket[] = [];
	private told = true;

	/** @param port 1 to 65535 */
	constructor(context: Context, owner: ListenerOwner, port: number) {
		super(context);
		this.owner = owner;
		this.port = port;
	}

	protected get protocol(): number {
		return TCP;
	}

	get place(): number {
		return -1;
	}

	/** Whether connections are, or may be, accepted by the module. */
	get listens(): boolean {
		return this.state <= CONNECTED;
	}

	/** A connection was accepted. */
	accepted(connection: TcpSocket): void {
		this.waiting.push(connection);
		this.told = false;
		this.news();
	}

	/** The oldest connection that nobody has taken. */
	take(): TcpSocket | undefined {
		return this.waiting.shift();
	}

	/** Connections that nobody has taken are closed with it. */
	override close(): void {
		super.close();
		for (let it = this.waiting.shift(); it; it = this.waiting.shift()) it.close();
	}

	recheck(): void {}

	protected choose(): Step {
		return this.state === BINDING ? BIND_STEP : NOTHING;
	}

	protected opened(): void {
		this.state = BINDING;
	}

	protected composeStep(_step: Step, out: Writer): void {
		out.begin(SOCKBL);
		out.integer(this.id);
		out.nextInteger(this.port);
	}

	protected stepDone(_step: Step, result: number): void {
		if (result !== OK) this.fail(result, "+SOCKBL");
		else if (this.state === BINDING) this.state = CONNECTED;
	}

	due(): void {
		this.fail(NO_EVENT, "+SOCKBL");
	}

	protected tell(): void {
		if (this.told) return;
		this.told = true;
		if (this.waiting.length > 0) this.owner.listenerReadable(this.waiting.length);
	}

	protected tellError(error: Error): void {
		this.owner.listenerFailed(error);
	}
}
