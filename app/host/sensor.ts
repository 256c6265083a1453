import type { TemperatureSample } from "app/peripherals";

/** A thermometer for hosts without one, in the manner of ECMA-419's sensors: a mild day, in an hour. */
export default class Thermometer {
	#samples = 0;

	/** @param _options not used: the same program runs with a real sensor's */
	// biome-ignore lint/complexity/noUselessConstructor: it takes what every sensor's does
	constructor(_options: { sensor: Record<string, unknown> }) {}

	sample(): TemperatureSample {
		const hour = (this.#samples++ % 360) / 360;
		return { temperature: Math.round((18 - 6 * Math.cos(2 * Math.PI * hour)) * 16) / 16 };
	}

	close(): void {}
}
