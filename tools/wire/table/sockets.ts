/** Chapters 7.1 to 7.10: sockets and their data. */
import { type CommandEntry, data, integer, type LineEntry, string } from "./entry";

const socket = integer("SOCK_ID");
const protocol = integer("PROTOCOL", { values: { 1: "UDP", 2: "TCP" } });
const remote = [string("RMT_ADDR"), integer("RMT_PORT")];
const length = integer("LENGTH");

export const commands: readonly CommandEntry[] = [
	{ name: "AT+SOCKO", chapter: "7.1.2", help: "opens a socket", syntax: ["AT+SOCKO=<PROTOCOL>"], fields: [protocol] },
	{ name: "AT+SOCKCL", chapter: "7.2.2", help: "closes a socket", syntax: ["AT+SOCKCL=<SOCK_ID>"], fields: [socket] },
	{
		name: "AT+SOCKBL",
		chapter: "7.3.2",
		help: "binds a socket to a local port: a TCP socket listens then",
		syntax: ["AT+SOCKBL=<SOCK_ID>,<LCL_PORT>"],
		fields: [socket, integer("LCL_PORT")],
	},
	{
		name: "AT+SOCKBR",
		chapter: "7.4.2",
		help: "binds a socket to a remote address: a TCP socket connects then",
		syntax: ["AT+SOCKBR=<SOCK_ID>,<RMT_ADDR>,<RMT_PORT>"],
		fields: [socket, ...remote],
	},
	{
		name: "AT+SOCKBM",
		chapter: "7.5.2",
		help: "has a UDP socket join a multicast group",
		syntax: ["AT+SOCKBM=<SOCK_ID>,<MCAST_ADDR>,<MCAST_PORT>"],
		fields: [socket, string("MCAST_ADDR"), integer("MCAST_PORT")],
	},
	{
		name: "AT+SOCKTLS",
		chapter: "7.6.1",
		help: "has a socket speak TLS",
		syntax: ["AT+SOCKTLS=<SOCK_ID>,<TLS_CONF_IDX>"],
		fields: [socket, integer("TLS_CONF_IDX")],
	},
	{
		name: "AT+SOCKLST",
		chapter: "7.7.2",
		help: "lists the open sockets",
		syntax: ["AT+SOCKLST[=<SOCK_ID>]"],
		fields: [integer("SOCK_ID", { optional: true })],
	},
	{
		name: "AT+SOCKWR",
		chapter: "7.8.2",
		help: "sends data; without data, as binary after #",
		syntax: ["AT+SOCKWR=<SOCK_ID>,<LENGTH>[,<DATA>]"],
		fields: [socket, length, data("DATA", { optional: true })],
	},
	{
		name: "AT+SOCKWRTO",
		chapter: "7.9.2",
		help: "sends a datagram to an address; without data, as binary after #",
		syntax: ["AT+SOCKWRTO=<SOCK_ID>,<RMT_ADDR>,<RMT_PORT>,<LENGTH>[,<DATA>]"],
		fields: [socket, ...remote, length, data("DATA", { optional: true })],
	},
	{
		name: "AT+SOCKRD",
		chapter: "7.10.4",
		help: "reads what a socket has received",
		syntax: ["AT+SOCKRD=<SOCK_ID>,<OUTPUT_MODE>,<LENGTH>"],
		fields: [socket, integer("OUTPUT_MODE", { values: { 1: "text or hex", 2: "binary" } }), length],
	},
];

export const lines: readonly LineEntry[] = [
	{ name: "+SOCKO", chapter: "7.1.3", kind: "answer", help: "the socket is open", fields: [socket] },
	{ name: "+SOCKCL", chapter: "7.2.4", kind: "event", help: "the other end has closed", fields: [socket] },
	{
		name: "+SOCKIND",
		chapter: "7.4.4",
		kind: "event",
		help: "a connection is there",
		fields: [socket, string("LCL_ADDR"), integer("LCL_PORT"), ...remote],
	},
	{
		name: "+SOCKERR",
		chapter: "7.4.5",
		kind: "event",
		help: "a socket has failed",
		fields: [socket, integer("STATUS_CODE", { code: true }), string("STATUS_MSG", { optional: true })],
	},
	{ name: "+SOCKTLS", chapter: "7.6.3", kind: "event", help: "TLS is established", fields: [socket] },
	{
		name: "+SOCKLST",
		chapter: "7.7.3",
		kind: "answer",
		help: "an open socket",
		fields: [socket, protocol, ...remote, integer("LCL_PORT")],
	},
	{
		name: "+SOCKRXT",
		chapter: "7.10.2",
		kind: "event",
		help: "there is data to read",
		fields: [socket, length],
	},
	{
		name: "+SOCKRXU",
		chapter: "7.10.3",
		kind: "event",
		help: "there is a datagram to read",
		fields: [socket, ...remote, length],
	},
	{
		name: "+SOCKRD",
		chapter: "7.10.5",
		kind: "answer",
		help: "what was received",
		fields: [socket, length, data("DATA", { optional: true })],
	},
];
