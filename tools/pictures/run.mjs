// Makes docs/run.svg, the picture in the README, from a real run: npm run pictures
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { root } from "../manifests.mjs";

const columns = 116;
const options = ["--readings", "2", "--interval", "1000"];
/** Left out, to keep the picture short: from the first of a pair to before the second. */
const cuts = [
	[/AT → ATE0/, /app {2}module: Microchip/],
	[/AT → AT\+WSTAC=4/, /AT → AT\+WSTA=1$/],
	[/AT → AT\+MQTTC=1/, /AT → AT\+MQTTCONN/],
];
const colours = { "AT →": "#56b6c2", "AT ←": "#7f848e", "app ": "#e6e6e6", mqtt: "#98c379", "    ": "#e5c07b" };
const [size, advance, leading, margin] = [13, 7.83, 19, 16];

const run = spawnSync("npm", ["start", "--silent", "--", ...options], {
	cwd: root,
	encoding: "utf8",
	env: { ...process.env, COLUMNS: String(columns), NO_COLOR: "1" },
});
if (run.status !== 0) throw new Error(`npm start failed:\n${run.stderr}`);

const lines = run.stdout.trimEnd().split("\n");
for (const [from, to] of cuts) {
	const first = lines.findIndex((it) => from.test(it));
	const last = lines.findIndex((it, index) => index > first && to.test(it));
	if (first >= 0 && last > first) lines.splice(first, last - first, "            ⋮");
}
lines.unshift(`$ npm start -- ${options.join(" ")}`);

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const span = (text, colour) => `<tspan fill="${colour}">${escaped(text)}</tspan>`;

function row(line, index) {
	const [, time, sign, text] = /^( *\d+\.\d{3} )(AT →|AT ←|app |mqtt| {4})( .*)$/.exec(line) ?? [];
	const content = sign ? span(time, "#5c6370") + span(sign + text, colours[sign]) : span(line, "#e6e6e6");
	const y = margin + size + index * leading;
	return `<text x="${margin}" y="${y}" xml:space="preserve">${content}</text>`;
}

const width = Math.ceil(2 * margin + columns * advance);
const height = 2 * margin + lines.length * leading;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"
	font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${size}">
<title>The firmware running on XS with the virtual module: AT traffic, the product's own lines, what the broker got</title>
<rect width="100%" height="100%" rx="8" fill="#21252b"/>
${lines.map(row).join("\n")}
</svg>
`;
mkdirSync(`${root}/docs`, { recursive: true });
writeFileSync(`${root}/docs/run.svg`, svg);
console.log(`docs/run.svg: ${lines.length} lines`);
