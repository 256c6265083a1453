// docs/house.svg: the floors of the firmware, the other end of the wire, and who looks at it.
import { fileURLToPath } from "node:url";
import { box, colours, drawing, text, wire, write } from "./svg.mjs";

const [width, floor, gap, top] = [400, 46, 14, 70];
const [left, right] = [24, 556];

/** A floor: a folder, and what is in it. */
function room(x, index, folder, what, { fill, stroke, dashed, wide = width } = {}) {
	const y = top + index * (floor + gap);
	return [
		box(x, y, wide, floor, { fill, stroke, dashed }),
		text(x + 12, y + 19, folder, { mono: true, bold: true }),
		text(x + 12, y + 37, what, { size: 12, colour: colours.quiet }),
	];
}

const down = (x, index) => {
	const y = top + index * (floor + gap) + floor;
	return wire(
		[
			[x, y],
			[x, y + gap],
		],
		colours.quiet,
		{ arrow: true },
	);
};

/** The middle of a floor. */
const middle = (index) => top + index * (floor + gap) + floor / 2;

const firmware = [
	["main.ts, app/", "the sample product; examples/ has another"],
	["modules/, modules/standard/", "ECMA-419 objects; the standard's names for them"],
	["drivers/wfi32/", "what this module says, a file per chapter of the reference"],
	["drivers/at/", "any AT module: lines, payloads, one command at a time"],
	["drivers/uart/", "bytes: the receive buffer, the transmit side"],
	["embedded:io/serial", "the platform's, or ours; here host-sim/xs and host-sim/node"],
];

const otherEnd = [
	["host-sim/world/", "clock, radio, network, names, brokers: real, or in memory"],
	["host-sim/module/", "the virtual WFI32: its own reading of the reference"],
	["host-sim/faults/", "what goes wrong in it, on the wire, around it"],
];

export function house() {
	const wireY = middle(5);
	return drawing(
		980,
		top + 6 * (floor + gap) + 12,
		"How the project is built: the firmware's floors, each importing the one below; the wire; the virtual module at its other end",
		[
			text(left, 34, "The firmware", { size: 16, bold: true }),
			text(left, 54, "each floor imports the one below it, none the one above", { size: 12, colour: colours.quiet }),
			firmware.map(([folder, what], index) => room(left, index, folder, what, index === 5 ? { dashed: true } : {})),
			firmware.slice(1).map((_, index) => down(left + width / 2, index)),
			text(right, 34, "The other end of the wire", { size: 16, bold: true }),
			text(right, 54, "shares no line with the drivers: one cannot hide the other's mistake", {
				size: 12,
				colour: colours.quiet,
			}),
			otherEnd.map(([folder, what], index) => room(right, index, folder, what)),
			wire(
				[
					[right + width / 2, middle(1) - floor / 2],
					[right + width / 2, middle(0) + floor / 2],
				],
				colours.quiet,
				{ arrow: true },
			),
			wire(
				[
					[right + width / 2, middle(2) - floor / 2],
					[right + width / 2, middle(1) + floor / 2],
				],
				colours.quiet,
				{ arrow: true },
			),
			room(right, 3.5, "tools/wire/", "what passes, decoded: for the page, console, captures", {
				fill: "#ffffff",
				wide: 350,
			}),
			// the wire
			wire(
				[
					[left + width, wireY - 6],
					[right, wireY - 6],
				],
				colours.blue,
				{ arrow: true },
			),
			wire(
				[
					[right, wireY + 8],
					[left + width, wireY + 8],
				],
				colours.violet,
				{ arrow: true },
			),
			text((left + width + right) / 2, wireY - 14, "UART, 8N1", { anchor: "middle", size: 12, colour: colours.blue }),
			room(right, 5, "a real WFI32, or the virtual one", "npm start -- --port /dev/ttyUSB0, or without", {
				dashed: true,
			}),
			wire(
				[
					[right + width - 24, middle(5) - floor / 2],
					[right + width - 24, middle(2) + floor / 2],
				],
				colours.quiet,
				{ dashed: true, arrow: true },
			),
			wire(
				[
					[(left + width + right) / 2, wireY - 28],
					[(left + width + right) / 2, middle(3.5)],
					[right, middle(3.5)],
				],
				colours.quiet,
				{ dashed: true, arrow: true },
			),
		],
	);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write("docs/house.svg", house());
