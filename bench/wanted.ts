/** What was wanted of the figures, and which of it holds: by the names that budgets have. */

export interface Wanted {
	what: string;
	/** The figures' names; the worst one counts. */
	of: RegExp;
	/** At most. */
	most: number;
	unit?: "percent";
	/** What misses it and may: everything else that does fails the check. */
	accepted?: readonly Accepted[];
}

export interface Accepted {
	/** Which figures: all of the row's unless told. */
	of?: RegExp;
	/** The engine's version, where it holds on another. */
	on?: string;
	/** Why, in a sentence. */
	because: string;
}

/** The reference's readings: the worse one counts. */
const READINGS = "(, CR LF ahead)?";

/** A row for each kind of line and each profile. */
function perByte(what: string, most: number, chunk: number, accepted: Record<string, Accepted[]> = {}): Wanted[] {
	const said = chunk === 1 ? "one byte at a time" : `${chunk} bytes at once`;
	return [
		{
			what: `${what}, ${said}`,
			of: new RegExp(`^receive ${what}${READINGS} ${chunk}, ours: instructions`),
			most,
			accepted: accepted.reference,
		},
		{
			what: `${what} on \`anycloud\`, ${said}`,
			of: new RegExp(`^receive ${what}, anycloud ${chunk}, ours: instructions`),
			most,
			accepted: accepted.anycloud,
		},
	];
}

/** What goes through the line: a row for each kind, its time and its commands; of all speeds the worst. */
function goodput(
	what: string,
	of: string,
	most = 1 / 0.95,
	accepted: { time?: Accepted[]; commands?: Accepted[] } = {},
): Wanted[] {
	return [
		{
			what: `time beside the limit (95 %): ${what}`,
			of: new RegExp(`^${of}: time beside the limit$`),
			most,
			accepted: accepted.time,
		},
		{
			what: `commands beside the fewest: ${what}`,
			of: new RegExp(`^${of}: commands beside the fewest$`),
			most: 1,
			accepted: accepted.commands,
		},
	];
}

const rp2040 = (what: string, of: string, baud: number, most: number, accepted?: Accepted[]): Wanted => ({
	what: `RP2040: ${what}, ${baud} baud`,
	of: new RegExp(`^RP2040, ${of},? at ${baud} baud`),
	most,
	unit: "percent",
	accepted,
});

const WHOLE_STACK = "TCP receive reference 64 of 2048";
const SHORT_ANSWERS: Accepted = {
	because: "a turn brings 128 bytes there, and its command, its header and its end are dearer than all of them",
};
const LONE_LINES: Accepted = {
	on: "17.7",
	because: "lines of a scan come one by one there, so that each pays for a read of its own",
};
const WHOLE_TURN: Accepted = {
	because: "a turn's event, command and notices, and the program's own `read`, come on top of what the reader does",
};
const ROOM: Accepted = {
	because: "room is kept for the longest form that an answer's header and an event may have, which is not known before",
};
const TWO_TICKS: Accepted = {
	because: "a write in binary takes two ticks at least, one for the command and one for its data",
};
const SHORT_TICK: Accepted = {
	of: / 115200 /,
	because: "1400 bytes take three ticks there; shorter writes in two are faster, and more commands",
};

export const wanted: readonly Wanted[] = [
	...perByte("events", 1000, 64),
	...perByte("scan lines", 1100, 64, { anycloud: [LONE_LINES] }),
	...perByte("payload", 100, 64, { anycloud: [SHORT_ANSWERS] }),
	...perByte("payload", 40, 512).slice(0, 1),
	...perByte("events", 5500, 1),
	...perByte("scan lines", 5500, 1),
	...perByte("MQTT messages", 5500, 1),
	...perByte("payload", 5500, 1),
	{ what: "slots and chunk bytes, receiving", of: /^receive .*: slots and chunk bytes$/, most: 0 },
	{ what: "slots and chunk bytes, events", of: /^events .*: slots and chunk bytes$/, most: 0 },
	{
		what: "slots and chunk bytes, a connection through the whole stack",
		of: /^(TCP|TLS|UDP|MQTT) .*: slots and chunk bytes$/,
		most: 0,
		accepted: [
			{ of: /^MQTT .*2 topics/, because: "a message's topic is a string; another one than before must be made" },
		],
	},
	{ what: "slots and chunk bytes, transmitting", of: /^transmit .*: slots and chunk bytes$/, most: 0 },
	rp2040("events without a pause, the reader alone", `events${READINGS}`, 230_400, 0.5),
	rp2040("events without a pause, the whole stack", "events through the whole stack, reference, .*", 230_400, 0.5),
	rp2040("payload, the reader alone", `payload${READINGS}`, 230_400, 0.05),
	rp2040("payload, the whole stack and the program's `read`", WHOLE_STACK, 230_400, 0.05, [WHOLE_TURN]),
	rp2040("payload, the reader alone", `payload${READINGS}`, 921_600, 0.2),
	rp2040("payload, the whole stack and the program's `read`", WHOLE_STACK, 921_600, 0.2, [WHOLE_TURN]),
	...goodput("TCP and TLS, receiving", "(TCP|TLS) receive reference \\d+ of 2048", 1 / 0.95, { commands: [ROOM] }),
	...goodput("TCP, receiving with a port of 128 bytes", "TCP receive reference \\d+ of 128", 1 / 0.95, {
		commands: [ROOM],
	}),
	...goodput("TCP and TLS, sending", "(TCP|TLS) send reference .*"),
	...goodput("UDP, receiving", "UDP receive reference .*"),
	...goodput("UDP, sending", "UDP send reference .*"),
	...goodput("MQTT, receiving", "MQTT receive reference .*"),
	...goodput("MQTT, sending", "MQTT send reference .*"),
	...goodput("`anycloud`, TCP and TLS, receiving", "(TCP|TLS) receive anycloud \\d+ of 2048"),
	...goodput("`anycloud`, TCP, receiving with a port of 128 bytes", "TCP receive anycloud \\d+ of 128", 1 / 0.95, {
		commands: [ROOM],
	}),
	...goodput("`anycloud`, TCP and TLS, sending, checked", "(TCP|TLS) send anycloud text .*"),
	...goodput("`anycloud`, UDP, receiving", "UDP receive anycloud .*"),
	...goodput("`anycloud`, UDP, sending, checked", "UDP send anycloud text .*"),
	...goodput("`anycloud`, MQTT, receiving", "MQTT receive anycloud .*"),
	...goodput("`anycloud`, MQTT, sending", "MQTT send anycloud .*"),
	...goodput("`anycloud`, TCP and TLS, sending in binary", "(TCP|TLS) send anycloud binary .*", 1 / 0.95, {
		time: [TWO_TICKS],
		commands: [SHORT_TICK],
	}),
	...goodput("`anycloud`, UDP, sending in binary", "UDP send anycloud binary .*", 1 / 0.95, { time: [TWO_TICKS] }),
	{
		what: "time beside what two ticks allow (95 %): `anycloud`, sending in binary",
		of: / anycloud binary .*: time beside what its ticks allow$/,
		most: 1 / 0.95,
	},
];

type Values = Iterable<[string, number]>;

/** The worst figure of what is wanted, and its name; undefined: it was not measured. */
export function worst({ of }: Wanted, values: Values): [string, number] | undefined {
	let found: [string, number] | undefined;
	for (const [name, value] of values) if (of.test(name) && !(found && found[1] >= value)) found = [name, value];
	return found;
}

export const holds = ({ most }: Wanted, value: number) => value <= most;

/** Why a figure need not be as wanted; undefined: it must. */
export const acceptedBecause = ({ accepted = [] }: Wanted, name: string, engine: string): string | undefined =>
	accepted.find(({ of, on }) => (!of || of.test(name)) && (!on || on === engine))?.because;

export interface Miss {
	wanted: Wanted;
	name: string;
	value: number;
	/** Why it may be; undefined: it may not. */
	because?: string;
}

/** All figures that are not as wanted: of each row the worst that may be so, and the worst that may not. */
export function misses(values: Values, engine: string): Miss[] {
	const all = [...values];
	return wanted.flatMap((it) => {
		const found = all
			.filter(([name, value]) => it.of.test(name) && !holds(it, value))
			.map(([name, value]): Miss => ({ wanted: it, name, value, because: acceptedBecause(it, name, engine) }))
			.sort((a, b) => b.value - a.value);
		const reasons = new Set(found.map(({ because }) => because));
		return [...reasons].map((because) => found.find((one) => one.because === because) as Miss);
	});
}
