/** Chapters 7.11 to 7.16, and what only the published firmware has. */
import { type CommandEntry, data, type Field, integer, type LineEntry, string } from "./entry";

const tls: Readonly<Record<number, Field>> = {
	1: string("CA_CERT_NAME"),
	2: string("CERT_NAME"),
	3: string("PRI_KEY_NAME"),
	4: string("PRI_KEY_PASSWORD", { secret: true }),
	5: string("SERVER_NAME"),
};
const record = integer("TYPE", { values: { 0: "A", 1: "A", 2: "AAAA" } });
const name = string("DOMAIN_NAME");
const index = integer("CONF_IDX");
const value = string("PARAM_VAL", { optional: true });

export const commands: readonly CommandEntry[] = [
	{
		name: "AT+TLSC",
		chapter: "7.11.2",
		help: "sets a TLS configuration",
		asks: "reads a TLS configuration",
		syntax: ["AT+TLSC=<CONF_IDX>[,<PARAM_ID>]", "AT+TLSC=<CONF_IDX>,<PARAM_ID>,<PARAM_VAL>"],
		fields: [index, integer("PARAM_ID", { optional: true }), value],
		settings: tls,
	},
	{
		name: "AT+DNSRESOLV",
		chapter: "7.12.2",
		help: "resolves a name",
		syntax: ["AT+DNSRESOLV=<TYPE>,<DOMAIN_NAME>"],
		fields: [record, name],
	},
	{
		name: "AT+PING",
		chapter: "7.13.2",
		help: "sends an echo request",
		syntax: ["AT+PING=<TARGET_ADDR>[,<IP_PROTOCOL_VERSION>]"],
		fields: [
			string("TARGET_ADDR"),
			integer("IP_PROTOCOL_VERSION", { optional: true, values: { 1: "IPv4", 2: "IPv6" } }),
		],
	},
	{ name: "AT+GMI", chapter: "7.14.2", help: "asks for the manufacturer", syntax: ["AT+GMI"], fields: [] },
	{ name: "AT+GMM", chapter: "7.15.2", help: "asks for the model", syntax: ["AT+GMM"], fields: [] },
	{ name: "AT+GMR", chapter: "7.16.2", help: "asks for the revision", syntax: ["AT+GMR"], fields: [] },
	{
		name: "AT+LOADCERT",
		help: "gives the MQTT client a certificate, as binary after # (published firmware)",
		syntax: ["AT+LOADCERT=<LENGTH>,<NAME>"],
		fields: [integer("LENGTH"), string("NAME")],
	},
	{
		name: "AT+IPR",
		help: "sets the UART's speed (published firmware)",
		asks: "reads the UART's speed (published firmware)",
		syntax: ["AT+IPR[=<RATE>]"],
		fields: [integer("RATE", { optional: true })],
	},
	{
		name: "AT+RST",
		help: "resets the module, without an answer (published firmware)",
		syntax: ["AT+RST"],
		fields: [],
		silent: true,
	},
];

export const lines: readonly LineEntry[] = [
	{
		name: "+TLSC",
		chapter: "7.11.4",
		kind: "answer",
		help: "a TLS configuration",
		fields: [integer("PARAM_ID"), value],
		settings: tls,
	},
	{
		name: "+DNSRESOLV",
		chapter: "7.12.4",
		kind: "event",
		help: "a name is resolved",
		fields: [record, name, string("QUERY_RESP", { optional: true })],
	},
	{
		name: "+DNSERROR",
		chapter: "7.12.5",
		kind: "event",
		help: "a name could not be resolved",
		fields: [integer("ERROR_CODE", { code: true })],
	},
	{
		name: "+PING",
		chapter: "7.13.4",
		kind: "event",
		help: "an echo reply",
		fields: [string("IP_ADDRESS"), integer("RTT")],
	},
	{ name: "+GMI", chapter: "7.14.3", kind: "answer", help: "the manufacturer", fields: [string("MAN_ID")] },
	{ name: "+GMM", chapter: "7.15.3", kind: "answer", help: "the model", fields: [string("MODEL_ID")] },
	{ name: "+GMR", chapter: "7.16.4", kind: "answer", help: "the revision", fields: [data("REVISION")] },
	{ name: "+VER", chapter: "7.16.3", kind: "answer", to: "AT+GMR", help: "the revision", fields: [data("REVISION")] },
	{
		name: "+LOADCERT",
		kind: "answer",
		help: "what became of the certificate (published firmware)",
		fields: [integer("RESULT", { values: { 0: "taken", 1: "refused" } })],
	},
	{ name: "+IPR", kind: "answer", help: "the UART's speed (published firmware)", fields: [integer("RATE")] },
	{
		name: "+TIME",
		kind: "event",
		help: "the time, unasked (published firmware)",
		fields: [integer("FORMAT"), integer("TIME")],
	},
];
