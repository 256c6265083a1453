import type { Cancel, Clock } from "../clock";
import type { MqttConnect, MqttEvents, MqttMessage, MqttService, MqttSession, QoS } from "../mqtt";
import type { NetworkFailure } from "../network";
import type { BrokerSession, MemoryBroker } from "./broker";
import type { HostTls } from "./connection";

/** Where a broker is to be found. */
export interface BrokerPlace {
	address: string;
	port: number;
	/** Speaks TLS only. */
	tls?: HostTls;
}

/** Milliseconds each way. */
const LATENCY = 10;

/** The module's MQTT service, spoken to brokers in memory. */
export class MemoryMqtt implements MqttService {
	readonly #clock: Clock;
	readonly #places: { place: BrokerPlace; broker: MemoryBroker }[] = [];

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** Makes a broker known at an address and port. */
	place(broker: MemoryBroker, place: BrokerPlace): void {
		this.#places.push({ broker, place });
	}

	connect(request: MqttConnect, events: MqttEvents): MqttSession {
		const session = new Session(this.#clock, request, events);
		session.start(() => {
			const found = this.#places.find(
				({ place }) => place.address === request.broker.address && place.port === request.broker.port,
			);
			if (!found) return "unreachable";
			return trust(found.place.tls, request) ?? found.broker;
		});
		return session;
	}
}

function trust(tls: HostTls | undefined, { tls: request }: MqttConnect): NetworkFailure | undefined {
	if (!tls && !request) return undefined;
	if (!tls || !request) return "tls";
	if (request.authority && Buffer.compare(request.authority, Buffer.from(tls.authority)) !== 0) return "tls";
	return undefined;
}

class Session implements MqttSession {
	readonly #clock: Clock;
	readonly #request: MqttConnect;
	readonly #events: MqttEvents;
	readonly #timers = new Set<Cancel>();
	#session: BrokerSession | undefined;
	#broker: MemoryBroker | undefined;
	#over = false;
	#unheard: Cancel | undefined;

	constructor(clock: Clock, request: MqttConnect, events: MqttEvents) {
		this.#clock = clock;
		this.#request = request;
		this.#events = events;
	}

	start(find: () => MemoryBroker | NetworkFailure): void {
		this.#after(LATENCY, () => {
			const found = find();
			if (typeof found === "string") return this.#fail(found);
			if (!found.up) return this.#fail("refused");
			if (found.silent) return;
			const code = found.authorise(this.#request);
			this.#after(LATENCY, () => {
				if (code) this.#over = true;
				else this.#open(found);
				this.#events.onConnack(0, code);
			});
		});
	}

	#open(broker: MemoryBroker): void {
		this.#broker = broker;
		this.#session = broker.open(this.#request.clientId, this.#request.username, {
			message: (message) => this.#after(LATENCY, () => this.#events.onMessage(message)),
			lost: () => this.#lose(),
			silent: (silent) => {
				this.#unheard?.();
				const { keepAlive } = this.#request;
				// one and a half times the keep-alive time without a word (MQTT 3.1.1, 3.1.2.10, seen from the other side)
				if (silent && keepAlive) this.#unheard = this.#after(keepAlive * 1500, () => this.#lose());
			},
		});
	}

	subscribe(filter: string, qos: QoS, done: (granted?: QoS) => void): void {
		this.#answered((session) => {
			const granted = session.subscribe(filter, qos);
			return () => done(granted);
		});
	}

	unsubscribe(filter: string, done: (removed: boolean) => void): void {
		this.#answered((session) => {
			const removed = session.unsubscribe(filter);
			return () => done(removed);
		});
	}

	publish(message: MqttMessage, done: (delivered: boolean) => void): void {
		this.#answered((session) => {
			session.publish({ ...message, payload: new Uint8Array(message.payload) });
			return () => done(true);
		});
	}

	disconnect(): void {
		this.drop();
	}

	drop(): void {
		this.#session?.close();
		this.#stop();
	}

	/** The request reaches the broker one latency later, the answer comes back another one later. */
	#answered(act: (session: BrokerSession) => () => void): void {
		this.#after(LATENCY, () => {
			if (!this.#session || this.#broker?.silent) return;
			const answer = act(this.#session);
			this.#after(LATENCY, answer);
		});
	}

	#fail(failure: NetworkFailure): void {
		this.#stop();
		this.#events.onFailed(failure);
	}

	#lose(): void {
		this.#session?.close();
		this.#stop();
		this.#events.onLost();
	}

	#stop(): void {
		this.#over = true;
		for (const cancel of this.#timers) cancel();
		this.#timers.clear();
	}

	#after(delay: number, callback: () => void): Cancel {
		const cancel = this.#clock.after(delay, () => {
			this.#timers.delete(cancel);
			if (!this.#over) callback();
		});
		this.#timers.add(cancel);
		return cancel;
	}
}
