/**
 * `npm run bench`: what the driver costs, beside others and beside the limit. `--json` prints the figures as they are,
 * `--check` compares them with bench/budgets.json and fails where one is more than 5 % over, `--quick` measures our
 * own readers only, in reads of 1, 64 and 512 bytes, `--page` writes docs/performance.md, docs/peers.md and the plots,
 * `--text` the same from the figures of last time, `--set-budgets` the budgets. `--peers` measures the others only, by how
 * they are written.
 */
import { Command } from "commander";
import { buildDevice } from "../host-sim/xs/device-modules";
import { readPeers, writePeers } from "./budgets";
import { check, setBudgets } from "./check";
import { keepFigures } from "./figures";
import { gather } from "./gather";
import { buildMachine, engineVersion, whyNoMachine } from "./machine";
import { type Options, refused } from "./options";
import { writePages } from "./page/index";
import { experiments, peersTable } from "./peers";
import { print, printTables } from "./print";
import { staleProblems } from "./stale";

const HELP = `
MODDABLE names the folder of another release of the Moddable SDK, whose XS is then measured; budgets are kept for each.
REQUIRE_MACHINE=1: an emulated Cortex-M that cannot be had is a failure, not something to leave out.`;

async function main(): Promise<void> {
	const program = new Command("bench")
		.description("What the driver costs, in instructions of a Cortex-M4, memory, commands and time on the wire.")
		.option("--json", "print the figures as JSON")
		.option("--check", "compare with the budgets; fail on a regression of more than 5 %")
		.option("--quick", "our own readers only, in reads of 1, 64 and 512 bytes")
		.option(
			"--page",
			"write docs/performance.md, docs/peers.md and the plots; not with --quick, and with all tools only",
		)
		.option("--text", "measure nothing: write the same from the figures kept in bench/figures.json")
		.option("--set-budgets", "make the budgets what is measured now")
		.option("--peers", "the others only, by how they are written and by what they are given")
		.addHelpText("after", HELP)
		.parse();
	const options = program.opts<Options>();
	const refusal = refused(options);
	if (refusal) program.error(refusal);
	const say = (line: string) => process.stderr.write(`${line}\n`);
	if (options.text) return writePages();
	await buildDevice(say);
	if (options.peers) return comparePeers(options, say);
	const figures = await gather({ quick: options.quick || options.check || false, say });
	if (options.json) console.log(JSON.stringify(figures, null, "\t"));
	else print(figures);
	const lacking = figures.missing.filter(({ tool }) => tool !== "memory");
	if (lacking.length && (options.setBudgets || options.page))
		program.error("not everything was measured: nothing is kept");
	if (options.setBudgets) setBudgets(figures);
	if (options.page) {
		keepFigures(figures);
		writePages();
	}
	if (!options.check) return;
	// with --json nothing else is on standard output
	const tell = options.json ? say : console.log;
	const stale = staleProblems(figures);
	for (const it of stale) tell(it);
	if (!check(figures, { say: tell }) || stale.length) process.exitCode = 1;
}

/** The peers alone; with `--set-budgets` they are kept for the page. */
async function comparePeers({ json, setBudgets: keeps }: Options, say: (line: string) => void): Promise<void> {
	const missing = whyNoMachine();
	if (missing) {
		say(`nothing is measured: ${missing}`);
		process.exitCode = 1;
		return;
	}
	const measured = { [engineVersion()]: await experiments(buildMachine(say), say) };
	if (keeps) writePeers({ ...readPeers(), ...measured });
	if (json) console.log(JSON.stringify(measured, null, "\t"));
	else printTables([peersTable(measured)]);
}

main();
