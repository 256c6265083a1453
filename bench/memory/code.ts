/** How large the modules' bytecode is, by the engine's own compiler. */
import { execFileSync } from "node:child_process";
import { modulesMap } from "../../host-sim/xs/device-modules";

export interface CodeSize {
	module: string;
	/** Bytes of bytecode. */
	bytes: number;
}

const OURS = /^(app|drivers|wfi32)\//;

/** The modules of the product, its drivers and classes; a device keeps them in flash. */
export function codeSizes(engine: string): CodeSize[] {
	return execFileSync(engine, ["--map", modulesMap, "--sizes", "1"], { encoding: "utf8" })
		.trim()
		.split("\n")
		.map((line) => line.split("\t"))
		.filter(([module]) => OURS.test(module))
		.map(([module, bytes]) => ({ module, bytes: Number(bytes) }))
		.sort((a, b) => (a.module < b.module ? -1 : 1));
}
