import { launchNode } from "../../host-sim/node/firmware";
import { launchXs } from "../../host-sim/xs/firmware";
import { reportOf } from "./report";
import { DAY, Soak } from "./soak";

const seed = Number(process.env.SOAK_SEED ?? 1);
const testOnXs = process.env.XS_ENGINE_MISSING ? test.skip : test;

describe(`a day in which something goes wrong every ten minutes, seed ${seed}`, () => {
	for (const [engine, launch, testOnEngine] of [
		["Node", launchNode, test],
		["XS", launchXs, testOnXs],
	] as const)
		for (const release of ["reference", "anycloud"] as const)
			testOnEngine(`every reading arrives or is accounted for, ${release}, on ${engine}`, async () => {
				const soak = new Soak({ launch, release, seed, duration: DAY, pause: 600_000 });
				try {
					await soak.run();
				} finally {
					await soak.close();
				}
				if (soak.problems.length) throw new Error(reportOf(soak));
				expect(soak.ledger.taken).toBeGreaterThan(8600);
				expect(soak.ledger.arrived).toBeGreaterThan(7000);
			});
});
