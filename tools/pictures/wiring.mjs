// docs/wiring.svg: what goes where, with the pins that manifest.json has.
import { fileURLToPath } from "node:url";
import { configOf } from "../manifests.mjs";
import { box, colours, dot, drawing, text, wire, write } from "./svg.mjs";

/** The header's pin of each GPIO of a Raspberry Pi Pico that a manifest may name (its data sheet, 2.1). */
const picoPins = [...[1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17, 19, 20], ...[21, 22, 24, 25, 26, 27, 29]];

const boards = [
	{ platform: "esp32", title: "ESP32", pin: (gpio) => `GPIO${gpio}`, ground: "GND", power: "3V3" },
	{
		platform: "pico",
		title: "Raspberry Pi Pico",
		pin: (gpio) => `GP${gpio}, pin ${picoPins[gpio]}`,
		ground: "GND, pin 8",
		power: "3V3, pin 36",
	},
];

const [panel, top, gap] = [500, 64, 28];
const [host, module] = [130, 350];

/** @param {(typeof boards)[number]} board @param {number} x */
function panelOf({ platform, title, pin, ground, power }, x) {
	const { serial, sensor } = configOf(platform, "manifest.json");
	const [left, right] = [x + host + 20, x + module];
	const rows = (index) => top + 26 + index * gap;
	const hostPin = (index, name) => text(left - 8, rows(index) + 4, name, { anchor: "end", mono: true, size: 12 });
	const otherPin = (index, name) => text(right + 8, rows(index) + 4, name, { mono: true, size: 12 });
	const straight = (index, colour, style) =>
		wire(
			[
				[left, rows(index)],
				[right, rows(index)],
			],
			colour,
			style,
		);
	const back = (index, colour, style) =>
		wire(
			[
				[right, rows(index)],
				[left, rows(index)],
			],
			colour,
			style,
		);
	const label = (index, content, colour) =>
		text((left + right) / 2, rows(index) - 5, content, { anchor: "middle", size: 11, colour });
	const supply = [left + 22, rows(3) - 10, 112, 22];
	return [
		text(x + 20, 34, title, { size: 16, bold: true }),
		box(x + 10, top, host + 10, gap * 9 + 20),
		box(right, top, 130, gap * 5 + 8),
		text(right + 120, top + gap * 5, "WFI32", { bold: true, anchor: "end" }),
		box(right, top + gap * 5 + 20, 130, gap * 4),
		text(right + 120, top + gap * 9 + 10, "TMP102", { bold: true, anchor: "end" }),
		// the module
		[hostPin(0, pin(serial.transmit)), otherPin(0, "UART2 RX"), straight(0, colours.blue, { arrow: true })],
		label(0, `TX → RX, ${serial.baud} baud`, colours.blue),
		[hostPin(1, pin(serial.receive)), otherPin(1, "UART2 TX"), back(1, colours.violet, { arrow: true })],
		label(1, "RX ← TX, 8N1", colours.violet),
		[hostPin(2, ground), otherPin(2, "GND"), straight(2, colours.black)],
		[
			otherPin(3, "3V3"),
			wire(
				[
					[supply[0] + supply[2], rows(3)],
					[right, rows(3)],
				],
				colours.red,
			),
		],
		box(...supply, { fill: "#ffffff", stroke: colours.red }),
		text(supply[0] + supply[2] / 2, rows(3) + 5, "3.3 V supply", { anchor: "middle", size: 12, colour: colours.red }),
		wire(
			[
				[supply[0] + 30, supply[1]],
				[supply[0] + 30, rows(2)],
			],
			colours.black,
		),
		dot(supply[0] + 30, rows(2), colours.black),
		[hostPin(4, "any, optional"), otherPin(4, "MCLR"), straight(4, colours.quiet, { dashed: true, arrow: true })],
		label(4, "reset, low", colours.quiet),
		// the sensor
		[hostPin(6, pin(sensor.data)), otherPin(6, "SDA"), straight(6, colours.green)],
		[hostPin(7, pin(sensor.clock)), otherPin(7, "SCL"), straight(7, colours.brown)],
		[hostPin(8, power), otherPin(8, "V+"), straight(8, colours.red)],
		[
			wire(
				[
					[right, rows(5) + 4],
					[left + 12, rows(5) + 4],
					[left + 12, rows(2)],
				],
				colours.black,
			),
			dot(left + 12, rows(2), colours.black),
		],
		text(right + 8, rows(5) + 8, "GND", { mono: true, size: 12 }),
	];
}

/** The drawing, as it must be for the manifest that there is. */
export function wiring() {
	const title = `How a WFI32 and a TMP102 are wired to an ESP32 and to a Raspberry Pi Pico: RX and TX cross, grounds are joined, the module has a 3.3 V supply of its own`;
	const shapes = boards.map((board, index) => panelOf(board, index * panel));
	return drawing(panel * boards.length, top + gap * 9 + 40, title, shapes);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write("docs/wiring.svg", wiring());
