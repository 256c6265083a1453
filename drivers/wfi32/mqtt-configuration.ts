import { command, type Writer } from "drivers/at/writer";
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

/** Writes the parameter of a step. @param tlsIndex the TLS configuration in the module; 0: none */
export function writeParameter(out: Writer, configuration: MqttConfiguration, step: number, tlsIndex: number): number {
	const { host, port, clientId, user, keepAlive } = configuration;
	out.begin(MQTTC);
	if (step === 0) {
		out.integer(1);
		out.nextText(host, 0, host.length);
	} else if (step === 1) {
		out.integer(2);
		out.nextInteger(port);
	} else if (step === CLIENT_ID_STEP) {
		out.integer(3);
		out.nextText(clientId, 0, clientId.length);
	} else if (step === USER_STEP) {
		out.integer(4);
		out.nextText(user, 0, user.length);
	} else if (step === 4) {
		out.integer(7);
		out.nextInteger(tlsIndex);
	} else {
		out.integer(6);
		out.nextInteger(keepAlive);
	}
	return out.end();
}

/** Whether a step's result is what the firmware answers when it has stored an empty string (module-behaviour, bug 1). */
export function isStoredEmpty(configuration: MqttConfiguration, step: number, result: number): boolean {
	if (result !== STORED_EMPTY) return false;
	if (step === CLIENT_ID_STEP) return configuration.clientId.length === 0;
	return step === USER_STEP && configuration.user.length === 0;
}
