import type { Clock } from "../clock";
import { type Endpoint, isMulticast, type LocalPort, type NetworkFailure, type UdpPort } from "../network";

/** A UDP port of a host, in the hands of a test. */
export interface UdpHost {
	/** Every datagram received. */
	readonly received: { bytes: Uint8Array; text: string; from: Endpoint }[];
	/** Sends bytes, or text as Latin-1. */
	send(data: Uint8Array | string, to: Endpoint): void;
	join(group: string): void;
	close(): void;
}

interface Bound {
	at: Endpoint;
	shared: boolean;
	groups: Set<string>;
	onMessage(bytes: Uint8Array, from: Endpoint): void;
}

/** Datagrams in memory: unicast, groups and broadcast. What nobody is bound to is lost. */
export class MemoryUdp {
	readonly #clock: Clock;
	readonly #latency: number;
	readonly #freePort: () => number;
	readonly #ports = new Set<Bound>();

	constructor(clock: Clock, latency: number, freePort: () => number) {
		this.#clock = clock;
		this.#latency = latency;
		this.#freePort = freePort;
	}

	bind(at: LocalPort, onMessage: (bytes: Uint8Array, from: Endpoint) => void): UdpPort | NetworkFailure {
		const port = at.port || this.#freePort();
		for (const other of this.#ports) {
			const taken = other.at.address === at.address && other.at.port === port;
			if (taken && !(at.shared && other.shared)) return "in-use";
		}
		const bound: Bound = {
			at: { address: at.address, port },
			shared: at.shared === true,
			groups: new Set(),
			onMessage,
		};
		this.#ports.add(bound);
		return {
			port,
			send: (bytes, to) => this.#send(bound, bytes, to),
			join: (group) => {
				if (!isMulticast(group)) return false;
				bound.groups.add(group);
				return true;
			},
			close: () => {
				this.#ports.delete(bound);
			},
		};
	}

	host(at: Endpoint, onMessage?: (bytes: Uint8Array, from: Endpoint) => void): UdpHost {
		const received: UdpHost["received"] = [];
		const port = this.bind(at, (bytes, from) => {
			received.push({ bytes, text: Buffer.from(bytes).toString("latin1"), from });
			onMessage?.(bytes, from);
		});
		if (typeof port === "string") throw new Error(`${at.address}:${at.port} is taken`);
		return {
			received,
			send: (data, to) => port.send(typeof data === "string" ? Buffer.from(data, "latin1") : data, to),
			join: (group) => {
				if (!port.join(group)) throw new Error(`${group} is no multicast group`);
			},
			close: () => port.close(),
		};
	}

	#send(from: Bound, bytes: Uint8Array, to: Endpoint): void {
		const copy = new Uint8Array(bytes);
		this.#clock.after(this.#latency, () => {
			for (const bound of [...this.#ports]) {
				if (bound !== from && reaches(bound, to)) bound.onMessage(new Uint8Array(copy), { ...from.at });
			}
		});
	}
}

function reaches(bound: Bound, to: Endpoint): boolean {
	if (bound.at.port !== to.port) return false;
	if (to.address === "255.255.255.255") return true;
	return bound.at.address === to.address || bound.groups.has(to.address);
}
