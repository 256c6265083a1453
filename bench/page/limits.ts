/** Of what is not as wanted: what the limit is, and how it was found. All numbers are those of the tables. */
import type { KeptFigures, PageFigures } from "../figures";
import { PAYLOAD_FLOOR } from "../floors";
import { loadOnRp2040 } from "../rp2040";
import { type Manner, PUBLISHED, payloads, REFERENCE } from "../streams";
import { number, percent } from "../tables";
import { connection, flow, received } from "./look";
import { prose } from "./markdown";
import { missed, nameOf } from "./wanted";

interface Reason {
	/** What of the wanted it is about, by name. */
	about: RegExp;
	/** Undefined where what it stands on was not measured. */
	text: (figures: PageFigures) => string | undefined;
}

const whole = (value: number) => number(value);
const CHUNK = 64;

function payload(figures: PageFigures): string | undefined {
	const cases: [string, Manner][] = [
		["reference", REFERENCE],
		["anycloud", PUBLISHED],
	];
	const parts = cases.map(([name, manner]) => {
		const size = manner.answer;
		const turn = payloads(1, manner).bursts[0].length;
		const stream = manner.name ? `payload, ${manner.name}` : "payload";
		const ours = received(figures, stream, CHUNK);
		const floor = received(figures, stream, CHUNK, PAYLOAD_FLOOR);
		if (ours === undefined || floor === undefined) return undefined;
		const share =
			`On ${name} a turn brings ${size} bytes in ${turn} of the stream: there that program takes ` +
			`${whole(floor)} a byte, ${whole(floor * turn)} a turn, and ours ${whole(ours)} and ${whole(ours * turn)}`;
		const perPayload = `, or ${whole((ours * turn) / size)} a byte of payload`;
		if (name === "reference") return `${share}${perPayload}.`;
		const left = (100 - floor) * turn;
		return (
			`${share}${perPayload}. ` +
			(left > 0
				? `100 a byte would leave ${whole(left)} a turn for all that it leaves out.`
				: "100 a byte is less than that: no reader comes there.")
		);
	});
	if (parts.some((it) => it === undefined)) return undefined;
	return (
		"**Payload.** A reader must at least do this: read what has come, move it to its place with one `copyWithin`, and " +
		`look for \`#\` and \`OK\` at offsets that are known beforehand. A program that does nothing else (\`bench/device/` +
		`floor-payload.ts\`) is the limit, measured on the same stream, ${CHUNK} bytes at once. ${parts.join(" ")} What ours ` +
		"does besides: it takes the header's numbers and compares them with what was asked for, lets events come in between, " +
		"and tells engine and request of the result."
	);
}

function oneByte(figures: PageFigures): string | undefined {
	const read = received(figures, "anything, as little as can be", 1, "`read` into a buffer");
	const [events, scans] = ["events", "scan lines"].map((it) => received(figures, it, 512));
	if (read === undefined || events === undefined || scans === undefined) return undefined;
	return (
		"**One byte at a time.** A callback that does nothing but `read` into a buffer takes " +
		`${whole(read)} instructions: this is the limit for every byte. A line's own cost comes on top with its LF, ` +
		`${whole(events)} a byte for events and ${whole(scans)} for scan lines where the reading hardly counts (512 at once).`
	);
}

function messages(figures: PageFigures): string | undefined {
	const [ours, split] = ["ours", "strings and split"].map((it) => received(figures, "MQTT messages", CHUNK, it));
	const events = received(figures, "events", CHUNK);
	if (ours === undefined || events === undefined) return undefined;
	const beside =
		split === undefined ? "" : ` By \`split\` they are ${whole(split)}, at the price of what that allocates.`;
	return (
		`**MQTT messages** cost ${whole(ours)} a byte where events cost ${whole(events)}: they are lines whose end is looked ` +
		`for, whose fields are then taken one by one, and whose topic is compared with the one before.${beside} No limit ` +
		"was measured for them."
	);
}

/** A write in binary of as many bytes as the wire brings in so many ticks. */
const inTicks = (ticks: number, baud: number) => Math.floor((ticks * baud) / 100) - 3;

function twoTicks(figures: PageFigures): string | undefined {
	const [slow, fast] = [115_200, 230_400].map((baud) =>
		flow(figures, { kind: "TCP", direction: "send", release: "anycloud", form: "binary", baud }),
	);
	if (!slow?.allowed || !fast?.allowed) return undefined;
	const most = 1400;
	const ticks = Math.ceil(((most + 3) * 100) / slow.baud);
	const whole1400 = (most / (ticks + 1)) * 10;
	return (
		"**Writing in binary on anycloud.** The firmware looks at its input once every 100 ms: one command a tick, says " +
		"what is known of it. That the data of a write wait for the next look, and must all be there then, is how the " +
		"virtual module reads that; it was not measured on hardware. At one look it takes the command and asks for the data " +
		"with CR LF `#`, which are on the wire after that; only behind them comes `OK`, and nothing may be sent ahead of it. " +
		"So a write takes two ticks at least, and one command a tick, as the limit is defined, cannot be had: half of it is " +
		`all there is. In k ticks the wire brings k × baud ÷ 100 bytes, less the three of CR LF \`#\`, and ${most} go with one ` +
		`write, so that the most is n ÷ (k + 1) of every tenth of a second: ${whole(fast.allowed)} bytes a second at ` +
		`${fast.baud} baud with ${most} in two ticks, ${whole(slow.allowed)} at ${slow.baud} with ${inTicks(1, slow.baud)} in two. ` +
		"This is the column “two ticks allow”. The driver keeps a few milliseconds of a tick for itself (`REACTION` in " +
		`\`drivers/wfi32/outgoing.ts\`), which leaves ${percent(slow.rate / slow.allowed)} at ${slow.baud} baud and ` +
		`${percent(fast.rate / fast.allowed)} at ${fast.baud}. At ${slow.baud} it sends more, but shorter, commands than the ` +
		`fewest (${number(slow.commands / slow.fewest, 2)} times as many): with ${most} bytes in ${ticks + 1} ticks ` +
		`${whole(whole1400)} bytes a second would be all, ${percent(1 - whole1400 / slow.rate, 0)} less.`
	);
}

/** What the reader's part is in what the whole stack takes. */
function wholeStack(figures: PageFigures): string | undefined {
	const cost = connection(figures, { kind: "TCP", direction: "receive", release: "reference" });
	const reader = received(figures, "payload", CHUNK);
	const alone = received(figures, "events", CHUNK);
	const storms = figures.events.filter((it) => it.release === "reference" && it.ahead === "" && it.chunk === CHUNK);
	if (!cost || reader === undefined || alone === undefined || !storms.length) return undefined;
	const reading = (reader * payloads(1, REFERENCE).bursts[0].length) / REFERENCE.answer;
	const calls = cost.instructions - cost.buffered;
	const allowed = 0.05 / loadOnRp2040(1, 230_400);
	const parts = storms.map((it) => `${whole(it.instructions)} for ${it.what}`);
	return (
		"**Through the whole stack.** What was wanted is what the reader alone takes; a product has sockets, commands and a " +
		`program besides. Of the ${whole(cost.instructions)} instructions per byte of payload that a TCP connection takes, ` +
		`${whole(reading)} are the reader's, ${whole(calls)} the program's own \`read\`, which copies, and ` +
		`${whole(cost.instructions - reading - calls)} what a turn takes for event, command and notice, spread over its ` +
		`${whole(cost.payload)} bytes. A twentieth of an RP2040 at 230400 baud are ${whole(allowed)} instructions a byte` +
		`${calls + reading > allowed ? ": the reader and the copy alone are more than that" : ""}. ` +
		`A byte of an event that comes without a pause takes ${whole(alone)} in the reader alone, and ${parts.join(", ")}: ` +
		"the socket is found by its number, and told how much the module holds. Every line of such a storm needs new data " +
		"from the network."
	);
}

const reasons: Reason[] = [
	{ about: /^RP2040.*whole stack/, text: wholeStack },
	{ about: /^(RP2040: )?payload(?!.*whole stack)/, text: payload },
	{ about: /one byte at a time/, text: oneByte },
	{ about: /MQTT/, text: messages },
	{ about: /in binary/, text: twoTicks },
];

/** What an engine costs beside another: each of our readers, 64 bytes at once. */
function engines(kept: KeptFigures): string | undefined {
	const [[first, before], [second, after]] = [...Object.entries(kept), [], []] as [string, PageFigures | undefined][];
	if (!before || !after) return undefined;
	const ratios = before.receive.flatMap(({ stream, reader, chunk, instructions }) => {
		const other = received(after, stream, CHUNK, reader);
		if (chunk !== CHUNK || !reader.startsWith("ours") || !instructions || !other) return [];
		const by = (other / instructions - 1) * 100;
		return [
			`${stream}${reader === "ours" ? "" : `, ${reader.slice(6)}`} ${by < 0 ? "−" : "+"}${whole(Math.abs(by))} %`,
		];
	});
	if (!ratios.length) return undefined;
	return (
		`**XS ${second} beside XS ${first}**, the same program, ${CHUNK} bytes at once: ${ratios.join(", ")}. What in the engine ` +
		"makes the difference has not been measured."
	);
}

export function limitsSection(kept: KeptFigures, figures: PageFigures): string {
	const all = missed(kept);
	if (!all.length) return "## Where something is not as wanted\n\nNowhere.\n";
	const needed = reasons.filter(({ about }) => all.some(({ it }) => about.test(it.what)));
	const open = all.filter(({ it }) => !reasons.some(({ about }) => about.test(it.what)));
	const parts = needed.map(({ text }) => text(figures));
	for (const { it } of open) {
		const because = [...new Set(it.accepted?.map((one) => one.because))].join("; ");
		parts.push(
			`**${nameOf(it)[0].toUpperCase()}${nameOf(it).slice(1)}.** ${because ? `Not so: ${because}` : "No limit was found"}.`,
		);
	}
	if (all.some(({ on }) => on.length < Object.keys(kept).length)) parts.push(engines(kept));
	const intro = `Figures of XS ${figures.engine} where no other is named.`;
	return `## Where something is not as wanted\n\n${prose([intro, ...parts].filter(Boolean).join("\n\n"))}\n`;
}
