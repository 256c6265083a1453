/** What the page says around its tables. Figures in it are those that were measured with the tables. */
import type { AllFigures } from "./gather";
import { floors } from "./receive";
import { loadOnRp2040 } from "./rp2040";

export const INTRODUCTION = `# Figures

Made by \`npm run bench -- --page\`. An instruction is one of the Cortex-M4 that QEMU emulates with \`-icount\`: the same
number on every machine. What counts is what a callback of the serial port or of a timer takes, from its call to its
return, the engine's work included; what the simulated UART itself does in it is left out. Every reader is given the
same stream, and what it has found is compared before its cost counts; every writer's bytes are compared on the wire. The engine is built as
its release is by default. A Cortex-M0+ (RP2040) needs about 2.3 cycles for one of these instructions.

\`npm run bench -- --check\` compares with the budgets in \`bench/budgets.json\`: 5 % over one of them fails, and so does what was
[as wanted](#what-was-wanted-and-what-holds) and no longer is.

![Cost per byte](cost.svg)

![Goodput](goodput.svg)
`;

/** What the words in the tables mean. */
export const MEANINGS = `
## What was measured

"ours" is the driver's reader and engine with a handler for every event. The others read the same lines: with
\`String.fromArrayBuffer\`, \`split\` and \`startsWith\`, which fails on binary; by concatenating buffers up to a line end in
the manner of serialport's readline; and with a method called for each byte and private fields.
"anycloud" is the same as the published firmware sends it: CR alone ahead of an event, 128 bytes in each answer.

An MQTT message lies in the mailbox when it counts as received, and its topic has been compared with the one before: the
program's own \`read\` comes on top. The others take its fields by \`split\`, too, which fails on a comma in a message, and escapes.

"payload" is a stream of answers to \`AT+SOCKRD\` with 1500 bytes each, headers, \`OK\` and end of the request included; to the
socket's own buffer, or from there to a buffer of the caller's as well. What the next command costs is left out there, and
is in the table of the whole connection, where every event, command, answer and notice of a turn counts: "buffer" is without
the program's \`read\` or \`write\`, "with calls" with it. A turn costs the same however much it brings: the more the host's
port holds (\`capacity\`), the less a byte costs. Datagrams are of 1400 bytes there, on \`anycloud\` of 400, which as received ones are more
than a binary read there may bring: they come as text, half of it in hexadecimal here. A datagram is on its way when the program's call returns.

The limit of goodput is baud ÷ 10 × n ÷ (command + header + n + trailer), n being the most that one command may bring; for
UDP the event that tells of each datagram counts as well. On \`anycloud\` it is 128 bytes in each of its ten ticks a
second for reading, which is what one command asks for there: more at once is no faster, and longer in binary, where events get lost;
for writing one command a tick, with as much as fits its line of 512 bytes when checked, which is the default,
or 1400 bytes in binary, and what the line allows where that is less. MQTT messages come there without being asked for, so that
the line is their limit. Datagrams are of 1400 bytes, on \`anycloud\` of 400 checked and else of 512, MQTT messages of 400. Measuring begins and ends somewhere in a turn, which is why a
rate may seem to be a little above its limit. That firmware knows no 921600 baud.

What transmitting costs is measured on a connection at rest, one write by one, the timer that starts it included, to the end of the
answer: "a byte" is what each of them adds, "a command" what is left without any. Bytes that a string cannot carry go in hexadecimal, two characters each.
The peers are given one command and the module's own answer to it; ours has a queue of commands, deadlines, a buffer from which it can send again, and notices besides, which is
what its commands cost more. In binary the peers hand the program's own array to the port.

The program's latency is from the call of the port's \`onReadable\` that brings the event's, the answer's or the message's end, or
from the program's own call of \`write\` on a connection at rest, to the port's \`write\` or the program's \`onReadable\`: one byte in
each case, a read by TCP. A byte's is from the server's or broker's \`write\` to \`onReadable\` with event, command and answer,
or from \`write\` to the server or broker: the network's 5 ms (to a broker and on from there 10) are in it, the program's own
time is not. On \`anycloud\` ten bytes begin at different times of the module's tenth of a second.

## How it got there

The port is always read to the same place, and what is left of a line moves in front of it: nothing wraps, and a line lies in
one piece. Events are followed from the \`+\` on in one pass (\`drivers/at/events.ts\`): the name with its colon is two words, a
line's end and the next one's beginning are a third, and no search for LF comes first. A payload's header is compared
by words with the one before, and \`OK\` right behind a payload is two comparisons. A byte that comes alone inside a line is kept without being looked at
any further, until its LF comes.
`;

const PAYLOAD = 1500;
/** Characters around a payload in that stream. */
const AROUND = 25;

/** Where the limit is, of what is not reached. */
export function limits({ engine, receive, streams }: AllFigures): string {
	const of = (stream: string, chunk: number, reader = "ours") =>
		receive.find((it) => it.stream === stream && it.chunk === chunk && it.reader === reader)?.instructions;
	const all = (reader: string, chunk: number) =>
		receive.find((it) => it.chunk === chunk && it.reader === reader)?.instructions;
	const [read, move] = Object.keys(floors);
	const [one, atOnce, many] = [all(read, 1), all(move, 64), all(move, 512)];
	const [payload, larger, published] = [of("payload", 64), of("payload", 512), of("payload, anycloud", 64)];
	const connection = streams.find(
		(it) => it.kind === "TCP" && it.direction === "receive" && it.release === "reference" && it.chunk === 64,
	);
	if (!one || !atOnce || !many || !payload || !larger || !published || !connection) return "";
	const share = (perByte: number, baud: number) => `${(loadOnRp2040(perByte, baud) * 100).toFixed(0)} %`;
	// a read of 64 bytes costs as much as one of 512, and a turn as much in either: two figures give both
	const perRead = (payload - larger) / (1 / 64 - 1 / 512);
	const perTurn = (larger - perRead / 512) * (PAYLOAD + AROUND);
	const thousands = (value: number) => `${Math.round(value / 1000)} 000`;
	return `
Where something is not as wanted, on XS ${engine}:

One byte at a time: a callback that does nothing but \`read\` into a buffer takes ${one.toFixed(0)} instructions, and the line's LF brings
the whole line's cost to one of its bytes.

Payload: a read costs ${perRead.toFixed(0)} instructions however much it brings, of which the callback, its \`read\` and one \`copyWithin\` are ${(atOnce * 64).toFixed(0)}: ${atOnce.toFixed(0)} a
byte at 64 bytes at once. A turn costs some ${thousands(perTurn)} besides, for its header, its \`OK\`, and the calls from reader to engine to request, whatever the payload's
length: ${(perTurn / (PAYLOAD + AROUND)).toFixed(0)} a byte. On \`anycloud\` a turn brings 128 bytes and costs some ${thousands((published - perRead / 64) * (128 + AROUND))}: no reader comes to 100 a byte there
that needs more than ${((100 - atOnce) * (128 + AROUND)).toFixed(0)} for header, \`OK\` and all.

MQTT messages cost more a byte than events: theirs are lines like any others, whose end is looked for and whose fields are then taken one by one,
where events are followed in one pass; and the topic is compared with the one before, character by character. \`split\` is a
good deal cheaper there, at the price of what it allocates.

17.7 checks the stack's bounds at each step as it is built by default, which is a tenth of everything.

A string that is transmitted is looked at twice, once for whether it can be quoted and once to write it, of which binary writes have
none; in either form \`write\` copies the bytes to the socket's buffer first.

Writing in binary on \`anycloud\`: the command engine looks at its input once every 100 ms. At one look it takes the command and asks
for the data with CR LF \`#\`; the data are on the wire after that, so that the next look is the first that can take them, if all of them are there;
only then comes \`OK\`, and nothing may be sent ahead of it. So a write takes two ticks at least, and one command a tick, as the limit is
defined, cannot be had in binary: half of it is all there is. In k ticks for the data the wire brings k × baud ÷ 100 bytes, less the three
of CR LF \`#\`, at most 1400 go with one write, and the most is n ÷ (k + 1) of every tenth of a second: 1400 in two ticks at 230400 baud, 1149
in two rather than 1400 in three at 115200. This is the column "two ticks allow". The driver keeps 4 ms of the tick for itself, hence some 4 % at 115200 baud, and sends more, but shorter, commands there than would be the fewest:
with those it would be 15 % slower.

On an RP2040 with all commands, answers and notices of a connection of 1500 bytes a turn receiving takes ${share(connection.buffered, 230_400)} of
its time at 230400 baud and ${share(connection.buffered, 921_600)} at 921600, with the program's \`read\` ${share(connection.instructions, 230_400)} and ${share(connection.instructions, 921_600)}.

Memory and bytecode: [memory.md](memory.md).
`;
}

export const PEERS = `
## The peers beside figures of others

Measured elsewhere on XS 17.7, in 64-byte reads, events / payload / scan lines: strings 1192 / fails / 1182, with 1,406 slots and
15.6 KB allocated per KB; readline 1969 / 175 / 1926, with 1,544 slots and 12.9 KB; state machine 3695 / 4713 / 3604. Neither
programs nor streams of those are known. The table has ours (payloads of 1500 bytes) and, with one thing changed in each row, what else
they could be; \`npm run bench -- --peers\` measures it, and on 17.7 the difference from the others' figure stands in brackets.
What is allocated is slots + bytes of chunks.

Events and payload are within a tenth for all three, and so are the state machine's scan lines. Scan lines by strings and by
readline are a good deal cheaper here than elsewhere, where a byte of them costs as much as one of an event: there must have been as
much to do for it. With the BSSID taken as six numbers, and networks' names of four letters, both are within a tenth as
well, while neither the end of lines, nor how they are found, nor the order of names brings them there; \`String.fromCharCode.apply\` does so for
readline's, but then its events are a fifth over. In the tables the BSSID stays text, as ours gives it to the program.
What is allocated depends on the spelling most: a destructuring takes eight slots, each name that is compared makes a string.
The slots measured elsewhere are near those of scan lines with a BSSID in numbers, the chunks near those of events: of which stream they were
is not said. On 13.3 all three are 1 to 9 % cheaper, but for readline's payload, a third dearer, because \`set\` copies byte by byte there.
`;
