/** Other tasks' prints at 9600 baud, where they hold the line for seconds. */
import { launchNode } from "../../host-sim/node/firmware";
import { launchXs } from "../../host-sim/xs/firmware";
import { FaultBench } from "./bench";
import { type Cell, profiles, runCell, states } from "./matrix";

const baud = 9600;
/** Seconds of it: from some command on, longer than that and what the driver has begun then waits for an answer. */
const PRINTING = 12;
const texts = [
	'+MQTTPUB:5,"storm",10,"0123456789"\r\n',
	'+TIME:"2026-01-01T00:00:00Z"\r\n',
	"text of another task\r\n",
];
const prints = ["storm", "tear", "tear-event"] as const;
const engines = [
	["Node", launchNode, test],
	["XS", launchXs, process.env.XS_ENGINE_MISSING ? test.skip : test],
] as const;

async function problemsOf(cell: Cell, launch: typeof launchNode): Promise<string[]> {
	const { problems } = await runCell(cell, launch);
	return problems.map((it) => `${cell.state}: ${it}`);
}

describe.each(engines)("on %s", (engine, launch, run) => {
	// on XS, where the most goes over the line
	const wanted = engine === "Node" ? Object.keys(states) : ["reading", "writing"];
	for (const fault of prints)
		for (const profile of profiles)
			run(`it works again, and who lost something is told: ${fault}, ${profile}`, async () => {
				const problems: string[] = [];
				for (const state of wanted)
					problems.push(...(await problemsOf({ fault, profile, state, seed: 1, baud }, launch)));
				expect(problems).toEqual([]);
			});

	for (const release of profiles)
		run(`a module whose answers wait behind its prints is not looked for at other speeds: ${release}`, async () => {
			for (const text of texts) {
				const bench = new FaultBench({ release, launch, keep: ["tcp"], seed: 1, baud });
				try {
					const rounds = () => bench.told.filter((it) => it.round && it.count === it.sent).length;
					expect(bench.until(() => rounds() > 1, 30_000)).toBe(true);
					bench.module.intrude(text.repeat((PRINTING * baud) / 10 / text.length));
					const speeds = new Set<number>();
					const before = rounds();
					const again = bench.until(() => {
						speeds.add(bench.uart.baud);
						return rounds() > before + 1;
					}, 30_000);
					expect([text, again, [...speeds], bench.resets]).toEqual([text, true, [baud], 0]);
				} finally {
					await bench.close();
				}
			}
		});
});
