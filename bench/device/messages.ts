// The driver's own way of an MQTT message: from the port to the mailbox, and out of it again as a program would.

import { board, others } from "bench/board";
import { report } from "bench/meter";
import { Decoder } from "drivers/at/text";
import type { Context } from "drivers/wfi32/context";
import { Mailbox } from "drivers/wfi32/mailbox";

const MAILBOX = 1024;

const { arena, names, engine } = board(MAILBOX, 512);
let lines = 0;
/** The topic of all, which each message is asked for; asking a string for its length would make an object. */
const TOPIC = "house/kitchen/climate";
const TOPIC_LENGTH = TOPIC.length;
let sum = 0;

others(names);
names.tell("SOCKRXT", 2, 0, () => {});
const mailbox: Mailbox = new Mailbox(
	{ arena, engine, names, decoder: new Decoder() } as Partial<Context> as Context,
	MAILBOX,
	() => {
		lines++;
		if (mailbox.topic === TOPIC) sum += 2 * (TOPIC_LENGTH + mailbox.byteLength);
		mailbox.drop();
	},
);
report(() => ({ lines, sum, lost: mailbox.lost + engine.counters.unknownBytes + engine.counters.malformedLines }));
