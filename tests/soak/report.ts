import { DAY, type Soak } from "./soak";

/** So much of what is wrong is spelt out. */
const MOST = 20;

/** The figures of a soak, for a machine. */
export function figuresOf({ options, world, firmware, weather, ledger, firstHeap, lastHeap, state, problems }: Soak) {
	const { taken, arrived, again, fair, fairArrived, longest, lost, arrivedYetLost } = ledger;
	return {
		...{ profile: options.release, engine: firmware.engine, seed: options.seed },
		days: world.clock.now() / DAY,
		faults: weather.counts,
		readings: { taken, arrived, again, arrivedYetLost, lost, fair, fairArrived, longest },
		heap: firstHeap && lastHeap && { first: pick(firstHeap), last: pick(lastHeap) },
		...{ state, problems },
	};
}

const pick = ({ slots, chunks }: { slots: number; chunks: number }) => ({ slots, chunks });

/** The same for people. */
export function reportOf(soak: Soak): string {
	const { profile, engine, seed, days, faults, readings, heap, state, problems } = figuresOf(soak);
	const { taken, arrived, again, arrivedYetLost, lost, fair, fairArrived, longest } = readings;
	const count = Object.values(faults).reduce((sum, it) => sum + it, 0);
	const share = fair ? ((fairArrived / fair) * 100).toFixed(3) : "–";
	return [
		"",
		`${profile} on ${engine}, seed ${seed}: ${days.toFixed(1)} days, ${count} faults`,
		`  ${taken} readings taken, ${arrived} arrived (${again} of them more than once, ${arrivedYetLost} although given up)`,
		...Object.entries(lost).map(([reason, number]) => `  ${number} lost: ${reason}`),
		`  ${fair} taken while link and broker were up: ${share} % arrived, the last of them after ${(longest / 1000).toFixed(0)} s`,
		heap
			? `  heap after the first hour: ${heap.first.slots} slots, ${heap.first.chunks} bytes; at the end: ${heap.last.slots} slots, ${heap.last.chunks} bytes`
			: "  heap: this engine cannot tell",
		`  the product's own counters: ${JSON.stringify(state)}`,
		`  faults: ${Object.entries(faults)
			.map(([name, number]) => `${name} ${number}`)
			.join(", ")}`,
		...problems.slice(0, MOST).map((it) => `  WRONG: ${it}`),
		problems.length ? `  ${problems.length} things are wrong` : "  all of it holds",
	].join("\n");
}
