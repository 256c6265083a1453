/** `docs/performance.md` and its plots, from the figures. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../host-sim/xs/root";
import type { AllFigures } from "./gather";
import { bars, lines } from "./plot";
import { tables } from "./print";

const TEXT = `# Figures

Made by \`npm run bench -- --page\`. An instruction is one of the Cortex-M4 that QEMU emulates with \`-icount\`: the same
number on every machine. What counts is what a callback of the serial port or of a timer takes, from its call to its
return, the engine's work included; what the simulated UART itself does in it is left out. Every reader is given the
same stream, and what it has found is compared before its cost counts. A Cortex-M0+ (RP2040) needs about 2.3 cycles for
one of these instructions.

The budgets of \`npm run bench -- --check\` are in \`bench/budgets.json\`: 5 % over one of them fails.

![Cost per byte](cost.svg)

![Goodput](goodput.svg)
`;

/** What the words in the tables mean. */
const NOTES = `
"ours" is the driver's reader and engine with a handler that reads every field. The others read the same lines: with
\`String.fromArrayBuffer\`, \`split\` and \`startsWith\`, which fails on binary; by concatenating buffers up to a line end in
the manner of serialport's readline; and with a method called for each byte and private fields.

"buffer" is the cost of a payload from the wire to the socket's own buffer (or from it, when sending), commands, answers
and events included; "with calls" adds the program's \`read\` or \`write\`. A command's cost does not depend on how much it
brings: the more the host's port holds (\`capacity\`), the less a byte costs.

The limit of goodput is baud ÷ 10 × n ÷ (command + header + n + trailer), n being the most that one command may bring; on
\`anycloud\` n or 128 bytes in each of its ten ticks a second, whichever is less.

Measuring begins and ends somewhere in a turn, which is why a rate may seem to be a little above its limit.

## What is not reached

| | wanted at most | is |
|---|--:|---|
| events, 64 bytes at once | 1000 | see above, almost three times that |
| scan lines, 64 bytes at once | 1100 | see above, twice that |
| payload to the socket's buffer, 64 at once | 100 | see above, three times that |
| payload to the socket's buffer, 512 at once | 40 | see above, six times that |
| one byte at a time, events | 5500 | see above, more than four times that |

An event takes about a thousand steps of the engine's bytecode, at some fifty instructions each: a fifth of them search
for its end, a fifth find its name and who wants it, a quarter read its two numbers, and a quarter are calls between
serial port, ring and reader, once for each piece that arrives. \`String.split\` is native, and for text alone it is cheaper
than that, at the price of 1.5 slots and 14 bytes of chunks a byte, whose collection is not in these short runs. What would help
next is following the grammar from the name on, without a search for the line's end, in one function.

A turn for a payload takes about nine thousand steps, however much it brings: of 1500 bytes that alone is 180 to 250
instructions a byte. A port that holds but 128 bytes lets a command ask for 92, and the turn is nearly all of its cost.
Reads of the serial port are of 128 bytes at most, so that 512 at once are four of them.

Not measured yet: UDP, TLS and MQTT, latency, writing on \`anycloud\` beside its limit. Memory and bytecode: [memory.md](memory.md).
`;

function markdown(figures: AllFigures): string {
	const parts = [TEXT, `\nMeasured on XS ${figures.engine}.\n`];
	for (const { title, head, rows } of tables({ ...figures, memory: undefined })) {
		const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
		const rule = `|${head.map((_, i) => (i === 0 ? "---" : "--:")).join("|")}|`;
		parts.push(`\n## ${title}\n\n${[line(head), rule, ...rows.map(line)].join("\n")}\n`);
	}
	parts.push(NOTES);
	for (const it of figures.missing) parts.push(`\nLeft out: ${it}\n`);
	return parts.join("");
}

export function writePage(figures: AllFigures): void {
	writeFileSync(join(root, "docs/performance.md"), markdown(figures));
	const costs = figures.receive.filter((it) => it.chunk === 64 && it.instructions !== undefined);
	const payload = figures.streams.find((it) => it.direction === "receive" && it.chunk === 64 && it.capacity > 1000);
	const groups = [...new Set(costs.map((it) => it.stream))].map((stream) => ({
		name: stream,
		bars: [
			...(stream === "payload" && payload ? [{ name: "ours", value: payload.buffered }] : []),
			...costs
				.filter((it) => it.stream === stream)
				.map((it) => ({ name: it.reader, value: it.instructions as number })),
		],
	}));
	writeFileSync(join(root, "docs/cost.svg"), bars("Instructions per byte received, 64 bytes at once", groups));
	const goodput = figures.goodput.filter((it) => it.release === "reference");
	const series = [...new Set(goodput.map((it) => `${it.direction}, port holds ${it.capacity}`))].map((name) => ({
		name,
		points: goodput
			.filter((it) => `${it.direction}, port holds ${it.capacity}` === name)
			.map((it) => ({ x: it.baud, y: it.rate, limit: it.limit })),
	}));
	writeFileSync(join(root, "docs/goodput.svg"), lines("Goodput in bytes a second, by baud; dashed: the limit", series));
}
