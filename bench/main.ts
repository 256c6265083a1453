/**
 * `npm run bench`: what the driver costs, beside others and beside the limit. `--json` prints the figures as they are,
 * `--check` compares them with bench/budgets.json and fails where one is more than 5 % over, `--quick` measures our
 * own readers only, in reads of 1, 64 and 512 bytes, `--page` writes docs/performance.md and its plots, `--set-budgets` the budgets.
 */
import { Command } from "commander";
import { buildDevice } from "../host-sim/xs/device-modules";
import { check, setBudgets } from "./check";
import { gather } from "./gather";
import { writePage } from "./page";
import { print } from "./print";

interface Options {
	json?: boolean;
	check?: boolean;
	quick?: boolean;
	page?: boolean;
	setBudgets?: boolean;
}

async function main(): Promise<void> {
	const program = new Command("bench")
		.description("What the driver costs, in instructions of a Cortex-M4, memory, commands and time on the wire.")
		.option("--json", "print the figures as JSON")
		.option("--check", "compare with the budgets; fail on a regression of more than 5 %")
		.option("--quick", "our own readers only, in reads of 1, 64 and 512 bytes")
		.option("--page", "write docs/performance.md and its plots")
		.option("--set-budgets", "make the budgets what is measured now")
		.parse();
	const options = program.opts<Options>();
	const say = (line: string) => process.stderr.write(`${line}\n`);
	await buildDevice(say);
	const figures = await gather({ quick: options.quick || options.check || false, say });
	if (options.json) console.log(JSON.stringify(figures, null, "\t"));
	else print(figures);
	if (options.setBudgets) setBudgets(figures);
	if (options.page) writePage(figures);
	if (options.check && !check(figures)) process.exitCode = 1;
}

main();
