import type { Driver } from "drivers/wfi32/driver";
import type { Socket } from "drivers/wfi32/socket";
import type { Station } from "drivers/wfi32/station";
import { TcpListener } from "drivers/wfi32/tcp-listener";
import { TcpSocket } from "drivers/wfi32/tcp-socket";

/** A socket as the driver sees it. */
export interface SocketStatus {
	readonly kind: "TCP" | "UDP" | "listener";
	/** The module's number for it; -1 while it has none. */
	readonly id: number;
	readonly state: string;
	/** `address:port` of the other side; of a listener, the port it listens at. */
	readonly remote: string;
	/** The TLS configuration that it is secured with; 0: none. */
	readonly tls: number;
	/** Bytes received and not read, written and not sent. */
	readonly unread: number;
	readonly unsent: number;
}

/** What the driver believes of its module: for a page, a log, somebody with a debugger. */
export interface Status {
	/** Whether the module answers. */
	readonly answers: boolean;
	readonly wifi: {
		readonly state: string;
		readonly SSID?: string;
		readonly BSSID?: string;
		readonly channel?: number;
		readonly address?: string;
	};
	readonly sockets: readonly SocketStatus[];
	/** TLS configurations in use, and by how many. */
	readonly tls: readonly { readonly index: number; readonly users: number }[];
	readonly mqtt: string;
	/** Received bytes that wait to be looked at: now, at most, and how many can, in bytes. */
	readonly ring: { readonly waiting: number; readonly highWater: number; readonly size: number };
}

// in the order of their numbers in drivers/wfi32
const stationStates = Object.freeze(["off", "configuring", "joining", "linked", "up"]);
const socketStates = Object.freeze([
	...["opening", "opening", "binding", "connecting", "securing", "connected", "failed", "closing", "gone"],
]);
const mqttStates = Object.freeze(["off", "configuring", "connecting", "connected"]);

function socketStatus(socket: Socket): SocketStatus {
	const status = { id: socket.id, state: socketStates[socket.state], tls: 0, unread: 0, unsent: 0 };
	if (socket instanceof TcpListener) return { ...status, kind: "listener", remote: `port ${socket.port}` };
	if (!(socket instanceof TcpSocket)) return { ...status, kind: "UDP", remote: "" };
	return {
		...status,
		kind: "TCP",
		remote: `${socket.remoteAddress}:${socket.remotePort}`,
		tls: socket.tlsIndex,
		unread: socket.receiving.buffer.count,
		unsent: socket.sending.buffer.count,
	};
}

/** Of a program that does not use the station. */
const NO_STATION: Partial<Station> & { readonly state: number } = Object.freeze({ state: 0 });

/** A copy of what the driver believes now. Makes new objects: not for every event. */
export function statusOf(driver: Driver): Status {
	const { decoder, sockets, stationInUse: station, tlsInUse: tls, mqttInUse: mqtt } = driver;
	const { receiver } = driver.uart;
	const { state, wanted, bssid, channel, address } = station ?? NO_STATION;
	return {
		answers: driver.ready,
		wifi: {
			state: stationStates[state],
			SSID: state && wanted ? decoder.decode(wanted.ssid, 0, wanted.ssid.length) : undefined,
			BSSID: bssid,
			channel,
			address,
		},
		sockets: sockets.open.map(socketStatus),
		tls: tls?.used ?? [],
		mqtt: mqttStates[mqtt?.state ?? 0],
		ring: { waiting: receiver.count, highWater: receiver.highWater, size: receiver.size },
	};
}
