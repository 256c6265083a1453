/** `npm run faults`: the fault matrix as a table. */
import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { launchNode } from "../../host-sim/node/firmware";
import { buildEngine } from "../../host-sim/xs/build";
import { buildDevice } from "../../host-sim/xs/device-modules";
import { launchXs } from "../../host-sim/xs/firmware";
import { Progress } from "../../tools/progress";
import { cells, type Outcome, runCell } from "./matrix";
import { tableOf } from "./table";

const options = new Command("npm run faults --")
	.description("Runs every fault in every state in each profile, and prints how long it took to work again.")
	.option("--fault <name>", "this fault only")
	.option("--state <name>", "this state only")
	.option("--profile <name>", "this profile only")
	.option("--seed <n>", "of all chances", Number, 1)
	.option("--seeds <n>", "so many seeds from that one on; the table shows the worst of each cell", Number, 1)
	.option("--baud <bits>", "of the line a second; 230400 if left out", Number)
	.option("--xs", "on the XS engine")
	.option("--log", "print the wire of what does not hold")
	.option("--json <file>", "write the outcomes as JSON")
	.parse()
	.opts<{
		fault?: string;
		state?: string;
		profile?: string;
		seed: number;
		seeds: number;
		baud?: number;
		xs?: boolean;
		log?: boolean;
		json?: string;
	}>();

async function main(): Promise<number> {
	await buildDevice();
	if (options.xs) await buildEngine();
	const seeds = Array.from({ length: options.seeds }, (_, i) => options.seed + i);
	const wanted = seeds
		.flatMap(cells)
		.filter(
			({ fault, state, profile }) =>
				(options.fault ?? fault) === fault &&
				(options.state ?? state) === state &&
				(options.profile ?? profile) === profile,
		)
		.map((cell) => ({ ...cell, baud: options.baud }));
	if (!wanted.length) throw new Error("no such fault, state or profile");
	const outcomes: Outcome[] = [];
	const progress = new Progress("breaking things", { total: wanted.length });
	for (const cell of wanted) {
		outcomes.push(await runCell(cell, options.xs ? launchXs : launchNode));
		progress.step(`${cell.fault} while ${cell.state}`);
	}
	progress.end();
	console.log(tableOf(outcomes));
	const bad = outcomes.filter(({ problems }) => problems.length);
	if (options.log)
		for (const { fault, state, profile, seed, log } of bad)
			console.log(`\n${profile} ${fault} ${state} (seed ${seed})\n${log.join("\n")}`);
	if (options.json) writeFileSync(options.json, JSON.stringify(outcomes, null, "\t"));
	return bad.length ? 1 : 0;
}

main().then(
	(code) => process.exit(code),
	(error) => {
		console.error(error);
		process.exit(2);
	},
);
