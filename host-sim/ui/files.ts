/** The files that the page consists of, all of them: nothing else is served. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const uplot = () => join(dirname(require.resolve("uplot/package.json")), "dist");
const types: { [ending: string]: string } = {
	html: "text/html; charset=utf-8",
	css: "text/css; charset=utf-8",
	js: "text/javascript; charset=utf-8",
	svg: "image/svg+xml",
};

const own = [
	...["index.html", "style.css", "icon.svg"],
	...["main.js", "dom.js", "wire.js", "rows.js", "state.js", "plots.js", "faults.js", "happenings.js", "theme.js"],
];

/** Their paths from the page's own folder, or from that of the library for the plots. */
const places = new Map([
	...own.map((name): [string, () => string] => [`/${name}`, () => join(__dirname, "public", name)]),
	["/", () => join(__dirname, "public/index.html")],
	["/uplot.js", () => join(uplot(), "uPlot.esm.js")],
	["/uplot.css", () => join(uplot(), "uPlot.min.css")],
]);

export interface PageFile {
	type: string;
	text: string;
}

/** @returns undefined for what is not the page's */
export function pageFile(path: string): PageFile | undefined {
	const place = places.get(path)?.();
	if (!place) return undefined;
	const ending = place.slice(place.lastIndexOf(".") + 1);
	return { type: types[ending] as string, text: readFileSync(place, "utf8") };
}
