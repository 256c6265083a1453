import { OK } from "drivers/at/request";
import { toBytes } from "drivers/at/text";
import { command, type Writer } from "drivers/at/writer";
import { INTEGER, type Kinds, TEXT, type Values } from "drivers/wfi32/configuration-reading";
import type { TlsParameters } from "drivers/wfi32/tls-configurations";

/** What the module's MQTT service is told before it connects (reference 6.1). */
export interface MqttConfiguration {
	/** Name or address of the broker. */
	readonly host: string;
	/** 1 to 65535. */
	readonly port: number;
	readonly clientId: string;
	readonly user: string;
	/** How the connection is secured; undefined: not at all. */
	readonly tls: TlsParameters | undefined;
	/** Seconds; 0: the module's own. Fails where the release has no such parameter. */
	readonly keepAlive: number;
}

const MQTTC = command("AT+MQTTC=");
const STORED_EMPTY = 7;

/** What the module says of it: everything but a password. */
export interface StoredMqtt {
	readonly host: Uint8Array;
	readonly port: number;
	readonly clientId: Uint8Array;
	readonly user: Uint8Array;
	/** 0: no TLS. */
	readonly tlsIndex: number;
	/** Seconds; undefined where the release has no such parameter. */
	readonly keepAlive: number | undefined;
}

const HOST = 1;
const PORT = 2;
const CLIENT_ID = 3;
const USER = 4;
const KEEP_ALIVE = 6;
const TLS = 7;

/** How the parameters are read; the password (5, of the firmware) is not. */
export const KINDS: Kinds = Object.freeze({
	[HOST]: TEXT,
	[PORT]: INTEGER,
	[CLIENT_ID]: TEXT,
	[USER]: TEXT,
	[KEEP_ALIVE]: INTEGER,
	[TLS]: INTEGER,
});
/** What every release has. */
export const READ = Object.freeze([HOST, PORT, CLIENT_ID, USER, TLS]);

/** What was read, all of {@link READ} at least. */
export function storedMqtt(values: Values): StoredMqtt {
	return {
		host: values.get(HOST) as Uint8Array,
		port: values.get(PORT) as number,
		clientId: values.get(CLIENT_ID) as Uint8Array,
		user: values.get(USER) as Uint8Array,
		tlsIndex: values.get(TLS) as number,
		keepAlive: values.get(KEEP_ALIVE) as number | undefined,
	};
}

/** In which order the parameters are set. */
const ORDER = Object.freeze([HOST, PORT, CLIENT_ID, USER, TLS, KEEP_ALIVE]);

/** The configuring of the module's MQTT service, a parameter a command. There is one only until the module connects. */
export class MqttSetup {
	readonly configuration: MqttConfiguration;
	/** The TLS configuration in the module; 0: none, or not yet. */
	tlsIndex = 0;
	#step = 0;
	/** The parameter at hand was sent. */
	#sent = false;

	constructor(configuration: MqttConfiguration) {
		this.configuration = configuration;
	}

	/** The parameter at hand; 0 when all have been set. */
	get parameter(): number {
		const id = ORDER[this.#step] ?? 0;
		return id === KEEP_ALIVE && this.configuration.keepAlive === 0 ? 0 : id;
	}

	/** Whether the parameter at hand is one that not every release has. */
	get atKeepAlive(): boolean {
		return this.parameter === KEEP_ALIVE;
	}

	/**
	 * Whether the parameter at hand must not be seen: what the module says of it may quote it. Brokers take tokens as names
	 * of users, and the module sends no password.
	 */
	get isSecret(): boolean {
		return this.parameter === USER;
	}

	/** Writes the command that sets the parameter at hand. */
	compose(out: Writer): number {
		const id = this.parameter;
		const { port, keepAlive } = this.configuration;
		this.#sent = true;
		out.begin(MQTTC);
		out.integer(id);
		if (id === PORT) out.nextInteger(port);
		else if (id === TLS) out.nextInteger(this.tlsIndex);
		else if (id === KEEP_ALIVE) out.nextInteger(keepAlive);
		else {
			const bytes = toBytes(textOf(this.configuration, id));
			out.nextText(bytes, 0, bytes.length);
		}
		return out.end();
	}

	/**
	 * A command was answered; if it was one of this setup's, the next parameter is at hand. An empty string is stored, and
	 * yet answered by an error (module-behaviour, bug 1).
	 * @returns false when the parameter was not taken
	 */
	answered(result: number): boolean {
		if (!this.#sent) return true;
		const id = this.parameter;
		const stored =
			result === STORED_EMPTY && (id === CLIENT_ID || id === USER) && textOf(this.configuration, id).length === 0;
		if (result !== OK && !stored) return false;
		this.#step++;
		this.#sent = false;
		return true;
	}
}

function textOf({ host, clientId, user }: MqttConfiguration, id: number): string {
	if (id === HOST) return host;
	return id === CLIENT_ID ? clientId : user;
}
