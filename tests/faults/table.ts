import { type Outcome, profiles, states } from "./matrix";

const WIDTH = 11;

/** The matrix for people: seconds from the fault's end to working again; what did not hold is spelt out below. */
export function tableOf(outcomes: readonly Outcome[]): string {
	const lines: string[] = [];
	for (const profile of profiles) {
		const mine = outcomes.filter((it) => it.profile === profile);
		if (!mine.length) continue;
		const columns = Object.keys(states);
		lines.push("", `${profile}: seconds to working again / until who lost something knew`);
		lines.push(`${"".padEnd(14)}${columns.map((it) => it.padStart(WIDTH)).join("")}`);
		for (const fault of new Set(mine.map((it) => it.fault))) {
			const row = columns.map((state) => cellOf(worst(mine.filter((it) => it.fault === fault && it.state === state))));
			lines.push(`${fault.padEnd(14)}${row.map((it) => it.padStart(WIDTH)).join("")}`);
		}
	}
	const bad = outcomes.filter(({ problems }) => problems.length);
	lines.push("", `${outcomes.length - bad.length} of ${outcomes.length} hold`);
	for (const { fault, state, profile, seed, problems } of bad)
		lines.push(`  ${profile} ${fault} ${state} (seed ${seed}): ${problems.join("; ")}`);
	return lines.join("\n");
}

/** Of several seeds, the one that does not hold, or took longest. */
function worst(outcomes: readonly Outcome[]): Outcome | undefined {
	return outcomes.reduce<Outcome | undefined>((found, it) => {
		if (!found || (it.problems.length && !found.problems.length)) return it;
		return !found.problems.length && it.recovered > found.recovered ? it : found;
	}, undefined);
}

function cellOf(outcome: Outcome | undefined): string {
	if (!outcome) return "·";
	if (outcome.problems.length) return "FAILS";
	const told = outcome.told ? (outcome.told / 1000).toFixed(1) : "–";
	return `${(outcome.recovered / 1000).toFixed(1)}/${told}`;
}
