/** Something that can be lit. */
export interface Led {
	write(value: number): void;
}

/** A sample of a temperature sensor (ECMA-419 A.12.19). */
export interface TemperatureSample {
	/** Degrees Celsius. */
	readonly temperature: number;
}
