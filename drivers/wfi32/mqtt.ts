import { Notice } from "drivers/at/notices";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { Deadline } from "drivers/uart/deadlines";
import { FixedCommand, nothing } from "drivers/wfi32/command";
import { ConfigurationReading } from "drivers/wfi32/configuration-reading";
import type { Chapter, Context } from "drivers/wfi32/context";
import { DISCONNECTED, NO_EVENT, REFUSED, UNSUPPORTED, Wfi32Error } from "drivers/wfi32/errors";
import { Mailbox } from "drivers/wfi32/mailbox";
import {
	isSecret,
	isStoredEmpty,
	KEEP_ALIVE_STEP,
	KINDS,
	type MqttConfiguration,
	READ,
	writeParameter,
} from "drivers/wfi32/mqtt-configuration";
import {
	MqttOperation,
	NONE,
	type Operation,
	PUBLISH,
	publicationLength,
	SUBSCRIBE,
	UNSUBSCRIBE,
} from "drivers/wfi32/mqtt-operation";
import type { TlsUser } from "drivers/wfi32/tls-configurations";

/** What an MQTT client is told, from the event loop. */
export interface MqttOwner {
	mqttConnected(): void;
	/** What was asked last has come to an end: PUBLISH, SUBSCRIBE or UNSUBSCRIBE, well (undefined) or not. */
	mqttDone(operation: Operation, error: Wfi32Error | undefined): void;
	/** Messages wait in {@link Mqtt.mailbox}. */
	mqttReceived(): void;
	mqttFailed(error: Error): void;
}

/** The state, in the order of connecting. */
export const IDLE = 0;
export const CONFIGURING = 1;
export const CONNECTING = 2;
export const CONNECTED = 3;

const CONNECT_TIME = 12_000;
const EVENT_TIME = 10_000;

const MQTTCONN = command("AT+MQTTCONN=");
const STATUS = command("AT+MQTTCONN");
const MQTTDISCONN = command("AT+MQTTDISCONN");

const CONNECT_STEP = 6;
const DISCONNECT_STEP = 7;
const OPERATION_STEP = 8;
const NOTHING = -1;
const DIGIT_ONE = 0x31;

/** Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3). */
const returnCodes: readonly string[] = Object.freeze([
	"accepted",
	"unacceptable protocol version, or with some firmware any reason",
	"client identifier rejected",
	"server unavailable",
	"bad user name or password",
	"not authorized",
]);

/** The MQTT service of the module (reference 6). One for a module, and one operation at a time (module-behaviour, +MQTTC). */
export class Mqtt extends Request implements Chapter, TlsUser {
	readonly #context: Context;
	readonly takesFirst = true;
	/** Messages received and not yet read. */
	readonly mailbox: Mailbox;
	#stored: ConfigurationReading | undefined;
	/** Made when it is first asked. */
	#asking: FixedCommand | undefined;
	readonly #deadline: Deadline;
	readonly #news: Notice;
	#owner: MqttOwner | undefined;
	#configuration: MqttConfiguration | undefined;
	#state = IDLE;
	#step = 0;
	#stepSent = NOTHING;
	/** The module's client is, or may be, connected. */
	#on = false;
	#stopping = false;
	/** The TLS configuration in the module; 0: none. */
	#tlsIndex = 0;
	readonly #operation: MqttOperation;
	#tellConnected = false;
	#tellDone: Operation = NONE;
	#doneError: Wfi32Error | undefined;
	#error: Error | undefined;

	constructor(context: Context, mailboxSize: number) {
		super();
		this.#context = context;
		this.#operation = new MqttOperation(context.arena.bytes);
		this.mailbox = new Mailbox(context, mailboxSize, () => {
			if (this.#owner) context.notices.post(this.#news);
		});
		this.patience = 5000;
		this.#deadline = new Deadline(() => this.#expired());
		this.#news = new Notice(() => this.#tell());
		const { names } = context;
		names.of("MQTTCONNACK").handler = () => this.#acknowledged();
		const state = names.of("MQTTCONN");
		state.handler = () => this.#connection();
		names.of("MQTTSUB").handler = () => this.#subscribed(SUBSCRIBE);
		names.of("MQTTUNSUB").handler = () => this.#subscribed(UNSUBSCRIBE);
		names.of("MQTTPUBACC").handler = () => this.#published(1);
		names.of("MQTTPUBCOMP").handler = () => this.#published(2);
		names.of("MQTTPUBERR").handler = () => this.#publishFailed();
	}

	/** What the module has stored. */
	get stored(): ConfigurationReading {
		const { names } = this.#context;
		this.#stored ??= new ConfigurationReading(this.#context, names.of("MQTTC"), KINDS, READ);
		return this.#stored;
	}

	get state(): number {
		return this.#state;
	}

	get owner(): MqttOwner | undefined {
		return this.#owner;
	}

	/** Whether another operation can be asked for. */
	get idle(): boolean {
		return this.#state === CONNECTED && this.#operation.kind === NONE && this.#tellDone === NONE;
	}

	/** Begins to connect; the service must be without an owner, and the driver alive. */
	connect(owner: MqttOwner, configuration: MqttConfiguration): void {
		this.#owner = owner;
		this.#configuration = configuration;
		this.#error = undefined;
		this.#tellConnected = false;
		this.#tellDone = this.#operation.kind = NONE;
		this.mailbox.clear();
		this.#state = CONFIGURING;
		this.#step = 0;
		this.#stopping = this.#on;
		this.#tlsIndex = 0;
		if (configuration.tls) this.#context.tls.acquire(this, configuration.tls);
		else this.#context.engine.submit(this);
	}

	/** The module has what the connection is to be secured with. */
	tlsConfigured(index: number): void {
		this.#tlsIndex = index;
		if (this.#state === CONFIGURING) this.#context.engine.submit(this);
	}

	tlsFailed(error: Wfi32Error): void {
		if (this.#state !== IDLE) this.#fail(error);
	}

	/** The owner lets go; the module disconnects behind it. */
	close(): void {
		this.#owner = undefined;
		this.#state = IDLE;
		this.#operation.kind = this.#tellDone = NONE;
		this.#releaseTls();
		this.#context.notices.cancel(this.#news);
		this.#context.deadlines.clear(this.#deadline);
		this.mailbox.clear();
		if (this.#on) {
			this.#stopping = true;
			this.#context.engine.submit(this);
		}
	}

	/** Publishes. Topic and payload lie in the arena and stay there until `mqttDone`. {@link Mqtt.idle} must be true. */
	publish(topicAt: number, topicLength: number, at: number, length: number, QoS: number, retain: boolean): void {
		this.#operation.publish(topicAt, topicLength, at, length, QoS, retain);
		this.#context.engine.submit(this);
	}

	/** Subscribes. {@link Mqtt.idle} must be true. */
	subscribe(topicAt: number, topicLength: number, QoS: number): void {
		this.#operation.ask(SUBSCRIBE, topicAt, topicLength, QoS);
		this.#context.engine.submit(this);
	}

	/** Unsubscribes. {@link Mqtt.idle} must be true. */
	unsubscribe(topicAt: number, topicLength: number): void {
		this.#operation.ask(UNSUBSCRIBE, topicAt, topicLength, 0);
		this.#context.engine.submit(this);
	}

	/** Takes leave of the broker; `mqttFailed` follows. */
	disconnect(): void {
		this.#stopping = true;
		this.#context.engine.submit(this);
	}

	/** Has `mqttReceived` called again in a turn of its own. */
	tellAgain(): void {
		this.#context.notices.post(this.#news);
	}

	/** The longest command line that a publication may become. */
	get lineLength(): number {
		const { capabilities, engine } = this.#context;
		return Math.min(capabilities.commandLength, engine.writerCapacity);
	}

	/** How long a publication's command line would be. */
	publicationLength(topicAt: number, topicLength: number, at: number, length: number): number {
		return publicationLength(this.#context.arena.bytes, topicAt, topicLength, at, length);
	}

	onReset(code: number): void {
		this.#on = this.#stopping = false;
		if (this.#state !== IDLE) this.#fail(new Wfi32Error(code, "+MQTTCONN"));
	}

	get #status(): FixedCommand {
		const state = this.#context.names.of("MQTTCONN");
		this.#asking ??= new FixedCommand(STATUS, nothing, state, () => this.#compare());
		return this.#asking;
	}

	onResynchronised(): void {
		// an operation's event may be among what was lost: its deadline sees to that. The connection's is asked for (6.2.1)
		if (this.#state >= CONNECTING) this.#context.engine.submitFirst(this.#status);
	}

	fail(error: Error): void {
		if (this.#state !== IDLE) this.#fail(error);
	}

	/* The request: disconnect if need be, configure, connect, then operations. */

	compose(out: Writer): number {
		this.#stepSent = NOTHING;
		if (this.#stopping) {
			this.#stepSent = DISCONNECT_STEP;
			out.begin(MQTTDISCONN);
			return out.end();
		}
		const configuration = this.#configuration;
		if (this.#state === CONFIGURING && configuration) {
			if (configuration.tls && this.#tlsIndex === 0) return 0; // never without what was asked for
			this.#stepSent = this.#step;
			if (this.#step === CONNECT_STEP) return this.#composeConnect(out, configuration);
			return writeParameter(out, configuration, this.#step, this.#tlsIndex);
		}
		if (this.#state !== CONNECTED || this.#operation.kind === NONE) return 0;
		this.#stepSent = OPERATION_STEP;
		return this.#operation.compose(out);
	}

	#composeConnect(out: Writer, configuration: MqttConfiguration): number {
		out.begin(MQTTCONN);
		out.integer(configuration.clean ? 1 : 0);
		this.#on = true;
		this.#state = CONNECTING; // its events may come before its OK
		this.#context.deadlines.set(this.#deadline, CONNECT_TIME);
		return out.end();
	}

	done(result: number): void {
		const sent = this.#stepSent;
		if (sent === DISCONNECT_STEP) {
			this.#stopping = false;
			if (result >= OK) this.#on = false; // an error: it was not connected
			if (this.#state === CONNECTED) this.#fail(new Wfi32Error(DISCONNECTED, "+MQTTDISCONN"));
		}
		if (this.#stopping || sent === DISCONNECT_STEP) {
			if (this.#stopping || this.#state === CONFIGURING) this.#context.engine.submit(this);
			return;
		}
		if (sent === OPERATION_STEP) return this.#operationDone(result);
		const configuration = this.#configuration;
		if (sent === NOTHING || this.#state === IDLE || !configuration) return;
		if (result !== OK && !isStoredEmpty(configuration, sent, result)) {
			const name = sent === CONNECT_STEP ? "+MQTTCONN" : "+MQTTC";
			const text = result > 0 && !isSecret(sent) ? this.#context.engine.errorText : "";
			return this.#fail(new Wfi32Error(result, name, text));
		}
		if (sent === CONNECT_STEP) {
			// its event came before its OK, and the owner has asked for something meanwhile
			if (this.#operation.kind !== NONE) this.#context.engine.submit(this);
			return;
		}
		this.#step = sent + 1;
		if (this.#step === KEEP_ALIVE_STEP) {
			if (configuration.keepAlive === 0) this.#step = CONNECT_STEP;
			else if (!this.#context.capabilities.mqttKeepAlive) return this.#fail(new Wfi32Error(UNSUPPORTED, "+MQTTC"));
		}
		this.#context.engine.submit(this);
	}

	#operationDone(result: number): void {
		if (this.#operation.kind === NONE) return;
		const operation = this.#operation;
		if (result !== OK) {
			const text = result > 0 ? this.#context.engine.errorText : "";
			return this.#finish(new Wfi32Error(result, operation.name, text));
		}
		operation.accepted = true;
		const { kind, quality } = operation;
		const isSilent = quality === 0 || (quality === 2 && !this.#context.capabilities.tellsPublishComplete);
		if (operation.completed || (kind === PUBLISH && isSilent)) this.#finish(undefined);
		else this.#context.deadlines.set(this.#deadline, EVENT_TIME);
	}

	#finish(error: Wfi32Error | undefined): void {
		this.#tellDone = this.#operation.kind;
		this.#operation.kind = NONE;
		this.#doneError = error;
		this.#context.deadlines.clear(this.#deadline);
		this.#context.notices.post(this.#news);
	}

	#expired(): void {
		if (this.#state === CONNECTING) this.#fail(new Wfi32Error(NO_EVENT, "+MQTTCONN"));
		else if (this.#operation.kind !== NONE) this.#finish(new Wfi32Error(NO_EVENT, this.#operation.name));
	}

	/* Events. */

	/** +MQTTCONNACK:<flags>,<return code> */
	#acknowledged(): void {
		const { fields } = this.#context.engine;
		fields.integer();
		const code = fields.nextInteger();
		if (!fields.valid || this.#state !== CONNECTING || code === 0) return;
		this.#fail(new Wfi32Error(REFUSED, "+MQTTCONNACK", returnCodes[code] ?? `return code ${code}`));
	}

	/** +MQTTCONN:<state> */
	#connection(): void {
		const { fields } = this.#context.engine;
		const connected = fields.integer();
		if (!fields.valid) return;
		if (connected === 1) {
			this.#on = true;
			if (this.#state !== CONNECTING) return;
			this.#state = CONNECTED;
			this.#context.deadlines.clear(this.#deadline);
			this.#tellConnected = true;
			this.#context.notices.post(this.#news);
		} else {
			if (this.#state === CONNECTING || this.#state === CONNECTED)
				this.#fail(new Wfi32Error(DISCONNECTED, "+MQTTCONN"));
		}
	}

	/** The answer to the question of how it is: one that is still being made has its deadline. */
	#compare(): void {
		if (this.#state !== CONNECTING || this.#context.engine.fields.peek === DIGIT_ONE) this.#connection();
	}

	/** +MQTTSUB:0 is well, +MQTTUNSUB:1 (the example) or 2 (the table) is; anything else is failure (module-behaviour). */
	#subscribed(operation: Operation): void {
		const { fields } = this.#context.engine;
		const code = fields.integer();
		if (!fields.valid || this.#operation.kind !== operation) return;
		const well = operation === SUBSCRIBE ? code === 0 : code === 1 || code === 2;
		if (well) this.#complete(undefined);
		else this.#complete(new Wfi32Error(REFUSED, this.#operation.name));
	}

	#published(quality: number): void {
		if (this.#operation.kind === PUBLISH && this.#operation.quality === quality) this.#complete(undefined);
	}

	#publishFailed(): void {
		if (this.#operation.kind === PUBLISH) this.#complete(new Wfi32Error(REFUSED, "+MQTTPUBERR"));
	}

	#complete(error: Wfi32Error | undefined): void {
		// an event that comes before the command's own OK
		if (!this.#operation.accepted && !error) this.#operation.completed = true;
		else this.#finish(error);
	}

	#releaseTls(): void {
		if (!this.#configuration?.tls) return;
		this.#configuration = undefined;
		this.#context.tls.release(this);
	}

	#fail(error: Error): void {
		if (this.#state === CONNECTING) this.#context.tls.distrust(this);
		this.#state = IDLE;
		this.#releaseTls();
		this.#operation.kind = this.#tellDone = NONE;
		this.#error = error;
		this.#context.deadlines.clear(this.#deadline);
		// the firmware would go on trying by itself
		if (this.#on) {
			this.#stopping = true;
			this.#context.engine.submit(this);
		}
		if (this.#owner) this.#context.notices.post(this.#news);
	}

	#tell(): void {
		const owner = this.#owner;
		if (!owner) return;
		if (this.#tellConnected) {
			this.#tellConnected = false;
			owner.mqttConnected();
		}
		if (this.#tellDone !== NONE && this.#owner === owner) {
			const operation = this.#tellDone;
			this.#tellDone = NONE;
			owner.mqttDone(operation, this.#doneError);
		}
		if (this.mailbox.count > 0 && this.#owner === owner) owner.mqttReceived();
		const error = this.#error;
		if (error && this.#owner === owner) {
			this.#error = undefined;
			owner.mqttFailed(error);
		}
	}
}
