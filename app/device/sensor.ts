import I2C from "embedded:io/i2c";
import type { TemperatureSample } from "app/peripherals";

/** What is used of the bus; the SDK's typings have no `close`. */
interface Bus {
	read(byteLength: number): ArrayBuffer;
	write(data: Uint8Array): void;
	close(): void;
}

/** What a {@link Thermometer} is told. */
export interface ThermometerOptions {
	/** The pins of the bus, `data` and `clock`; `address` and `hz` when they are not 0x48 and 400,000. */
	sensor: Record<string, unknown>;
}

const ADDRESS = 0x48;
const TEMPERATURE_REGISTER = Uint8Array.of(0);

/** Texas Instruments TMP102 on I²C, in the manner of ECMA-419's sensors: 12 bits, a sixteenth of a degree each. */
export default class Thermometer {
	readonly #bus: Bus;

	/** @throws what the bus throws when the pins are in use */
	constructor(options: ThermometerOptions) {
		const bus: Record<string, unknown> = { hz: 400_000, address: ADDRESS, ...options.sensor };
		this.#bus = new I2C(bus as unknown as ConstructorParameters<typeof I2C>[0]) as unknown as Bus;
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
