/** `docs/performance.md`, `docs/peers.md` and two plots, from the figures that are kept: nothing else goes into them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../host-sim/xs/root";
import { type KeptFigures, type PageFigures, readFigures } from "../figures";
import { packagedVersion } from "../machine";
import { number, tables } from "../tables";
import { limitsSection } from "./limits";
import { prose, table } from "./markdown";
import { peersPage } from "./peers";
import { costPlot, goodputPlot } from "./plots";
import { summary } from "./summary";
import { commands, history, measuring, terms } from "./terms";
import { wantedSection } from "./wanted";

/** Our own readers on every engine. */
function byEngine(kept: KeptFigures): string {
	const all = Object.entries(kept);
	if (all.length < 2) return "";
	const ours = all[0][1].receive.filter((it) => it.reader.startsWith("ours") && [1, 64, 512].includes(it.chunk));
	const rows = ours.map(({ stream, reader, chunk }) => [
		[stream, ...reader.split(", ").slice(1)].join(", "),
		number(chunk),
		...all.map(([, { receive }]) => {
			const found = receive.find((it) => it.stream === stream && it.reader === reader && it.chunk === chunk);
			return found?.instructions === undefined ? "" : number(found.instructions);
		}),
	]);
	const head = ["received", "bytes at once", ...all.map(([engine]) => `XS ${engine}`)];
	return `### Ours by engine\n\n${prose("Instructions per byte of the stream.")}\n\n${table(head, rows)}\n`;
}

function tablesSection(kept: KeptFigures, figures: PageFigures): string {
	const parts = tables(figures).map(
		({ title, says, head, rows, texts }) =>
			`### ${title}\n\n${says ? `${prose(says)}\n\n` : ""}${table(head, rows, texts)}\n`,
	);
	const missing = figures.missing.map(({ why }) => `Left out: ${why}\n`);
	return [`## The figures, on XS ${figures.engine}\n`, ...parts, byEngine(kept), ...missing].filter(Boolean).join("\n");
}

function markdown(kept: KeptFigures): string {
	// the engine that everybody has
	const figures = kept[packagedVersion()] ?? Object.values(kept)[0];
	const title = "# Figures\n";
	if (!figures) return `${title}\nNone: \`npm run bench -- --page\` measures them.\n`;
	return [
		title,
		`${summary(figures)}\n\n![Instructions per byte received](cost.svg)\n\n![Goodput](goodput.svg)\n`,
		wantedSection(kept),
		terms,
		`${commands}\n`,
		tablesSection(kept, figures),
		limitsSection(kept, figures),
		measuring,
		history,
	].join("\n");
}

/** Everything that is made of the figures, by its path. */
export function pages(kept: KeptFigures = readFigures()): Record<string, string> {
	const figures = kept[packagedVersion()] ?? Object.values(kept)[0];
	return {
		"docs/performance.md": markdown(kept),
		"docs/peers.md": peersPage(),
		...(figures && { "docs/cost.svg": costPlot(figures), "docs/goodput.svg": goodputPlot(figures) }),
	};
}

export function writePages(): void {
	for (const [path, text] of Object.entries(pages())) writeFileSync(join(root, path), text);
}

/** The paths of those that are not as the figures make them. */
export const stalePages = (kept: KeptFigures): string[] =>
	Object.entries(pages(kept)).flatMap(([path, text]) =>
		readFileSync(join(root, path), "utf8") === text ? [] : [path],
	);
