/** The two plots of the page. */
import type { PageFigures } from "../figures";
import type { Goodput } from "../goodput";
import { peers } from "../receive";
import { costOf, rateOnRp2040 } from "../rp2040";
import { type Bar, bars, type Group } from "./plot";

const CHUNK = 64;
const readers: Record<string, string> = {
	ours: "#1565c0",
	"ours, to the caller": "#64b5f6",
	"strings and split": "#ef6c00",
	"buffers and readline": "#2e7d32",
	"state machine": "#8e24aa",
};
const bauds: Record<string, string> = { "115200 baud": "#90caf9", "230400 baud": "#1e88e5", "921600 baud": "#0d47a1" };
const WANTED = 95;

/** What a byte costs, on the streams that the peers are given as well. */
export function costPlot({ receive }: PageFigures): string {
	const costs = receive.filter((it) => it.chunk === CHUNK && it.reader in readers);
	// as the reference is read first; who sends otherwise stands in the tables
	const compared = new Set(costs.filter((it) => it.reader in peers && !it.stream.includes(",")).map((it) => it.stream));
	const groups = [...compared].map((stream): Group => {
		const ofStream = costs.filter((it) => it.stream === stream);
		return { name: [stream], bars: ofStream.map((it): Bar => ({ name: it.reader, value: it.instructions })) };
	});
	return bars({
		title: `What a received byte costs, ${CHUNK} bytes at once`,
		unit: "Cortex-M4 instructions per byte",
		panels: [{ title: "", groups }],
		colours: readers,
		none: "fails",
	});
}

const TITLES = {
	reference: "reference: the module answers at once",
	anycloud:
		"anycloud: the published firmware, where a write in binary takes two ticks at least, so that half is all there is",
};
const FORMS = { text: "checked", binary: "binary" };

function nameOf({ kind, direction, form, capacity }: Goodput, least: number): string[] {
	const what = form ? `${direction} ${FORMS[form]}` : direction;
	return [capacity === least ? `${kind}, port ${capacity}` : kind, what];
}

/** How much of what line and module allow becomes payload. */
export function goodputPlot({ goodput, streams }: PageFigures): string {
	const least = Math.min(...goodput.map((it) => it.capacity));
	const panels = (["reference", "anycloud"] as const).map((release) => {
		const all = goodput.filter((it) => it.release === release && it.kind !== "TLS");
		const names = [...new Set(all.map((it) => nameOf(it, least).join("\n")))];
		const groups = names.map((name): Group => {
			const ofName = all.filter((it) => nameOf(it, least).join("\n") === name);
			const barOf = (it: Goodput): Bar => {
				const cost = costOf(it, streams);
				const mark = cost && (rateOnRp2040(it, cost) / it.limit) * 100;
				return { name: `${it.baud} baud`, value: (it.rate / it.limit) * 100, mark };
			};
			return { name: name.split("\n"), bars: ofName.map(barOf) };
		});
		return { title: TITLES[release], groups };
	});
	return bars({
		title: "Goodput in per cent of the limit (TLS as TCP)",
		unit: "per cent of the limit",
		panels,
		colours: bauds,
		none: "none",
		mark: "what an RP2040 allows, at least",
		goal: { value: WANTED, name: "wanted: 95 %" },
		most: 100,
	});
}
