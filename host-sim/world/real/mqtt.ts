import { connect, type IClientOptions, type MqttClient } from "mqtt";
import type { MqttConnect, MqttEvents, MqttMessage, MqttService, MqttSession, QoS } from "../mqtt";
import { failureOf } from "./network";
import { tlsOptions } from "./tls";

/** The module's MQTT service, spoken to brokers of the real world. */
export class RealMqtt implements MqttService {
	readonly #clients = new Set<MqttClient>();

	connect(request: MqttConnect, events: MqttEvents): MqttSession {
		const client = connect(optionsOf(request));
		this.#clients.add(client);
		client.once("close", () => this.#clients.delete(client));
		return new Session(client, events);
	}

	/** Drops every connection. */
	close(): void {
		for (const client of [...this.#clients]) client.end(true);
	}
}

function optionsOf({ broker, clientId, username, password, keepAlive, clean, tls }: MqttConnect): IClientOptions {
	return {
		protocol: tls ? "mqtts" : "mqtt",
		host: broker.address,
		port: broker.port,
		protocolVersion: 4,
		clientId,
		username,
		password,
		keepalive: keepAlive,
		clean,
		// the module decides what happens when a connection is lost
		reconnectPeriod: 0,
		resubscribe: false,
		...(tls ? tlsOptions(tls) : {}),
	};
}

class Session implements MqttSession {
	readonly #client: MqttClient;
	#over = false;

	constructor(client: MqttClient, events: MqttEvents) {
		this.#client = client;
		let connected = false;
		const finish = (report: () => void) => {
			if (this.#over) return;
			this.#over = true;
			client.end(true);
			report();
		};
		client.on("connect", ({ sessionPresent, returnCode }) => {
			connected = true;
			if (!this.#over) events.onConnack(sessionPresent ? 1 : 0, returnCode ?? 0);
		});
		client.on("message", (topic, payload, { qos, retain }) => {
			if (!this.#over) events.onMessage({ topic, payload: Uint8Array.from(payload), qos: qos as QoS, retain });
		});
		client.on("error", (error) => {
			const code = "code" in error ? error.code : undefined;
			// a number is CONNACK's return code, text an error of the system
			if (typeof code === "number" && !connected) finish(() => events.onConnack(0, code));
			else if (!connected) finish(() => events.onFailed(failureOf(error as NodeJS.ErrnoException)));
		});
		client.on("close", () => finish(() => (connected ? events.onLost() : events.onFailed("refused"))));
	}

	subscribe(filter: string, qos: QoS, done: (granted?: QoS) => void): void {
		this.#client.subscribe(filter, { qos }, (error, granted) => {
			const level = granted?.[0]?.qos;
			if (!this.#over) done(error || level === undefined || level > 2 ? undefined : (level as QoS));
		});
	}

	unsubscribe(filter: string, done: (removed: boolean) => void): void {
		this.#client.unsubscribe(filter, (error) => {
			if (!this.#over) done(!error);
		});
	}

	publish({ topic, payload, qos, retain }: MqttMessage, done: (delivered: boolean) => void): void {
		this.#client.publish(topic, Buffer.from(payload), { qos, retain }, (error) => {
			if (!this.#over) done(!error);
		});
	}

	disconnect(): void {
		this.#over = true;
		this.#client.end();
	}

	drop(): void {
		if (this.#over) return;
		this.#over = true;
		this.#client.end(true);
	}
}
