/** Figures over time. */
import { by, element, grouped, seconds } from "./dom.js";
import uPlot from "./uplot.js";

/** @import { Sample } from "../messages" */

/** @typedef {{ label: string, of: (sample: Sample) => number | null, colour: string, text?: (value: number) => string }} Series */

const bytes = (/** @type {number} */ value) => `${grouped(value)} B`;

/** @type {{ title: string, series: Series[] }[]} */
const figures = [
	{
		title: "Readings at the broker",
		series: [{ label: "temperature", of: (it) => it.reading, colour: "--good", text: (it) => `${it} °C` }],
	},
	{
		title: "The wire, a second",
		series: [
			{ label: "to the module", of: (it) => it.toModule, colour: "--accent", text: bytes },
			{ label: "to the host", of: (it) => it.toHost, colour: "--event", text: bytes },
		],
	},
	{
		title: "Receive buffer",
		series: [
			{ label: "waiting", of: (it) => it.ring, colour: "--accent", text: bytes },
			{ label: "peak", of: (it) => it.ringPeak, colour: "--payload", text: bytes },
			{ label: "overruns", of: (it) => it.overruns, colour: "--bad" },
		],
	},
	{ title: "Heap slots in use", series: [{ label: "slots", of: (it) => it.slots, colour: "--accent" }] },
	{
		title: "Heap chunks in use",
		series: [{ label: "chunks", of: (it) => it.chunks, colour: "--payload", text: bytes }],
	},
	{
		title: "Allocated a second",
		series: [
			{ label: "slots", of: (it) => it.slotsTaken, colour: "--accent" },
			{ label: "chunks", of: (it) => it.chunksTaken, colour: "--payload", text: bytes },
		],
	},
];

/** A colour of the style sheet as a canvas takes it: `light-dark()` is for elements only. */
const resolved = (() => {
	const probe = element("span");
	probe.hidden = true;
	document.body.append(probe);
	return (/** @type {string} */ name) => {
		probe.style.color = `var(${name})`;
		return getComputedStyle(probe).color;
	};
})();

class Figure {
	#title;
	#series;
	#caption = element("figcaption");
	/** @type {{ item: HTMLElement, value: Text }[]} */
	#values;
	#place = element("div", { class: "plot" });
	/** @type {uPlot | undefined} */
	#plot;

	/** @param {(typeof figures)[number]} figure */
	constructor({ title, series }) {
		this.#title = title;
		this.#series = series;
		this.#values = series.map(({ label, colour }) => {
			const value = new Text();
			const item = element("span", {}, new Text(`${label} `), value);
			item.style.setProperty("--series", `var(${colour})`);
			return { item, value };
		});
		this.#caption.append(element("b", { text: title }), ...this.#values.map(({ item }) => item));
		this.#place.setAttribute("role", "img");
		by("figures").append(element("figure", {}, this.#caption, this.#place));
		new ResizeObserver(() => this.#resize()).observe(this.#place);
	}

	/** @param {readonly Sample[]} samples */
	draw(samples) {
		const data = /** @type {uPlot.AlignedData} */ ([
			samples.map(({ at }) => Number(seconds(at))),
			...this.#series.map(({ of }) => samples.map(of)),
		]);
		if (this.#plot) this.#plot.setData(data);
		else if (this.#place.clientWidth) this.#plot = new uPlot(this.#options(), data, this.#place);
		this.tell(samples.at(-1));
	}

	/** @param {Sample | undefined} sample whose values stand in the caption */
	tell(sample) {
		const texts = this.#series.map(({ of, text = grouped }, index) => {
			const value = sample ? of(sample) : null;
			const shown = value === null ? "unknown" : text(value);
			this.#values[index].value.data = shown;
			return `${this.#series[index].label} ${shown}`;
		});
		this.#place.setAttribute("aria-label", `${this.#title}: ${texts.join(", ")}`);
	}

	/** In other colours. */
	repaint() {
		this.#plot?.destroy();
		this.#plot = undefined;
	}

	#resize() {
		const { clientWidth: width, clientHeight: height } = this.#place;
		if (width) this.#plot?.setSize({ width, height });
	}

	/** @returns {uPlot.Options} */
	#options() {
		const { clientWidth: width, clientHeight: height } = this.#place;
		const stroke = resolved("--quiet");
		const grid = { stroke: resolved("--line"), width: 1 };
		const axis = { stroke, grid, ticks: { show: false }, font: "11px system-ui, sans-serif", gap: 4 };
		return {
			...{ width, height, padding: [6, 4, 0, 0], legend: { show: false }, cursor: { show: false } },
			scales: { x: { time: false }, y: { range: (_, low, high) => room(low, high) } },
			axes: [
				{ ...axis, size: 20, space: 60, values: (_, ticks) => ticks.map((it) => `${it} s`) },
				{ ...axis, size: 46, space: 24, values: (_, ticks, __, ___, step) => ticks.map((it) => short(it, step)) },
			],
			series: [
				{},
				...this.#series.map(({ colour }) => ({
					stroke: resolved(colour),
					width: 1.5,
					points: { show: false },
					spanGaps: true,
				})),
			],
		};
	}
}

/**
 * From 0 where that is not far, and never nothing.
 * @param {number | null} low
 * @param {number | null} high
 * @returns {[number, number]}
 */
function room(low, high) {
	if (low === null || high === null) return [0, 1];
	const least = low >= 0 && low < high / 2 ? 0 : low;
	const most = high > least ? high : least + 1;
	const margin = (most - least) * 0.08;
	return [least === 0 ? 0 : least - margin, most + margin];
}

/**
 * A number as short as it can be told from the next.
 * @param {number} value
 * @param {number} step
 */
function short(value, step) {
	const [unit, sign] = value >= 1_000_000 ? [1_000_000, "M"] : value >= 10_000 ? [1000, "k"] : [1, ""];
	const digits = Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9));
	return (value / unit).toFixed(digits) + sign;
}

export class Plots {
	/** Samples that are kept. */
	limit = 1200;
	/** @type {Sample[]} */
	#samples = [];
	#figures = figures.map((it) => new Figure(it));

	/** @param {readonly Sample[]} samples */
	add(samples) {
		this.#samples.push(...samples);
		if (this.#samples.length > this.limit) this.#samples = this.#samples.slice(-this.limit);
		if (!document.hidden) this.#draw();
	}

	constructor() {
		document.addEventListener("visibilitychange", () => this.#draw());
	}

	repaint() {
		for (const figure of this.#figures) figure.repaint();
		this.#draw();
	}

	#draw() {
		for (const figure of this.#figures) figure.draw(this.#samples);
	}
}
