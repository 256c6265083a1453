/** `npm run build:xs`: the XS engine and the device's modules, ahead of their use. */
import { engineOf } from "./engine";
import { ExitCode, program } from "./program";

program(async () => {
	const say = (line: string) => process.stdout.write(`${line}\n`);
	const { title } = await engineOf("xs", true, say);
	say(`${title} is ready`);
	return ExitCode.ok;
});
