import type { Wfi32Error } from "drivers/wfi32/errors";
import type { MQTTClient } from "wfi32/mqtt";
import type { TrustOptions } from "wfi32/trust";

/** About the message, or the part of it, that can be read. Lent for the duration of the call. */
export interface MQTTReadableOptions {
	/** Whether more of the same message follows. Never, here: messages come whole. */
	readonly more: boolean;
	readonly topic: string;
	/** The module does not tell with which quality a message came. */
	readonly QoS: number;
	/** The whole message's length. */
	readonly byteLength: number;
}

/** A control message. Lent for the duration of the call. */
export interface MQTTControlMessage {
	readonly operation: number;
	readonly id?: number;
	/** Of SUBACK: what each topic was granted; 128 is refused. */
	readonly payload?: number[];
}

/** What {@link MQTTClient} is told: ECMA-419 24.2, less what the module's service cannot do. */
export interface MQTTClientOptions {
	/** Name or address of the broker, at most 64 bytes. */
	host: string;
	/** 1 to 65535; 1883 if left out, or 8883 with `tls`. */
	port?: number;
	/** The client identifier, at most 23 bytes; the module's own device ID if left out. */
	id?: string;
	/** User name, at most 128 bytes. */
	user?: string;
	/** No release sends it to the broker: it throws. */
	password?: string;
	/** A clean session; true if left out. The module asks for one always, so false throws. */
	clean?: boolean;
	/** Milliseconds between signs of life; 0 or left out: the module's own interval. A release that cannot be told fails. */
	keepAlive?: number;
	/** The module has none: it throws. */
	will?: undefined;
	/**
	 * How the module secures the connection; left out: not at all. Without a `host` of its own it has the broker's. This
	 * project's addition to the standard.
	 */
	tls?: TrustOptions;
	/** "buffer", always. */
	format?: "buffer";
	target?: unknown;
	/** A message has come, of `count` bytes. */
	onReadable?: (this: MQTTClient, count: number, options: MQTTReadableOptions) => void;
	/** `count` bytes may be written. */
	onWritable?: (this: MQTTClient, count: number) => void;
	/** CONNACK, PUBACK, PUBCOMP, SUBACK or UNSUBACK. */
	onControl?: (this: MQTTClient, operation: number, message: MQTTControlMessage) => void;
	/** The connection failed or ended; of no further use. */
	onError?: (this: MQTTClient, error: Error) => void;
}

/** What the module has stored for its service (reference 6.1.3), without a password. */
export interface MQTTStoredConfiguration {
	readonly host: string;
	readonly port: number;
	/** The client identifier. */
	readonly id: string;
	readonly user: string;
	/** Whether the connection is secured. */
	readonly tls: boolean;
	/** Milliseconds; undefined where the release has no such parameter. */
	readonly keepAlive: number | undefined;
}

/** @param error null when it was read */
export type MQTTConfigurationRead = (
	this: MQTTClient,
	error: Wfi32Error | null,
	configuration?: MQTTStoredConfiguration,
) => void;

/** What is to be written (ECMA-419 24.5). */
export interface MQTTWriteOptions {
	/** PUBLISH if left out; else SUBSCRIBE, UNSUBSCRIBE or DISCONNECT. */
	operation?: number;
	/** Comes back with the acknowledgement; counted up if left out. */
	id?: number;
	/** Of a message: 1 to 128 bytes. */
	topic?: string;
	/** Of a message: 0, 1 or 2; 0 if left out. */
	QoS?: number;
	retain?: boolean;
	/** The module does not send a message again on request: true throws. */
	duplicate?: boolean;
	/** Of a message that is written in parts: the length of all; the last part sends it. */
	byteLength?: number;
	/** Of SUBSCRIBE and UNSUBSCRIBE: the topics. */
	items?: readonly { topic: string; QoS?: number }[];
}
