// Every class of a provider, with options that are good, for behaviours that all classes have in common.
import { broker, host } from "tests/device/support";
import type { WFI32 } from "wfi32/provider";

export type Options = Record<string, unknown>;

/** An instance of any class, as programs see it. */
export interface Instance {
	target?: unknown;
	close(): void;
	[member: string]: unknown;
}

/** A class of a provider: how an instance is made, and what its callbacks are called. */
export interface Maker {
	readonly name: string;
	/** What the class is given when nothing special is wanted. */
	readonly options: Options;
	readonly callbacks: readonly string[];
	classOf(wfi32: WFI32): new (options: Options) => Instance;
}

type AnyClass = new (options: Options) => Instance;

const make = (name: string, options: Options, callbacks: string[]): Maker => ({
	name,
	options,
	callbacks,
	classOf: (wfi32) => (wfi32 as unknown as Record<string, AnyClass>)[name],
});

const STREAM = ["onReadable", "onWritable", "onError"];

/** The classes of ECMA-419 that a provider has, and this project's own. */
export const makers: readonly Maker[] = [
	make("TCP", { address: host, port: 9 }, STREAM),
	make("TLS", { address: host, port: 443, tls: { host: "host.example", verify: false } }, STREAM),
	make("UDP", { port: 6000 }, ["onReadable", "onError"]),
	make("Listener", { port: 8080 }, ["onReadable", "onError"]),
	make("WiFi", {}, ["onChanged", "onError"]),
	make("Resolver", {}, []),
	make("MQTTClient", { host: broker, id: "conformance" }, [...STREAM, "onControl"]),
	make("AccessPoint", { SSID: "spot" }, ["onStarted", "onJoined", "onAddress", "onLeft", "onError"]),
	make("Ping", { address: host }, ["onReply", "onTimeout", "onComplete", "onError"]),
];

/** Certificates that the bench's module has. */
export const certificates = ["our-ca", "other-ca"];

/** The members that a class gives its instances, those of the classes it extends included. */
export function membersOf(instance: object): Map<string, PropertyDescriptor> {
	const members = new Map<string, PropertyDescriptor>();
	for (let it = Object.getPrototypeOf(instance); it && it !== Object.prototype; it = Object.getPrototypeOf(it)) {
		for (const name of Object.getOwnPropertyNames(it)) {
			const member = Object.getOwnPropertyDescriptor(it, name);
			if (name !== "constructor" && member && !members.has(name)) members.set(name, member);
		}
	}
	return members;
}
