import type { Clock } from "../clock";
import { isFilter, isTopic, type MqttConnect, type MqttMessage, type QoS, topicMatches } from "../mqtt";

/** What a session hears from the broker. */
export interface BrokerSink {
	message(message: MqttMessage): void;
	/** The broker has gone, or sent the session away. */
	lost(): void;
	/** The broker stopped answering, or answers again. */
	silent(silent: boolean): void;
}

/** A client's session, as the broker has it. */
export interface BrokerSession {
	readonly clientId: string;
	readonly username: string | undefined;
	/** Filters with the QoS granted. */
	readonly subscriptions: ReadonlyMap<string, QoS>;
	subscribe(filter: string, qos: QoS): QoS | undefined;
	unsubscribe(filter: string): boolean;
	publish(message: MqttMessage): void;
	close(): void;
}

interface Session extends BrokerSession {
	subscriptions: Map<string, QoS>;
	sink: BrokerSink;
}

/** A small MQTT broker: topics, wildcards, retained messages, QoS by the lower of both. Sessions are always clean. */
export class MemoryBroker {
	readonly #clock: Clock;
	readonly #sessions = new Set<Session>();
	readonly #observers = new Set<{ filter: string; onMessage: (message: MqttMessage) => void }>();
	readonly #retained = new Map<string, MqttMessage>();
	/** Every message published by a client, in order. */
	readonly published: (MqttMessage & { clientId: string; text: string; at: number })[] = [];
	/** Says who may connect: CONNACK's return code, 0 for yes. */
	authorise: (request: MqttConnect) => number = () => 0;
	#silent = false;
	#up = true;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	get up(): boolean {
		return this.#up;
	}

	/** The broker takes everything and answers nothing; its clients notice when their keep-alive time is over. */
	get silent(): boolean {
		return this.#silent;
	}

	set silent(silent: boolean) {
		this.#silent = silent;
		for (const session of [...this.#sessions]) session.sink.silent(silent);
	}

	/** Clients connected. */
	get sessions(): readonly BrokerSession[] {
		return [...this.#sessions];
	}

	/** Drops every session; connecting is refused until {@link MemoryBroker.bringUp}. */
	takeDown(): void {
		this.#up = false;
		this.dropSessions();
	}

	bringUp(): void {
		this.#up = true;
	}

	/** Drops every session and stays up. */
	dropSessions(): void {
		for (const session of [...this.#sessions]) {
			this.#sessions.delete(session);
			session.sink.lost();
		}
	}

	/** A client connected. One with the same ID is sent away (MQTT 3.1.1, 3.1.4). */
	open(clientId: string, username: string | undefined, sink: BrokerSink): BrokerSession {
		for (const other of [...this.#sessions]) {
			if (other.clientId !== clientId) continue;
			this.#sessions.delete(other);
			other.sink.lost();
		}
		const subscriptions = new Map<string, QoS>();
		const session: Session = {
			clientId,
			username,
			sink,
			subscriptions,
			subscribe: (filter, qos) => {
				if (!isFilter(filter)) return undefined;
				subscriptions.set(filter, qos);
				this.#clock.after(0, () => this.#sendRetained(session, filter));
				return qos;
			},
			unsubscribe: (filter) => subscriptions.delete(filter),
			publish: (message) => {
				const text = Buffer.from(message.payload).toString("utf8");
				this.published.push({ ...message, clientId, text, at: this.#clock.now() });
				this.#distribute(message);
			},
			close: () => {
				this.#sessions.delete(session);
			},
		};
		this.#sessions.add(session);
		return session;
	}

	/** Publishes as somebody else. */
	publish(topic: string, payload: Uint8Array | string, options: { qos?: QoS; retain?: boolean } = {}): void {
		if (!isTopic(topic)) throw new Error(`not a topic: ${topic}`);
		const bytes = typeof payload === "string" ? Buffer.from(payload) : new Uint8Array(payload);
		this.#distribute({ topic, payload: bytes, qos: options.qos ?? 0, retain: options.retain ?? false });
	}

	/** Observes as somebody else, retained messages first. Call the result to stop. */
	subscribe(filter: string, onMessage: (message: MqttMessage) => void): () => void {
		if (!isFilter(filter)) throw new Error(`not a filter: ${filter}`);
		const observer = { filter, onMessage };
		this.#observers.add(observer);
		for (const message of this.#retained.values()) if (topicMatches(filter, message.topic)) onMessage(message);
		return () => {
			this.#observers.delete(observer);
		};
	}

	/** The retained message of a topic. */
	retained(topic: string): MqttMessage | undefined {
		return this.#retained.get(topic);
	}

	#distribute(message: MqttMessage): void {
		if (message.retain) {
			if (message.payload.length) this.#retained.set(message.topic, message);
			else this.#retained.delete(message.topic);
		}
		// 3.3.1.3: to an established subscription a message goes without the retain flag
		const live = { ...message, retain: false };
		for (const observer of [...this.#observers]) {
			if (topicMatches(observer.filter, message.topic)) observer.onMessage(live);
		}
		for (const session of [...this.#sessions]) {
			const granted = [...session.subscriptions].filter(([filter]) => topicMatches(filter, message.topic));
			if (!granted.length) continue;
			const most = Math.max(...granted.map(([, qos]) => qos));
			session.sink.message({ ...live, qos: Math.min(message.qos, most) as QoS });
		}
	}

	#sendRetained(session: Session, filter: string): void {
		const granted = session.subscriptions.get(filter);
		if (granted === undefined || !this.#sessions.has(session)) return;
		for (const message of this.#retained.values()) {
			if (!topicMatches(filter, message.topic)) continue;
			session.sink.message({ ...message, qos: Math.min(message.qos, granted) as QoS });
		}
	}
}
