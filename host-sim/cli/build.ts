/** `npm run build:xs`: the XS engine and the device's modules, ahead of their use. */
import { engineOf } from "./engine";
import { ExitCode, type Failure } from "./failure";

engineOf("xs", true, (line) => process.stdout.write(`${line}\n`)).then(
	({ title }) => process.stdout.write(`${title} is ready\n`),
	({ message, advice }: Failure) => {
		process.stderr.write(`${message}\n${advice}\n`);
		process.exit(ExitCode.failed);
	},
);
