/* What each command of the reference takes, place by place: what its strictness is tried with. */

export type Profile = "reference" | "anycloud";
type Code = number | Readonly<Record<Profile, number>>;

/** A parameter of a command. */
export interface Parameter {
	/** As it is right. `UDP` and `TCP` stand for the IDs of open sockets. */
	readonly right: string;
	/** May be left out, and those behind it. */
	readonly optional?: boolean;
	/** Takes a number or a string: which, says the parameter before it. */
	readonly either?: boolean;
	/** Out of range, each with its code. */
	readonly wrong: readonly (readonly [string, Code])[];
}

export interface Tried {
	/** Without `AT`. */
	readonly name: string;
	readonly parameters: readonly Parameter[];
	/** What the right command gets, when that is not OK. */
	readonly right?: Code;
	/** More lines with their codes: what one place does not show. */
	readonly lines?: readonly (readonly [string, Code])[];
	readonly only?: Profile;
}

const INVALID = 4;
const NO_SUCH_SOCKET = 10;
/** A value that a configuration cannot hold. */
const refused: Code = { reference: 4, anycloud: 7 };
const NO_SUCH_PARAMETER = 7;

const socket = (right: "UDP" | "TCP"): Parameter => ({
	right,
	wrong: [
		["7777", NO_SUCH_SOCKET],
		["0", NO_SUCH_SOCKET],
		["-1", NO_SUCH_SOCKET],
	],
});
const number = (right: string, ...wrong: string[]): Parameter => ({ right, wrong: wrong.map((it) => [it, INVALID]) });
const text = (right: string, ...wrong: string[]): Parameter => number(right, ...wrong);
const optional = (it: Parameter): Parameter => ({ ...it, optional: true });
const port = number("6000", "0", "65536", "-1", "99999999999");
const address = text('"192.0.2.1"', '""', `"${"x".repeat(256)}"`);
const topic: Parameter = text('"a"', '""');
const long = (length: number) => `"${"x".repeat(length)}"`;

/** A configuration: one parameter reads, two write. */
function configuration(
	name: string,
	before: readonly Parameter[],
	values: readonly (readonly [string, Code])[],
): Tried {
	const first = before.map((it) => `${it.right},`).join("");
	return {
		name,
		parameters: [
			...before,
			{
				right: "1",
				optional: true,
				wrong: [
					["77", NO_SUCH_PARAMETER],
					["0", NO_SUCH_PARAMETER],
				],
			},
			{ right: name === "+WSCNC" ? "50" : '"name"', optional: true, either: true, wrong: [] },
		],
		lines: values.map(([value, code]) => [`AT${name}=${first}${value}`, code]),
	};
}

export const table: readonly Tried[] = [
	{ name: "E", parameters: [], lines: [["ATE2", INVALID]] },
	configuration(
		"+WSCNC",
		[],
		[
			['1,"50"', refused],
			["1,0", refused],
			["2,65536", refused],
			["77,1", NO_SUCH_PARAMETER],
		],
	),
	{
		name: "+WSCNA",
		parameters: [number("1", "0", "15", "254", "256", "-1"), optional(text('"home"', '""', long(33)))],
	},
	{
		name: "+WSCNP",
		parameters: [number("1", "0", "15", "254", "256", "-1"), optional(text('"home"', '""', long(33)))],
	},
	// the station is on: a configuration is locked then, and whether the value would do is not asked
	{ ...configuration("+WSTAC", [], [["77,1", 6]]), right: 6 },
	{
		name: "+WSTA",
		parameters: [optional(number("0", "2", "-1"))],
	},
	configuration(
		"+WAPC",
		[],
		[
			["1,5", refused],
			[`1,${long(33)}`, refused],
			['2,"3"', refused],
			["2,5", refused],
			[`3,${long(129)}`, refused],
			["4,0", refused],
			["4,15", refused],
			["5,2", refused],
			["77,1", NO_SUCH_PARAMETER],
		],
	),
	{ name: "+WAP", parameters: [optional(number("0", "2", "-1"))], right: { reference: 0, anycloud: 25 } },
	configuration(
		"+MQTTC",
		[],
		[
			["1,5", refused],
			[`1,${long(256)}`, refused],
			['2,"1883"', refused],
			["2,0", refused],
			["2,65536", refused],
			[`3,${long(256)}`, refused],
			[`4,${long(256)}`, refused],
			["7,2", refused],
			["77,1", NO_SUCH_PARAMETER],
		],
	),
	// without a broker
	{ name: "+MQTTCONN", parameters: [optional(number("1", "2", "-1"))], right: 47 },
	{
		name: "+MQTTSUB",
		only: "reference",
		// 6.3.5 leaves the quality out
		parameters: [topic, optional(number("1", "3", "-1"))],
		right: 47,
		lines: [[`AT+MQTTSUB=${long(300)},0`, INVALID]],
	},
	{
		name: "+MQTTSUB",
		only: "anycloud",
		parameters: [topic, number("1", "3", "-1")],
		right: 47,
		lines: [[`AT+MQTTSUB=${long(300)},0`, INVALID]],
	},
	{ name: "+MQTTUNSUB", parameters: [topic], right: 47 },
	{
		name: "+MQTTPUB",
		parameters: [number("0", "2", "-1"), number("1", "3", "-1"), number("0", "2"), topic, text('"b"')],
		right: 47,
	},
	{ name: "+MQTTDISCONN", parameters: [], right: 47 },
	{ name: "+MQTTDISCONN", only: "reference", parameters: [optional(number("0", "256", "-1"))], right: 47 },
	{
		name: "+SOCKO",
		parameters: [
			{
				right: "2",
				wrong: [
					["0", 12],
					["3", 12],
				],
			},
		],
	},
	{ name: "+SOCKCL", parameters: [socket("TCP")] },
	{ name: "+SOCKBL", parameters: [socket("TCP"), port] },
	{ name: "+SOCKBR", parameters: [socket("TCP"), address, port] },
	{
		name: "+SOCKBM",
		parameters: [
			socket("UDP"),
			{
				right: '"224.0.0.1"',
				wrong: [
					['"192.0.2.1"', 45],
					['""', INVALID],
					[long(16), INVALID],
				],
			},
			port,
		],
		lines: [['AT+SOCKBM=TCP,"224.0.0.1",6000', 12]],
	},
	{
		name: "+SOCKTLS",
		only: "reference",
		// not connected; 7.6.5 leaves the index out
		parameters: [socket("TCP"), optional(number("1", "0", "99", "-1"))],
		right: 15,
		lines: [["AT+SOCKTLS=UDP,1", 12]],
	},
	{
		name: "+SOCKTLS",
		only: "anycloud",
		// before the connection, too
		parameters: [socket("TCP"), number("1", "0", "99", "-1")],
		lines: [["AT+SOCKTLS=UDP,1", 12]],
	},
	{
		name: "+SOCKLST",
		only: "reference",
		parameters: [optional(socket("TCP"))],
	},
	// the firmware lists nothing for a socket that there is not
	{ name: "+SOCKLST", only: "anycloud", parameters: [optional(number("TCP"))], lines: [["AT+SOCKLST=7777", 0]] },
	{
		name: "+SOCKWR",
		parameters: [socket("UDP"), number("2", "0", "-1"), optional(text('"hi"'))],
		// without a remote end
		right: { reference: 19, anycloud: 10 },
		lines: [["AT+SOCKWR=7777,1501", { reference: INVALID, anycloud: 10 }]],
	},
	{
		name: "+SOCKWRTO",
		// without a port of its own
		parameters: [socket("UDP"), address, port, number("2", "0", "-1"), optional(text('"hi"'))],
		right: { reference: 0, anycloud: 17 },
		lines: [
			['AT+SOCKWRTO=TCP,"192.0.2.1",6000,2,"hi"', 12],
			['AT+SOCKWRTO=UDP,"192.0.2.1",6000,1501', { reference: INVALID, anycloud: 17 }],
		],
	},
	{
		name: "+SOCKRD",
		parameters: [
			socket("UDP"),
			{
				right: "1",
				wrong: [
					["0", { reference: INVALID, anycloud: 12 }],
					["3", { reference: INVALID, anycloud: 12 }],
				],
			},
			number("5", "-1", "65536"),
		],
	},
	configuration(
		"+TLSC",
		[number("1", "0", "9", "-1")],
		[
			["1,5", refused],
			[`1,${long(65)}`, refused],
			[`5,${long(256)}`, refused],
			["77,1", NO_SUCH_PARAMETER],
		],
	),
	{
		name: "+DNSRESOLV",
		parameters: [
			{
				right: "1",
				wrong: [
					["0", { reference: 41, anycloud: 41 }],
					["3", { reference: 41, anycloud: 41 }],
				],
			},
			text('"host.example"', '""', long(256)),
		],
	},
	{
		name: "+PING",
		only: "reference",
		parameters: [text('"192.0.2.1"', '""'), optional(number("1", "0", "3", "-1"))],
	},
	{ name: "+PING", only: "anycloud", parameters: [text('"192.0.2.1"', '""')] },
	{ name: "+GMI", parameters: [] },
	{ name: "+GMM", parameters: [] },
	{ name: "+GMR", parameters: [] },
	{ name: "+LOADCERT", only: "anycloud", parameters: [number("10", "0", "1501", "-1"), text('"name"', '""')] },
	{ name: "+IPR", only: "anycloud", parameters: [optional(number("230400", "12345", "0"))] },
	{ name: "+RST", only: "anycloud", parameters: [] },
];
