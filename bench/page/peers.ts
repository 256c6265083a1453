/** `docs/peers.md`: what others' ways of reading cost, and by what that changes. */
import { readPeers } from "../budgets";
import { ELSEWHERE_ON, type Experiment, elsewhere, peersTable } from "../peers";
import { number } from "../tables";
import { prose, table } from "./markdown";

const intro = `# The peers

${prose(`
What reading the same lines costs in other ways, beside [ours](performance.md): by **strings and split**, with
\`String.fromArrayBuffer\`, \`split\` and \`startsWith\`, the way most programs on Moddable read AT commands, which fails on
binary; by **buffers and readline**, concatenating buffers up to a line end in the manner of serialport's parser; and by a
**state machine**, a method called for each byte, with private fields.

Instructions of a Cortex-M4 per byte, 64 bytes at once; what is allocated is slots + bytes of chunks per KB received.
Made by \`npm run bench -- --page\` from \`bench/peers.json\`, which \`npm run bench -- --peers --set-budgets\` measures
anew (with \`MODDABLE=<the SDK's folder>\` ahead of it on the SDK's own engine).
`)}
`;

function beside(): string {
	const rows = Object.entries(elsewhere).map(([peer, it]) => [
		peer,
		number(it.events as number),
		it.payload ? number(it.payload) : "fails",
		number(it["scan lines"] as number),
		it.slots ? `${number(it.slots)} + ${number(it.chunks as number)}` : "0 + 0",
	]);
	const head = ["peer", "events", "payload", "scan lines", "allocated per KB"];
	const text = `
Measured elsewhere on XS ${ELSEWHERE_ON}; neither programs nor streams of those are known, nor on which of the streams that
was allocated:
`;
	return `## Beside figures of others\n\n${prose(text)}\n\n${table(head, rows)}\n`;
}

/** What the second engine's plain peers cost beside the first's, least and most. */
function otherEngine(all: Record<string, Experiment[]>): string {
	const [other] = Object.keys(all).filter((it) => it !== ELSEWHERE_ON);
	if (!other || !all[ELSEWHERE_ON]) return "";
	const ratios = all[ELSEWHERE_ON]
		.filter((it) => it.what === "")
		.flatMap(({ peer, costs }) =>
			Object.entries(costs).flatMap(([kind, { instructions }]) => {
				const same = all[other].find((it) => it.peer === peer && it.what === "");
				const found = same?.costs[kind as keyof typeof costs]?.instructions;
				return instructions && found ? [{ what: `${peer}, ${kind}`, by: (found / instructions - 1) * 100 }] : [];
			}),
		);
	const cheaper = ratios.filter((it) => it.by <= 0).map((it) => -it.by);
	const dearer = ratios.filter((it) => it.by > 0).map((it) => `${it.what} (${number(it.by)} %)`);
	const least = `On XS ${other} they are ${number(Math.min(...cheaper))} to ${number(Math.max(...cheaper))} % cheaper`;
	if (!dearer.length) return `${least}.`;
	return `${least}, and dearer in ${dearer.join(", ")}: there \`set\` copies a typed array byte by byte.`;
}

const found = `
Events and payload are within a tenth for readline and the state machine, and so are the state machine's scan lines. Events
by strings are a little more than a tenth below where nothing stands ahead of a line, and less than that with CR LF ahead or with lines found by
\`indexOf\`. Scan lines by strings and by readline are a good deal cheaper here than elsewhere, where a byte of them costs as
much as one of an event: there must have been as much to do for it. With the BSSID taken as six numbers, and networks' names
of four letters, both are within a tenth as well, while neither the end of lines, nor how they are found, nor the order of
names brings them there. \`String.fromCharCode.apply\` does so for readline's, but then its events are a seventh over. In the
figures the BSSID stays text, as ours gives it to the program.

What is allocated depends on the spelling most: a destructuring takes eight slots, each name that is compared makes a
string. The slots measured elsewhere are near those of scan lines with a BSSID in numbers, the chunks near those of events.
`;

export function peersPage(): string {
	const all = readPeers();
	const { title, head, rows } = peersTable(all);
	const text = prose(`
In each row behind a peer's first one thing is changed; on XS ${ELSEWHERE_ON} the difference from the others' figure stands
in brackets.
`);
	const parts = [
		intro,
		beside(),
		`## ${title}\n\n${text}\n\n${table(head, rows)}\n`,
		`## What that says\n\n${prose(`${found}\n\n${otherEngine(all)}`)}\n`,
	];
	return parts.join("\n");
}
