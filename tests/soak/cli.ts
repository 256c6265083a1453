/** `npm run soak`: the sample product for days of virtual time while everything goes wrong. */
import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { integer } from "../../host-sim/cli/option-values";
import { launchNode } from "../../host-sim/node/firmware";
import { buildEngine } from "../../host-sim/xs/build";
import { buildDevice } from "../../host-sim/xs/device-modules";
import { launchXs } from "../../host-sim/xs/firmware";
import { Progress } from "../../tools/progress";
import { figuresOf, reportOf } from "./report";
import { DAY, Soak } from "./soak";

const options = new Command("npm run soak --")
	.description(
		"Runs the sample product for days of virtual time with faults of every kind, and accounts for every reading.",
	)
	.option("--days <n>", "days of virtual time", integer(1, 3650), 30)
	.option("--seed <n>", "of all chances", integer(0, 2 ** 32 - 1), 1)
	.option("--pause <minutes>", "from one fault to the next, on average", integer(1, 1440), 30)
	.addOption(new Option("--profile <name>", "this profile only").choices(["reference", "anycloud"]))
	.addOption(new Option("--engine <name>", "what the product runs on").choices(["xs", "node"]).default("xs"))
	.option("--log <prefix>", "write the product's lines with the faults that were going on: <prefix>-<profile>.log")
	.option("--json <file>", "write the figures as JSON")
	.parse()
	.opts<{
		days: number;
		seed: number;
		pause: number;
		profile?: "reference" | "anycloud";
		engine: "xs" | "node";
		log?: string;
		json?: string;
	}>();

async function run(release: "reference" | "anycloud"): Promise<Soak> {
	const lines: string[] = [];
	const progress = new Progress(`${release}: days of trouble`, { total: options.days });
	const soak = new Soak({
		launch: options.engine === "xs" ? launchXs : launchNode,
		release,
		seed: options.seed,
		duration: options.days * DAY,
		pause: options.pause * 60_000,
		onLine: options.log ? (text) => lines.push(text) : undefined,
		onProgress: ({ world, ledger }) => {
			progress.at(Math.round(world.clock.now() / DAY), `${ledger.arrived} readings`);
		},
	});
	try {
		await soak.run();
	} catch (error) {
		soak.problems.push((error as Error).message);
	} finally {
		progress.end();
		await soak.close();
		if (options.log) writeFileSync(`${options.log}-${release}.log`, lines.join(""));
	}
	console.log(reportOf(soak));
	return soak;
}

async function main(): Promise<number> {
	await buildDevice();
	if (options.engine === "xs") await buildEngine();
	const soaks: Soak[] = [];
	for (const release of options.profile ? [options.profile] : (["reference", "anycloud"] as const))
		soaks.push(await run(release));
	if (options.json) writeFileSync(options.json, JSON.stringify(soaks.map(figuresOf), null, "\t"));
	return soaks.some(({ problems }) => problems.length) ? 1 : 0;
}

main().then(
	(code) => process.exit(code),
	(error) => {
		console.error(error);
		process.exit(2);
	},
);
