import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { ConfigurationReading } from "drivers/wfi32/configuration-reading";
import type { Chapter, Context } from "drivers/wfi32/context";
import { DISCONNECTED, NO_EVENT, REFUSED, UNSUPPORTED, Wfi32Error } from "drivers/wfi32/errors";
import { Mailbox } from "drivers/wfi32/mailbox";
import { KINDS, type MqttConfiguration, MqttSetup, READ } from "drivers/wfi32/mqtt-configuration";
import { DISCONNECT, nameOf, operationOf, PUBLISH, SUBSCRIBE, UNSUBSCRIBE } from "drivers/wfi32/mqtt-operation";
import { ACCEPTED, ASKED, EARLY, ENDED, MqttOutbox, RESTING, SENT } from "drivers/wfi32/mqtt-outbox";
import { type Asking, MqttQuestion } from "drivers/wfi32/mqtt-question";
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
import type { TlsUser } from "drivers/wfi32/tls-configurations";

/** What an MQTT client is told, from the event loop. */
export interface MqttOwner {
	mqttConnected(): void;
	/**
	 * The oldest operation has come to its end, well (undefined) or not, and is no longer in the outbox. The next is begun
	 * by {@link Mqtt.next}.
	 */
	mqttDone(tag: number, id: number, error: Wfi32Error | undefined): void;
	/** Messages wait in {@link Mqtt.mailbox}. */
	mqttReceived(): void;
	mqttFailed(error: Error): void;
}

/** The state, in the order of connecting. */
export const IDLE = 0;
export const CONFIGURING = 1;
export const CONNECTING = 2;
export const CONNECTED = 3;

const PATIENCE = 5000;
const CONNECT_TIME = 12_000;
const EVENT_TIME = 10_000;

const CONNECT = command("AT+MQTTCONN=1"); // a clean session
const DISCONN = command("AT+MQTTDISCONN");
const DIGIT_ONE = 0x31;

/* What was sent last, as long as it is not answered. */
const NOTHING = 0;
const A_PARAMETER = 1;
const THE_CONNECTION = 2;
const AN_OPERATION = 3;
const THE_END = 4;

/** Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3). */
const returnCodes: readonly string[] = Object.freeze([
	"accepted",
	"unacceptable protocol version, or with some firmware any reason",
	"client identifier rejected",
	"server unavailable",
	"bad user name or password",
	"not authorized",
]);

/**
 * The MQTT service of the module (reference 6). One for a module, and one operation at a time (module-behaviour, +MQTTC).
 * As a request it disconnects if need be, configures, connects, then sends operations; as a deadline it waits for an event;
 * as a notice it tells its owner.
 */
export class Mqtt extends Request implements Chapter, TlsUser, Asking {
	/** Messages received and not yet read. */
	readonly mailbox: Mailbox;
	/** What is to be done, and messages to be sent. */
	readonly outbox: MqttOutbox;
	readonly #context: Context;
	/* Both are made when they are needed for the first time. */
	#stored: ConfigurationReading | undefined;
	#question: MqttQuestion | undefined;
	#owner: MqttOwner | undefined;
	/** While it is being configured. */
	#setup: MqttSetup | undefined;
	#state = IDLE;
	#sent = NOTHING;
	/** The module's client is, or may be, connected. */
	#on = false;
	#stopping = false;
	/** It has, or has asked for, a TLS configuration. */
	#secured = false;
	#tellConnected = false;
	#error: Error | undefined;

	/** @param size of the messages received and not yet read, and of those not yet sent, in bytes each */
	constructor(context: Context, size: number) {
		super();
		this.#context = context;
		this.mailbox = new Mailbox(context, size);
		this.outbox = new MqttOutbox(context.arena, size);
	}

	/** What it takes from the arena, with messages of so many bytes. */
	static byteLength(size: number): number {
		return 2 * Arena.round(size) + Mailbox.byteLength + MqttOutbox.byteLength;
	}

	get takesFirst(): boolean {
		return true;
	}

	/** What the module has stored. */
	get stored(): ConfigurationReading {
		this.#stored ??= new ConfigurationReading(this.#context, MQTTC, KINDS, READ);
		return this.#stored;
	}

	get state(): number {
		return this.#state;
	}

	get owner(): MqttOwner | undefined {
		return this.#owner;
	}

	/** Begins to connect; the service must be without an owner, and the driver alive. */
	connect(owner: MqttOwner, configuration: MqttConfiguration): void {
		this.#owner = owner;
		this.#setup = new MqttSetup(configuration);
		this.#error = undefined;
		this.#tellConnected = false;
		this.outbox.clear();
		this.mailbox.clear();
		this.#state = CONFIGURING;
		this.#stopping = this.#on;
		this.#secured = configuration.tls !== undefined;
		if (configuration.tls) this.#context.tls.acquire(this, configuration.tls);
		else this.#context.engine.submit(this);
	}

	/** The module has what the connection is to be secured with. */
	tlsConfigured(index: number): void {
		if (!this.#setup) return;
		this.#setup.tlsIndex = index;
		this.#context.engine.submit(this);
	}

	tlsFailed(error: Wfi32Error): void {
		if (this.#state !== IDLE) this.fail(error);
	}

	/** The owner lets go; the module disconnects behind it. */
	close(): void {
		this.#owner = undefined;
		this.#stored?.drop();
		this.#context.notices.cancel(this);
		this.rest();
		this.outbox.clear();
		this.mailbox.clear();
	}

	/** Has the oldest operation of the outbox done, unless the one before is not over. */
	next(): void {
		const { outbox } = this;
		const { parcels } = outbox;
		if (this.#state !== CONNECTED || outbox.progress !== RESTING || parcels.count === 0) return;
		parcels.locked = true;
		// taking leave of the broker: `mqttFailed` follows
		if (operationOf(parcels.tag) === DISCONNECT) this.#stopping = true;
		else outbox.progress = ASKED;
		this.#context.engine.submit(this);
	}

	/** Has `mqttReceived` called again in a turn of its own. */
	tellAgain(): void {
		this.#context.notices.post(this);
	}

	/** The longest command line that a publication may become. */
	get lineLength(): number {
		const { capabilities, engine } = this.#context;
		return Math.min(capabilities.commandLength, engine.writerCapacity);
	}

	onReset(code: number): void {
		this.#on = this.#stopping = false;
		if (this.#state !== IDLE) this.fail(new Wfi32Error(code, "+MQTTCONN"));
	}

	onResynchronised(): void {
		// an operation's event may be among what was lost: its deadline sees to that. The connection's is asked for (6.2.1)
		if (this.#state < CONNECTING) return;
		this.#question ??= new MqttQuestion(this);
		this.#context.engine.submitFirst(this.#question);
	}

	fail(error: Error): void {
		if (this.#state === IDLE) return;
		if (this.#state === CONNECTING && this.#secured) this.#context.tls.distrust(this);
		this.#error = error;
		this.rest();
		if (this.#owner) this.#context.notices.post(this);
	}

	/** Nothing goes on any more; the firmware would go on trying by itself. */
	private rest(): void {
		this.#state = IDLE;
		this.#setup = undefined;
		this.outbox.progress = RESTING;
		if (this.#secured) this.#context.tls.release(this);
		this.#secured = false;
		this.#context.deadlines.clear(this);
		if (!this.#on) return;
		this.#stopping = true;
		this.#context.engine.submit(this);
	}

	/* The request. */

	compose(out: Writer): number {
		this.#sent = NOTHING;
		out.patience = PATIENCE;
		if (this.#stopping) {
			this.#sent = THE_END;
			out.begin(DISCONN);
			return out.end();
		}
		const setup = this.#setup;
		if (!setup) {
			if (this.outbox.progress !== ASKED) return 0;
			this.#sent = AN_OPERATION;
			return this.outbox.compose(out, this.#context.arena.bytes);
		}
		if (this.#secured && setup.tlsIndex === 0) return 0; // never without what was asked for
		if (setup.parameter > 0) {
			this.#sent = A_PARAMETER;
			return setup.compose(out);
		}
		this.#sent = THE_CONNECTION;
		this.#setup = undefined;
		this.#on = true;
		this.#state = CONNECTING; // its events may come before its OK
		this.#context.deadlines.set(this, CONNECT_TIME);
		out.begin(CONNECT);
		return out.end();
	}

	done(result: number): void {
		const sent = this.#sent;
		this.#sent = NOTHING;
		if (sent === THE_END) {
			this.#stopping = false;
			if (result >= OK) this.#on = false; // an error: it was not connected
			if (this.#state === CONNECTED) this.fail(new Wfi32Error(DISCONNECTED, "+MQTTDISCONN"));
		}
		if (this.#stopping || sent === THE_END) {
			if (this.#stopping || this.#state === CONFIGURING) this.#context.engine.submit(this);
		} else if (sent === AN_OPERATION) this.operationAnswered(result);
		else if (sent === A_PARAMETER) this.parameterAnswered(result);
		else if (sent === THE_CONNECTION && this.#state !== IDLE && result !== OK) this.failBy(result, "+MQTTCONN", true);
		// asked for while another command was in flight
		if (this.outbox.progress === ASKED) this.#context.engine.submit(this);
	}

	private parameterAnswered(result: number): void {
		const setup = this.#setup;
		if (!setup) return;
		if (!setup.answered(result)) this.failBy(result, "+MQTTC", !setup.isSecret);
		else if (setup.atKeepAlive && !this.#context.capabilities.mqttKeepAlive)
			this.fail(new Wfi32Error(UNSUPPORTED, "+MQTTC"));
		else this.#context.engine.submit(this);
	}

	private failBy(result: number, name: string, telling: boolean): void {
		this.fail(new Wfi32Error(result, name, result > 0 && telling ? this.#context.engine.errorText : ""));
	}

	private operationAnswered(result: number): void {
		const { outbox } = this;
		const { current, quality, progress } = outbox;
		if (current === 0) return;
		if (result !== OK)
			return this.end(new Wfi32Error(result, nameOf(current), result > 0 ? this.#context.engine.errorText : ""));
		const isSilent = quality === 0 || (quality === 2 && !this.#context.capabilities.tellsPublishComplete);
		if (progress === EARLY || (current === PUBLISH && isSilent)) return this.end(undefined);
		outbox.progress = ACCEPTED;
		this.#context.deadlines.set(this, EVENT_TIME);
	}

	/** The operation is over. */
	private end(error: Wfi32Error | undefined): void {
		this.outbox.end(error);
		this.#context.deadlines.clear(this);
		this.#context.notices.post(this);
	}

	/** As a deadline: the event did not come. */
	override due(): void {
		if (this.#state === CONNECTING) this.fail(new Wfi32Error(NO_EVENT, "+MQTTCONN"));
		else if (this.outbox.current > 0) this.end(new Wfi32Error(NO_EVENT, nameOf(this.outbox.current)));
	}

	/* Events. */

	event(name: Name): void {
		if (name === MQTTPUB) {
			if (this.mailbox.receive() && this.#owner) this.#context.notices.post(this);
		} else if (name === MQTTPUBACC) this.published(1);
		else if (name === MQTTPUBCOMP) this.published(2);
		else if (name === MQTTSUB) this.subscribed(SUBSCRIBE);
		else if (name === MQTTCONN) this.connection(this.#context.engine.fields);
		else if (name === MQTTUNSUB) this.subscribed(UNSUBSCRIBE);
		else if (name === MQTTCONNACK) this.acknowledged(this.#context.engine.fields);
		else if (this.outbox.current === PUBLISH) this.complete(new Wfi32Error(REFUSED, "+MQTTPUBERR"));
	}

	/** +MQTTCONNACK:<flags>,<return code> */
	private acknowledged(fields: Line): void {
		fields.integer();
		const code = fields.nextInteger();
		if (!fields.valid || this.#state !== CONNECTING || code === 0) return;
		this.fail(new Wfi32Error(REFUSED, "+MQTTCONNACK", returnCodes[code] ?? `return code ${code}`));
	}

	/** +MQTTCONN:<state> */
	private connection(fields: Line): void {
		const connected = fields.integer();
		if (!fields.valid) return;
		if (connected === 1) {
			this.#on = true;
			if (this.#state !== CONNECTING) return;
			this.#state = CONNECTED;
			this.#context.deadlines.clear(this);
			this.#tellConnected = true;
			this.#context.notices.post(this);
		} else if (this.#state >= CONNECTING) this.fail(new Wfi32Error(DISCONNECTED, "+MQTTCONN"));
	}

	/** The answer to the question of how it is: one that is still being made has its deadline. */
	compare(fields: Line): void {
		if (this.#state !== CONNECTING || fields.peek === DIGIT_ONE) this.connection(fields);
	}

	/** +MQTTSUB:0 is well, +MQTTUNSUB:1 (the example) or 2 (the table) is; anything else is failure (module-behaviour). */
	private subscribed(operation: number): void {
		const { fields } = this.#context.engine;
		const code = fields.integer();
		if (!fields.valid || this.outbox.current !== operation) return;
		const well = operation === SUBSCRIBE ? code === 0 : code === 1 || code === 2;
		this.complete(well ? undefined : new Wfi32Error(REFUSED, nameOf(operation)));
	}

	private published(quality: number): void {
		if (this.outbox.current === PUBLISH && this.outbox.quality === quality) this.complete(undefined);
	}

	private complete(error: Wfi32Error | undefined): void {
		// an event that comes before the command's own OK
		if (this.outbox.progress === SENT && !error) this.outbox.progress = EARLY;
		else if (this.outbox.progress !== EARLY || error) this.end(error);
	}

	/** As a notice. What is told first may have its program close, or connect anew. */
	override deliver(): void {
		const owner = this.#owner;
		if (!owner) return;
		if (this.#tellConnected) {
			this.#tellConnected = false;
			owner.mqttConnected();
		}
		if (this.outbox.progress === ENDED && this.#owner === owner) {
			const { parcels, error } = this.outbox;
			const { tag, id } = parcels;
			parcels.drop();
			this.outbox.progress = RESTING;
			owner.mqttDone(tag, id, error);
		}
		if (this.mailbox.count > 0 && this.#owner === owner) owner.mqttReceived();
		const error = this.#error;
		if (error && this.#owner === owner) {
			this.#error = undefined;
			owner.mqttFailed(error);
		}
	}
}
