/** A behaviour that fails makes its test fail, with a word about why. */
import { launchNode } from "../../host-sim/node/firmware";
import { type Bench, type Launch, listBehaviours, runBehaviour } from "../../host-sim/testing/session";
import { VirtualClock } from "../../host-sim/world/clock";
import { launchXs } from "../../host-sim/xs/firmware";

const { skip } = test;
const engines: [string, Launch, typeof test][] = [
	["Node", launchNode, test],
	["XS", launchXs, process.env.XS_ENGINE_MISSING ? (skip as typeof test) : test],
];
const entry = "tests/device/host-verdicts";

const bench = (): Bench => ({
	clock: new VirtualClock(),
	commands: {
		refuse: () => {
			throw new Error("out of the question");
		},
	},
});

const failures: [name: string, words: string[]][] = [
	["finds a difference", ["<01 03>", "<01 02>", "at .list[1].bytes[1]", "check 2"]],
	["throws", ["RangeError: out of range"]],
	["misses an exception", ["expected an exception, got 5"]],
	["gets the wrong exception", ["expected a RangeError, got TypeError: wrong"]],
	["waits in vain", ["godot did not come within 250 ms", "at 250 ms"]],
	["waits for nothing at all", ["nothing is left to happen"]],
	["goes on for ever", ["still runs after 5000 ms"]],
	["asks what the bench does not know", ['no command "sing"']],
	["asks what the bench refuses", ["out of the question"]],
	["ends the program", ["the firmware's own", "trace:\ngoing to fail"]],
	["is not there", ['no behaviour is called "is not there"']],
];

describe.each(engines)("on %s", (_, launch, testHere) => {
	testHere("a behaviour that succeeds succeeds", () => runBehaviour(launch, entry, "succeeds", bench(), 5000));

	testHere.each(failures)('one that "%s" fails and says why', async (name, words) => {
		const error: Error = await runBehaviour(launch, entry, name, bench(), 5000).then(
			() => new Error("it succeeded"),
			(it) => it,
		);
		for (const word of words) expect(error.message).toContain(word);
	});

	testHere("all behaviours are listed", () => {
		expect(listBehaviours(launch, entry, bench())).toHaveLength(12);
	});
});

test("what only XS can measure fails on Node instead of passing", async () => {
	await expect(runBehaviour(launchNode, entry, "measures on any engine", bench())).rejects.toThrow("behaviour.xs");
});
