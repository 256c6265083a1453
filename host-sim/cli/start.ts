/** `npm start`: the firmware, the virtual module and a broker, live. */
import { CommanderError } from "commander";
import { redactor } from "./credentials";
import { ExitCode, Failure } from "./failure";
import { Log } from "./log";
import { Run } from "./run";
import { type StartOptions, startOptions } from "./start-options";
import { summaryText, writeSummary } from "./summary";

function complain(failure: Failure): void {
	process.stderr.write(`${failure.message}\n${failure.advice ? `${failure.advice}\n` : ""}`);
}

async function start(options: StartOptions): Promise<number> {
	const log = new Log({ out: process.stdout, redact: redactor([options.password]), quiet: options.quiet });
	const run = new Run(options, log);
	let asked = 0;
	const interrupt = () => {
		if (++asked > 1) process.exit(ExitCode.interrupted);
		run.interrupt();
	};
	process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
	// whoever read the output has left: npm start | head
	process.stdout.on("error", () => process.exit(ExitCode.failed));
	const { summary, failure, began } = await run.run();
	if (began) log.plain(`\n${summaryText(summary)}`);
	if (options.summary) writeSummary(options.summary, summary);
	if (failure) {
		complain(failure);
		return ExitCode.failed;
	}
	return summary.outcome === "interrupted" && options.readings ? ExitCode.interrupted : ExitCode.ok;
}

async function main(): Promise<number> {
	try {
		return await start(startOptions(process.argv.slice(2)));
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
		if (error instanceof Failure) {
			complain(error);
			return ExitCode.usage;
		}
		throw error;
	}
}

main().then((code) => process.exit(code));
