/** `npm run fuzz`: garbage from the module for as long as one likes. */
import { Command, Option } from "commander";
import fc from "fast-check";
import { integer } from "../../host-sim/cli/option-values";
import { launchNode } from "../../host-sim/node/firmware";
import { buildEngine, whyNoEngine } from "../../host-sim/xs/build";
import { buildDevice } from "../../host-sim/xs/device-modules";
import { launchXs } from "../../host-sim/xs/firmware";
import { Progress } from "../../tools/progress";
import { babble } from "./babble";
import { garbage, survive } from "./garbage";

const BATCH = 100;

const options = new Command("npm run fuzz --")
	.description("Garbage, mutated transcripts and cuts from the module: nothing throws, nothing grows, all works again.")
	.option("--minutes <n>", "how long", integer(1, 100_000), 1)
	.option(
		"--seed <n>",
		"of the first batch; the following ones count on",
		integer(0, 2 ** 31 - 1),
		Date.now() % 2 ** 31,
	)
	.option("--path <path>", "of a failure that was printed with its seed: only that one, shrunk already")
	.addOption(new Option("--engine <name>", "this engine only").choices(["node", "xs"]))
	.addOption(new Option("--profile <name>", "this profile only").choices(["reference", "anycloud"]))
	.parse()
	.opts<{ minutes: number; seed: number; path?: string; engine?: string; profile?: string }>();

const combinations = (["node", "xs"] as const).flatMap((engine) =>
	(["reference", "anycloud"] as const).map((release) => ({ engine, release })),
);

async function main(): Promise<number> {
	await buildDevice();
	const why = whyNoEngine();
	if (why && options.engine === "xs") throw new Error(why);
	if (why) console.log(`not on XS: ${why}`);
	else await buildEngine();
	const wanted = combinations.filter(
		({ engine, release }) =>
			(options.engine ?? engine) === engine && (options.profile ?? release) === release && (engine === "node" || !why),
	);
	console.log(`seed ${options.seed}`);
	const end = Date.now() + options.minutes * 60_000;
	const progress = new Progress("garbage, in seconds", { total: options.minutes * 60 });
	let runs = 0;
	let texts = 0;
	for (let batch = 0; Date.now() < end; batch++) {
		const { engine, release } = wanted[batch % wanted.length];
		const seed = options.seed + batch;
		const launch = engine === "xs" ? launchXs : launchNode;
		const property = fc.asyncProperty(garbage, (it) => survive({ launch, release }, it));
		const outcome = await fc.check(property, {
			seed,
			path: options.path,
			numRuns: BATCH,
			interruptAfterTimeLimit: Math.max(1, end - Date.now()),
		});
		if (outcome.failed && outcome.counterexample) {
			progress.end();
			console.log(`\n${fc.defaultReportMessage(outcome)}\n${outcome.errorInstance}`);
			const again = `--engine ${engine} --profile ${release} --seed ${seed} --path ${outcome.counterexamplePath}`;
			console.log(`\nagain: npm run fuzz -- ${again}`);
			return 1;
		}
		runs += outcome.numRuns;
		if (options.path) break;
		texts += await babble(launch, seed);
		progress.at(Math.round(options.minutes * 60 - (end - Date.now()) / 1000), `${runs} runs, ${texts} texts`);
	}
	progress.end();
	console.log(`${runs} runs of the product's stack and ${texts} texts for the reader alone: all of it holds`);
	return 0;
}

main().then(
	(code) => process.exit(code),
	(error) => {
		console.error(error);
		process.exit(2);
	},
);
