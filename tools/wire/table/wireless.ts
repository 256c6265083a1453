/** Chapters 3 to 5: echo, scanning, station, access point. */
import { type CommandEntry, type Field, integer, type LineEntry, string } from "./entry";

const securities = {
	0: "open",
	1: "WEP",
	2: "WPA Personal",
	3: "WPA2 Personal",
	4: "Enterprise",
};
const security = integer("SEC_TYPE", { values: securities });
const parameter = integer("PARAM_ID", { optional: true });
const value = string("PARAM_VAL", { optional: true });
const channel = integer("CHANNEL", { values: { 255: "all" } });
const association = integer("ASSOC_ID", { optional: true });

const scan: Readonly<Record<number, Field>> = { 1: integer("SCAN_TIME"), 2: integer("PASV_LISTEN") };
const station: Readonly<Record<number, Field>> = {
	1: string("SSID"),
	2: security,
	3: string("CREDENTIALS", { secret: true }),
	4: integer("CHANNEL", { values: { 255: "any" } }),
	12: string("NTP_SVR"),
	13: integer("NTP_STATIC", { values: { 0: "DHCP", 1: "static" } }),
};
const accessPoint: Readonly<Record<number, Field>> = {
	1: string("SSID"),
	2: security,
	3: string("CREDENTIALS", { secret: true }),
	4: integer("CHANNEL"),
	5: integer("HIDDEN", { values: { 0: "not hidden", 1: "hidden" } }),
};
const scanned = [integer("CHANNEL", { values: { 255: "all" } }), string("SSID", { optional: true })];

export const commands: readonly CommandEntry[] = [
	{ name: "AT", help: "asks whether the module is there", syntax: ["AT"], fields: [] },
	{
		name: "ATE",
		chapter: "3.1.2",
		help: "turns the echo of characters on or off",
		syntax: ["ATE[<N>]"],
		fields: [integer("N", { optional: true, values: { 0: "off", 1: "on" } })],
	},
	{
		name: "AT+WSCNC",
		chapter: "4.1.2",
		help: "sets how scans behave",
		asks: "reads how scans behave",
		syntax: ["AT+WSCNC[=<PARAM_ID>]", "AT+WSCNC=<PARAM_ID>,<PARAM_VAL>"],
		fields: [parameter, value],
		settings: scan,
	},
	{
		name: "AT+WSCNA",
		chapter: "4.2.2",
		help: "scans for networks by sending probes",
		syntax: ["AT+WSCNA=<CHANNEL>[,<SSID>]"],
		fields: scanned,
	},
	{
		name: "AT+WSCNP",
		chapter: "4.3.2",
		help: "scans for networks by listening only",
		syntax: ["AT+WSCNP=<CHANNEL>[,<SSID>]"],
		fields: scanned,
	},
	{
		name: "AT+WSTAC",
		chapter: "5.1.2",
		help: "sets the station's configuration",
		asks: "reads the station's configuration",
		syntax: ["AT+WSTAC[=<PARAM_ID>]", "AT+WSTAC=<PARAM_ID>,<PARAM_VAL>"],
		fields: [parameter, value],
		settings: station,
	},
	{
		name: "AT+WSTA",
		chapter: "5.2.2",
		help: "joins a network, or leaves it",
		asks: "reads the station's state",
		syntax: ["AT+WSTA", "AT+WSTA=<STATE>"],
		fields: [
			integer("STATE", { optional: true, values: { 0: "leave", 1: "join" } }),
			integer("TIMEOUT", { optional: true }),
		],
	},
	{
		name: "AT+WAPC",
		chapter: "5.3.2",
		help: "sets the access point's configuration",
		asks: "reads the access point's configuration",
		syntax: ["AT+WAPC[=<PARAM_ID>]", "AT+WAPC=<PARAM_ID>,<PARAM_VAL>"],
		fields: [parameter, value],
		settings: accessPoint,
	},
	{
		name: "AT+WAP",
		chapter: "5.4.2",
		help: "starts or stops the access point",
		asks: "reads the access point's state",
		syntax: ["AT+WAP", "AT+WAP=<STATE>"],
		fields: [integer("STATE", { optional: true, values: { 0: "stop", 1: "start" } })],
	},
];

export const lines: readonly LineEntry[] = [
	{
		name: "+WSCNC",
		chapter: "4.1.4",
		kind: "answer",
		help: "how scans behave",
		fields: [integer("PARAM_ID"), value],
		settings: scan,
	},
	{
		name: "+WSCNIND",
		chapter: "4.2.4",
		kind: "event",
		help: "a network was found",
		fields: [integer("RSSI"), security, integer("CHANNEL"), string("BSSID"), string("SSID")],
	},
	{ name: "+WSCNDONE", chapter: "4.2.5", kind: "event", help: "the scan is over", fields: [] },
	{ name: "+WSCNERROR", chapter: "4.2.6", kind: "event", help: "the scan has failed", fields: [] },
	{
		name: "+WSTAC",
		chapter: "5.1.4",
		kind: "answer",
		help: "the station's configuration",
		fields: [integer("PARAM_ID"), value],
		settings: station,
	},
	{
		name: "+WSTA",
		chapter: "5.2.3",
		kind: "answer",
		help: "the station's state",
		fields: [],
	},
	{
		name: "+WSTALU",
		chapter: "5.2.4",
		kind: "event",
		help: "the link is up",
		fields: [association, string("BSSID"), channel],
	},
	{ name: "+WSTALD", chapter: "5.2.5", kind: "event", help: "the link is down", fields: [association] },
	{
		name: "+WSTAAIP",
		chapter: "5.2.6",
		kind: "event",
		help: "the station has its address",
		fields: [association, string("IP_ADDRESS")],
	},
	{
		name: "+WSTAERR",
		chapter: "5.2.7",
		kind: "event",
		help: "joining has failed",
		fields: [integer("ERROR_CODE", { code: true })],
	},
	{
		name: "+WAPC",
		chapter: "5.3.4",
		kind: "answer",
		help: "the access point's configuration",
		fields: [integer("PARAM_ID"), value],
		settings: accessPoint,
	},
	{
		name: "+WAP",
		chapter: "5.4.3",
		kind: "answer",
		help: "the access point's state",
		fields: [
			integer("STATE", { values: { 0: "off", 1: "on" } }),
			string("BSSID", { optional: true }),
			integer("RSSI", { optional: true }),
		],
	},
	{
		name: "+WAPSC",
		chapter: "5.4.4",
		kind: "event",
		help: "a station has joined the access point",
		fields: [association, string("BSSID")],
	},
	{
		name: "+WAPSD",
		chapter: "5.4.5",
		kind: "event",
		help: "a station has left the access point",
		fields: [association, string("BSSID")],
	},
	{
		name: "+WAPAIP",
		chapter: "5.4.6",
		kind: "event",
		help: "a station of the access point has its address",
		fields: [association, string("IP_ADDRESS")],
	},
];
