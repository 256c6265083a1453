/** `npm run integrity`: megabytes both ways over TCP and TLS, while events come in storms, in virtual time. */
import { Command, Option } from "commander";
import { integer } from "../../host-sim/cli/option-values";
import { launchNode } from "../../host-sim/node/firmware";
import { runBehaviour } from "../../host-sim/testing/session";
import { buildEngine } from "../../host-sim/xs/build";
import { buildDevice } from "../../host-sim/xs/device-modules";
import { launchXs } from "../../host-sim/xs/firmware";
import { Progress } from "../../tools/progress";
import { integrityBench } from "./bench";

const MEGABYTE = 1 << 20;
/** Virtual milliseconds: a month is more than enough. */
const LIMIT = 30 * 86_400_000;

const options = new Command("npm run integrity --")
	.description("Exchanges megabytes over TCP and TLS while events come in storms, and compares digests.")
	.option("--megabytes <n>", "each way, in the reference profile; a sixteenth of it on anycloud", integer(1, 4096), 64)
	.option("--seed <n>", "of the storms", integer(1, 2 ** 31 - 1), 1)
	.option("--fifo", "with a port of 128 bytes at 921600 baud, instead of one of 2048")
	.addOption(new Option("--profile <name>", "this profile only").choices(["reference", "anycloud"]))
	.addOption(new Option("--engine <name>", "what the firmware runs on").choices(["xs", "node"]).default("xs"))
	.parse()
	.opts<{
		megabytes: number;
		seed: number;
		fifo?: boolean;
		profile?: "reference" | "anycloud";
		engine: "xs" | "node";
	}>();

async function run(profile: "reference" | "anycloud", name: string): Promise<boolean> {
	const reference = profile === "reference";
	const volume = reference ? options.megabytes * MEGABYTE : Math.ceil((options.megabytes * MEGABYTE) / 16);
	const progress = new Progress(`${profile} ${name}, in MB both ways`, { total: Math.ceil((2 * volume) / MEGABYTE) });
	let last: Record<string, number> = {};
	const bench = integrityBench({
		...{ release: profile, volume, seed: options.seed },
		baud: reference ? 921_600 : 230_400,
		capacity: options.fifo || !reference ? 128 : 2048,
		onProgress: (figures) => {
			last = figures;
			progress.at(Math.floor((figures.received + figures.sent) / MEGABYTE));
		},
	});
	const launch = options.engine === "xs" ? launchXs : launchNode;
	let problem: string | undefined;
	try {
		await runBehaviour(launch, "tests/device/integrity", name, bench, LIMIT);
	} catch (error) {
		problem = (error as Error).message;
	} finally {
		progress.end();
	}
	const { received, sent, messages, datagrams, networks, storms, overruns, digest, at } = last;
	console.log(
		`${profile} ${name}, ${options.engine}, seed ${options.seed}: ${problem ? "FAILS" : "the digests are equal"}, ` +
			`${received} bytes in (${(digest >>> 0).toString(16)}), ${sent} out, overruns ${overruns}; ${storms} storms: ` +
			`${messages} messages, ${datagrams} datagrams, ${networks} networks; ${Math.round(at / 1000)} s of virtual time`,
	);
	if (problem) console.log(problem);
	return !problem;
}

async function main(): Promise<number> {
	await buildDevice();
	if (options.engine === "xs") await buildEngine();
	let well = true;
	for (const profile of options.profile ? [options.profile] : (["reference", "anycloud"] as const))
		for (const name of ["over TCP", "over TLS"]) well = (await run(profile, name)) && well;
	return well ? 0 : 1;
}

main().then(
	(code) => process.exit(code),
	(error) => {
		console.error(error);
		process.exit(2);
	},
);
