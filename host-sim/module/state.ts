import type { Endpoint } from "../world/network";
import type { Chapters } from "./module";
import type { MqttState } from "./mqtt";
import type { Protocol, SocketState } from "./socket";
import type { StationState } from "./station";

/** A socket as a viewer sees it. */
export interface SocketView {
	id: number;
	protocol: Protocol;
	state: SocketState;
	localPort: number;
	remote: Endpoint | undefined;
	/** Bytes received and not read; for UDP those of the oldest datagram. */
	available: number;
	tls: boolean;
}

/** What the module is doing. A copy: it does not change. */
export interface ModuleState {
	powered: boolean;
	station: { state: StationState; ssid: Uint8Array; bssid: string | undefined; channel: number | undefined };
	accessPoint: { on: boolean; stations: { mac: string; address: string | undefined }[] };
	/** The module's address, once it has one. */
	address: string | undefined;
	sockets: SocketView[];
	/** TLS configurations with sessions, and how many. */
	tls: { configuration: number; sessions: number }[];
	mqtt: { state: MqttState; subscriptions: string[] };
}

/** Makes the view. */
export function stateOf(chapters: Chapters | undefined, powered: boolean): ModuleState {
	const station = chapters?.station;
	return {
		powered,
		station: {
			state: station?.state ?? "off",
			ssid: new Uint8Array(station?.ssid ?? []),
			bssid: station?.accessPoint?.bssid,
			channel: station?.accessPoint?.channel,
		},
		accessPoint: {
			on: chapters?.hotspot.on ?? false,
			stations: (chapters?.hotspot.guests ?? []).map(({ mac, address }) => ({ mac, address })),
		},
		address: station?.address,
		sockets: [...(chapters?.network.sockets ?? [])].map((socket) => ({
			id: socket.id,
			protocol: socket.protocol,
			state: socket.state,
			localPort: socket.localPort,
			remote: socket.remote && { ...socket.remote },
			available: socket.available,
			tls: socket.tls === "on",
		})),
		tls: [...(chapters?.tls.sessions ?? [])]
			.filter(([, sessions]) => sessions > 0)
			.map(([configuration, sessions]) => ({ configuration, sessions })),
		mqtt: { state: chapters?.mqtt.state ?? "off", subscriptions: [...(chapters?.mqtt.subscriptions ?? [])] },
	};
}
