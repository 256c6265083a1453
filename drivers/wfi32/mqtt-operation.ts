import { encodedLength } from "drivers/at/writer";
import type { Arena } from "drivers/uart/arena";

/** What the module's MQTT service is asked to do, by the control packet's number (MQTT 3.1.1, 2.2.1). */
export const PUBLISH = 3;
export const SUBSCRIBE = 8;
export const UNSUBSCRIBE = 10;
export const DISCONNECT = 14;

/* An operation waits in the outbox under a tag: its packet, with the quality of service and the following above. */

/** The broker is to keep the message. */
export const RETAIN = 0x100;
/** Another topic of the same (un)subscription follows. */
export const FOLLOWED = 0x200;
/** The topic needs no escape in a command. */
export const PLAIN = 0x400;
const QUALITY_SHIFT = 4;

export const tagOf = (operation: number, quality: number): number => operation | (quality << QUALITY_SHIFT);
export const operationOf = (tag: number): number => tag & 15;
export const qualityOf = (tag: number): number => (tag >> QUALITY_SHIFT) & 3;

const PUBLISH_NAME = "+MQTTPUB";
const SUBSCRIBE_NAME = "+MQTTSUB";
const UNSUBSCRIBE_NAME = "+MQTTUNSUB";

/** The command's name, for errors. */
export function nameOf(operation: number): string {
	if (operation === PUBLISH) return PUBLISH_NAME;
	return operation === SUBSCRIBE ? SUBSCRIBE_NAME : UNSUBSCRIBE_NAME;
}

/** The longest command line of a publication whose topic and payload have so many bytes, whatever they are. */
export const longestPublication = (byteLength: number): number => 24 + 2 * byteLength;

/** How long a publication's command line would be: `AT+MQTTPUB=0,<QoS>,<retain>,<topic>,<payload>` CR LF. */
export function publicationLength(
	{ bytes, words }: Arena,
	topicAt: number,
	topicLength: number,
	at: number,
	length: number,
): number {
	return 13 + 4 + encodedLength(bytes, topicAt, topicLength, words) + 1 + encodedLength(bytes, at, length, words) + 2;
}
