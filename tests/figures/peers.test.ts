import { readPeers } from "../../bench/budgets";
import { ELSEWHERE_ON, elsewhere } from "../../bench/peers";

/* What the page of figures says of the peers, of the figures that are kept. */

const measured = readPeers()[ELSEWHERE_ON];

/** A figure beside the one from elsewhere. */
function ratio(peer: keyof typeof elsewhere, what: string, kind: "events" | "payload" | "scan lines"): number {
	const cost = measured.find((it) => it.peer === peer && it.what === what)?.costs[kind]?.instructions;
	return (cost ?? Number.NaN) / (elsewhere[peer][kind] ?? Number.NaN);
}

const BSSID = "the same, and names of four letters";

test.each([
	["strings and split", "CR LF ahead of a line", "events"],
	["buffers and readline", "", "events"],
	["buffers and readline", "", "payload"],
	["state machine", "", "events"],
	["state machine", "", "payload"],
	["state machine", "", "scan lines"],
	["strings and split", BSSID, "scan lines"],
	["buffers and readline", BSSID, "scan lines"],
] as const)("%s %s costs what it costs elsewhere within a tenth: %s", (peer, what, kind) => {
	expect(Math.abs(ratio(peer, what, kind) - 1)).toBeLessThan(0.1);
});

test("events by strings are a little more than a tenth cheaper where nothing stands ahead of a line", () => {
	expect(ratio("strings and split", "", "events")).toBeGreaterThan(0.87);
	expect(ratio("strings and split", "", "events")).toBeLessThan(1);
});

test("scan lines are cheaper here where the BSSID stays text", () => {
	for (const peer of ["strings and split", "buffers and readline"] as const)
		expect(ratio(peer, "", "scan lines")).toBeLessThan(0.9);
});

test("strings fail on binary", () => {
	const { costs } = measured.find((it) => it.peer === "strings and split" && it.what === "") ?? {};
	expect(costs?.payload?.instructions).toBeNull();
});
