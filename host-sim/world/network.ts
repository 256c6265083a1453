import type { Cancel } from "./clock";

/** Why the network did not do what was asked. */
export type NetworkFailure = "refused" | "unreachable" | "timeout" | "reset" | "in-use" | "tls" | "failed";

/** An IPv4 address in dotted decimal, and a port 1–65535. */
export interface Endpoint {
	address: string;
	port: number;
}

/** What TLS is to be negotiated with. Certificates and keys are the bytes found under their names. */
export interface TlsRequest {
	role: "client" | "server";
	/** Who must have signed the other end's certificate. Without it nothing is verified. */
	authority?: Uint8Array;
	certificate?: Uint8Array;
	key?: Uint8Array;
	keyPassword?: string;
	/** Server Name Indication. */
	serverName?: string;
	/** The name the server's certificate must carry; without it any will do. Needs `authority`. */
	checkName?: string;
}

/** What a TCP connection reports. Set before anything can arrive: from within the callback that hands the connection over. */
export interface TcpEvents {
	/** Bytes arrived; the receiver may keep them. */
	onData(bytes: Uint8Array): void;
	/** The other end has sent all it will. */
	onEnd(): void;
	/** The connection is gone, once: cleanly without, or broken with a reason. Not called after `close` or `reset`. */
	onClose(failure?: NetworkFailure): void;
}

/** One end of a TCP connection. */
export interface TcpConnection {
	readonly local: Endpoint;
	readonly remote: Endpoint;
	events: TcpEvents | undefined;
	/** Takes all of it. The bytes are copied. */
	write(bytes: Uint8Array): void;
	/** How many bytes written have not left yet. */
	readonly unsent: number;
	/** Stops and restarts `onData`: what the other end sends stays with it. */
	pause(): void;
	resume(): void;
	/** Negotiates TLS on the open connection. */
	secure(request: TlsRequest, done: (failure?: NetworkFailure) => void): void;
	/** Sends what was written, then the end. No event follows. */
	close(): void;
	/** Breaks the connection. No event follows. */
	reset(): void;
}

export interface TcpListener {
	readonly port: number;
	close(): void;
}

export interface UdpPort {
	readonly port: number;
	/** Sends one datagram, or loses it: nobody is told. */
	send(bytes: Uint8Array, to: Endpoint): void;
	/** Joins a multicast group; false when the network will not. */
	join(group: string): boolean;
	close(): void;
}

/** How a port is asked for: port 0 picks a free one. */
export interface LocalPort {
	address: string;
	port: number;
	/** UDP: others on the same machine may have it too, as the members of a group do. */
	shared?: boolean;
}

/** TCP, UDP and TLS as the module uses them. `done` may be called before the method returns. */
export interface Network {
	/** Opens a connection. Never times out by itself unless the network says so; cancelling breaks the attempt off. */
	connect(
		from: { address: string; receiveWindow: number },
		to: Endpoint,
		done: (result: TcpConnection | NetworkFailure) => void,
	): Cancel;
	listen(
		at: LocalPort & { receiveWindow: number },
		onConnection: (connection: TcpConnection) => void,
		done: (result: TcpListener | NetworkFailure) => void,
	): void;
	bind(
		at: LocalPort,
		onMessage: (bytes: Uint8Array, from: Endpoint) => void,
		done: (result: UdpPort | NetworkFailure) => void,
	): void;
}

/** Whether the text is an IPv4 address in dotted decimal. */
export function isIPv4(text: string): boolean {
	const parts = text.split(".");
	return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

/** Whether the address belongs to a multicast group (224.0.0.0/4). */
export function isMulticast(address: string): boolean {
	const first = Number(address.split(".")[0]);
	return isIPv4(address) && first >= 224 && first <= 239;
}
