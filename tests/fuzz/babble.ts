import type { Launch } from "../../host-sim/testing/session";
import { runBehaviour } from "../../host-sim/testing/session";
import { VirtualClock } from "../../host-sim/world/clock";

/** Behaviours of the reader and the engine alone, each with so many texts: see tests/device/at-random. */
const BEHAVIOURS: readonly [name: string, texts: number][] = [
	["random input never throws, in pieces of any size", 2500],
	["random input means the same byte by byte and in pieces, up to the first trouble", 500],
	["after whatever came, the next line and the next command are understood", 500],
];

/** Has the reader read random texts. @returns how many @throws Error with the seed of the first that it cannot stand */
export async function babble(launch: Launch, seed: number): Promise<number> {
	let count = 0;
	for (const [name, texts] of BEHAVIOURS) {
		const bench = { clock: new VirtualClock(), config: { firstSeed: seed * 10_000 } };
		await runBehaviour(launch, "tests/device/at-random", name, bench);
		count += texts;
	}
	return count;
}
