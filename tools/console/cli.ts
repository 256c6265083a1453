/** `npm run console`: AT commands by hand. */
import { ExitCode, program } from "../../host-sim/cli/program";
import { consoleOptions } from "./options";
import { Run } from "./run";

program(async () => {
	const run = new Run(consoleOptions(process.argv.slice(2)));
	return (await run.run()) ? ExitCode.ok : ExitCode.failed;
});
