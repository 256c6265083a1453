/** World and program on one clock: everything at its time, in an order that is the same every time. */
import type { Firmware, LaunchOptions } from "../../host-sim/launch";
import { launchNode } from "../../host-sim/node/firmware";
import { VirtualClock } from "../../host-sim/world/clock";
import type { SerialEnd } from "../../host-sim/world/wire";
import { launchXs } from "../../host-sim/xs/firmware";

const { skip } = test;
type Launch = (options: LaunchOptions) => Firmware;

const engines: [string, Launch, typeof test][] = [
	["Node", launchNode, test],
	["XS", launchXs, process.env.XS_ENGINE_MISSING ? (skip as typeof test) : test],
];

/** Two ends with a delay between them. */
function line(clock: VirtualClock, delay: number): [SerialEnd, SerialEnd] {
	const end = (other: () => SerialEnd): SerialEnd => ({
		send: (bytes) => {
			const copy = bytes.slice();
			clock.after(delay, () => other().onReceive?.(copy));
		},
		onReceive: undefined,
	});
	const a: SerialEnd = end(() => b);
	const b: SerialEnd = end(() => a);
	return [a, b];
}

describe.each(engines)("on %s", (_, launch, testHere) => {
	const start = (clock: VirtualClock, end: SerialEnd, log: string[], name = "") =>
		launch({
			entry: "tests/device/host-clockwork",
			clock,
			ports: { 0: { end } },
			config: { dialect: "standard" },
			onMessage: (text) => log.push(name + text),
		});

	testHere("bytes, messages and timers come at their very times", () => {
		const clock = new VirtualClock();
		const log: string[] = [];
		const [end, far] = line(clock, 0.25);
		const firmware = start(clock, end, log);
		far.onReceive = (bytes) => log.push(`${clock.now() * 1000} answered ${bytes}`);
		clock.after(3.5, () => far.send(Uint8Array.of(7)));
		clock.after(5, () => firmware.post("hello"));
		clock.advance(21);
		expect(log).toEqual(["3750 heard 7", "4000 answered 8", "5000 hello", "10000 tick", "20000 tick"]);
		firmware.close();
	});

	testHere("at one time the program's deadline and the world's events keep their order", () => {
		const run = () => {
			const clock = new VirtualClock();
			const log: string[] = [];
			const [end, far] = line(clock, 0);
			const firmware = start(clock, end, log);
			for (let time = 10; time <= 30; time += 10) {
				clock.after(time, () => {
					log.push(`${clock.now() * 1000} world`);
					far.send(Uint8Array.of(time));
				});
			}
			clock.advance(40);
			firmware.close();
			return log;
		};
		const log = run();
		expect(log.filter((it) => it.startsWith("20000"))).toHaveLength(3);
		expect(log.indexOf("20000 world")).toBeLessThan(log.indexOf("20000 heard 20"));
		for (let i = 0; i < 5; i++) expect(run()).toEqual(log);
	});

	testHere("two programs talk to each other on one clock", () => {
		const clock = new VirtualClock();
		const log: string[] = [];
		const [a, b] = line(clock, 1);
		const programs = [start(clock, a, log, "a "), start(clock, b, log, "b ")];
		a.onReceive?.(Uint8Array.of(1));
		clock.advance(5);
		expect(log).toEqual([
			"a 0 heard 1",
			"b 1000 heard 2",
			"a 2000 heard 3",
			"b 3000 heard 4",
			"a 4000 heard 5",
			"b 5000 heard 6",
		]);
		for (const program of programs) program.close();
	});

	testHere("after close the program is silent and the clock is free", () => {
		const clock = new VirtualClock();
		const log: string[] = [];
		const [end] = line(clock, 1);
		const firmware = start(clock, end, log);
		firmware.close();
		clock.advance(100);
		expect(log).toEqual([]);
		expect(clock.next).toBeUndefined();
	});

	testHere("a program can be started in the middle of time", () => {
		const clock = new VirtualClock();
		clock.advance(1234.5);
		const log: string[] = [];
		const [end] = line(clock, 1);
		const firmware = start(clock, end, log);
		clock.advance(20);
		expect(log).toEqual(["10000 tick", "20000 tick"]);
		firmware.close();
	});

	testHere("a callback of the launch may ask the program at once", async () => {
		const clock = new VirtualClock();
		const [end] = line(clock, 1);
		const answers: Promise<unknown>[] = [];
		const firmware: Firmware = launch({
			entry: "tests/device/host-clockwork",
			clock,
			ports: { 0: { end } },
			config: { dialect: "standard" },
			onMessage: () => answers.push(firmware.port(0)),
		});
		end.onReceive?.(Uint8Array.of(1, 2, 3));
		clock.advance(1);
		expect(await Promise.all(answers)).toEqual([{ received: 3, dropped: 0, unheard: 0, sent: 1, waiting: 0 }]);
		await firmware.close();
	});
});
