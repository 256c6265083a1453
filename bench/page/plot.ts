/** A plot of bars as SVG, by hand: groups beside each other, in one panel or in several below each other. */

export interface Bar {
	/** Of the legend. */
	name: string;
	/** Undefined: there is none, and the gap says why. */
	value: number | undefined;
	/** A line across the bar. */
	mark?: number;
}

export interface Group {
	/** Up to two lines. */
	name: string[];
	bars: Bar[];
}

export interface Panel {
	title: string;
	groups: Group[];
}

export interface Plot {
	title: string;
	/** Of the values, at the axis. */
	unit: string;
	panels: Panel[];
	/** By the bars' names. */
	colours: Record<string, string>;
	/** In a gap. */
	none: string;
	/** What a line across a bar is. */
	mark?: string;
	/** A line across all of them, and what it is. */
	goal?: { value: number; name: string };
	/** The end of the axis; left out: beyond the highest bar. */
	most?: number;
}

const WIDTH = 900;
const LEFT = 78;
const RIGHT = 884;
const PANEL = 210;
const HEAD = 106;
const BELOW = 92;
const DARK = "#263238";

const escaped = (it: string) => it.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const at = (it: number) => it.toFixed(1);
const text = (x: number, y: number, it: string, anchor = "middle", size = 12, more = "") =>
	`<text x="${at(x)}" y="${at(y)}" font-size="${size}" text-anchor="${anchor}"${more}>${escaped(it)}</text>`;
const rule = (x1: number, x2: number, y: number, look: string) =>
	`<line x1="${at(x1)}" x2="${at(x2)}" y1="${at(y)}" y2="${at(y)}" ${look}/>`;

/** Steps of 1, 2 or 5 times a power of ten: four to eight of them. */
export function roundTicks(most: number): number[] {
	const power = 10 ** Math.floor(Math.log10(most));
	const step = [0.1, 0.2, 0.5, 1, 2].map((it) => it * power).find((it) => most / it <= 6) ?? power;
	return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

function panelOf(plot: Plot, { title, groups }: Panel, top: number, ticks: number[]): string[] {
	const bottom = top + PANEL;
	const most = ticks[ticks.length - 1];
	const y = (value: number) => bottom - (value / most) * PANEL;
	const room = (RIGHT - LEFT) / groups.length;
	const widest = Math.max(...groups.map((it) => it.bars.length));
	const width = Math.min(40, (room - 10) / widest);
	const size = width < 28 ? 9 : 11;
	const parts = ticks.flatMap((it) => [
		rule(LEFT, RIGHT, y(it), 'stroke="#ddd"'),
		text(LEFT - 8, y(it) + 4, it.toLocaleString("en"), "end"),
	]);
	if (title) parts.push(text(LEFT, top - 28, title, "start", 13, ' font-weight="bold"'));
	if (plot.goal) parts.push(rule(LEFT, RIGHT, y(plot.goal.value), `stroke="${DARK}" stroke-dasharray="6 4"`));
	groups.forEach((group, g) => {
		const middle = LEFT + (g + 0.5) * room;
		group.bars.forEach(({ name, value, mark }, i) => {
			const x = middle + (i - group.bars.length / 2) * width;
			const center = x + width / 2;
			if (value === undefined) {
				parts.push(
					`<rect x="${at(x + 2)}" y="${at(bottom - 52)}" width="${at(width - 4)}" height="52" fill="none" stroke="${plot.colours[name]}" stroke-dasharray="3 3"/>`,
					text(
						center + 4,
						bottom - 26,
						plot.none,
						"middle",
						11,
						` transform="rotate(-90 ${at(center + 4)} ${at(bottom - 26)})"`,
					),
				);
				return;
			}
			const height = bottom - y(value);
			parts.push(
				`<rect x="${at(x + 1)}" y="${at(y(value))}" width="${at(width - 2)}" height="${at(height)}" fill="${plot.colours[name]}"/>`,
				text(center, y(value) - 4, Math.round(value).toLocaleString("en"), "middle", size),
			);
			if (mark !== undefined)
				parts.push(
					rule(x + 1, x + width - 1, y(mark), 'stroke="#fff" stroke-width="5"'),
					rule(x + 1, x + width - 1, y(mark), `stroke="${DARK}" stroke-width="2.5"`),
				);
		});
		parts.push(...group.name.map((line, i) => text(middle, bottom + 18 + i * 14, line)));
	});
	return parts;
}

function legend({ colours, mark, goal }: Plot, y: number): string[] {
	let x = LEFT;
	const items: [string, string][] = Object.entries(colours).map(([name, colour]) => [
		name,
		`<rect x="0" y="-10" width="12" height="12" fill="${colour}"/>`,
	]);
	if (mark) items.push([mark, rule(0, 14, -4, `stroke="${DARK}" stroke-width="2.5"`)]);
	if (goal) items.push([goal.name, rule(0, 16, -4, `stroke="${DARK}" stroke-dasharray="6 4"`)]);
	return items.map(([name, look]) => {
		const item = `<g transform="translate(${at(x)} ${at(y)})">${look}${text(20, 0, name, "start")}</g>`;
		x += 42 + name.length * 6.4;
		return item;
	});
}

export function bars(plot: Plot): string {
	const values = plot.panels.flatMap((it) => it.groups.flatMap(({ bars }) => bars.map(({ value }) => value ?? 0)));
	const ticks = roundTicks(plot.most ?? Math.max(1, ...values) * 1.03);
	const height = HEAD + plot.panels.length * (PANEL + BELOW) - BELOW + 48;
	const parts = plot.panels.flatMap((it, i) => panelOf(plot, it, HEAD + i * (PANEL + BELOW), ticks));
	const middle = HEAD + PANEL / 2;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif">`,
		`<title>${escaped(plot.title)}</title>`,
		`<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
		text(LEFT, 24, plot.title, "start", 15),
		...legend(plot, 48),
		text(18, middle, plot.unit, "middle", 12, ` transform="rotate(-90 18 ${at(middle)})"`),
		...parts,
		"</svg>",
		"",
	].join("\n");
}
