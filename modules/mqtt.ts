import { toBytes } from "drivers/at/text";
import type { Driver } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { CONNECTED, IDLE, type MqttOwner } from "drivers/wfi32/mqtt";
import { storedMqtt } from "drivers/wfi32/mqtt-configuration";
import {
	type Operation,
	PUBLISH as PUBLISH_PACKET,
	SUBSCRIBE as SUBSCRIBE_PACKET,
	UNSUBSCRIBE as UNSUBSCRIBE_PACKET,
} from "drivers/wfi32/mqtt-operation";
import { type ByteBuffer, ByteView } from "wfi32/bytes";
import type {
	MQTTClientOptions,
	MQTTConfigurationRead,
	MQTTControlMessage,
	MQTTReadableOptions,
	MQTTStoredConfiguration,
	MQTTWriteOptions,
} from "wfi32/mqtt-options";
import { callback, integer, needed, required, text } from "wfi32/options";
import { tlsParameters } from "wfi32/trust";

export type { MQTTClientOptions, MQTTControlMessage, MQTTReadableOptions, MQTTStoredConfiguration, MQTTWriteOptions };

// comparing with a literal would make a string each time in a preloaded module
const BUFFER = "buffer";
const OBJECT = "object";
const CONNACK = 2;
const DISCONNECT = 14;
const ACKNOWLEDGEMENT: { readonly [operation: number]: number } = Object.freeze({ 8: 9, 10: 11 });
/** Kept back from what is said to be writable, for a topic. */
const OVERHEAD = 64;
const REFUSED = 128;

/** How an operation waits in the outbox: its packet, with quality, retain and "another of the same follows" above. */
const RETAIN = 0x100;
const FOLLOWED = 0x200;
const QUALITY_SHIFT = 4;

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
	readonly #onReadable: MQTTClientOptions["onReadable"];
	readonly #onWritable: MQTTClientOptions["onWritable"];
	readonly #onControl: MQTTClientOptions["onControl"];
	readonly #onError: MQTTClientOptions["onError"];
	readonly #views = new ByteView();
	readonly #readable = { more: false, topic: "", QoS: 0, byteLength: 0 };
	readonly #control: { operation: number; id?: number; payload?: number[] } = { operation: 0, id: 0 };
	#driver: Driver | undefined;
	#id = 0;
	/** The last topic written, and its bytes: the same topic again costs nothing. */
	#topic: string | undefined;
	#topicBytes = new Uint8Array(0);
	/** Of a message written in parts: where its next bytes go, how many are to come, and how it will be sent. */
	#partAt = 0;
	#partLeft = 0;
	#partTopic = 0;
	#partLength = 0;
	#partKind = 0;
	#partId = 0;
	#granted: number[] | undefined;
	#connected = false;
	/** The first message was announced and is not read to its end yet. */
	#announced = false;
	/** Inside onReadable. */
	#announcing = false;
	#reading = false;

	/**
	 * @throws TypeError, RangeError for missing or wrong options, or for what the module cannot do
	 * @throws Error when the module's service is in use, or the provider is closed
	 */
	constructor(options: MQTTClientOptions, driver: Driver) {
		const { target, host: remote, tls: security, password, will, clean = true, format = BUFFER } = required(options);
		const { port: remotePort = security ? 8883 : 1883, keepAlive: interval = 0 } = options;
		if (remote === undefined) throw new TypeError("host is required");
		const host = limited(remote, "host", 1, 64);
		const port = integer(remotePort, "port", 1, 65535);
		const clientId = limited(options.id ?? "", "id", 0, 23);
		const user = limited(options.user ?? "", "user", 0, 128);
		if (password) throw new RangeError("password: the module never sends it");
		if (will) throw new RangeError("will: the module has none");
		if (!clean) throw new RangeError("clean: the module always asks for a clean session");
		const keepAlive = Math.ceil(integer(interval, "keepAlive", 0, 65_535_000) / 1000);
		if (format !== BUFFER) throw new RangeError('format must be "buffer"');
		const certificates = [...driver.certificateNames, ...driver.certificates.loaded];
		const tls = security && tlsParameters(security, certificates, remote);
		this.#onReadable = callback(options.onReadable, "onReadable");
		this.#onWritable = callback(options.onWritable, "onWritable");
		this.#onControl = callback(options.onControl, "onControl");
		this.#onError = callback(options.onError, "onError");
		const { mqtt } = driver;
		if (driver.failure) throw driver.failure;
		if (mqtt.state !== IDLE || mqtt.owner) throw new Error("the module's MQTT service is in use");
		if (target !== undefined) this.target = target;
		this.#driver = driver;
		driver.outbox.clear();
		const owner: MqttOwner = {
			mqttConnected: () => this.#onConnected(),
			mqttDone: (operation, error) => this.#onDone(operation, error),
			mqttReceived: () => this.#announce(),
			mqttFailed: (error) => this.#fail(error),
		};
		mqtt.connect(owner, { host, port, clientId, user, tls, keepAlive, clean: true });
	}

	/** Lets go of the connection. (The module itself takes leave of the broker; the standard would not.) */
	close(): void {
		const driver = this.#driver;
		if (!driver) return;
		this.#driver = undefined;
		if (this.#reading) driver.mqtt.stored.drop();
		driver.mqtt.close();
		driver.outbox.clear();
	}

	get format(): "buffer" {
		this.#open;
		return BUFFER;
	}

	set format(value: "buffer") {
		this.#open;
		if (value !== BUFFER) throw new RangeError('format must be "buffer"');
	}

	/**
	 * Writes a message or a control message, all of it, or throws and takes nothing.
	 * @param data a message's payload; null or undefined for a control message
	 * @returns how many bytes may still be written
	 * @throws Error before CONNACK, and after the end
	 * @throws RangeError when it is more than may be written, or than the module's command line holds (the limit is named)
	 */
	write(data: ByteBuffer | null | undefined, options?: MQTTWriteOptions): number {
		const driver = this.#open;
		if (driver.mqtt.state !== CONNECTED) throw new Error("not connected");
		if (this.#partLeft > 0) return this.#continue(driver, this.#views.of(data as ByteBuffer), options);
		required(options);
		const { operation = PUBLISH_PACKET, id = (this.#id + 1) & 0xffff } = options as MQTTWriteOptions;
		if (operation === PUBLISH_PACKET) this.#publish(driver, data, options as MQTTWriteOptions, id);
		else if (operation === SUBSCRIBE_PACKET || operation === UNSUBSCRIBE_PACKET)
			this.#topics(driver, operation, options as MQTTWriteOptions, id);
		else if (operation === DISCONNECT) this.#enqueue(driver, DISCONNECT, id, "");
		else throw new RangeError("operation: the module does this by itself, or not at all");
		this.#id = id;
		this.#next();
		return this.#writable(driver);
	}

	/**
	 * Reads from the current message.
	 * @returns an ArrayBuffer of up to `count` bytes (of the rest of the message if left out); for a byte buffer, how many
	 * bytes were put into it; undefined when there is no message
	 */
	read(count?: number): ArrayBuffer | undefined;
	read(buffer: ByteBuffer): number | undefined;
	read(argument?: number | ByteBuffer): ArrayBuffer | number | undefined {
		const driver = this.#open;
		const { mailbox } = driver.mqtt;
		if (!this.#announced) return undefined;
		const { left } = mailbox;
		const into = typeof argument === OBJECT;
		const wanted = argument === undefined ? left : (argument as number);
		const view = into
			? this.#views.of(argument as ByteBuffer)
			: new Uint8Array(wanted < left ? Math.max(0, wanted) : left);
		const length = view.length < left ? view.length : left;
		driver.copier.copy(mailbox.at, view, 0, length);
		mailbox.taken(length);
		if (mailbox.left === 0 && !this.#announcing) this.#messageRead(driver);
		return into ? length : (view.buffer as ArrayBuffer);
	}

	/**
	 * Asks the module for its configuration. This project's addition to the standard.
	 * @param done called once, from the event loop
	 * @throws Error while it is being read, and after close
	 */
	configuration(done: MQTTConfigurationRead): void {
		const { mqtt, decoder } = this.#open;
		needed(done);
		const string = (bytes: Uint8Array) => decoder.decode(bytes, 0, bytes.length);
		mqtt.stored.read((error, values) => {
			this.#reading = false;
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
		this.#reading = true;
	}

	/** The current message was read after its onReadable: the next one is told of in a turn of its own. */
	#messageRead(driver: Driver): void {
		driver.mqtt.mailbox.drop();
		this.#announced = false;
		if (driver.mqtt.mailbox.count > 0) driver.mqtt.tellAgain();
	}

	#publish(driver: Driver, data: ByteBuffer | null | undefined, options: MQTTWriteOptions, id: number): void {
		const { topic, QoS = 0, retain = false } = options;
		if (topic === undefined) throw new TypeError("topic is required");
		if (QoS !== 0 && QoS !== 1 && QoS !== 2) throw new RangeError("QoS must be 0, 1 or 2");
		if (options.duplicate) throw new RangeError("duplicate: the module has no say in that");
		const view = data ? this.#views.of(data) : EMPTY;
		const { byteLength = view.length } = options;
		if (view.length > byteLength) throw new RangeError("data is longer than byteLength");
		const topicBytes = this.#bytesOf(topic);
		const { outbox, mqtt } = driver;
		const { bytes } = driver.arena;
		const place = outbox.place(topicBytes.length + byteLength);
		if (place < 0) throw new RangeError("more than may be written");
		bytes.set(topicBytes, place);
		const at = place + topicBytes.length;
		bytes.set(view, at);
		this.#partKind = PUBLISH_PACKET | (QoS << QUALITY_SHIFT) | (retain ? RETAIN : 0);
		this.#partId = id;
		this.#partTopic = topicBytes.length;
		this.#partLength = byteLength;
		this.#partAt = at + view.length;
		const left = byteLength - view.length;
		checkLine(mqtt.publicationLength(place, topicBytes.length, at, view.length) + left, mqtt.lineLength);
		this.#partLeft = left;
		outbox.held = left > 0;
		if (left === 0) outbox.add(this.#partKind, id, topicBytes.length, byteLength);
	}

	/** Another part of a message. */
	#continue(driver: Driver, view: Uint8Array, options: MQTTWriteOptions | undefined): number {
		if (options?.topic !== undefined || options?.operation !== undefined || view.length > this.#partLeft)
			throw new Error("a message has been begun: its rest comes first");
		const { outbox, mqtt } = driver;
		const place = this.#partAt - (this.#partLength - this.#partLeft) - this.#partTopic;
		driver.arena.bytes.set(view, this.#partAt);
		const have = this.#partLength - this.#partLeft + view.length;
		const line = mqtt.publicationLength(place, this.#partTopic, place + this.#partTopic, have);
		checkLine(line + this.#partLength - have, mqtt.lineLength);
		this.#partAt += view.length;
		this.#partLeft -= view.length;
		if (this.#partLeft === 0) {
			outbox.held = false;
			outbox.add(this.#partKind, this.#partId, this.#partTopic, this.#partLength);
			this.#next();
		}
		return this.#writable(driver);
	}

	#topics(driver: Driver, operation: number, options: MQTTWriteOptions, id: number): void {
		const items = options.items;
		if (!items || items.length === 0) throw new TypeError("items are required");
		for (const { topic, QoS = 0 } of items) {
			limited(topic, "topic", 1, 128);
			if (QoS !== 0 && QoS !== 1 && QoS !== 2) throw new RangeError("QoS must be 0, 1 or 2");
		}
		let byteLength = 0;
		for (let i = 0; i < items.length; i++) byteLength += toBytes(items[i].topic).length;
		if (!driver.outbox.fits(items.length, byteLength)) throw new RangeError("more than may be written");
		for (let i = 0; i < items.length; i++) {
			const followed = i + 1 < items.length ? FOLLOWED : 0;
			const quality = operation === SUBSCRIBE_PACKET ? (items[i].QoS ?? 0) << QUALITY_SHIFT : 0;
			this.#enqueue(driver, operation | quality | followed, id, items[i].topic);
		}
	}

	#enqueue(driver: Driver, kind: number, id: number, topic: string): void {
		const bytes = toBytes(topic);
		const place = driver.outbox.place(bytes.length);
		if (place < 0) throw new RangeError("more than may be written");
		driver.arena.bytes.set(bytes, place);
		driver.outbox.add(kind, id, bytes.length, 0);
	}

	/** Hands the oldest operation to the module, when it has done with the one before. */
	#next(): void {
		const driver = this.#driver;
		if (!driver?.mqtt.idle) return;
		const { outbox, mqtt } = driver;
		if (outbox.count === 0) return;
		outbox.locked = true;
		const { tag: kind, at, labelLength: topicLength } = outbox;
		const operation = kind & 15;
		const quality = (kind >> QUALITY_SHIFT) & 3;
		if (operation === PUBLISH_PACKET)
			mqtt.publish(at, topicLength, at + topicLength, outbox.contentLength, quality, (kind & RETAIN) !== 0);
		else if (operation === SUBSCRIBE_PACKET) mqtt.subscribe(at, topicLength, quality);
		else if (operation === UNSUBSCRIBE_PACKET) mqtt.unsubscribe(at, topicLength);
		else mqtt.disconnect();
	}

	#onConnected(): void {
		this.#connected = true;
		this.#tellControl(CONNACK, undefined, undefined);
		const driver = this.#driver;
		if (driver) this.#onWritable?.call(this, this.#writable(driver));
	}

	#onDone(operation: Operation, error: Wfi32Error | undefined): void {
		const driver = this.#driver;
		if (!driver) return;
		const { tag: kind, id } = driver.outbox;
		driver.outbox.drop();
		if (operation === PUBLISH_PACKET) {
			// a message that was not delivered must not be lost in silence
			if (error) return this.#fail(error);
			const quality = (kind >> QUALITY_SHIFT) & 3;
			if (quality > 0) this.#tellControl(quality === 1 ? MQTTClient.PUBACK : MQTTClient.PUBCOMP, id, undefined);
		} else if ((operation as number) !== DISCONNECT) {
			this.#granted ??= [];
			this.#granted.push(error ? REFUSED : (kind >> QUALITY_SHIFT) & 3);
			if (!(kind & FOLLOWED)) {
				const payload = operation === SUBSCRIBE_PACKET ? this.#granted : undefined;
				this.#granted = undefined;
				this.#tellControl(ACKNOWLEDGEMENT[operation], id, payload);
			}
		}
		if (!this.#driver) return;
		this.#next();
		this.#onWritable?.call(this, this.#writable(this.#driver));
	}

	/** Tells of messages, one after the other, as long as the application reads them to their end. */
	#announce(): void {
		const driver = this.#driver;
		if (!driver || !this.#connected) return;
		const { mailbox } = driver.mqtt;
		// a message stays current until the application has read it to its end
		while (mailbox.count > 0 && !this.#announced) {
			const readable = this.#readable;
			readable.topic = mailbox.topic;
			readable.byteLength = mailbox.byteLength;
			this.#announced = this.#announcing = true;
			try {
				this.#onReadable?.call(this, readable.byteLength, readable);
			} finally {
				this.#announcing = false;
			}
			if (this.#driver !== driver) return;
			if (mailbox.left > 0 && this.#onReadable) return;
			mailbox.drop();
			this.#announced = false;
		}
	}

	#fail(error: Error): void {
		if (!this.#driver) return;
		this.#onError?.call(this, error);
	}

	#tellControl(operation: number, id: number | undefined, payload: number[] | undefined): void {
		const message = this.#control;
		message.operation = operation;
		message.id = id;
		message.payload = payload;
		this.#onControl?.call(this, operation, message);
	}

	#writable(driver: Driver): number {
		const free = driver.outbox.free - OVERHEAD;
		return free > 0 ? free : 0;
	}

	#bytesOf(topic: string): Uint8Array {
		if (topic === this.#topic) return this.#topicBytes;
		const bytes = limited(topic, "topic", 1, 128);
		this.#topic = topic;
		this.#topicBytes = bytes as Uint8Array<ArrayBuffer>;
		return bytes;
	}

	get #open(): Driver {
		if (!this.#driver) throw new Error("closed");
		return this.#driver;
	}
}

// ECMA-419 24.6: the numbers are read-only
Object.freeze(MQTTClient);

const EMPTY = new Uint8Array(0);

/** A string's bytes. @throws RangeError when there are fewer or more than allowed */
function limited(value: unknown, name: string, least: number, most: number): Uint8Array {
	const bytes = toBytes(text(value, name));
	if (bytes.length < least || bytes.length > most) throw new RangeError(`${name} must have ${least} to ${most} bytes`);
	return bytes;
}

function checkLine(length: number, limit: number): void {
	if (length > limit)
		throw new RangeError(`message too long: its command would have ${length} bytes of at most ${limit}`);
}
