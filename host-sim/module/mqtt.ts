import type { Cancel } from "../world/clock";
import { isFilter, isTopic, type MqttMessage, type MqttSession, type QoS } from "../world/mqtt";
import { isIPv4, type TlsRequest } from "../world/network";
import type { Arguments, Command, Reply } from "./command";
import type { Chapter, Core } from "./core";
import { Refusal, Result } from "./result";
import { runStoreCommand, type Setting, Store, storeSecrets } from "./store";
import type { Tls } from "./tls";

export type MqttState = "off" | "connecting" | "connected";

/** Reference chapter 6: the module's own MQTT client. */
export class Mqtt implements Chapter {
	readonly #core: Core;
	readonly #tls: Tls;
	readonly #store: Store;
	#state: MqttState = "off";
	#session: MqttSession | undefined;
	/** Grows with every connection, so that what belongs to an old one is known. */
	#generation = 0;
	#subscriptions = new Set<string>();
	#pending = 0;
	readonly #timers = new Set<Cancel>();
	readonly commands: readonly Command[];

	constructor(core: Core, tls: Tls) {
		this.#core = core;
		this.#tls = tls;
		const { parameters } = core.capabilities.mqtt;
		this.#store = new Store(settings(core).filter(({ id }) => parameters.includes(id)));
		core.link.onLost(() => this.#lost());
		const { defaultQoS, reasonCode } = core.capabilities.mqtt;
		this.commands = [
			{
				name: "MQTTC",
				forms: ["", "i", "i*"],
				secrets: (it) => storeSecrets(this.#store, it),
				run: (it, reply) => this.#configure(it, reply),
			},
			{ name: "MQTTCONN", forms: ["", "i"], run: (it, reply) => this.#connectOrShow(it, reply) },
			{ name: "MQTTSUB", forms: defaultQoS ? ["s", "si"] : ["si"], run: (it) => this.#subscribe(it) },
			{ name: "MQTTUNSUB", forms: ["s"], run: (it) => this.#unsubscribe(it) },
			{ name: "MQTTPUB", forms: ["iiiss"], run: (it) => this.#publish(it) },
			{ name: "MQTTDISCONN", forms: reasonCode ? ["", "i"] : [""], run: (it) => this.#disconnect(it) },
		];
	}

	get state(): MqttState {
		return this.#state;
	}

	get subscriptions(): readonly string[] {
		return [...this.#subscriptions];
	}

	stop(): void {
		this.#drop();
	}

	#configure(parameters: Arguments, reply: Reply): undefined {
		const { configurationRefusal, emptyWriteRefused } = this.#core.capabilities;
		return runStoreCommand(
			{
				name: "MQTTC",
				store: this.#store,
				format: this.#core.format,
				locked: () => undefined,
				configurationRefusal,
				emptyWriteRefused,
			},
			parameters,
			reply,
		);
	}

	#connectOrShow(parameters: Arguments, reply: Reply): undefined {
		if (!parameters.count) {
			reply.line(`+MQTTCONN:${this.#state === "connected" ? 1 : 0}`);
			return undefined;
		}
		parameters.integer(0, 0, 1);
		const { mqtt, sockets } = this.#core.capabilities;
		if (sockets.withoutLink) this.#core.link.require(sockets.withoutLink);
		if (this.#state !== "off" && mqtt.connectWhileConnected) throw new Refusal(mqtt.connectWhileConnected);
		if (!this.#store.bytes(1).length) throw new Refusal(Result.mqtt);
		this.#drop();
		this.#connect();
		return undefined;
	}

	#connect(): void {
		const generation = ++this.#generation;
		this.#state = "connecting";
		const { names } = this.#core.world;
		const broker = this.#store.text(1);
		this.#after(this.#core.capabilities.mqtt.timeout, () => {
			if (generation === this.#generation && this.#state === "connecting") this.#failed();
		});
		if (isIPv4(broker)) return this.#open(generation, broker);
		const cancel = names.resolve(broker, 4, (result) => {
			if (generation !== this.#generation) return;
			if (typeof result === "string") this.#failed();
			else this.#open(generation, result[0]!);
		});
		this.#timers.add(cancel);
	}

	#open(generation: number, address: string): void {
		const { link, world, capabilities } = this.#core;
		// without a network nothing answers: the time limit ends it
		if (link.address === undefined) return;
		const store = this.#store;
		const current = () => generation === this.#generation;
		let tls: TlsRequest | undefined;
		try {
			if (store.number(7)) tls = this.#tls.mqttRequest();
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return this.#failed();
		}
		this.#session = world.mqtt.connect(
			{
				broker: { address, port: store.number(2) },
				clientId: store.text(3),
				username: store.text(4) || undefined,
				password: capabilities.mqtt.sendsPassword ? store.text(5) || undefined : undefined,
				keepAlive: store.number(6) || 60,
				clean: true,
				tls,
			},
			{
				onConnack: (flags, code) => {
					if (current()) this.#acknowledged(flags, code);
				},
				onFailed: () => {
					if (current()) this.#failed();
				},
				onLost: () => {
					if (current()) this.#lost();
				},
				onMessage: (message) => {
					if (current()) this.#arrived(message);
				},
			},
		);
	}

	#acknowledged(flags: number, code: number): void {
		const { engine, capabilities } = this.#core;
		const instead = code ? capabilities.mqtt.connackOnFailure : undefined;
		engine.event(`+MQTTCONNACK:${(instead ?? [flags, code]).join(",")}`);
		if (code) this.#drop();
		else this.#state = "connected";
		engine.event(`+MQTTCONN:${code ? 0 : 1}`);
	}

	#failed(): void {
		const { engine, capabilities } = this.#core;
		this.#drop();
		const told = capabilities.mqtt.connackOnFailure;
		if (told) engine.event(`+MQTTCONNACK:${told.join(",")}`);
		engine.event("+MQTTCONN:0");
	}

	#lost(): void {
		if (this.#state === "off") return;
		this.#drop();
		const { engine, capabilities } = this.#core;
		engine.event("+MQTTCONN:0");
		const delay = capabilities.mqtt.reconnectAfter;
		if (delay !== undefined) this.#after(delay, () => this.#reconnect(delay));
	}

	/** The firmware connects again by itself. Its sessions are clean: what was subscribed to is forgotten. */
	#reconnect(delay: number): void {
		if (this.#state !== "off") return;
		if (this.#core.link.address === undefined) this.#after(delay, () => this.#reconnect(delay));
		else this.#connect();
	}

	/** Reference 6 has no word for a message that arrived; this is the firmware's. */
	#arrived({ topic, payload }: MqttMessage): void {
		const name = Buffer.from(topic);
		const { engine, format } = this.#core;
		engine.event(format.line("+MQTTPUB", [name.length, name, payload.length, payload]));
	}

	#subscribe(parameters: Arguments): undefined {
		const filter = this.#topic(parameters, 0);
		const qos = parameters.count > 1 ? (parameters.integer(1, 0, 2) as QoS) : 0;
		const session = this.#ready();
		if (!isFilter(filter)) throw new Refusal(Result.invalidParameter);
		const { mqtt } = this.#core.capabilities;
		// the firmware takes one too many, and says nothing ever after
		if (this.#subscriptions.size >= mqtt.subscriptions && !this.#subscriptions.has(filter)) return undefined;
		this.#request("+MQTTSUB:1", (done) =>
			session.subscribe(filter, qos, (granted) => {
				if (granted !== undefined) this.#subscriptions.add(filter);
				done(granted === undefined ? "+MQTTSUB:1" : "+MQTTSUB:0");
			}),
		);
		return undefined;
	}

	#unsubscribe(parameters: Arguments): undefined {
		const filter = this.#topic(parameters, 0);
		const session = this.#ready();
		const { done: succeeded, failed } = this.#core.capabilities.mqtt.unsubscribed;
		this.#request(`+MQTTUNSUB:${failed}`, (done) =>
			session.unsubscribe(filter, () => {
				this.#subscriptions.delete(filter);
				done(`+MQTTUNSUB:${succeeded}`);
			}),
		);
		return undefined;
	}

	#publish(parameters: Arguments): undefined {
		parameters.integer(0, 0, 1);
		const qos = parameters.integer(1, 0, 2) as QoS;
		const retain = parameters.integer(2, 0, 1) === 1;
		const topic = this.#topic(parameters, 3);
		const payload = parameters.bytes(4).slice();
		const session = this.#ready();
		if (!isTopic(topic)) throw new Refusal(Result.invalidParameter);
		const { published2 } = this.#core.capabilities.mqtt;
		const message = { topic, payload, qos, retain };
		if (!qos) session.publish(message, () => {});
		else {
			this.#request("+MQTTPUBERR", (done) =>
				session.publish(message, (delivered) => {
					const success = qos === 2 ? published2 : "+MQTTPUBACC";
					done(delivered ? success : "+MQTTPUBERR");
				}),
			);
		}
		return undefined;
	}

	#disconnect(parameters: Arguments): undefined {
		if (parameters.count) parameters.integer(0, 0, 255);
		if (this.#state !== "connected") throw new Refusal(Result.mqtt);
		this.#session?.disconnect();
		this.#session = undefined;
		this.#drop();
		this.#after(0, () => this.#core.engine.event("+MQTTCONN:0"));
		return undefined;
	}

	#topic(parameters: Arguments, index: number): string {
		return parameters.text(index, 1, this.#core.capabilities.mqtt.limits.topic);
	}

	/** The session, if a request may be made of it now. */
	#ready(): MqttSession {
		if (this.#state !== "connected" || !this.#session) throw new Refusal(Result.mqtt);
		if (this.#pending && this.#core.capabilities.mqtt.oneAtATime) throw new Refusal(Result.mqtt);
		return this.#session;
	}

	/** A request that is answered by an event, or by another one when nothing was heard in time. */
	#request(late: string, start: (done: (event: string) => void) => void): void {
		const generation = this.#generation;
		this.#pending++;
		let over = false;
		const finish = (event: string) => {
			if (over || generation !== this.#generation) return;
			over = true;
			this.#pending--;
			cancel();
			this.#core.engine.event(event);
		};
		const cancel = this.#after(this.#core.capabilities.mqtt.timeout, () => finish(late));
		start(finish);
	}

	/** Forgets the connection, without a word. */
	#drop(): void {
		this.#generation++;
		this.#session?.drop();
		this.#session = undefined;
		this.#state = "off";
		this.#pending = 0;
		this.#subscriptions = new Set();
		for (const cancel of this.#timers) cancel();
		this.#timers.clear();
	}

	#after(delay: number, callback: () => void): Cancel {
		const cancel = this.#core.world.clock.after(delay, () => {
			this.#timers.delete(cancel);
			callback();
		});
		this.#timers.add(cancel);
		return cancel;
	}
}

/** 6.1.3, and the firmware's 5 and 6. */
function settings({ capabilities, mac }: Core): readonly Setting[] {
	const { limits } = capabilities.mqtt;
	// the default is "<Device ID>": here the MAC address stands for it
	const device = `wfi32-${mac.replaceAll(":", "").toLowerCase()}`;
	return [
		{ id: 1, kind: "string", highest: limits.broker, initial: "" },
		{ id: 2, kind: "integer", lowest: 1, highest: 65_535, initial: 8883 },
		{ id: 3, kind: "string", highest: limits.clientId, initial: device },
		{ id: 4, kind: "string", highest: limits.username, initial: "" },
		{ id: 5, kind: "string", highest: limits.password, initial: "", secret: true },
		{ id: 6, kind: "integer", lowest: 0, highest: 65_535, initial: 60 },
		{ id: 7, kind: "integer", lowest: 0, highest: 1, initial: 1 },
	];
}
