import type { TemperatureSample } from "app/peripherals";

/** What is used of `embedded:io/i2c` (ECMA-419 10.7). */
interface Bus {
	write(data: Uint8Array): void;
	read(byteLength: number): ArrayBuffer;
	close(): void;
}

/** What a {@link Thermometer} is told. */
export interface ThermometerOptions {
	/** The bus and its pins: `io` is the class, from `embedded:io/i2c`. The address is 0x48 if left out. */
	sensor: { io: new (options: Record<string, unknown>) => Bus; address?: number; [option: string]: unknown };
}

const ADDRESS = 0x48;
const TEMPERATURE_REGISTER = Uint8Array.of(0);

/** Texas Instruments TMP102 on I²C, in the manner of ECMA-419's sensors: 12 bits, a sixteenth of a degree each. */
export default class Thermometer {
	readonly #bus: Bus;

	/** @throws what the bus throws when the pins are in use */
	constructor(options: ThermometerOptions) {
		const { io: Bus, ...sensor } = options.sensor;
		this.#bus = new Bus({ hz: 400_000, address: ADDRESS, ...sensor });
	}

	/** @throws what the bus throws when the sensor does not answer */
	sample(): TemperatureSample {
		this.#bus.write(TEMPERATURE_REGISTER);
		const raw = new DataView(this.#bus.read(2)).getInt16(0) >> 4;
		return { temperature: raw / 16 };
	}

	close(): void {
		this.#bus.close();
	}
}
