import type { Driver } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { CONNECTED, type Mqtt, type MqttOwner } from "drivers/wfi32/mqtt";
import { FOLLOWED, operationOf, PUBLISH, qualityOf, SUBSCRIBE } from "drivers/wfi32/mqtt-operation";
import type { ByteBuffer } from "wfi32/bytes";
import type { MQTTClient } from "wfi32/mqtt";
import type { MQTTClientOptions, MQTTWriteOptions } from "wfi32/mqtt-options";
import { MQTTWriting } from "wfi32/mqtt-writing";
import { callback } from "wfi32/options";

// comparing with a literal would make a string each time in a preloaded module
const OBJECT = "object";
const EMPTY = "";
const CONNACK = 2;
const PUBACK = 4;
const PUBCOMP = 7;
const SUBACK = 9;
const UNSUBACK = 11;
/** What SUBACK says of a topic that was not granted. */
const REFUSED = 128;

/** What a client does, and what the driver tells of it: the client's callbacks are called from here. */
export class MQTTSession implements MqttOwner {
	private readonly client: MQTTClient;
	readonly driver: Driver;
	private readonly mqtt: Mqtt;
	private readonly writing: MQTTWriting;
	private readonly onReadable: MQTTClientOptions["onReadable"];
	private readonly onWritable: MQTTClientOptions["onWritable"];
	private readonly onControl: MQTTClientOptions["onControl"];
	private readonly onError: MQTTClientOptions["onError"];
	/* What callbacks are given; the first is made with the first message. */
	private readable: { more: boolean; topic: string; QoS: number; byteLength: number } | undefined;
	private readonly control: { operation: number; id?: number; payload?: number[] } = { operation: 0, id: 0 };
	/** What was granted so far of a subscription to several topics. */
	private granted: number[] | undefined;
	/** The client was told of it. */
	private connected = false;
	/** The first message was announced and is not read to its end yet. */
	private announced = false;
	/** Inside onReadable. */
	private announcing = false;
	private closed = false;

	/** @throws TypeError for callbacks that are none */
	constructor(client: MQTTClient, driver: Driver, options: MQTTClientOptions) {
		this.client = client;
		this.driver = driver;
		this.mqtt = driver.mqtt;
		this.onReadable = callback(options.onReadable, "onReadable");
		this.onWritable = callback(options.onWritable, "onWritable");
		this.onControl = callback(options.onControl, "onControl");
		this.onError = callback(options.onError, "onError");
		this.writing = new MQTTWriting(driver);
	}

	close(): void {
		this.closed = true;
		this.mqtt.close();
	}

	write(data: ByteBuffer | null | undefined, options: MQTTWriteOptions | undefined): number {
		const mqtt = this.mqtt;
		if (mqtt.state !== CONNECTED) throw new Error("not connected");
		this.writing.write(data, options);
		mqtt.next();
		return this.writing.writable;
	}

	read(argument: number | ByteBuffer | undefined): ArrayBuffer | number | undefined {
		if (!this.announced) return undefined;
		const mqtt = this.mqtt;
		const { mailbox } = mqtt;
		const { left } = mailbox;
		const into = typeof argument === OBJECT;
		const wanted = argument === undefined ? left : (argument as number);
		const view = into
			? this.writing.view(argument as ByteBuffer)
			: new Uint8Array(wanted < left ? Math.max(0, wanted) : left);
		const length = view.length < left ? view.length : left;
		this.driver.uart.window.copy(mailbox.at, view, 0, length);
		mailbox.taken(length);
		if (mailbox.left === 0 && !this.announcing) {
			// read after its onReadable: the next one is told of in a turn of its own
			this.letGo();
			if (mailbox.count > 0) mqtt.tellAgain();
		}
		return into ? length : (view.buffer as ArrayBuffer);
	}

	private letGo(): void {
		this.mqtt.mailbox.drop();
		this.announced = false;
	}

	mqttConnected(): void {
		this.connected = true;
		this.tell(CONNACK, undefined, undefined);
		this.tellWritable();
	}

	mqttDone(tag: number, id: number, error: Wfi32Error | undefined): void {
		const quality = qualityOf(tag);
		if (operationOf(tag) === PUBLISH) {
			// a message that was not delivered must not be lost in silence
			if (error) return this.mqttFailed(error);
			if (quality > 0) this.tell(quality === 1 ? PUBACK : PUBCOMP, id, undefined);
		} else {
			this.granted ??= [];
			this.granted.push(error ? REFUSED : quality);
			if (!(tag & FOLLOWED)) {
				const granted = this.granted;
				this.granted = undefined;
				if (operationOf(tag) === SUBSCRIBE) this.tell(SUBACK, id, granted);
				else this.tell(UNSUBACK, id, undefined);
			}
		}
		if (this.closed) return;
		this.mqtt.next();
		this.tellWritable();
	}

	/** Tells of messages, one after the other, as long as the application reads them to their end. */
	mqttReceived(): void {
		if (!this.connected) return;
		const { mailbox } = this.mqtt;
		this.readable ??= { more: false, topic: EMPTY, QoS: 0, byteLength: 0 };
		const readable = this.readable;
		// a message stays current until the application has read it to its end
		while (mailbox.count > 0 && !this.announced) {
			readable.topic = mailbox.topic;
			readable.byteLength = mailbox.byteLength;
			this.announced = this.announcing = true;
			try {
				this.onReadable?.call(this.client, readable.byteLength, readable);
			} finally {
				this.announcing = false;
			}
			if (this.closed || (mailbox.left > 0 && this.onReadable)) return;
			this.letGo();
		}
	}

	mqttFailed(error: Error): void {
		this.onError?.call(this.client, error);
	}

	private tell(operation: number, id: number | undefined, payload: number[] | undefined): void {
		const message = this.control;
		message.operation = operation;
		message.id = id;
		message.payload = payload;
		this.onControl?.call(this.client, operation, message);
	}

	private tellWritable(): void {
		if (!this.closed) this.onWritable?.call(this.client, this.writing.writable);
	}
}
