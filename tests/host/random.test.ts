import type { Dialect, Firmware, LaunchOptions } from "../../host-sim/launch";
import { launchNode } from "../../host-sim/node/firmware";
import { launchXs } from "../../host-sim/xs/firmware";
import { serialBench } from "./serial-bench";

const { skip } = test;
const testOnXs = process.env.XS_ENGINE_MISSING ? skip : test;

/** A small generator of its own: what the world does must not depend on the engine. */
function random(seed: number): (limit: number) => number {
	let state = seed * 2654435761;
	return (limit) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * limit);
	};
}

/** Half a second of a random program in a random world: its log and what it wrote. */
function run(launch: (options: LaunchOptions) => Firmware, dialect: Dialect, seed: number): string[] {
	const below = random(seed);
	const { clock, ports, config, commands } = serialBench({ dialect, rx: [16, 128, 0][below(3)], paced: below(4) > 0 });
	let log: string[] = [];
	const firmware = launch({
		entry: "tests/device/host-random",
		clock,
		ports,
		config,
		seed,
		ticks: below(2 ** 31) * 2,
		onMessage: (text) => {
			log = JSON.parse(text);
		},
	});
	for (let time = 0; time < 500; time += below(40)) {
		const bytes = Array.from({ length: 1 + below(60) }, () => below(256));
		clock.after(time + below(1000) / 1000, () => commands?.send(bytes, firmware));
	}
	clock.advance(500);
	firmware.post("the log, please");
	clock.advance(0);
	log.push(String(commands?.written(undefined, firmware)));
	firmware.close();
	return log;
}

const dialects: Dialect[] = ["standard", "esp32", "pico", "lin", "mac"];
const runs = Number(process.env.RANDOM_RUNS ?? 4);

testOnXs.each(dialects)("what a random program sees and does is the same on both engines, %s", (dialect) => {
	for (let seed = 1; seed <= runs; seed++) {
		const onNode = run(launchNode, dialect, seed);
		const onXs = run(launchXs, dialect, seed);
		const at = onNode.findIndex((line, index) => line !== onXs[index]);
		if (at >= 0 || onNode.length !== onXs.length) {
			const show = (log: string[]) => log.slice(Math.max(0, at - 5), at + 3).join("\n  ");
			throw new Error(`seed ${seed}\non Node\n  ${show(onNode)}\non XS\n  ${show(onXs)}`);
		}
		expect(onNode.length).toBeGreaterThan(50);
	}
});
