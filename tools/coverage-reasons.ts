// What the code cannot say of itself: which public class leads to a command, and why something is not there.

/** Public classes (modules/*) with the commands that they lead to, and the lines that they tell of. */
export const classes: Readonly<Record<string, readonly string[]>> = {
	"WFI32 (provider)": [
		"ATE",
		"AT+IPR",
		"AT+GMI",
		"AT+GMM",
		"AT+GMR",
		"+GMI",
		"+GMM",
		"+GMR",
		"+VER",
		"AT+LOADCERT",
		"+LOADCERT",
		"AT+SOCKLST",
		"+SOCKLST",
	],
	WiFi: [
		...["AT+WSCNC", "AT+WSCNA", "AT+WSCNP", "AT+WSTAC", "AT+WSTA", "+WSCNC", "+WSCNIND", "+WSCNDONE", "+WSCNERROR"],
		...["+WSTAC", "+WSTA", "+WSTALU", "+WSTALD", "+WSTAAIP", "+WSTAERR"],
	],
	AccessPoint: ["AT+WAPC", "AT+WAP", "+WAPC", "+WAP", "+WAPSC", "+WAPSD", "+WAPAIP"],
	MQTTClient: [
		...["AT+MQTTC", "AT+MQTTCONN", "AT+MQTTSUB", "AT+MQTTUNSUB", "AT+MQTTPUB", "AT+MQTTDISCONN"],
		...[
			"+MQTTC",
			"+MQTTCONN",
			"+MQTTCONNACK",
			"+MQTTSUB",
			"+MQTTUNSUB",
			"+MQTTPUB",
			"+MQTTPUBACC",
			"+MQTTPUBCOMP",
			"+MQTTPUBERR",
		],
	],
	TCP: [
		...["AT+SOCKO", "AT+SOCKCL", "AT+SOCKBR", "AT+SOCKLST", "AT+SOCKWR", "AT+SOCKRD"],
		...["+SOCKO", "+SOCKCL", "+SOCKIND", "+SOCKERR", "+SOCKLST", "+SOCKRXT", "+SOCKRD"],
	],
	TLS: ["AT+SOCKTLS", "AT+TLSC", "+SOCKTLS", "+TLSC", "+SOCKERR"],
	TLSConfiguration: ["AT+TLSC", "+TLSC"],
	Listener: ["AT+SOCKO", "AT+SOCKCL", "AT+SOCKBL", "+SOCKO", "+SOCKIND"],
	UDP: [
		...["AT+SOCKO", "AT+SOCKCL", "AT+SOCKBL", "AT+SOCKBR", "AT+SOCKBM", "AT+SOCKWR", "AT+SOCKWRTO", "AT+SOCKRD"],
		...["+SOCKO", "+SOCKRXU", "+SOCKRD"],
	],
	Resolver: ["AT+DNSRESOLV", "+DNSRESOLV", "+DNSERROR"],
	Ping: ["AT+PING", "+PING"],
};

export type Column = "driver" | "reference" | "anycloud" | "class" | "transcript";

/** Why a cell is empty. One for a cell that is not empty, or for a name that nobody knows, is an error. */
export const reasons: Readonly<Record<string, Partial<Record<Column, string>>>> = {
	"AT+LOADCERT": { reference: "not in the reference" },
	"+LOADCERT": { reference: "not in the reference" },
	"AT+RST": {
		driver: "no answer tells that it was understood; a module that does not answer is started anew by its reset line",
		reference: "not in the reference",
		class: "as the driver",
		transcript: "has no answer; tests/module/extensions",
	},
	"AT+IPR": { reference: "not in the reference" },
	"+IPR": {
		driver: "the speed is only ever set",
		reference: "not in the reference",
		class: "as the driver",
	},
	"+TIME": {
		driver: "unasked for: skipped and counted",
		reference: "not in the reference",
		class: "counted by WFI32.diagnostics",
	},
	"+WSTAERR": { anycloud: "silent, or +WSTA:ERROR (module-behaviour)" },
	"+WSCNERROR": { anycloud: "never sent (module-behaviour)" },
	"+DNSERROR": { anycloud: "+DNSRESOLV:ERROR (module-behaviour)" },
	"+MQTTPUBCOMP": { anycloud: "never sent (module-behaviour)" },
	"+MQTTPUB": { reference: "missing from the reference; the virtual module says it in the firmware's form" },
	"+VER": {
		reference: "the other name is the default; capabilities.revisionName chooses this one",
		anycloud: "+GMR",
		transcript: "tests/transcripts/reference.test",
	},
};
