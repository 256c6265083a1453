/** Below these nobody can be: programs that do no more than a reader must. */
import type { Reader } from "./receive";
import type { Stream } from "./streams";

/** How {@link payloadFloor} is called beside the readers. */
export const PAYLOAD_FLOOR = "the least: fixed offsets";
const HASH = 0x23;

/** Reads answers that are all as long as the first, moves each payload to its place, and looks for `#` and `OK`. */
export function payloadFloor(make: (length: number) => Stream): Reader {
	const { bytes, found } = make(1);
	const header = bytes.indexOf(HASH) + 1;
	const size = found.payload;
	const trailer = bytes.length - header - size;
	return { entry: "bench/floor-payload", config: { header, size, trailer } };
}
