import { launchNode } from "../../host-sim/node/firmware";
import { testDevice } from "../../host-sim/testing/device";
import { listBehaviours, runBehaviour } from "../../host-sim/testing/session";
import { VirtualClock } from "../../host-sim/world/clock";
import { type Example, type TranscriptName, transcripts } from "./transcripts";

/* The same examples against the driver, with its classes: see tests/device/transcripts. */

/** What stands in the places of the firmware's examples. */
const places: Readonly<Record<string, string>> = {
	id: "43210",
	child: "43211",
	port: "49153",
	level: "42",
	time: "1700000013",
	address: "192.168.0.100",
	angle: "<",
};

/** An example as the driver plays it. */
function forDriver({ chapter, title, steps }: Example) {
	const played: { host: boolean; data: boolean; text: string }[] = [];
	let skipping = false;
	for (const { speaker, data, text, driver, never } of steps) {
		const host = speaker === "host";
		// what the driver never says has no answer either
		if (host && !data) skipping = never;
		if (skipping || never) continue;
		const filled = (driver ?? text).replace(/<(text)? ?([a-z]*)>/g, (_all, _kind, name) => places[name] ?? "word");
		played.push({ host, data, text: filled });
	}
	return { chapter, title, steps: played };
}

const bench = (profile: TranscriptName, release: string, cuts: number[]) => ({
	limit: 1e9,
	bench: () => ({
		clock: new VirtualClock(),
		config: {
			examples: transcripts(profile)
				.map(forDriver)
				.filter(({ steps }) => steps.length > 0),
			release,
			cuts,
		},
	}),
});

/** Cut in two behind each byte. */
const everywhere = Array.from({ length: 200 }, (_, index) => index + 1);

// whole, and a byte at a time
testDevice("tests/device/transcripts", {
	reference: bench("reference", "reference", [0, -1]),
	syntax: bench("syntax", "reference", [0, -1]),
	anycloud: bench("anycloud", "0.3.1", [0, -1]),
});

describe("cut in two at every byte", () => {
	for (const profile of ["reference", "syntax", "anycloud"] as const) {
		const { bench: make, limit } = bench(profile, profile === "anycloud" ? "0.3.1" : "reference", everywhere);
		for (const { name } of listBehaviours(launchNode, "tests/device/transcripts", make()))
			test(`${name}, ${profile}`, () => runBehaviour(launchNode, "tests/device/transcripts", name, make(), limit));
	}
});
