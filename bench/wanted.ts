/** What was wanted of the figures, and which of it holds: by the names that budgets have. */

export interface Wanted {
	what: string;
	/** The figures' names; the worst one counts. */
	of: RegExp;
	/** At most. */
	most: number;
	unit?: "percent";
}

export const wanted: readonly Wanted[] = [
	{ what: "events, 64 bytes at once", of: /^receive events(, CR LF ahead)? 64, ours: instructions/, most: 1000 },
	{ what: "events on `anycloud`, 64 at once", of: /^receive events, anycloud 64, ours: instructions/, most: 1000 },
	{
		what: "scan lines, 64 bytes at once",
		of: /^receive scan lines(, CR LF ahead)? 64, ours: instructions/,
		most: 1100,
	},
	{
		what: "scan lines on `anycloud`, 64 at once",
		of: /^receive scan lines, anycloud 64, ours: instructions/,
		most: 1100,
	},
	{
		what: "payload to the socket's buffer, 64 at once",
		of: /^receive payload(, CR LF ahead)? 64, ours: instructions/,
		most: 100,
	},
	{
		what: "payload to the socket's buffer, 512 at once",
		of: /^receive payload(, CR LF ahead)? 512, ours: instructions/,
		most: 40,
	},
	{ what: "payload on `anycloud`, 64 at once", of: /^receive payload, anycloud 64, ours: instructions/, most: 100 },
	{
		what: "events, scan lines and payload, one byte at a time",
		of: /^receive (events|scan lines|payload)(, CR LF ahead)? 1, ours: instructions/,
		most: 5500,
	},
	{
		what: "the same on `anycloud`",
		of: /^receive (events|scan lines|payload), anycloud 1, ours: instructions/,
		most: 5500,
	},
	{
		what: "MQTT messages, one byte at a time",
		of: /^receive MQTT messages(, CR LF ahead|, anycloud)? 1, ours: instructions/,
		most: 5500,
	},
	{ what: "slots and chunk bytes, everywhere", of: /: slots and chunk bytes$/, most: 0 },
	{
		what: "RP2040: events without a pause, 230400 baud",
		of: /^RP2040, events(, CR LF ahead)? at 230400 baud/,
		most: 0.5,
		unit: "percent",
	},
	{
		what: "RP2040: payload, 230400 baud",
		of: /^RP2040, payload(, CR LF ahead)? at 230400 baud/,
		most: 0.05,
		unit: "percent",
	},
	{
		what: "RP2040: payload, 921600 baud",
		of: /^RP2040, payload(, CR LF ahead)? at 921600 baud/,
		most: 0.2,
		unit: "percent",
	},
	{
		what: "RP2040: events without a pause through the whole stack, 230400 baud",
		of: /^RP2040, events through the whole stack, reference, .*, at 230400 baud/,
		most: 0.5,
		unit: "percent",
	},
	{
		what: "RP2040: payload through the whole stack, with the program's `read`, 230400 baud",
		of: /^RP2040, TCP receive reference 64 of 2048, at 230400 baud/,
		most: 0.05,
		unit: "percent",
	},
	{
		what: "RP2040: the same, 921600 baud",
		of: /^RP2040, TCP receive reference 64 of 2048, at 921600 baud/,
		most: 0.2,
		unit: "percent",
	},
	{
		what: "time beside the limit, the module answering at once (95 %)",
		of: / reference .*: time beside the limit$/,
		most: 1 / 0.95,
	},
	{
		what: "time beside the limit, `anycloud` (95 %)",
		of: / anycloud (?!binary).*: time beside the limit$/,
		most: 1 / 0.95,
	},
	{
		what: "time beside the limit of a command a tick, `anycloud` in binary (95 %)",
		of: / anycloud binary .*: time beside the limit$/,
		most: 1 / 0.95,
	},
	{
		what: "time beside what two ticks allow, `anycloud` in binary (95 %)",
		of: / anycloud binary .*: time beside what its ticks allow$/,
		most: 1 / 0.95,
	},
	{ what: "commands beside the fewest", of: /: commands beside the fewest$/, most: 1 },
];

/** Measured numbers round: what is this little above is not above. */
const ROUNDED = 1.005;

/** The worst figure of what is wanted, and its name; undefined: it was not measured. */
export function worst({ of }: Wanted, values: Iterable<[string, number]>): [string, number] | undefined {
	let found: [string, number] | undefined;
	for (const [name, value] of values) if (of.test(name) && !(found && found[1] >= value)) found = [name, value];
	return found;
}

export const holds = ({ most }: Wanted, value: number) => value <= most * ROUNDED;
