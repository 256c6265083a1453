import { command, type Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { FifoBuffer } from "drivers/wfi32/buffer";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { operationOf, PLAIN, PUBLISH, qualityOf, RETAIN, SUBSCRIBE } from "drivers/wfi32/mqtt-operation";
import { Parcels } from "drivers/wfi32/parcels";

const MQTTPUB = command("AT+MQTTPUB=0,");
const MQTTSUB = command("AT+MQTTSUB=");
const MQTTUNSUB = command("AT+MQTTUNSUB=");

const LONGEST_TOPIC = 128;

/* How far the first operation has come. */

/** It waits for its turn, if there is one at all. */
export const RESTING = 0;
/** It is to be sent next. */
export const ASKED = 1;
export const SENT = 2;
/** Its event came before the command's own answer. */
export const EARLY = 3;
/** Its command was answered; its event is to come. */
export const ACCEPTED = 4;
/** It is over, and its owner to be told. */
export const ENDED = 5;

/**
 * What the module's MQTT service is asked to do, one after the other (reference 6.3–6.5): topics as labels, payloads as
 * contents, and what it is as tag ({@link operationOf}, {@link qualityOf}). The first is the one at hand.
 */
export class MqttOutbox {
	readonly parcels: Parcels;
	/** Where in the arena the topic lies that was written last, for whoever writes the same again. */
	readonly topicAt: number;
	progress = RESTING;
	/** Why nothing came of the first; undefined when it went well. */
	error: Wfi32Error | undefined;

	constructor(arena: Arena, size: number) {
		this.parcels = new Parcels(arena, new FifoBuffer(arena, size));
		this.topicAt = arena.take(LONGEST_TOPIC);
	}

	/** What it takes from the arena, beside the messages. */
	static readonly byteLength = Parcels.byteLength + Arena.round(LONGEST_TOPIC);

	/** Nothing is asked, and nothing waits. */
	clear(): void {
		this.progress = RESTING;
		this.parcels.clear();
	}

	/** The packet of the operation that the module is at; 0: none. */
	get current(): number {
		return this.progress < SENT || this.progress === ENDED ? 0 : operationOf(this.parcels.tag);
	}

	get quality(): number {
		return qualityOf(this.parcels.tag);
	}

	/** The first operation is over: its owner is to be told. */
	end(error: Wfi32Error | undefined): void {
		this.progress = ENDED;
		this.error = error;
	}

	/** Writes the first one's command. @returns its length; 0 when nothing is asked */
	compose(out: Writer, bytes: Uint8Array): number {
		if (this.progress !== ASKED) return 0;
		this.progress = SENT;
		const { tag, at, labelLength, contentLength } = this.parcels;
		const operation = operationOf(tag);
		if (operation === PUBLISH) {
			out.begin(MQTTPUB);
			out.integer(qualityOf(tag));
			out.nextInteger(tag & RETAIN ? 1 : 0);
			if (tag & PLAIN) out.nextPlain(at, labelLength);
			else out.nextText(bytes, at, labelLength);
			out.nextText(bytes, at + labelLength, contentLength);
		} else {
			out.begin(operation === SUBSCRIBE ? MQTTSUB : MQTTUNSUB);
			out.text(bytes, at, labelLength);
			if (operation === SUBSCRIBE) out.nextInteger(qualityOf(tag));
		}
		return out.end();
	}
}
