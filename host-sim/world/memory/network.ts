import type { Cancel, Clock } from "../clock";
import type { Endpoint, LocalPort, Network, NetworkFailure, TcpConnection, TcpListener, UdpPort } from "../network";
import { type HostTls, MemoryConnection } from "./connection";
import { Peer } from "./peer";
import { MemoryUdp, type UdpHost } from "./udp";

/** What an address does about ports nobody listens on. */
export type Manner = "refused" | "unreachable" | "blackhole";

export interface HostOptions {
	/** Milliseconds each way; 5 unless told. */
	latency?: number;
	/** Bytes taken while the peer is paused; 16384 unless told. */
	window?: number;
	/** Speaks TLS only. */
	tls?: HostTls;
}

interface Listening extends HostOptions {
	accept(connection: MemoryConnection): void;
	receiveWindow: number;
}

const LATENCY = 5;
const WINDOW = 16384;
/** How long an address without a machine takes to be found unreachable, in milliseconds. */
const UNREACHABLE_AFTER = 3000;

/** A network in memory: hosts are added by tests, time is the clock's. */
export class MemoryNetwork implements Network {
	readonly #clock: Clock;
	readonly #listening = new Map<string, Listening>();
	readonly #manners = new Map<string, Manner>();
	readonly #udp: MemoryUdp;
	#nextPort = 49152;

	constructor(clock: Clock) {
		this.#clock = clock;
		this.#udp = new MemoryUdp(clock, LATENCY, () => this.#freePort());
	}

	/** A host that listens: `onPeer` gets the far end of every connection made to it. */
	listen(address: string, port: number, onPeer: (peer: Peer) => void, options?: HostOptions): { close(): void };
	listen(
		at: LocalPort & { receiveWindow: number },
		onConnection: (connection: TcpConnection) => void,
		done: (result: TcpListener | NetworkFailure) => void,
	): void;
	listen(
		at: string | (LocalPort & { receiveWindow: number }),
		second: number | ((connection: TcpConnection) => void),
		third: ((peer: Peer) => void) | ((result: TcpListener | NetworkFailure) => void),
		options: HostOptions = {},
	): { close(): void } | undefined {
		if (typeof at === "string") {
			const onPeer = third as (peer: Peer) => void;
			const accept = (connection: MemoryConnection) => onPeer(new Peer(connection));
			const entry = { ...options, accept, receiveWindow: options.window ?? WINDOW };
			return this.#open({ address: at, port: second as number }, entry);
		}
		const done = third as (result: TcpListener | NetworkFailure) => void;
		const port = at.port || this.#freePort();
		if (this.#listening.has(key({ address: at.address, port }))) done("in-use");
		else {
			const accept = second as (connection: TcpConnection) => void;
			const listener = this.#open({ address: at.address, port }, { accept, receiveWindow: at.receiveWindow });
			done({ port, close: () => listener.close() });
		}
		return undefined;
	}

	#open(at: Endpoint, entry: Listening): { close(): void } {
		const name = key(at);
		this.#listening.set(name, entry);
		return {
			close: () => {
				if (this.#listening.get(name) === entry) this.#listening.delete(name);
			},
		};
	}

	/**
	 * What an address, or one of its ports, does to connections: a port even when something listens on it, an address
	 * where nothing does; a black hole swallows both. Without a manner it is as before.
	 */
	behave(address: string, manner: Manner | undefined, port?: number): void {
		const name = port === undefined ? address : key({ address, port });
		if (manner) this.#manners.set(name, manner);
		else this.#manners.delete(name);
	}

	connect(
		from: { address: string; receiveWindow: number },
		to: Endpoint,
		done: (result: TcpConnection | NetworkFailure) => void,
	): Cancel {
		const local = { address: from.address, port: this.#freePort() };
		let cancelled = false;
		const latency = this.#listening.get(key(to))?.latency ?? LATENCY;
		const answer = (delay: number, call: () => void) =>
			this.#clock.after(delay, () => {
				if (!cancelled) call();
			});
		answer(latency, () => {
			const listening = this.#listening.get(key(to));
			const manner = this.#manner(to);
			if (manner === "blackhole") return;
			if (!listening || manner) {
				const failure = manner ?? "refused";
				answer(failure === "refused" ? latency : UNREACHABLE_AFTER, () => done(failure));
				return;
			}
			const { clock, receiveWindow } = { clock: this.#clock, receiveWindow: from.receiveWindow };
			const [near, far] = MemoryConnection.pair(
				{ clock, latency, local, remote: to, receiveWindow },
				{ clock, latency, local: to, remote: local, receiveWindow: listening.receiveWindow, tls: listening.tls },
			);
			answer(latency, () => done(near));
			listening.accept(far);
		});
		return () => {
			cancelled = true;
		};
	}

	/** Undefined when something listens there and nothing was said about it. */
	#manner(to: Endpoint): Manner | undefined {
		const said = this.#manners.get(key(to));
		if (said) return said;
		if (this.#listening.has(key(to))) return this.#manners.get(to.address) === "blackhole" ? "blackhole" : undefined;
		const atAddress = this.#manners.get(to.address);
		if (atAddress) return atAddress;
		return [...this.#listening.keys()].some((name) => name.startsWith(`${to.address}:`)) ? "refused" : "unreachable";
	}

	/**
	 * Connects to a port that the module listens on. The peer is usable at once; nothing it writes arrives before the
	 * connection is made. Throws when nobody listens there.
	 */
	dial(address: string, port: number, from: Partial<Endpoint> = {}, options: HostOptions = {}): Peer {
		const to = { address, port };
		const listening = this.#listening.get(key(to));
		if (!listening) throw new Error(`nobody listens on ${key(to)}`);
		const local = { address: from.address ?? "192.0.2.99", port: from.port ?? this.#freePort() };
		const latency = options.latency ?? LATENCY;
		const [near, far] = MemoryConnection.pair(
			{
				clock: this.#clock,
				latency,
				local,
				remote: to,
				receiveWindow: options.window ?? WINDOW,
				tls: options.tls,
			},
			{ clock: this.#clock, latency, local: to, remote: local, receiveWindow: listening.receiveWindow },
		);
		const peer = new Peer(near);
		this.#clock.after(latency, () => listening.accept(far));
		return peer;
	}

	bind(
		at: LocalPort,
		onMessage: (bytes: Uint8Array, from: Endpoint) => void,
		done: (result: UdpPort | NetworkFailure) => void,
	): void {
		done(this.#udp.bind(at, onMessage));
	}

	/** A host with a UDP port: `onMessage` gets every datagram sent to it. Throws when the port is taken. */
	udpHost(address: string, port: number, onMessage?: (text: Uint8Array, from: Endpoint) => void): UdpHost {
		return this.#udp.host({ address, port }, onMessage);
	}

	#freePort(): number {
		const port = this.#nextPort;
		this.#nextPort = port === 65535 ? 49152 : port + 1;
		return port;
	}
}

function key({ address, port }: Endpoint): string {
	return `${address}:${port}`;
}
