/** A capture as a value change dump (IEEE 1364, 18), which PulseView, GTKWave and their like open. */
import type { Capture } from "./capture";
import type { Direction } from "./row";
import { type Edge, edgesOf, framesOf } from "./uart-levels";

/** Ticks of the dump's unit in a bit, at the least: finer ones only make the viewer slow. */
const TICKS_PER_BIT = 20;

const lines: readonly { direction: Direction; name: string; sign: string }[] = [
	{ direction: "toModule", name: "to_module", sign: "!" },
	{ direction: "toHost", name: "to_host", sign: '"' },
];

function* changesOf(capture: Capture, direction: Direction): Generator<Edge> {
	for (const frame of framesOf(capture, direction)) yield* edgesOf(frame);
}

/** The dump, in pieces of text. */
export function* vcdOf(capture: Capture): Generator<string> {
	const { began, baud, speeds, source } = capture;
	const unit = unitFor(Math.max(baud, ...speeds.map((it) => it.baud)));
	const ticks = (milliseconds: number): number => Math.round((milliseconds * 1e6) / unit.nanoseconds);
	if (began) yield `$date ${began} $end\n`;
	yield `$comment UART, ${baud} baud, 8N1${source ? `; ${source.replaceAll("$", "")}` : ""} $end\n`;
	yield `$timescale ${unit.text} $end\n$scope module uart $end\n`;
	for (const { name, sign } of lines) yield `$var wire 1 ${sign} ${name} $end\n`;
	yield "$upscope $end\n$enddefinitions $end\n#0\n$dumpvars\n";
	for (const { sign } of lines) yield `1${sign}\n`;
	yield "$end\n";
	const sources = lines.map(({ direction, sign }) => {
		const changes = changesOf(capture, direction);
		return { sign, changes, next: changes.next() };
	});
	let now = 0;
	let last = 0;
	for (;;) {
		const pending = sources.filter(({ next }) => !next.done);
		if (!pending.length) break;
		const first = pending.reduce((a, b) => (timeOf(b.next) < timeOf(a.next) ? b : a));
		const { time, level } = first.next.value as Edge;
		const at = ticks(time);
		if (at !== now) yield `#${at}\n`;
		now = at;
		yield `${level}${first.sign}\n`;
		first.next = first.changes.next();
		last = Math.max(last, at);
	}
	// the last stop bit is to be seen
	yield `#${last + ticks(10_000 / baud)}\n`;
}

const timeOf = (next: IteratorResult<Edge>): number => (next.done ? Number.POSITIVE_INFINITY : next.value.time);

/** A power of ten, as the dump's units are. */
function unitFor(baud: number): { nanoseconds: number; text: string } {
	const power = Math.max(0, Math.min(6, Math.floor(Math.log10(1e9 / baud / TICKS_PER_BIT))));
	return { nanoseconds: 10 ** power, text: `${10 ** (power % 3)} ${["ns", "us", "ms"][Math.floor(power / 3)]}` };
}
