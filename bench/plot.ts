/** Two kinds of plot as SVG, by hand. */
const WIDTH = 760;
const HEIGHT = 380;
const LEFT = 70;
const BOTTOM = 320;
const TOP = 50;
const RIGHT = 740;
const colours: Record<string, string> = {
	ours: "#1565c0",
	"ours, to the caller": "#64b5f6",
	"strings and split": "#ef6c00",
	"buffers and readline": "#2e7d32",
	"state machine": "#8e24aa",
};
const others = ["#1565c0", "#ef6c00", "#2e7d32", "#8e24aa"];

const text = (x: number, y: number, it: string, anchor = "middle", size = 12) =>
	`<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" text-anchor="${anchor}">${it}</text>`;

function frame(title: string, most: number, body: string): string {
	const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
		const y = BOTTOM - part * (BOTTOM - TOP);
		const rule = `<line x1="${LEFT}" x2="${RIGHT}" y1="${y}" y2="${y}" stroke="#ddd"/>`;
		return rule + text(LEFT - 8, y + 4, String(Math.round(part * most)), "end");
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif">`,
		`<title>${title}</title>`,
		`<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
		text(WIDTH / 2, 26, title, "middle", 15),
		...grid,
		body,
		"</svg>",
		"",
	].join("\n");
}

function legend(names: [string, string][]): string {
	let x = LEFT - 30;
	return names
		.map(([name, colour]) => {
			const box = `<rect x="${x}" y="${HEIGHT - 24}" width="12" height="12" fill="${colour}"/>`;
			const label = text(x + 18, HEIGHT - 14, name, "start");
			x += 44 + name.length * 6;
			return box + label;
		})
		.join("\n");
}

export interface Group {
	name: string;
	bars: { name: string; value: number }[];
}

export function bars(title: string, groups: Group[]): string {
	const most = Math.max(1, ...groups.flatMap((it) => it.bars.map((bar) => bar.value)));
	const room = (RIGHT - LEFT) / Math.max(1, groups.length);
	const width = 34;
	const body = groups.flatMap((group, g) => {
		const middle = LEFT + (g + 0.5) * room;
		const first = middle - (group.bars.length * width) / 2;
		const drawn = group.bars.map(({ name, value }, i) => {
			const height = (value / most) * (BOTTOM - TOP);
			const x = first + i * width;
			const colour = colours[name] ?? "#777";
			const bar = `<rect x="${x.toFixed(1)}" y="${(BOTTOM - height).toFixed(1)}" width="${width - 4}" height="${height.toFixed(1)}" fill="${colour}"/>`;
			return bar + text(x + width / 2 - 2, BOTTOM - height - 4, value.toFixed(0), "middle", 11);
		});
		return [...drawn, text(middle, BOTTOM + 18, group.name)];
	});
	return frame(title, most, [...body, legend(Object.entries(colours))].join("\n"));
}

export interface Series {
	name: string;
	points: { x: number; y: number; limit: number }[];
}

export function lines(title: string, series: Series[]): string {
	const all = series.flatMap((it) => it.points);
	const most = Math.max(1, ...all.map((it) => it.limit));
	const widest = Math.max(1, ...all.map((it) => it.x));
	const at = (x: number, y: number) =>
		`${(LEFT + (x / widest) * (RIGHT - LEFT - 20)).toFixed(1)},${(BOTTOM - (y / most) * (BOTTOM - TOP)).toFixed(1)}`;
	const body = series.flatMap(({ points }, i) => {
		const colour = others[i % others.length];
		const line = `<polyline points="${points.map((it) => at(it.x, it.y)).join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`;
		const limit = `<polyline points="${points.map((it) => at(it.x, it.limit)).join(" ")}" fill="none" stroke="${colour}" stroke-dasharray="4 4"/>`;
		return [line, limit];
	});
	const marks = [...new Set(all.map((it) => it.x))].map((x) => {
		const [left] = at(x, 0).split(",");
		return text(Number(left), BOTTOM + 18, String(x));
	});
	const names = series.map(({ name }, i): [string, string] => [name, others[i % others.length]]);
	return frame(title, most, [...body, ...marks, legend(names)].join("\n"));
}
