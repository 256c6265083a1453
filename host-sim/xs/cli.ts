/**
 * Builds the engine and the device's modules from the command line.
 *
 *     tsx host-sim/xs/cli.ts [--32]
 *
 * `--32` builds the variant with the 16-byte slots of a microcontroller. `MODDABLE` in the environment names another
 * tree of XS sources, `CC` another compiler.
 */
import { execFileSync } from "node:child_process";
import { relative } from "node:path";
import { buildEngine } from "./build";
import { buildDevice } from "./device-modules";
import { root } from "./root";

async function main(): Promise<void> {
	const onProgress = (line: string) => console.log(line);
	const bits = process.argv.includes("--32") ? 32 : 64;
	await buildDevice(onProgress);
	const program = await buildEngine({ bits, onProgress });
	console.log(`${execFileSync(program, ["--version"]).toString().trim()}: ${relative(root, program)}`);
}

main().catch((error) => {
	console.error(error.message);
	process.exitCode = 1;
});
