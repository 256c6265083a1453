import type { Driver } from "drivers/wfi32/driver";
import { IDLE } from "drivers/wfi32/mqtt";
import { type MqttConfiguration, storedMqtt } from "drivers/wfi32/mqtt-configuration";
import type { ByteBuffer } from "wfi32/bytes";
import type {
	MQTTClientOptions,
	MQTTConfigurationRead,
	MQTTControlMessage,
	MQTTReadableOptions,
	MQTTStoredConfiguration,
	MQTTWriteOptions,
} from "wfi32/mqtt-options";
import { MQTTSession } from "wfi32/mqtt-session";
import { limited } from "wfi32/mqtt-writing";
import { integer, needed, required, text } from "wfi32/options";
import { tlsParameters } from "wfi32/trust";

export type { MQTTClientOptions, MQTTControlMessage, MQTTReadableOptions, MQTTStoredConfiguration, MQTTWriteOptions };

// comparing with a literal would make a string each time in a preloaded module
const BUFFER = "buffer";

/**
 * The module's own MQTT service in the manner of ECMA-419 24. Not constructed directly: `new wfi32.MQTTClient(options)`.
 * A message must fit the module's command line with its topic; there is no will, no password, and one client per module.
 * Callbacks come from the event loop, never from inside a call, and not after {@link MQTTClient.close}.
 */
export class MQTTClient {
	static readonly CONNECT = 1;
	static readonly CONNACK = 2;
	static readonly PUBLISH = 3;
	static readonly PUBACK = 4;
	static readonly PUBREC = 5;
	static readonly PUBREL = 6;
	static readonly PUBCOMP = 7;
	static readonly SUBSCRIBE = 8;
	static readonly SUBACK = 9;
	static readonly UNSUBSCRIBE = 10;
	static readonly UNSUBACK = 11;
	static readonly PINGREQ = 12;
	static readonly PINGRESP = 13;
	static readonly DISCONNECT = 14;

	declare target: unknown;
	/** Undefined once it is closed. */
	#session: MQTTSession | undefined;

	/**
	 * @throws TypeError, RangeError for missing or wrong options, or for what the module cannot do
	 * @throws Error when the module's service is in use, or the provider is closed
	 */
	constructor(options: MQTTClientOptions, driver: Driver) {
		const { target } = required(options);
		const configuration = configurationOf(options, driver);
		const session = new MQTTSession(this, driver, options);
		const { mqtt } = driver;
		if (driver.failure) throw driver.failure;
		if (mqtt.state !== IDLE || mqtt.owner) throw new Error("the module's MQTT service is in use");
		if (target !== undefined) this.target = target;
		this.#session = session;
		mqtt.connect(session, configuration);
	}

	/** Lets go of the connection. (The module itself takes leave of the broker; the standard would not.) */
	close(): void {
		const session = this.#session;
		this.#session = undefined;
		session?.close();
	}

	get format(): "buffer" {
		opened(this.#session);
		return BUFFER;
	}

	set format(value: "buffer") {
		opened(this.#session);
		if (value !== BUFFER) throw new RangeError('format must be "buffer"');
	}

	/**
	 * Writes a message or a control message, all of it, or throws and takes nothing.
	 * @param data a message's payload; null or undefined for a control message
	 * @returns how many bytes may still be written
	 * @throws Error before CONNACK, and after the end
	 * @throws RangeError when it is more than may be written, or than the module's command line holds (the limit is named, and
	 * the error has the `code` -5)
	 */
	write(data: ByteBuffer | null | undefined, options?: MQTTWriteOptions): number {
		return opened(this.#session).write(data, options);
	}

	/**
	 * Reads from the current message.
	 * @returns an ArrayBuffer of up to `count` bytes (of the rest of the message if left out); for a byte buffer, how many
	 * bytes were put into it; undefined when there is no message
	 */
	read(count?: number): ArrayBuffer | undefined;
	read(buffer: ByteBuffer): number | undefined;
	read(argument?: number | ByteBuffer): ArrayBuffer | number | undefined {
		return opened(this.#session).read(argument);
	}

	/**
	 * Asks the module for its configuration. This project's addition to the standard.
	 * @param done called once, from the event loop
	 * @throws Error while it is being read, and after close
	 */
	configuration(done: MQTTConfigurationRead): void {
		const { mqtt, decoder } = opened(this.#session).driver;
		needed(done);
		const string = (bytes: Uint8Array) => decoder.decode(bytes, 0, bytes.length);
		mqtt.stored.read((error, values) => {
			if (error) return done.call(this, error);
			const { host, port, clientId, user, tlsIndex, keepAlive } = storedMqtt(values);
			done.call(this, null, {
				host: string(host),
				port,
				id: string(clientId),
				user: string(user),
				tls: tlsIndex !== 0,
				keepAlive: keepAlive === undefined ? undefined : keepAlive * 1000,
			});
		});
	}
}

// ECMA-419 24.6: the numbers are read-only
Object.freeze(MQTTClient);

/** @throws Error after close */
function opened(session: MQTTSession | undefined): MQTTSession {
	if (!session) throw new Error("closed");
	return session;
}

/** @throws TypeError, RangeError for missing or wrong options, or for what the module cannot do */
function configurationOf(options: MQTTClientOptions, driver: Driver): MqttConfiguration {
	const { host: remote, tls: security, password, will, clean = true, format = BUFFER } = options;
	const { port: remotePort = security ? 8883 : 1883, keepAlive: interval = 0 } = options;
	if (remote === undefined) throw new TypeError("host is required");
	const host = short(remote, "host", 1, 64);
	const port = integer(remotePort, "port", 1, 65535);
	const clientId = short(options.id ?? "", "id", 0, 23);
	const user = short(options.user ?? "", "user", 0, 128);
	if (password) throw new RangeError("password: the module never sends it");
	if (will) throw new RangeError("will: the module has none");
	if (!clean) throw new RangeError("clean: the module always asks for a clean session");
	const keepAlive = Math.ceil(integer(interval, "keepAlive", 0, 65_535_000) / 1000);
	if (format !== BUFFER) throw new RangeError('format must be "buffer"');
	const tls = security && tlsParameters(security, [...driver.certificateNames, ...driver.certificates.loaded], remote);
	return { host, port, clientId, user, tls, keepAlive };
}

/** A string of so many bytes. @throws RangeError when it has fewer or more */
function short(value: unknown, name: string, least: number, most: number): string {
	const string = text(value, name);
	limited(string, name, least, most);
	return string;
}
