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
	/** Options, over the good ones, that the constructor refuses. */
	readonly wrong: readonly Options[];
	classOf(wfi32: WFI32): new (options: Options) => Instance;
}

type AnyClass = new (options: Options) => Instance;

const make = (name: string, options: Options, callbacks: string[], wrong: Options[]): Maker => ({
	name,
	options,
	callbacks,
	wrong,
	classOf: (wfi32) => (wfi32 as unknown as Record<string, AnyClass>)[name],
});

const STREAM = ["onReadable", "onWritable", "onError"];

/** The classes of ECMA-419 that a provider has, and this project's own. */
export const makers: readonly Maker[] = [
	make("TCP", { address: host, port: 9 }, STREAM, [
		...[{ address: undefined }, { address: "host.example" }, { address: Symbol("a") }, { port: undefined }],
		...[{ port: 0 }, { port: 65_536 }, { port: 1.5 }, { port: Symbol("p") }, { format: "string" }, { keepAlive: 1000 }],
		...[{ from: {} }, { from: 5 }],
	]),
	make("TLS", { address: host, port: 443, tls: { host: "host.example", verify: false } }, STREAM, [
		...[{ tls: undefined }, { tls: 5 }, { tls: {} }, { tls: { host: "h" } }, { tls: { host: Symbol("h") } }],
		...[{ port: 0 }, { address: "host.example" }, { tls: { host: "h", ca: "nobody's" } }],
	]),
	make(
		"UDP",
		{ port: 6000 },
		["onReadable", "onError"],
		[
			...[{ port: -1 }, { port: 65_536 }, { port: "x" }, { address: "10.9.8.7" }, { address: Symbol("a") }],
			{ format: "number" },
		],
	),
	make(
		"Listener",
		{ port: 8080 },
		["onReadable", "onError"],
		[...[{ port: -1 }, { port: 65_536 }, { port: Symbol("p") }, { address: "10.9.8.7" }, { format: "buffer" }]],
	),
	make("WiFi", {}, ["onChanged", "onError"], []),
	make("Resolver", {}, [], []),
	make(
		"MQTTClient",
		{ host: broker, id: "conformance" },
		[...STREAM, "onControl"],
		[
			...[{ host: undefined }, { host: Symbol("h") }, { host: "" }, { port: 0 }, { id: Symbol("i") }],
			...[{ keepAlive: -1 }, { format: "number" }, { will: { topic: "t", message: "m" } }, { password: "p" }],
		],
	),
	make(
		"AccessPoint",
		{ SSID: "spot" },
		["onStarted", "onJoined", "onAddress", "onLeft", "onError"],
		[
			...[{ SSID: undefined }, { SSID: "" }, { SSID: Symbol("s") }, { SSID: "x".repeat(33) }, { password: "short" }],
			{ channel: 15 },
		],
	),
	make(
		"Ping",
		{ address: host },
		["onReply", "onTimeout", "onComplete", "onError"],
		[...[{ address: undefined }, { address: "nowhere" }, { address: Symbol("a") }, { count: 0 }, { interval: -1 }]],
	),
	make(
		"TLSConfiguration",
		{ host: "host.example", ca: "our-ca" },
		["onReady", "onError"],
		[
			...[{ host: undefined }, { host: Symbol("h") }, { ca: "nobody's" }, { ca: undefined }, { ca: new Uint8Array(3) }],
			{ minimumVersion: "TLSv1.2" },
		],
	),
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
