import fc from "fast-check";
import { launchNode } from "../../host-sim/node/firmware";
import { launchXs } from "../../host-sim/xs/firmware";
import { garbage, survive } from "./garbage";

const RUNS = 25;
const seed = Number(process.env.FUZZ_SEED ?? 20_26);

const run = process.env.XS_ENGINE_MISSING ? test.skip : test;

describe(`garbage from the module, seed ${seed}`, () => {
	for (const [engine, launch, onEngine] of [
		["Node", launchNode, test],
		["XS", launchXs, run],
	] as const)
		for (const release of ["reference", "anycloud"] as const)
			onEngine(`is survived, ${release}, on ${engine}`, async () => {
				const property = fc.asyncProperty(garbage, (it) => survive({ launch, release }, it));
				await fc.assert(property, { numRuns: RUNS, seed });
			});
});
