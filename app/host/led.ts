import type { Led } from "app/peripherals";

/** @param pin the LED's, when there is one: on a host there is none, and the product says in words what it would show */
export function openLed(_pin: number | undefined): Led {
	return { write() {} };
}
