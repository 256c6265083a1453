/** `docs/performance.md` and its plots, from the figures. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../host-sim/xs/root";
import { readBudgets, readPeers } from "./budgets";
import type { AllFigures } from "./gather";
import { peersTable } from "./peers";
import { bars, lines } from "./plot";
import { tables } from "./print";

const TEXT = `# Figures

Made by \`npm run bench -- --page\`. An instruction is one of the Cortex-M4 that QEMU emulates with \`-icount\`: the same
number on every machine. What counts is what a callback of the serial port or of a timer takes, from its call to its
return, the engine's work included; what the simulated UART itself does in it is left out. Every reader is given the
same stream, and what it has found is compared before its cost counts. The engine is built as its release is by default. A Cortex-M0+ (RP2040) needs about 2.3 cycles for
one of these instructions.

The budgets of \`npm run bench -- --check\` are in \`bench/budgets.json\`: 5 % over one of them fails.

![Cost per byte](cost.svg)

![Goodput](goodput.svg)
`;

/** What the words in the tables mean. */
const NOTES = `
"ours" is the driver's reader and engine with a handler for every event. The others read the same lines: with
\`String.fromArrayBuffer\`, \`split\` and \`startsWith\`, which fails on binary; by concatenating buffers up to a line end in
the manner of serialport's readline; and with a method called for each byte and private fields.

An MQTT message lies in the mailbox when it counts as received, and its topic has been compared with the one before: the
program's own \`read\` comes on top. The others take its fields by \`split\`, too, which fails on a comma in a message, and escapes.

"payload" is a stream of answers to \`AT+SOCKRD\` with 1500 bytes each, headers, \`OK\` and end of the request included; to the
socket's own buffer, or from there to a buffer of the caller's as well. What the next command costs is left out there, and
is in the table of the whole connection, where every event, command, answer and notice of a turn counts: "buffer" is without
the program's \`read\` or \`write\`, "with calls" with it. A turn costs the same however much it brings: the more the host's
port holds (\`capacity\`), the less a byte costs.

The limit of goodput is baud ÷ 10 × n ÷ (command + header + n + trailer), n being the most that one command may bring; for
UDP the event that tells of each datagram counts as well. On \`anycloud\` it is 128 bytes in each of its ten ticks a
second for reading, which is what one command asks for there: more at once is no faster, and longer in binary, where events get lost;
for writing one command a tick, with as much as fits its line of 512 bytes when checked, which is the default (the socket's ID
reckoned with one digit), or 1400 bytes in binary, and what the line allows where that is less. MQTT messages come there without being asked for, so that
the line is their limit. Datagrams are of 1400 bytes, on \`anycloud\` of 400 checked and else of 512, MQTT messages of 400. Measuring begins and ends somewhere in a turn, which is why a
rate may seem to be a little above its limit.

What transmitting costs is measured on a connection at rest, one write by one, the timer that starts it included: "a byte" is what
each of them adds, "a command" what is left without any. Bytes that a string cannot carry go in hexadecimal, two characters each.

The program's latency is from the call of the port's \`onReadable\` that brings the event's, the answer's or the message's end, or
from the program's own call of \`write\` on a connection at rest, to the port's \`write\` or the program's \`onReadable\`: one byte in
each case, a read by TCP. A byte's is from the server's or broker's \`write\` to \`onReadable\` with event, command and answer,
or from \`write\` to the server or broker: the network's 5 ms (to a broker and on from there 10) are in it, the program's own
time is not. On \`anycloud\` ten bytes begin at different times of the module's tenth of a second.

## How it got there

The port is always read to the same place, and what is left of a line moves in front of it: nothing wraps, and a line lies in
one piece. Events are followed from the \`+\` on in one pass (\`drivers/at/events.ts\`): the name with its colon is two words, a
line's end and the next one's beginning are a third, and no search for LF comes first. A payload's header is read the same
way, and \`OK\` right behind a payload is two comparisons. A byte that comes alone inside a line is kept without being looked at
any further, until its LF comes.

## On an RP2040

Of 125 MHz, at some 2.3 cycles for an instruction, reads of 64 bytes, on XS 13.3 and 17.7: events without a pause at 230400 baud
take 37 and 40 %, payload 4.4 and 4.5 %; payload at 921600 baud 18 %. With all commands, answers and notices of a connection of
1500 bytes a turn it is 9 % at 230400 baud and 36 % at 921600.

## What is not reached, and why

In instructions a byte; by engine in the table above.

| | wanted at most | XS 13.3 | XS 17.7 |
|---|--:|---|---|
| events, 64 bytes at once | 1000 | reached | reached |
| scan lines, 64 bytes at once | 1100 | reached | 5 % over |
| payload to the socket's buffer, 64 at once | 100 | 4 % over | 7 % over |
| payload to the socket's buffer, 512 at once | 40 | a fifth over | three tenths over |
| one byte at a time | 5500 | reached | a sixth over |

One byte: a callback that does nothing but \`read\` into a buffer takes 2280 instructions on 13.3 and 2680 on 17.7, half of what
is wanted; a property read takes 75 to 100, a typed array's element 340 to 370, and the line's LF brings the whole line's cost.

Payload: per read of 64 bytes that same callback and one \`copyWithin\` (1400 on 13.3, 750 on 17.7) are 55 a byte. What is above
is the turn: a header of 18 characters at some 600 each, the \`OK\`, and the calls from reader to engine to request, some
35 000 instructions together, whatever the payload's length.

Scan lines: 17.7 checks the stack's bounds at each step as it is built by default, which is a tenth of everything.

MQTT messages are no part of that table, and cost about twice as much a byte as events: theirs are lines like any others, whose end is
looked for and whose fields are then taken one by one, where events are followed in one pass; and the topic is compared with
the one before, character by character. \`split\` is a good deal cheaper there, at the price of what it allocates.

A string that is transmitted is looked at twice, once for whether it can be quoted and once to write it: some 4000 instructions
a character, of which binary writes have none.

Writing in binary on \`anycloud\`: the module takes a command in one tick and its data in a later one, so that each write takes two
ticks, and half of one command a tick is all that there is; 1400 bytes at 115200 baud are 121 ms on the wire, and a write takes three.
Two ticks with what fits one of them on the wire, some 1100 bytes, would be a fifth more there. Checked writes leave room in the line for a
socket's ID of ten digits and a length of four, which is the 2 % that they lack.

`;

const PEERS = `
## The peers beside figures of others

Measured elsewhere on XS 17.7, in 64-byte reads, events / payload / scan lines: strings 1192 / fails / 1182, with 1,406 slots and
15.6 KB allocated per KB; readline 1969 / 175 / 1926, with 1,544 slots and 12.9 KB; state machine 3695 / 4713 / 3604. Neither
programs nor streams are known. The table has ours (payloads of 1500 bytes), and with one thing changed in each row; \`npm run bench -- --peers\`
measures it, and on 17.7 the difference from the others' figure stands in brackets.

Events and payload are within a tenth for all three, and so are the state machine's scan lines. Scan lines by strings and by readline are
a good deal cheaper here, and the last rows of each show why: elsewhere an event's byte and a scan line's cost the same, so
that there was as much to do for each. A BSSID that stays the text it is costs next to nothing, whoever splits; made into six
numbers, and with networks' names of four letters, both are within a tenth as well. Ours gives the BSSID to the program as text.
What is allocated depends on the spelling most: a destructuring takes eight slots, an index none, and each name that is compared a string; the slots
measured elsewhere come near those of scan lines with a BSSID in numbers, the chunks near those of events.
On 13.3 a typed array's own methods (\`set\`, \`indexOf\`) are slower and everything else a tenth faster.
`;

function peersSection(): string {
	const { head, rows } = peersTable(readPeers());
	return `${PEERS}\n${markdownTable(head, rows)}\n`;
}

/** Our own figures on every engine that has budgets: they are what was measured. */
function byEngine(): string {
	const budgets = Object.entries(readBudgets());
	const of = (name: string) => /^receive (.+): instructions per byte$/.exec(name)?.[1];
	const names = [...new Set(budgets.flatMap(([, values]) => Object.keys(values)))].filter(of);
	const rows = names.map((name) => {
		const values = budgets.map(([, values]) => values[name]?.toFixed(0) ?? "");
		return `| ${of(name)} | ${values.join(" | ")} |`;
	});
	const head = `| | ${budgets.map(([engine]) => `XS ${engine}`).join(" | ")} |\n|---|${budgets.map(() => "--:").join("|")}|`;
	return `\n## Ours by engine: instructions per byte, by bytes at once\n\n${head}\n${rows.join("\n")}\n`;
}

function markdownTable(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
	const rule = `|${head.map((_, i) => (i === 0 ? "---" : "--:")).join("|")}|`;
	return [line(head), rule, ...rows.map(line)].join("\n");
}

function markdown(figures: AllFigures): string {
	const parts = [TEXT, `\nMeasured on XS ${figures.engine}.\n`];
	for (const { title, head, rows } of tables({ ...figures, memory: undefined }))
		parts.push(`\n## ${title}\n\n${markdownTable(head, rows)}\n`);
	parts.push(byEngine(), NOTES, peersSection());
	for (const it of figures.missing) parts.push(`\nLeft out: ${it}\n`);
	return parts.join("");
}

export function writePage(figures: AllFigures): void {
	writeFileSync(join(root, "docs/performance.md"), markdown(figures));
	const costs = figures.receive.filter((it) => it.chunk === 64 && it.instructions !== undefined);
	const groups = [...new Set(costs.map((it) => it.stream))].map((stream) => ({
		name: stream,
		bars: costs
			.filter((it) => it.stream === stream)
			.map((it) => ({ name: it.reader, value: it.instructions as number })),
	}));
	writeFileSync(join(root, "docs/cost.svg"), bars("Instructions per byte received, 64 bytes at once", groups));
	const goodput = figures.goodput.filter((it) => it.kind === "TCP" && it.release === "reference");
	const series = [...new Set(goodput.map((it) => `${it.direction}, port holds ${it.capacity}`))].map((name) => ({
		name,
		points: goodput
			.filter((it) => `${it.direction}, port holds ${it.capacity}` === name)
			.map((it) => ({ x: it.baud, y: it.rate, limit: it.limit })),
	}));
	writeFileSync(join(root, "docs/goodput.svg"), lines("Goodput in bytes a second, by baud; dashed: the limit", series));
}
