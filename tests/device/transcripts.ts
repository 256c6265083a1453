// The examples of the reference, and the firmware's ways, against the driver: it says exactly this and understands exactly
// that, wherever what the module says is cut.

import { behaviour } from "testing/behaviour";
import { mqttActs } from "tests/device/acts-mqtt";
import { socketActs } from "tests/device/acts-sockets";
import { syntaxActs } from "tests/device/acts-syntax";
import { wirelessActs } from "tests/device/acts-wireless";
import { type Act, playAll } from "tests/device/stage";
import { data } from "tests/device/transcript-data";

const acts: { readonly [chapter: string]: Act } = { ...wirelessActs, ...socketActs, ...mqttActs, ...syntaxActs };

for (const example of data.examples) {
	const act = acts[example.chapter];
	if (!act) throw new Error(`nobody knows how to bring about ${example.chapter}`);
	behaviour(`${example.chapter}: ${example.title}`, (t) => playAll(t, example, act, data.cuts));
}
