import { BINARY, TEXT, UNBOUNDED, type WriteForm } from "drivers/wfi32/outgoing";

// comparing with a literal would make a string each time in a preloaded module
const OBJECT = "object";

// Checks of constructor options, all made before anything is taken (ECMA-419, Base Class Pattern).

/** @throws TypeError when there is no options object */
export function required<T extends object>(options: T | undefined): T {
	if (typeof options !== OBJECT || options === null) throw new TypeError("options are required");
	return options as T;
}

/** An optional callback. @throws TypeError when it is something else */
export function callback<T>(value: T | undefined, name: string): T | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== "function") throw new TypeError(`${name} must be a function`);
	return value;
}

/** A callback that there must be. @throws TypeError when it is something else */
export function needed(value: unknown): void {
	if (typeof value !== "function") throw new TypeError("a callback is required");
}

/** An integer within bounds. @throws TypeError, RangeError */
export function integer(value: unknown, name: string, least: number, most: number): number {
	if (typeof value === "symbol" || value === undefined) throw new TypeError(`${name} must be a number`);
	const number = Number(value);
	if (!Number.isInteger(number) || number < least || number > most)
		throw new RangeError(`${name} must be from ${least} to ${most}`);
	return number;
}

/** A string, coerced as ECMAScript does. @throws TypeError for a symbol */
export function text(value: unknown, name: string): string {
	if (typeof value === "symbol") throw new TypeError(`${name} must be a string`);
	return `${value}`;
}

/** The address of the interface to bind to (ECMA-419 10.13.1, 10.14.1). @throws RangeError for any but the module's own */
export function ownAddress(value: unknown, own: string | undefined): void {
	if (value === undefined) return;
	const address = text(value, "address");
	if (address !== "0.0.0.0" && address !== own) throw new RangeError("address: the module has one interface");
}

const forms: readonly (WriteForm | undefined)[] = Object.freeze([undefined, TEXT, BINARY, UNBOUNDED]);

/** How data are given to the module. @throws RangeError for anything else */
export function checkForm(form: WriteForm | undefined): WriteForm | undefined {
	if (!forms.includes(form)) throw new RangeError('form must be "text", "binary" or "unbounded"');
	return form;
}
