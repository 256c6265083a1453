import type { Line } from "drivers/at/line";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { DISCONNECTED, NO_EVENT, REFUSED, UNSUPPORTED, Wfi32Error } from "drivers/wfi32/errors";
import { type MqttConfiguration, MqttSetup } from "drivers/wfi32/mqtt-configuration";
import { MQTTCONN } from "drivers/wfi32/names";
import { type Asking, Question } from "drivers/wfi32/question";
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

const CONNECT = command("AT+MQTTCONN=1"); // a clean session
const DISCONN = command("AT+MQTTDISCONN");
const STATUS = command("AT+MQTTCONN");
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
 * The connection of the module's MQTT service to a broker (reference 6.1, 6.2, 6.6): as a request it disconnects if need be,
 * configures, connects, then sends what the service is asked to do; as a deadline it waits for an event; as a notice it
 * tells its owner.
 */
export abstract class MqttConnection extends Request implements TlsUser, Asking {
	/** @internal */ readonly context: Context;
	/** How the connection is (reference 6.2.1). Made with the first connection. */
	private question: Question | undefined;
	/** Set here alone. */
	owner: MqttOwner | undefined;
	/** While it is being configured. */
	private setup: MqttSetup | undefined;
	/** Set here alone. */
	state = IDLE;
	private sent = NOTHING;
	/** The module's client is, or may be, connected. */
	private on = false;
	private stopping = false;
	/** It has, or has asked for, a TLS configuration. */
	private secured = false;
	private tellConnected = false;
	private error: Error | undefined;

	constructor(context: Context) {
		super();
		this.context = context;
	}

	get takesFirst(): boolean {
		return true;
	}

	/* What is done over the connection. */

	/** Whether there is something to be sent. */
	protected abstract get asked(): boolean;

	/** Writes the command of what is asked. */
	protected abstract composeOperation(out: Writer): number;

	protected abstract operationAnswered(result: number): void;

	/** The event did not come. */
	protected abstract operationExpired(): void;

	/** Nothing is asked any more. */
	protected abstract forgetOperation(): void;

	/** Tells of what was done and received. */
	protected abstract tell(owner: MqttOwner): void;

	/** Begins to connect; the service must be without an owner, and the driver alive. */
	connect(owner: MqttOwner, configuration: MqttConfiguration): void {
		this.owner = owner;
		this.setup = new MqttSetup(configuration);
		this.error = undefined;
		this.tellConnected = false;
		this.state = CONFIGURING;
		this.stopping = this.on;
		this.secured = configuration.tls !== undefined;
		if (configuration.tls) this.context.tls.acquire(this, configuration.tls);
		else this.context.engine.submit(this);
	}

	/** The module has what the connection is to be secured with. */
	tlsConfigured(index: number): void {
		if (!this.setup) return;
		this.setup.tlsIndex = index;
		this.context.engine.submit(this);
	}

	tlsFailed(error: Wfi32Error): void {
		this.fail(error);
	}

	/** The owner lets go; the module disconnects behind it. */
	close(): void {
		this.owner = undefined;
		this.context.notices.cancel(this);
		this.rest();
	}

	/** Takes leave of the broker; `mqttFailed` follows. */
	protected disconnect(): void {
		this.stopping = true;
		this.context.engine.submit(this);
	}

	onReset(code: number): void {
		this.on = this.stopping = false;
		this.fail(new Wfi32Error(code, "+MQTTCONN"));
	}

	onResynchronised(): void {
		// an operation's event may be among what was lost: its deadline sees to that. The connection's is asked for (6.2.1)
		if (this.state >= CONNECTING && this.question) this.context.engine.submitFirst(this.question);
	}

	fail(error: Error): void {
		if (this.state === IDLE) return;
		if (this.state === CONNECTING) {
			if (this.secured) this.context.tls.distrust(this);
			this.context.review();
		}
		this.error = error;
		this.rest();
		if (this.owner) this.context.notices.post(this);
	}

	/** Nothing goes on any more; the firmware would go on trying by itself. */
	private rest(): void {
		this.state = IDLE;
		this.setup = undefined;
		this.forgetOperation();
		if (this.secured) this.context.tls.release(this);
		this.secured = false;
		this.context.deadlines.clear(this);
		if (this.on) this.disconnect();
	}

	/* The request. */

	compose(out: Writer): number {
		this.sent = NOTHING;
		out.patience = PATIENCE;
		if (this.stopping) {
			this.sent = THE_END;
			out.begin(DISCONN);
			return out.end();
		}
		const setup = this.setup;
		if (!setup) {
			if (!this.asked) return 0;
			this.sent = AN_OPERATION;
			return this.composeOperation(out);
		}
		if (this.secured && setup.tlsIndex === 0) return 0; // never without what was asked for
		if (setup.parameter > 0) {
			this.sent = A_PARAMETER;
			return setup.compose(out);
		}
		this.sent = THE_CONNECTION;
		this.setup = undefined;
		this.question ??= new Question(this, STATUS, MQTTCONN);
		this.on = true;
		this.state = CONNECTING; // its events may come before its OK
		this.context.deadlines.set(this, CONNECT_TIME);
		out.begin(CONNECT);
		return out.end();
	}

	done(result: number): void {
		const sent = this.sent;
		this.sent = NOTHING;
		if (sent === AN_OPERATION && !this.stopping) this.operationAnswered(result);
		else if (sent === THE_END) {
			this.stopping = false;
			if (result >= OK) this.on = false; // an error: it was not connected
			if (this.state === CONNECTED) this.fail(new Wfi32Error(DISCONNECTED, "+MQTTDISCONN"));
			if (this.stopping || this.state === CONFIGURING) this.context.engine.submit(this);
		} else if (this.stopping) this.context.engine.submit(this);
		else if (sent === A_PARAMETER) this.parameterAnswered(result);
		else if (sent === THE_CONNECTION && result !== OK) this.failBy(result, "+MQTTCONN", true);
		// asked for while another command was in flight
		if (this.asked) this.context.engine.submit(this);
	}

	private parameterAnswered(result: number): void {
		const setup = this.setup;
		if (!setup) return;
		if (!setup.answered(result)) this.failBy(result, "+MQTTC", !setup.isSecret);
		else if (setup.atKeepAlive && !this.context.capabilities.mqttKeepAlive)
			this.fail(new Wfi32Error(UNSUPPORTED, "+MQTTC"));
		else this.context.engine.submit(this);
	}

	private failBy(result: number, name: string, telling: boolean): void {
		this.fail(new Wfi32Error(result, name, result > 0 && telling ? this.context.engine.errorText : ""));
	}

	/** As a deadline: the event did not come. */
	override due(): void {
		if (this.state === CONNECTING) this.fail(new Wfi32Error(NO_EVENT, "+MQTTCONN"));
		else this.operationExpired();
	}

	/** +MQTTCONNACK:<flags>,<return code> */
	protected acknowledged(fields: Line): void {
		fields.integer();
		const code = fields.nextInteger();
		if (!fields.valid || this.state !== CONNECTING || code === 0) return;
		this.fail(new Wfi32Error(REFUSED, "+MQTTCONNACK", returnCodes[code] ?? `return code ${code}`));
	}

	/** +MQTTCONN:<state> */
	protected changed(fields: Line): void {
		const connected = fields.integer();
		if (!fields.valid) return;
		if (connected === 1) {
			this.on = true;
			if (this.state !== CONNECTING) return;
			this.state = CONNECTED;
			this.context.deadlines.clear(this);
			this.tellConnected = true;
			this.context.notices.post(this);
		} else if (this.state >= CONNECTING) this.fail(new Wfi32Error(DISCONNECTED, "+MQTTCONN"));
	}

	/** The answer to the question of how it is: one that is still being made has its deadline. */
	compare(fields: Line): void {
		if (this.state !== CONNECTING || fields.peek === DIGIT_ONE) this.changed(fields);
	}

	/** As a notice. What is told first may have its program close, or connect anew. */
	override deliver(): void {
		const owner = this.owner;
		if (!owner) return;
		if (this.tellConnected) {
			this.tellConnected = false;
			owner.mqttConnected();
		}
		if (this.owner === owner) this.tell(owner);
		const error = this.error;
		if (error && this.owner === owner) {
			this.error = undefined;
			owner.mqttFailed(error);
		}
	}
}
