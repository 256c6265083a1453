/** `npm start`: the firmware, the virtual module and a broker, live. */
import { redactor } from "../../tools/wire/credentials";
import { Log } from "./log";
import { complain, ExitCode, program } from "./program";
import { Run } from "./run";
import { type StartOptions, startOptions } from "./start-options";
import { summaryText, writeSummary } from "./summary";

/** Milliseconds between the first Ctrl-C and one that is meant as another. */
const IMPATIENCE = 1000;

async function start(options: StartOptions): Promise<number> {
	const log = new Log({ out: process.stdout, redact: redactor([options.password]), quiet: options.quiet });
	const run = new Run(options, log);
	let first: number | undefined;
	const interrupt = () => {
		first ??= performance.now();
		// Ctrl-C reaches the whole group, and npm or tsx may pass it on as well: only what comes later is impatience
		if (performance.now() - first > IMPATIENCE) process.exit(ExitCode.interrupted);
		run.interrupt();
	};
	process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
	const { summary, failure, began } = await run.run();
	if (began) log.plain(`\n${summaryText(summary)}`);
	if (options.summary) writeSummary(options.summary, summary);
	if (failure) {
		complain(failure);
		return ExitCode.failed;
	}
	return summary.outcome === "interrupted" && options.readings ? ExitCode.interrupted : ExitCode.ok;
}

program(() => start(startOptions(process.argv.slice(2))));
