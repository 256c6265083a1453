import type { Name } from "drivers/at/names";
import { OK } from "drivers/at/request";
import type { Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { ConfigurationReading } from "drivers/wfi32/configuration-reading";
import type { Chapter, Context } from "drivers/wfi32/context";
import { NO_EVENT, REFUSED, Wfi32Error } from "drivers/wfi32/errors";
import { Mailbox } from "drivers/wfi32/mailbox";
import { KINDS, type MqttConfiguration, READ } from "drivers/wfi32/mqtt-configuration";
import { CONNECTED, MqttConnection, type MqttOwner } from "drivers/wfi32/mqtt-connection";
import {
	DISCONNECT,
	nameOf,
	operationOf,
	PUBLISH,
	qualityOf,
	SUBSCRIBE,
	UNSUBSCRIBE,
} from "drivers/wfi32/mqtt-operation";
import { ACCEPTED, ASKED, EARLY, ENDED, MqttOutbox, RESTING, SENT } from "drivers/wfi32/mqtt-outbox";
import {
	MQTTC,
	MQTTCONN,
	MQTTCONNACK,
	MQTTPUB,
	MQTTPUBACC,
	MQTTPUBCOMP,
	MQTTSUB,
	MQTTUNSUB,
} from "drivers/wfi32/names";

export { CONFIGURING, CONNECTED, CONNECTING, IDLE, type MqttOwner } from "drivers/wfi32/mqtt-connection";

const EVENT_TIME = 10_000;

/**
 * The MQTT service of the module (reference 6). One for a module, and one operation at a time (module-behaviour, +MQTTC):
 * what its owner puts into the outbox is done in that order.
 */
export class Mqtt extends MqttConnection implements Chapter {
	/** Messages received and not yet read. */
	readonly mailbox: Mailbox;
	/** What is to be done, and messages to be sent. */
	readonly outbox: MqttOutbox;
	/** Made when it is first asked for. */
	private reading: ConfigurationReading | undefined;

	/** @param size of the messages received and not yet read, and of those not yet sent, in bytes each */
	constructor(context: Context, size: number) {
		super(context);
		this.mailbox = new Mailbox(context, size);
		this.outbox = new MqttOutbox(context.arena, size);
	}

	/** What it takes from the arena, with messages of so many bytes. */
	static byteLength(size: number): number {
		return 2 * Arena.round(size) + Mailbox.byteLength + MqttOutbox.byteLength;
	}

	/** What the module has stored. */
	get stored(): ConfigurationReading {
		this.reading ??= new ConfigurationReading(this.context, MQTTC, KINDS, READ);
		return this.reading;
	}

	override connect(owner: MqttOwner, configuration: MqttConfiguration): void {
		this.outbox.clear();
		this.mailbox.clear();
		super.connect(owner, configuration);
	}

	override close(): void {
		super.close();
		this.reading?.drop();
		this.outbox.clear();
		this.mailbox.clear();
	}

	/** Has the oldest operation of the outbox done, unless the one before is not over. */
	next(): void {
		const { outbox } = this;
		const { parcels } = outbox;
		if (this.state !== CONNECTED || outbox.progress !== RESTING || parcels.count === 0) return;
		parcels.locked = true;
		if (operationOf(parcels.tag) === DISCONNECT) return this.disconnect();
		outbox.progress = ASKED;
		this.context.engine.submit(this);
	}

	/** Has `mqttReceived` called again in a turn of its own. */
	tellAgain(): void {
		this.context.notices.post(this);
	}

	/** The longest command line that a publication may become. */
	get lineLength(): number {
		return this.context.writer.limit;
	}

	protected get asked(): boolean {
		return this.outbox.progress === ASKED;
	}

	protected composeOperation(out: Writer): number {
		return this.outbox.compose(out, this.context.arena.bytes);
	}

	protected operationAnswered(result: number): void {
		const outbox = this.outbox;
		const progress = outbox.progress;
		if (progress < SENT || progress === ENDED) return;
		const tag = outbox.parcels.tag;
		const current = operationOf(tag);
		if (result !== OK)
			return this.end(new Wfi32Error(result, nameOf(current), result > 0 ? this.context.engine.errorText : ""));
		const quality = qualityOf(tag);
		const isSilent = quality === 0 || (quality === 2 && !this.context.capabilities.tellsPublishComplete);
		if (progress === EARLY || (current === PUBLISH && isSilent)) return this.end(undefined);
		outbox.progress = ACCEPTED;
		this.context.deadlines.set(this, EVENT_TIME);
	}

	protected operationExpired(): void {
		const { current } = this.outbox;
		if (current > 0) this.end(new Wfi32Error(NO_EVENT, nameOf(current)));
	}

	protected forgetOperation(): void {
		this.outbox.progress = RESTING;
	}

	/** The operation is over. */
	private end(error: Wfi32Error | undefined): void {
		this.outbox.end(error);
		if (this.awaited) this.context.deadlines.clear(this);
		this.context.notices.post(this);
	}

	/* Events. */

	/** A `+MQTTPUB` as nearly all are. */
	told(_name: Name, topicLength: number, payloadLength: number): void {
		const { firstAt, textAt } = this.context.engine.fields;
		if (this.mailbox.keep(firstAt, topicLength, textAt, payloadLength)) this.received();
	}

	private received(): void {
		if (this.owner) this.context.notices.post(this);
	}

	event(name: Name): void {
		if (name === MQTTPUB) {
			if (this.mailbox.receive(this.context.engine.fields)) this.received();
		} else if (name === MQTTPUBACC) this.published(1);
		else if (name === MQTTPUBCOMP) this.published(2);
		else if (name === MQTTSUB) this.subscribed(SUBSCRIBE);
		else if (name === MQTTCONN) this.changed(this.context.engine.fields);
		else if (name === MQTTUNSUB) this.subscribed(UNSUBSCRIBE);
		else if (name === MQTTCONNACK) this.acknowledged(this.context.engine.fields);
		else if (this.outbox.current === PUBLISH) this.complete(new Wfi32Error(REFUSED, "+MQTTPUBERR"));
	}

	/** +MQTTSUB:0 is well, +MQTTUNSUB:1 (the example) or 2 (the table) is; anything else is failure (module-behaviour). */
	private subscribed(operation: number): void {
		const { fields } = this.context.engine;
		const code = fields.integer();
		if (!fields.valid || this.outbox.current !== operation) return;
		const well = operation === SUBSCRIBE ? code === 0 : code === 1 || code === 2;
		this.complete(well ? undefined : new Wfi32Error(REFUSED, nameOf(operation)));
	}

	private published(quality: number): void {
		if (this.outbox.current === PUBLISH && this.outbox.quality === quality) this.complete(undefined);
	}

	private complete(error: Wfi32Error | undefined): void {
		const { outbox } = this;
		if (error || outbox.progress === ACCEPTED) this.end(error);
		// an event that comes before the command's own OK
		else if (outbox.progress === SENT) outbox.progress = EARLY;
	}

	protected tell(owner: MqttOwner): void {
		const { outbox, mailbox } = this;
		if (outbox.progress === ENDED) {
			const { parcels, error } = outbox;
			const { tag, id } = parcels;
			parcels.drop();
			outbox.progress = RESTING;
			owner.mqttDone(tag, id, error);
		}
		if (mailbox.count > 0 && this.owner === owner) owner.mqttReceived();
	}
}
