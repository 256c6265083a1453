/** Looks at what has come, where that is not to count: how long it took stands beside what it found. */
import { instructions } from "bench/meter";

/** Of all payloads so far, reckoned byte by byte; and the instructions that this took. */
export const checked = { check: 0, aside: 0 };

/** @param mask which bits of an index there are: all of them but in a ring */
export function look(bytes: Uint8Array, from: number, count: number, mask = -1): void {
	const before = instructions();
	let value = 0;
	for (let i = 0; i < count; i++) value = (value * 31 + bytes[(from + i) & mask]) & 0xffff;
	checked.check += value;
	checked.aside += instructions() - before;
}
