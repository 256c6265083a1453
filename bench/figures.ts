/** The figures that the pages are made of: `bench/figures.json`, by engine's version, as `--page` has measured them. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../host-sim/xs/root";
import type { AllFigures } from "./gather";

/** Memory has a page and figures of its own. */
export type PageFigures = Omit<AllFigures, "memory">;
/** By engine's version, the oldest first. */
export type KeptFigures = Record<string, PageFigures>;

const file = join(root, "bench/figures.json");
const NONE: Omit<PageFigures, "engine"> = {
	missing: [],
	receive: [],
	streams: [],
	events: [],
	transmit: [],
	stages: [],
	reactions: [],
	goodput: [],
	journeys: [],
};

export function readFigures(): KeptFigures {
	if (!existsSync(file)) return {};
	const kept = JSON.parse(readFileSync(file, "utf8")) as KeptFigures;
	// of a kind that was not measured then there are none
	return Object.fromEntries(Object.entries(kept).map(([engine, it]) => [engine, { ...NONE, ...it }]));
}

/** Keeps the figures of an engine, those of others stay. */
export function keepFigures({ memory: _, ...figures }: AllFigures): void {
	const kept: KeptFigures = { ...readFigures(), [figures.engine]: figures };
	const engines = Object.entries(kept).sort(([a], [b]) => Number(a) - Number(b));
	writeFileSync(file, `{\n${engines.map(([engine, it]) => `"${engine}": ${engineText(it)}`).join(",\n")}\n}\n`);
}

/** A line for each figure, so that what has changed can be seen. */
function engineText(figures: PageFigures): string {
	const short = (_key: string, it: unknown) => (typeof it === "number" ? Number(it.toPrecision(6)) : it);
	const text = (it: unknown) => JSON.stringify(it, short);
	const parts = Object.entries(figures).map(([name, it]) => {
		const value = Array.isArray(it) && it.length ? `[\n\t\t${it.map(text).join(",\n\t\t")}\n\t]` : text(it);
		return `\t"${name}": ${value}`;
	});
	return `{\n${parts.join(",\n")}\n}`;
}
