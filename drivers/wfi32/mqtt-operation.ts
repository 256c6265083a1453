import { command, encodedLength, type Writer } from "drivers/at/writer";

/** The control packet's number (MQTT 3.1.1, 2.2.1); 0: nothing. */
export type Operation = 0 | 3 | 8 | 10;
export const NONE: Operation = 0;
export const PUBLISH: Operation = 3;
export const SUBSCRIBE: Operation = 8;
export const UNSUBSCRIBE: Operation = 10;

const MQTTPUB = command("AT+MQTTPUB=0,");
const MQTTSUB = command("AT+MQTTSUB=");
const MQTTUNSUB = command("AT+MQTTUNSUB=");
const PUBLISH_NAME = "+MQTTPUB";
const SUBSCRIBE_NAME = "+MQTTSUB";
const UNSUBSCRIBE_NAME = "+MQTTUNSUB";

/** What the module's MQTT service was asked to do (reference 6.3–6.5). Topic and payload lie in the arena. */
export class MqttOperation {
	readonly #bytes: Uint8Array;
	kind: Operation = NONE;
	quality = 0;
	#retain = 0;
	#topicAt = 0;
	#topicLength = 0;
	#payloadAt = 0;
	#payloadLength = 0;
	/** Its command was answered; its event is to come. */
	accepted = false;
	/** Its event came before the answer. */
	completed = false;

	/** @param bytes the arena's */
	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	/** Begins a subscription, or the end of one. */
	ask(kind: Operation, topicAt: number, topicLength: number, quality: number): void {
		this.kind = kind;
		this.#topicAt = topicAt;
		this.#topicLength = topicLength;
		this.quality = quality;
		this.accepted = this.completed = false;
	}

	/** Begins a publication. */
	publish(topicAt: number, topicLength: number, at: number, length: number, quality: number, retain: boolean): void {
		this.ask(PUBLISH, topicAt, topicLength, quality);
		this.#payloadAt = at;
		this.#payloadLength = length;
		this.#retain = retain ? 1 : 0;
	}

	/** The command's name, for errors. */
	get name(): string {
		if (this.kind === PUBLISH) return PUBLISH_NAME;
		return this.kind === SUBSCRIBE ? SUBSCRIBE_NAME : UNSUBSCRIBE_NAME;
	}

	compose(out: Writer): number {
		const bytes = this.#bytes;
		if (this.kind === PUBLISH) {
			out.begin(MQTTPUB);
			out.integer(this.quality);
			out.nextInteger(this.#retain);
			out.nextText(bytes, this.#topicAt, this.#topicLength);
			out.nextText(bytes, this.#payloadAt, this.#payloadLength);
		} else {
			out.begin(this.kind === SUBSCRIBE ? MQTTSUB : MQTTUNSUB);
			out.text(bytes, this.#topicAt, this.#topicLength);
			if (this.kind === SUBSCRIBE) out.nextInteger(this.quality);
		}
		return out.end();
	}
}

/** How long a publication's command line would be: `AT+MQTTPUB=0,<QoS>,<retain>,<topic>,<payload>` CR LF. */
export function publicationLength(
	bytes: Uint8Array,
	topicAt: number,
	topicLength: number,
	at: number,
	length: number,
): number {
	return 13 + 4 + encodedLength(bytes, topicAt, topicLength) + 1 + encodedLength(bytes, at, length) + 2;
}
