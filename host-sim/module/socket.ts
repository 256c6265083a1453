import type { Cancel } from "../world/clock";
import type { Endpoint, TcpConnection, TcpListener, UdpPort } from "../world/network";
import { ByteQueue } from "./queue";

export const UDP = 1;
export const TCP = 2;
export type Protocol = typeof UDP | typeof TCP;

export type SocketState = "new" | "connecting" | "connected" | "listening" | "bound" | "ended";

export interface Datagram {
	bytes: Uint8Array;
	from: Endpoint;
}

/** A socket as the module's table has it. */
export class ModuleSocket {
	/** 0 until it has one: a connection accepted in binary mode may never get one. */
	id: number;
	readonly protocol: Protocol;
	/** The listener it came from. */
	readonly parent: ModuleSocket | undefined;
	state: SocketState = "new";
	localPort = 0;
	remote: Endpoint | undefined;
	connection: TcpConnection | undefined;
	listener: TcpListener | undefined;
	port: UdpPort | undefined;
	/** Breaks off what is under way: resolving, connecting, waiting for either to take too long. */
	attempt: Cancel | undefined;
	/** TCP: received and not read. */
	readonly stream = new ByteQueue();
	/** UDP: received and not read, oldest first. */
	readonly datagrams: Datagram[] = [];
	/** The number of bytes last told, less those read since. */
	told = 0;
	tls: "none" | "wanted" | "negotiating" | "on" = "none";
	tlsIndex = 0;
	/** Ends the session of the TLS configuration. */
	closeSession: (() => void) | undefined;

	constructor(id: number, protocol: Protocol, parent?: ModuleSocket) {
		this.id = id;
		this.protocol = protocol;
		this.parent = parent;
	}

	/** Bytes that can be read. */
	get available(): number {
		return this.protocol === TCP ? this.stream.length : (this.datagrams[0]?.bytes.length ?? 0);
	}

	/** Gives back what it holds of the network. */
	release(): void {
		this.attempt?.();
		this.attempt = undefined;
		this.connection?.close();
		this.connection = undefined;
		this.listener?.close();
		this.listener = undefined;
		this.port?.close();
		this.port = undefined;
		this.closeSession?.();
		this.closeSession = undefined;
	}
}
