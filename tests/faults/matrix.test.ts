import { faults } from "../../host-sim/faults/index";
import { launchNode } from "../../host-sim/node/firmware";
import { launchXs } from "../../host-sim/xs/firmware";
import { type Cell, cells, profiles, runCell, states } from "./matrix";

/** Runs cells, and says of each that does not hold why, with the end of its wire. */
async function mustHold(wanted: readonly Cell[], launch: typeof launchNode): Promise<void> {
	const complaints: string[] = [];
	for (const cell of wanted) {
		const { problems, log } = await runCell(cell, launch);
		if (problems.length) complaints.push(`${cell.state}: ${problems.join("; ")}\n${log.slice(0, 60).join("\n")}`);
	}
	expect(complaints).toEqual([]);
}

/** The cells by fault and profile: the states of each make one test. */
function byFault(list: readonly Cell[]): [string, Cell[]][] {
	const groups = new Map<string, Cell[]>();
	for (const cell of list) {
		const name = `${cell.fault}, ${cell.profile}`;
		groups.set(name, [...(groups.get(name) ?? []), cell]);
	}
	return [...groups];
}

// every fault in every state, each in one of the profiles by turns; `npm run faults` runs them all in both
const names = Object.keys(faults);
const columns = Object.keys(states);
const half = cells().filter(
	({ fault, state, profile }) => (names.indexOf(fault) + columns.indexOf(state) + profiles.indexOf(profile)) % 2 === 0,
);

describe("whatever happens, in whatever state, it works again in time, and who lost something is told", () => {
	test.each(byFault(half))("%s, on Node", (_name, wanted) => mustHold(wanted, launchNode), 60_000);
});

const onXs = cells().filter(({ state, profile }) => state === (profile === "reference" ? "reading" : "writing"));

describe("the same on the XS engine", () => {
	const run = process.env.XS_ENGINE_MISSING ? test.skip : test;
	run.each(byFault(onXs))("%s, on XS", (_name, wanted) => mustHold(wanted, launchXs), 60_000);
});
