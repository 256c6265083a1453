// The few shapes that the drawings are made of. Each keeps to a white ground of its own, so that it reads on any page.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../manifests.mjs";

export const colours = {
	...{ text: "#1a1f27", quiet: "#566070", line: "#aab3c0", fill: "#f2f5f9" },
	...{ blue: "#0b5cad", violet: "#7a3e9d", green: "#17703a", red: "#b42318", black: "#333a44", brown: "#855300" },
};

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** @param {{ size?: number, colour?: string, anchor?: "start" | "middle" | "end", bold?: boolean, mono?: boolean }} [style] */
export function text(x, y, content, { size = 13, colour = colours.text, anchor = "start", bold, mono } = {}) {
	const family = mono ? ` font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"` : "";
	const weight = bold ? ` font-weight="600"` : "";
	return `<text x="${x}" y="${y}" font-size="${size}" fill="${colour}" text-anchor="${anchor}"${weight}${family}>${escaped(content)}</text>`;
}

export const box = (x, y, width, height, { fill = colours.fill, stroke = colours.line, dashed = false } = {}) =>
	`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${stroke}"${dashed ? ` stroke-dasharray="5 4"` : ""}/>`;

/** A line through points; with an arrow at its end, whose last piece is upright or level. */
export function wire(points, colour, { dashed = false, arrow = false } = {}) {
	const line = points.map((it) => it.join(",")).join(" ");
	const dashes = dashed ? ` stroke-dasharray="5 4"` : "";
	const drawn = `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>`;
	return arrow ? drawn + head(points.at(-2), points.at(-1), colour) : drawn;
}

function head([fromX, fromY], [x, y], colour) {
	const [right, down] = [Math.sign(x - fromX), Math.sign(y - fromY)];
	const corner = (side) => `${x - 10 * right + side * down},${y - 10 * down + side * right}`;
	return `<polygon points="${x},${y} ${corner(5)} ${corner(-5)}" fill="${colour}"/>`;
}

export const dot = (x, y, colour) => `<circle cx="${x}" cy="${y}" r="4" fill="${colour}"/>`;

/** A whole drawing. @param {string} title what it shows, for those who cannot see it */
export function drawing(width, height, title, shapes) {
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif" role="img">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="8" fill="#ffffff"/>
${shapes.flat(Number.POSITIVE_INFINITY).join("\n")}
</svg>
`;
}

/** Writes a picture; with `--check`, says whether it is as it would be written. */
export function write(path, content) {
	const file = join(root, path);
	if (process.argv.includes("--check")) {
		if (readFileSync(file, "utf8") === content) return;
		console.error(`stale: ${path}; run: npm run pictures`);
		process.exitCode = 1;
		return;
	}
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, content);
	console.log(`wrote ${path}`);
}
