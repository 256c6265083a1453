import Digital from "embedded:io/digital";
import type { Led } from "app/peripherals";

/** An LED on a pin of the chip (ECMA-419 10.4). */
export function openLed(pin: number | undefined): Led {
	if (pin === undefined) return { write() {} };
	return new Digital({ pin, mode: Digital.Output }) as unknown as Led;
}
