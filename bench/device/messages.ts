// The driver's own way of an MQTT message: from the port to the mailbox, where its topic is asked for; it is dropped unread.

import { Floors } from "bench/floors";
import { report } from "bench/meter";
import type { Name } from "drivers/at/names";
import type { Context } from "drivers/wfi32/context";
import { Mailbox } from "drivers/wfi32/mailbox";
import { MQTTPUB } from "drivers/wfi32/names";

const MAILBOX = 1024;
/** The topic of all, which each message is asked for; asking a string for its length would make an object. */
const TOPIC = "house/kitchen/climate";
const TOPIC_LENGTH = TOPIC.length;
let lines = 0;
let sum = 0;

class Messages extends Floors {
	readonly mailbox = new Mailbox(this as Partial<Context> as Context, MAILBOX);

	override event(name: Name): void {
		if (name === MQTTPUB && this.mailbox.receive(this.engine.fields)) this.received();
	}

	override told(name: Name, topicLength: number, payloadLength: number): void {
		if (name !== MQTTPUB) return;
		const { firstAt, textAt } = this.engine.fields;
		if (this.mailbox.keep(firstAt, topicLength, textAt, payloadLength)) this.received();
	}

	private received(): void {
		const mailbox = this.mailbox;
		lines++;
		if (mailbox.topic === TOPIC) sum += 2 * (TOPIC_LENGTH + mailbox.byteLength);
		mailbox.drop();
	}
}

const floors = new Messages(512, MAILBOX + Mailbox.byteLength);
report(() => ({ lines, sum, lost: floors.mailbox.lost + floors.lost }));
