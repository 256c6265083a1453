import type { DatagramOptions, Datagrams, Resolver, ResolverOptions } from "clients/options";
import Timer from "timer";

export interface NTPOptions {
	socket: DatagramOptions;
	dns: ResolverOptions;
	servers: readonly string[];
	target?: unknown;
}

type Told = (this: NTP, error: Error | null, time?: number) => void;

/** Seconds from 1900, where NTP begins, to 1970. */
const EPOCH = 2_208_988_800;
const ATTEMPTS = 2;
const PATIENCE = 3000;

/** SNTP (RFC 4330) as ECMA-419 19 has it, one server after the other. Written against ECMA-419 alone. */
export default class NTP {
	declare target: unknown;
	readonly #servers: readonly string[];
	readonly #resolver: Resolver;
	readonly #socket: Datagrams;
	#callback: Told | undefined;
	#next = 0;
	#timer: ReturnType<typeof Timer.set> | undefined;
	#closed = false;

	/** @throws TypeError without socket, dns or servers */
	constructor({ socket, dns, servers, target }: NTPOptions) {
		if (!socket || !dns || !servers?.length) throw new TypeError("socket, dns and servers are required");
		if (target !== undefined) this.target = target;
		this.#servers = servers;
		this.#resolver = new dns.io({ ...dns });
		const ntp = this;
		this.#socket = new socket.io({
			...socket,
			onReadable() {
				for (let packet = this.read(); packet; packet = this.read()) ntp.#answered(new DataView(packet));
			},
		});
	}

	/** @throws Error while another is under way */
	getTime(callback: Told): void {
		if (this.#closed) throw new Error("closed");
		if (this.#callback) throw new Error("in use");
		if (typeof callback !== "function") throw new TypeError("a callback is required");
		this.#callback = callback;
		this.#next = 0;
		this.#nextServer();
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#callback = undefined;
		this.#stop();
		this.#resolver.close();
		this.#socket.close();
	}

	#nextServer(): void {
		if (this.#next === this.#servers.length) return this.#done(new Error("no server answers"));
		this.#resolver.resolve({ host: this.#servers[this.#next++] }, (error, address) => {
			if (!this.#callback) return;
			if (error || address === undefined) return this.#nextServer();
			this.#ask(address, ATTEMPTS);
		});
	}

	#ask(address: string, attempts: number): void {
		if (attempts === 0) return this.#nextServer();
		const request = new Uint8Array(48);
		request[0] = 0x23; // version 4, client
		this.#socket.write(request, address, 123);
		this.#timer = Timer.set(() => this.#ask(address, attempts - 1), PATIENCE);
	}

	#answered(packet: DataView): void {
		if (!this.#callback || packet.byteLength < 48 || (packet.getUint8(0) & 7) !== 4) return;
		const fraction = packet.getUint32(44) / 0x1_0000_0000;
		this.#done(null, Math.round((packet.getUint32(40) - EPOCH + fraction) * 1000));
	}

	#done(error: Error | null, time?: number): void {
		this.#stop();
		const callback = this.#callback;
		this.#callback = undefined;
		if (error) callback?.call(this, error);
		else callback?.call(this, null, time);
	}

	#stop(): void {
		if (this.#timer) Timer.clear(this.#timer);
		this.#timer = undefined;
	}
}
