/**
 * `npm run memory`: what objects and the sample product take on a 32-bit heap. `--page` writes docs/memory.md, `--check`
 * fails when that page or a budget does not hold, `--set-budgets` makes the budgets what is measured now.
 */
import { Command } from "commander";
import { buildDevice } from "../../host-sim/xs/device-modules";
import { printTables } from "../print";
import { gatherMemory, whyNoMemory } from "./gather";
import { memoryProblems, memoryTables, setMemoryBudgets, writeMemoryPage } from "./page";

interface Options {
	check?: boolean;
	page?: boolean;
	setBudgets?: boolean;
}

async function main(): Promise<void> {
	const options = new Command("memory")
		.description("What objects and the sample product take on a 32-bit heap.")
		.option("--check", "fail when docs/memory.md or a budget does not hold")
		.option("--page", "write docs/memory.md")
		.option("--set-budgets", "make the budgets what is measured now")
		.parse()
		.opts<Options>();
	const missing = whyNoMemory();
	if (missing) {
		console.log(`memory was NOT weighed: ${missing}`);
		return;
	}
	const say = (line: string) => process.stderr.write(`${line}\n`);
	await buildDevice(say);
	const figures = await gatherMemory(say);
	if (options.setBudgets) setMemoryBudgets(figures);
	if (options.page) writeMemoryPage(figures);
	if (!options.check) return printTables(memoryTables(figures));
	const problems = memoryProblems(figures);
	for (const it of problems) console.log(it);
	console.log(problems.length ? "memory: not as it should be" : "memory: the page and its budgets hold");
	if (problems.length) process.exitCode = 1;
}

main();
