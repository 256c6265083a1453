import Serial from "embedded:io/serial";
import { Backoff } from "app/backoff";
import { type Credentials, credentialsOf, keep } from "app/credentials";
import { Health } from "app/health";
import { type MQTTEvents, openMQTT } from "app/mqtt";
import type { MQTT } from "app/mqtt-client";
import { resetLine } from "app/reset";
import type { Settings } from "app/settings";
import Timer from "timer";
import { Doctor } from "wfi32/doctor";
import { WFI32 } from "wfi32/provider";
import type { WiFi, WiFiChange } from "wfi32/wifi";

/** What the product wants to know of its way to the broker. */
export interface ConnectionEvents {
	/** A line that a person can read. */
	onState(text: string): void;
	/** There is a network, of this module; or there is none any more. */
	onNetwork(module: WFI32 | undefined): void;
	/** The broker can be talked to. */
	onOnline(client: MQTT): void;
	/** It cannot any more. */
	onOffline(): void;
	/** More can be written. */
	onWritable(): void;
	/** The broker has acknowledged a message. */
	onAcknowledged(id: number): void;
	/** A message has come. */
	onMessage(topic: string, payload: ArrayBuffer): void;
}

/* Callbacks of module and network, whose target is the connection: in flash, where closures would take RAM. */

type Ours = { target: unknown };

function joinNetwork(this: Ours): void {
	(this.target as Connection).join();
}

function tellUnexpected(this: Ours, fault: string, name: string): void {
	(this.target as Connection).skipped(fault, name);
}

function giveModuleUp(this: Ours, error: Error): void {
	(this.target as Connection).moduleFailed(error);
}

function followNetwork(this: Ours, name: WiFiChange): void {
	(this.target as Connection).networkChanged(name);
}

function joinAgain(this: Ours, error: Error): void {
	(this.target as Connection).networkFailed(error);
}

const ADDRESSED = 500;
const CONNECTED = 400;
const DISCONNECTED = 200;
/** Kept up for so long, a connection counts as good again. */
const STEADY = 30_000;

/**
 * The way to the broker: module, network, MQTT, in this order, each begun again when it has failed, after delays that
 * grow and are never quite the same.
 */
export class Connection implements MQTTEvents {
	readonly #settings: Settings;
	readonly #events: ConnectionEvents;
	readonly #credentials: Credentials;
	readonly #backoff: Backoff;
	#module: WFI32 | undefined;
	#network: WiFi | undefined;
	#client: MQTT | undefined;
	#online = false;
	/** The wire needs no look any more: it had one, or the module has answered. */
	#examined = false;
	#retry: Timer | undefined;
	#steady: Timer | undefined;
	/** Times that an attempt had to be made again. */
	retries = 0;
	/** What went wrong on the way. */
	readonly #health = new Health();
	#wasOnline = false;

	constructor(settings: Settings, events: ConnectionEvents) {
		this.#settings = settings;
		this.#events = events;
		this.#credentials = credentialsOf(settings);
		this.#backoff = new Backoff(settings.retryFirst, settings.retryMost);
		if (settings.doctor) this.examine();
		else this.start();
	}

	/** The module, while there is one. */
	get module(): WFI32 | undefined {
		return this.#module;
	}

	/** What went wrong on the way to the module and to the broker since the program began. */
	get health(): { [name: string]: number | string } {
		return this.#health.report(this.#module?.diagnostics);
	}

	/** What the product waits for: the first thing on the way to the broker that is not there, or the broker's answers. */
	get obstacle(): string {
		if (!this.#network) return "module";
		if (this.#network.connection < ADDRESSED) return "network";
		return this.#online ? "broker's answers" : "broker";
	}

	/** Looks at the wire, says what it finds, and goes on. */
	private examine(): void {
		this.#examined = true;
		new Doctor({
			serial: { ...this.#settings.serial, io: Serial },
			onFinding: (grade, text, advice) => {
				this.#events.onState(`doctor: ${grade === "bad" || grade === "warning" ? `${grade}: ` : ""}${text}`);
				if (advice) this.#events.onState(`doctor: ${advice}`);
			},
			onDone: () => this.start(),
		});
	}

	private start(): void {
		const { serial, reset, buffers, release } = this.#settings;
		this.#events.onState("module: waking it up");
		this.#module = new WFI32({
			serial: { ...serial, io: Serial },
			reset: resetLine(reset),
			buffers,
			release,
			target: this,
			onReady: joinNetwork,
			onUnexpected: tellUnexpected,
			onError: giveModuleUp,
		});
	}

	/** The module has said something that the driver did not understand. */
	skipped(fault: string, name: string): void {
		this.#events.onState(`module: ${name || "text between lines"} is ${fault}; skipped, and counted from now on`);
	}

	/** Nothing will come of this module any more. */
	moduleFailed(error: Error): void {
		this.#events.onState(`module: ${error.message}`);
		this.drop();
		this.#events.onNetwork(undefined);
		this.#network?.close();
		if (this.#module) this.#health.keep(this.#module.diagnostics);
		this.#module?.close();
		this.#network = this.#module = undefined;
		// it has never answered: once, somebody who may still be at the desk is told why
		this.again(() => (this.#examined ? this.start() : this.examine()));
	}

	/** The module answers. */
	join(): void {
		const module = this.#module;
		if (!module) return;
		this.#examined = true;
		if (!this.#network) {
			const { manufacturer, model, revision } = module.identity;
			this.#events.onState(`module: ${manufacturer} ${model} ${revision}`);
			this.#network = new module.WiFi({ target: this, onChanged: followNetwork, onError: joinAgain });
		}
		const { ntp } = this.#settings;
		const { ssid, password } = this.#credentials;
		this.#events.onState(`network: joining ${ssid}`);
		try {
			// the module has a clock of its own, by which it judges certificates
			if (ntp.length) this.#network.configure({ ntp: { server: ntp[0] } });
			if (this.#network.connection > DISCONNECTED) this.#network.disconnect();
			this.#network.connect(password ? { SSID: ssid, password } : { SSID: ssid });
		} catch (error) {
			// what no network can have, a password of five characters: whoever configured it reads it here
			this.#events.onState(`network: ${(error as Error).message}`);
			this.again(() => this.join());
		}
	}

	networkFailed(error: Error): void {
		this.#events.onState(`network: ${error.message}`);
		this.drop();
		this.again(() => this.join());
	}

	networkChanged(name: WiFiChange): void {
		const network = this.#network;
		if (!network) return;
		if (name === "address" && network.address) {
			this.#events.onState(`network: joined, address ${network.address}`);
			this.keep();
			this.#events.onNetwork(this.#module);
			this.connect();
		} else if (network.connection < CONNECTED) {
			this.#events.onNetwork(undefined);
			this.drop();
		}
	}

	/** The credentials are good: from now on the device knows them by itself. */
	private keep(): void {
		try {
			if (keep(this.#credentials)) this.#events.onState("network: its name and password are kept on this device");
		} catch (error) {
			this.#events.onState(`network: its name and password cannot be kept: ${(error as Error).message}`);
		}
	}

	private connect(): void {
		const module = this.#module;
		const network = this.#network;
		if (!module || this.#client || !network || network.connection < ADDRESSED) return;
		const { broker, brokerPort } = this.#settings;
		this.#events.onState(`broker: connecting to ${broker}:${brokerPort}`);
		try {
			this.#client = openMQTT(module, this.#settings, this);
		} catch (error) {
			this.onError(error as Error);
		}
	}

	/* What MQTT tells. */

	onAcknowledged(id: number): void {
		this.#events.onAcknowledged(id);
	}

	onMessage(topic: string, payload: ArrayBuffer): void {
		this.#events.onMessage(topic, payload);
	}

	onWritable(): void {
		if (this.#online) this.#events.onWritable();
	}

	onError(error: Error | undefined): void {
		this.#events.onState(`broker: ${error?.message ?? "the connection failed"}`);
		this.drop();
		this.again(() => this.connect());
	}

	onConnected(client: MQTT): void {
		this.#events.onState("broker: connected");
		if (this.#wasOnline) this.#health.reconnects++;
		this.#wasOnline = true;
		this.#online = true;
		this.#steady = Timer.set(() => {
			this.#steady = undefined;
			this.#backoff.reset();
		}, STEADY);
		this.#events.onOnline(client);
	}

	/** Lets go of the broker. */
	private drop(): void {
		if (this.#steady) Timer.clear(this.#steady);
		this.#steady = undefined;
		this.#client?.close();
		this.#client = undefined;
		if (!this.#online) return;
		this.#online = false;
		this.#events.onOffline();
	}

	private again(attempt: () => void): void {
		if (this.#retry) Timer.clear(this.#retry);
		const delay = this.#backoff.delay();
		this.retries++;
		this.#events.onState(`again in ${(delay / 1000).toFixed(1)} s`);
		this.#retry = Timer.set(() => {
			this.#retry = undefined;
			attempt();
		}, delay);
	}
}
