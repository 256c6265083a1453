/** What the values of options must look like. Each throws InvalidArgumentError, which commander turns into a message. */
import { readFileSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import { type Planned, readPlan } from "../faults/index";
import { UsageFailure } from "./failure";

/** A whole number within bounds. */
export function integer(least: number, most: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (!/^\d+$/.test(text) || value < least || value > most)
			throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
		return value;
	};
}

/** The broker's place. The product knows neither TLS nor a user's name for it. */
export function brokerUrl(text: string): URL {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.protocol !== "mqtt:" || !url.hostname) throw new InvalidArgumentError("It must be like mqtt://host:1883.");
	if (url.username || url.password) throw new InvalidArgumentError("The product logs in without name and password.");
	return url;
}

export interface Place {
	address: string;
	port: number;
}

/** `address`, `port` or `address:port`; the address in dotted decimal. */
export function place(text: string): Place {
	const [, address = "127.0.0.1", port = "0"] = /^(?=.)(\d+\.\d+\.\d+\.\d+)?(?:(?:^|:)(\d+))?$/.exec(text) ?? [];
	if (!/^[\d.]+(:\d+)?$/.test(text) || Number(port) > 65_535)
		throw new InvalidArgumentError("It must be an IPv4 address, a port, or address:port.");
	return { address, port: Number(port) };
}

/** A network's name: 1 to 32 bytes (IEEE 802.11). */
export function ssid(text: string): string {
	const length = Buffer.byteLength(text);
	if (length < 1 || length > 32) throw new InvalidArgumentError("It must have 1 to 32 bytes.");
	return text;
}

/**
 * A WPA passphrase, a key of 64 hex digits, or nothing for an open network. Not among commander's parsers: its messages
 * repeat what was given.
 * @throws UsageFailure for anything else
 */
export function checkPassword(text: string): string {
	if (text && !/^(?:[\x20-\x7e]{8,63}|[\dA-Fa-f]{64})$/.test(text))
		throw new UsageFailure("the password must have 8 to 63 characters of ASCII, or 64 hex digits");
	return text;
}

/** The product's name: it is the MQTT client identifier, which the module limits, and a level of topics. */
export function productId(text: string): string {
	if (!/^[\w.-]{1,23}$/.test(text))
		throw new InvalidArgumentError("It must be 1 to 23 letters, digits, '-', '_', '.'.");
	return text;
}

/** A file that says what is to go wrong. */
export function faultPlan(path: string): Planned[] {
	try {
		return readPlan(readFileSync(path, "utf8"));
	} catch (error) {
		throw new InvalidArgumentError((error as Error).message);
	}
}
