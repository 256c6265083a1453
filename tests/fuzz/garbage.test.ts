import fc from "fast-check";
import { launchNode } from "../../host-sim/node/firmware";
import { launchXs } from "../../host-sim/xs/firmware";
import { FaultBench } from "../faults/bench";

/** Lines as the reference's examples have them: what garbage looks like when it is not random. */
const LINES = [
	"OK\r\n",
	"ERROR:5\r\n",
	"+SOCKRXT:1,100\r\n",
	"+SOCKRD:1,64, #",
	"+SOCKRD:1,4294967295, #",
	"+SOCKCL:1\r\n",
	"+SOCKERR:1,14\r\n",
	"+WSTALD:0\r\n",
	'+WSTAAIP:0,"192.168.0.100"\r\n',
	"+MQTTCONN:0\r\n",
	'+MQTTPUB:3,"a/b",9999,"x"\r\n',
	'+WSCNIND:-50,3,6,"24:F2:7F:A5:8B:80","home"\r\n',
	"#",
	">",
	"AT+RST\r\n",
];
const line = fc.constantFrom(...LINES).map((text) => Buffer.from(text, "latin1"));
const cut = fc.tuple(line, fc.nat(40)).map(([bytes, at]) => bytes.subarray(at % bytes.length));
const random = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
const garbage = fc.array(fc.oneof(line, cut, random), { minLength: 1, maxLength: 30 });
const RUNS = 12;
const seed = Number(process.env.FUZZ_SEED ?? 20_26);

const run = process.env.XS_ENGINE_MISSING ? test.skip : test;

describe(`garbage from the module, seed ${seed}`, () => {
	for (const [engine, launch, onEngine] of [
		["Node", launchNode, test],
		["XS", launchXs, run],
	] as const)
		for (const release of ["reference", "anycloud"] as const)
			onEngine(
				`is survived, ${release}, on ${engine}`,
				async () => {
					const property = fc.asyncProperty(garbage, async (pieces) => {
						const bench = new FaultBench({ release, launch, keep: ["tcp", "mqtt"], seed: 1 });
						try {
							const acknowledged = () => bench.told.filter((it) => it.acknowledged).length;
							if (!bench.until(() => acknowledged() > 1, 30_000)) throw new Error("it does not even begin to work");
							for (const bytes of pieces) {
								bench.wire.forge(bytes);
								bench.world.clock.advance(20);
							}
							const before = acknowledged();
							const commands = bench.commands.length;
							if (!bench.until(() => bench.commands.length > commands, 3100)) throw new Error("no command for 3 s");
							if (!bench.until(() => acknowledged() > before, 20_000)) throw new Error("nothing gets out any more");
						} finally {
							await bench.close();
						}
					});
					await fc.assert(property, { numRuns: RUNS, seed });
				},
				120_000,
			);
});
