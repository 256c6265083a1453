import type { DatagramOptions, Datagrams, Resolver, ResolverOptions } from "tests/clients/options";
import Timer from "timer";

export interface NTPOptions {
	socket: DatagramOptions;
	dns: ResolverOptions;
	servers: readonly string[];
}

/** Seconds from 1900, where NTP begins, to 1970. */
const EPOCH = 2_208_988_800;
const PATIENCE = 3000;

/** SNTP (RFC 4330) as ECMA-419 19 has it, one server after the other. Written against ECMA-419 alone. */
export default class NTP {
	readonly #servers: readonly string[];
	readonly #resolver: Resolver;
	readonly #socket: Datagrams;
	#callback: ((error: Error | null, time?: number) => void) | undefined;
	#next = 0;
	#timer: ReturnType<typeof Timer.set> | undefined;

	constructor({ socket, dns, servers }: NTPOptions) {
		this.#servers = servers;
		this.#resolver = new dns.io(dns);
		const ntp = this;
		this.#socket = new socket.io({
			...socket,
			onReadable() {
				for (let packet = this.read(); packet; packet = this.read()) ntp.#answered(new DataView(packet));
			},
		});
	}

	getTime(callback: (error: Error | null, time?: number) => void): void {
		if (this.#callback) throw new Error("in use");
		this.#callback = callback;
		this.#next = 0;
		this.#ask();
	}

	close(): void {
		this.#callback = undefined;
		Timer.clear(this.#timer as never);
		this.#resolver.close();
		this.#socket.close();
	}

	#ask(): void {
		if (this.#next === this.#servers.length) return this.#done(new Error("no server answers"));
		this.#resolver.resolve({ host: this.#servers[this.#next++] }, (error, address) => {
			if (!this.#callback) return;
			if (error || address === undefined) return this.#ask();
			const request = new Uint8Array(48);
			request[0] = 0x23; // version 4, client
			this.#socket.write(request, address, 123);
			this.#timer = Timer.set(() => this.#ask(), PATIENCE);
		});
	}

	#answered(packet: DataView): void {
		if (packet.byteLength < 48 || (packet.getUint8(0) & 7) !== 4) return;
		Timer.clear(this.#timer as never);
		this.#timer = undefined;
		const fraction = packet.getUint32(44) / 0x1_0000_0000;
		this.#done(null, Math.round((packet.getUint32(40) - EPOCH + fraction) * 1000));
	}

	#done(error: Error | null, time?: number): void {
		const callback = this.#callback;
		this.#callback = undefined;
		callback?.(error, time);
	}
}
