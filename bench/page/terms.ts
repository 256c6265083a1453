/** The words of the page, how its figures are made, and what made them better. */
import { CYCLES, MHZ } from "../rp2040";
import { prose } from "./markdown";

export const commands = prose(`
Made by \`npm run bench -- --page\` from what that measures. \`npm run bench\` prints the tables of this page, \`-- --json\`
the figures in full, \`MODDABLE=<the SDK's folder> npm run bench\` those of the SDK's own engine. \`-- --check\`, which is
part of \`.ci/run\`, fails where a figure is more than 5 % over its budget in \`bench/budgets.json\`, where something that
was as wanted no longer is, and where a budget or this page is more than 5 % off in either direction:
\`-- --set-budgets\` makes the budgets anew, \`-- --page\` the page, and \`-- --text\` the page from the figures of last
time, when only its words have changed. \`-- --peers --set-budgets\` measures [the peers](peers.md) anew.
`);

export const terms = `## The terms

${prose(`
- **instruction**: one of the Cortex-M4 that QEMU emulates with \`-icount\`; the same number on every machine with the same compiler. Counted is what a callback of the serial port or of a timer takes from its call to its return, the engine's work in it, what the simulated UART does not.
- **RP2040**: a Cortex-M0+ at ${MHZ} MHz, reckoned with ${CYCLES} cycles for each of these instructions.
- **slot, chunk**: what XS allocates; 16 bytes for a value, and bytes for what has a length. What allocates is collected, and a collection takes longer than a serial port waits.
- **reference**: the module as its AT reference has it, answering at once.
- **anycloud**: the module as its published firmware is, release 0.3.1. It looks at its input once a **tick**, every 100 ms: a command a tick, 128 bytes of received data a tick.
- **checked, binary**: data that stand in the command as text, for which that firmware reports a failure; and data that go as they are behind the module's \`#\`, for which it does not.
- **turn**: a command with its answer, the event ahead of it, and the notice behind it.
- **notice**: the call of the program's \`onReadable\` or \`onWritable\`, made when the driver has finished what it was doing.
- **port holds**: the bytes that the host's serial port surely holds while the program is busy (\`capacity\`). A read asks the module for no more than that.
- **at once**: the bytes that one call of the serial port's \`onReadable\` brings.
- **ours**: this driver, all its checks in, with a handler for every event. Who else is measured stands in [peers.md](peers.md).
`)}
`;

export const measuring = `## How it was measured

${prose(`
Every reader is given the same stream, and what it has found is compared before its cost counts; every writer's bytes are
compared on the wire. Payload is a stream of answers to \`AT+SOCKRD\` with 1500 bytes each, on anycloud 128, to the
socket's own buffer or from there to one of the caller's. The cost per byte is per byte of that stream, headers and \`OK\`
in; the table of the whole stack divides by the payload alone. An MQTT message counts as received when it lies in the
mailbox and its topic has been compared with the one before; the program's \`read\` comes on top.

The limit of goodput is baud ÷ 10 × n ÷ (command + header + n + trailer), n being the most that one command may bring, and
for UDP with the event that tells of a datagram. On anycloud it is 128 bytes a tick for reading, which is what one command
asks for there: more at once is no faster, and longer in binary, where that firmware loses events. For writing it is one
command a tick, with as much as fits the line of 512 bytes when checked and 1400 bytes in binary, or what the line allows
where that is less. MQTT messages come unasked, so the line is their limit. That firmware knows no 921600 baud.

Transmitting is measured on a connection at rest, one write by one, the timer that starts it in. Bytes that a string
cannot carry go in hexadecimal, two characters each. The peers are given one command and the module's own answer to it;
ours has a queue of commands, deadlines, a buffer from which it can send again, and notices besides.

The program's latency is from the call of the port's \`onReadable\` that brings the end of the event, of the answer or of
the message, or from the program's own \`write\`, to the port's \`write\` or the program's \`onReadable\`. A byte's is from
the server's or broker's \`write\` to \`onReadable\`, or from \`write\` to the server or broker; on anycloud ten bytes
begin at different times of a tick.
`)}
`;

export const history = `## How it got there

${prose(`
The port is always read to the same place, and what is left of a line moves in front of it: nothing wraps, and a line lies
in one piece. Events are followed from the \`+\` on in one pass (\`drivers/at/events.ts\`): the name with its colon is two
words, the end of a line and the beginning of the next are a third, and no search for LF comes first. A payload's header
is compared by words with the one before, and \`OK\` right behind a payload is two comparisons. A byte that comes alone
inside a line is kept without being looked at any further, until its LF comes. Text of a command is looked at four
characters at once, its numbers are written in one go, and a command that need not wait passes no queue.

Memory and bytecode: [memory.md](memory.md).
`)}
`;
