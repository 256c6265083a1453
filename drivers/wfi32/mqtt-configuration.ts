import { command, type Writer } from "drivers/at/writer";
import { INTEGER, type Kinds, TEXT, type Values } from "drivers/wfi32/configuration-reading";
import type { TlsParameters } from "drivers/wfi32/tls-configurations";

/** What the module's MQTT service is told before it connects (reference 6.1). */
export interface MqttConfiguration {
	/** Name or address of the broker, as bytes. */
	readonly host: Uint8Array;
	/** 1 to 65535. */
	readonly port: number;
	readonly clientId: Uint8Array;
	readonly user: Uint8Array;
	/** How the connection is secured; undefined: not at all. */
	readonly tls: TlsParameters | undefined;
	/** Seconds; 0: the module's own. Fails where the release has no such parameter. */
	readonly keepAlive: number;
	readonly clean: boolean;
}

const MQTTC = command("AT+MQTTC=");
const STORED_EMPTY = 7;

/** The steps of configuring, one parameter each: 1 host, 2 port, 3 client ID, 4 user, 7 TLS, 6 keep-alive. */
export const KEEP_ALIVE_STEP = 5;
const CLIENT_ID_STEP = 2;
const USER_STEP = 3;

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

/** Writes the parameter of a step. @param tlsIndex the TLS configuration in the module; 0: none */
export function writeParameter(out: Writer, configuration: MqttConfiguration, step: number, tlsIndex: number): number {
	const { host, port, clientId, user, keepAlive } = configuration;
	out.begin(MQTTC);
	if (step === 0) {
		out.integer(HOST);
		out.nextText(host, 0, host.length);
	} else if (step === 1) {
		out.integer(PORT);
		out.nextInteger(port);
	} else if (step === CLIENT_ID_STEP) {
		out.integer(CLIENT_ID);
		out.nextText(clientId, 0, clientId.length);
	} else if (step === USER_STEP) {
		out.integer(USER);
		out.nextText(user, 0, user.length);
	} else if (step === 4) {
		out.integer(TLS);
		out.nextInteger(tlsIndex);
	} else {
		out.integer(KEEP_ALIVE);
		out.nextInteger(keepAlive);
	}
	return out.end();
}

/**
 * Whether a step's parameter must not be seen: what the module says of it may quote it. Brokers take tokens as names of
 * users, and the module sends no password.
 */
export const isSecret = (step: number): boolean => step === USER_STEP;

/** Whether a step's result is what the firmware answers when it has stored an empty string (module-behaviour, bug 1). */
export function isStoredEmpty(configuration: MqttConfiguration, step: number, result: number): boolean {
	if (result !== STORED_EMPTY) return false;
	if (step === CLIENT_ID_STEP) return configuration.clientId.length === 0;
	return step === USER_STEP && configuration.user.length === 0;
}
