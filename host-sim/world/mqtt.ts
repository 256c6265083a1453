import type { Endpoint, NetworkFailure, TlsRequest } from "./network";

export type QoS = 0 | 1 | 2;

export interface MqttMessage {
	topic: string;
	payload: Uint8Array;
	qos: QoS;
	retain: boolean;
}

export interface MqttConnect {
	broker: Endpoint;
	clientId: string;
	username?: string;
	password?: string;
	/** Seconds; 0 for none. */
	keepAlive: number;
	clean: boolean;
	tls?: TlsRequest;
}

/** What the MQTT service of the module hears. */
export interface MqttEvents {
	/** CONNACK arrived. With a return code other than 0 nothing else follows. */
	onConnack(flags: number, returnCode: number): void;
	/** No connection was made; nothing else follows. */
	onFailed(failure: NetworkFailure): void;
	/** The connection was lost; nothing else follows. */
	onLost(): void;
	onMessage(message: MqttMessage): void;
}

/** A session with a broker. Requests are answered once, or never. */
export interface MqttSession {
	/** `granted` is the broker's QoS; undefined when it refused. */
	subscribe(filter: string, qos: QoS, done: (granted?: QoS) => void): void;
	unsubscribe(filter: string, done: (removed: boolean) => void): void;
	/** `done` comes when sent (QoS 0), acknowledged (1) or complete (2). */
	publish(message: MqttMessage, done: (delivered: boolean) => void): void;
	/** Sends DISCONNECT. No event follows. */
	disconnect(): void;
	/** Drops the connection. No event follows. */
	drop(): void;
}

/** MQTT 3.1.1 as the module's own service speaks it. */
export interface MqttService {
	connect(request: MqttConnect, events: MqttEvents): MqttSession;
}

/** Whether a topic falls under a filter (MQTT 3.1.1, 4.7). */
export function topicMatches(filter: string, topic: string): boolean {
	const wanted = filter.split("/");
	const levels = topic.split("/");
	// 4.7.2: a wildcard in front does not match topics of the broker itself
	if (topic.startsWith("$") && (wanted[0] === "+" || wanted[0] === "#")) return false;
	for (let i = 0; i < wanted.length; i++) {
		if (wanted[i] === "#") return i === wanted.length - 1;
		if (i >= levels.length) return false;
		if (wanted[i] !== "+" && wanted[i] !== levels[i]) return false;
	}
	return wanted.length === levels.length;
}

/** Whether the filter is well-formed (MQTT 3.1.1, 4.7.1). */
export function isFilter(filter: string): boolean {
	const levels = filter.split("/");
	return (
		filter.length > 0 &&
		levels.every((level, i) => {
			if (level.includes("#")) return level === "#" && i === levels.length - 1;
			return !level.includes("+") || level === "+";
		})
	);
}

/** Whether a message can be published under this name: not empty, no wildcards. */
export function isTopic(topic: string): boolean {
	return topic.length > 0 && !/[+#\0]/.test(topic);
}
