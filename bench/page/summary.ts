/** What it all comes to, in a few sentences. */

import type { PageFigures } from "../figures";
import { measured } from "../measured";
import { CYCLES, loadOnRp2040, MHZ, microsecondsOnRp2040, rateOnRp2040, turnBytes } from "../rp2040";
import { number, percent } from "../tables";
import { connection, flow } from "./look";
import { prose } from "./markdown";

const BAUDS = [230_400, 921_600];

/** What a connection's direction takes of an RP2040 at full speed, and what it has then. */
function load(figures: PageFigures, direction: "receive" | "send"): string | undefined {
	const form = direction === "send" ? ("binary" as const) : undefined;
	const cost = connection(figures, { kind: "TCP", direction, release: "reference", form });
	if (!cost) return undefined;
	const parts = BAUDS.flatMap((baud) => {
		const it = flow(figures, { kind: "TCP", direction, release: "reference", baud });
		if (!it) return [];
		const share = percent(loadOnRp2040(cost.instructions, it.rate * 10), 0);
		return [
			`${share} of an RP2040's time at ${baud} baud (then ${number(rateOnRp2040(it, cost))} bytes a second or more)`,
		];
	});
	if (!parts.length) return undefined;
	const verb = direction === "receive" ? "Receiving" : "Sending in binary";
	return `${verb} by TCP at the line's full speed takes ${parts.join(" and ")}.`;
}

function command(figures: PageFigures): string | undefined {
	const sending = figures.transmit.find((it) => it.what === "TCP, binary" && it.writer === "ours");
	const reading = flow(figures, { kind: "TCP", direction: "receive", release: "reference", baud: 230_400 });
	const cost = connection(figures, { kind: "TCP", direction: "receive", release: "reference" });
	if (!sending || !reading || !cost) return undefined;
	const time = (it: number) => `${number(microsecondsOnRp2040(it) / 1000, 1)} ms`;
	const turn = turnBytes(reading) * cost.instructions;
	return (
		`It is the command that costs, not the byte: a write takes ${time(sending.perCommand)} there and ` +
		`${number(microsecondsOnRp2040(sending.perByte), 1)} µs more a byte, a read of ${number(turnBytes(reading))} bytes with ` +
		`all that belongs to it ${time(turn)}; so the more a command carries, the better.`
	);
}

function rest(figures: PageFigures): string {
	const values = [...measured(figures)];
	const shares = values.filter(([name]) => / reference .*: time beside the limit$/.test(name)).map(([, it]) => 1 / it);
	const taken = values.filter(([name]) => name.endsWith(": slots and chunk bytes"));
	const parts = [];
	if (shares.length)
		parts.push(
			`With nothing but the line in the way, ${percent(Math.min(...shares), 0)} or more of what it allows is payload.`,
		);
	if (taken.length && taken.every(([, it]) => it === 0))
		parts.push("In steady state nothing is allocated on any path: no slot, no chunk.");
	return parts.join(" ");
}

/** @param figures of the engine that the page is about */
export function summary(figures: PageFigures): string {
	const rp2040 = `(An RP2040 is reckoned with ${MHZ} MHz and ${CYCLES} cycles for each instruction counted here.)`;
	const sentences = [load(figures, "receive"), load(figures, "send"), command(figures), rest(figures), rp2040];
	return prose(sentences.filter(Boolean).join(" "));
}
