/** Below this nobody can be: a program that does no more than any reader of payloads must. */
import type { Reader } from "./receive";
import { type Manner, payloads } from "./streams";

/** How {@link payloadFloor} is called beside the readers. */
export const PAYLOAD_FLOOR = "the least, by fixed offsets";
const HASH = 0x23;

/** Reads answers that are all as long as the first, moves each payload to its place, and looks for `#` and `OK`. */
export function payloadFloor(manner: Manner): Reader {
	const [answer] = payloads(1, manner).bursts;
	const header = answer.indexOf(HASH) + 1;
	const size = manner.answer;
	return { entry: "bench/floor-payload", config: { header, size, trailer: answer.length - header - size } };
}
