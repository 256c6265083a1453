import NTP from "embedded:network/ntp/client";
import { Backoff } from "app/backoff";
import Timer from "timer";
import type { WFI32 } from "wfi32/provider";

/** What is used of ECMA-419 19: declarations of it differ. */
interface TimeClient {
	getTime(callback: (error: Error | null, time?: number) => void): void;
	close(): void;
}
const Client = NTP as unknown as new (options: {
	servers: readonly string[];
	socket: object;
	dns: object;
}) => TimeClient;

/** Whom the clock belongs to. */
export interface ClockOwner {
	/** Seconds since the program began. */
	seconds(): number;
	/** A line that a person can read. */
	say(text: string): void;
}

/** An answer is kept for so long, as crystals drift by some seconds a day: milliseconds. */
const AGAIN = 6 * 3_600_000;
const FIRST_RETRY = 60_000;
const LAST_RETRY = 3_600_000;

/**
 * The time of day, by NTP over the module's datagrams (ECMA-419 19), asked for when there is a network and every few hours
 * from then on. It is kept as what to add to the time since the program began: a reading that was taken before the first
 * answer gets its time nevertheless.
 */
export class WallClock {
	readonly #servers: readonly string[];
	readonly #owner: ClockOwner;
	readonly #backoff = new Backoff(FIRST_RETRY, LAST_RETRY);
	#client: TimeClient | undefined;
	#timer: Timer | undefined;
	/** Seconds since 1970 at which the program began. */
	#begin: number | undefined;

	/**
	 * @param servers names or addresses, asked one after the other; none: there is no time of day
	 */
	constructor(servers: readonly string[], owner: ClockOwner) {
		this.#servers = servers;
		this.#owner = owner;
	}

	/** Whether any server has ever answered. */
	get known(): boolean {
		return this.#begin !== undefined;
	}

	/** What the time was so many seconds after the program began, in seconds since 1970, to a tenth; NaN while not known. */
	at(uptime: number): number {
		return this.#begin === undefined ? Number.NaN : Math.round((this.#begin + uptime) * 10) / 10;
	}

	/** There is a network: asks for the time, unless it is known well enough or asked for already. */
	start(module: WFI32): void {
		if (!this.#servers.length || this.#client || (this.#timer && this.#begin !== undefined)) return;
		this.ask(module);
	}

	/** The network is gone. What is known stays known. */
	stop(): void {
		if (this.#timer) Timer.clear(this.#timer);
		this.#timer = undefined;
		this.#client?.close();
		this.#client = undefined;
	}

	private ask(module: WFI32): void {
		this.stop();
		const clock = this;
		// what the module's oldest release cannot send, whose line holds no 48 bytes, the client lets through out of a callback
		class Datagrams extends module.UDP {
			override write(data: ArrayBuffer, address: string, port: number): void {
				try {
					super.write(data, address, port);
				} catch (error) {
					clock.answered(module, error as Error);
				}
			}
		}
		try {
			this.#client = new Client({ servers: this.#servers, socket: { io: Datagrams }, dns: { io: module.Resolver } });
			this.#client.getTime((error, time) => this.answered(module, error, time));
		} catch (error) {
			this.answered(module, error as Error);
		}
	}

	private answered(module: WFI32, error: Error | null, time?: number): void {
		// the next turn: the client may not be done with its socket
		this.#timer = Timer.set(() => {
			this.stop();
			this.#timer = Timer.set(() => this.ask(module), error ? this.#backoff.delay() : AGAIN);
		}, 0);
		if (error || time === undefined)
			return this.#owner.say(`clock: no answer (${error?.message || "none of the servers"})`);
		this.#backoff.reset();
		this.#begin = time / 1000 - this.#owner.seconds();
		this.#owner.say(`clock: ${new Date(time).toISOString()}`);
	}
}
