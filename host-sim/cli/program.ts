/** How the programs of this folder begin and end. */
import { CommanderError } from "commander";
import { Failure, UsageFailure } from "./failure";

export const ExitCode = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Says what went wrong, and what to do. */
export function complain({ message, advice }: Failure): void {
	process.stderr.write(`${message}\n${advice ? `${advice}\n` : ""}`);
}

function codeOf(error: unknown): number {
	// commander has said it
	if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
	if (!(error instanceof Failure)) throw error;
	complain(error);
	return error instanceof UsageFailure ? ExitCode.usage : ExitCode.failed;
}

/** Runs `main` and ends the process with its result, or with what its failure means. */
export function program(main: () => Promise<number>): void {
	// whoever read the output has left: npm start | head
	process.stdout.on("error", () => process.exit(ExitCode.failed));
	Promise.resolve()
		.then(main)
		.catch(codeOf)
		.then((code) => process.exit(code));
}
