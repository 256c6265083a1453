/** What the console says when it is asked. */
import { codeMeaning } from "../wire/codes";
import { type CommandEntry, commandOf, commands, type Field, type LineEntry, lineOf, lines } from "../wire/table/index";

/** The console's own commands, with their parameters. */
export const ownCommands: readonly { name: string; parameters: string; help: string }[] = [
	{ name: ".help", parameters: "[command, line or code]", help: "lists the commands, or tells of one" },
	{
		name: ".data",
		parameters: "<text>",
		help: "sends text as it is, without a line end; \\r \\n \\t \\\\ \\x00 stand for bytes",
	},
	{ name: ".hex", parameters: "<digits>", help: "sends the bytes that these are in hexadecimal" },
	{ name: ".file", parameters: "<path>", help: "sends the bytes of a file" },
	{
		name: ".wait",
		parameters: "[<line>] [<seconds>]",
		help: "waits for a line like +WSTAAIP, or so long (10 s unless told)",
	},
	{ name: ".transcript", parameters: "[<file>]", help: "records a transcript from now on, or ends it" },
	{ name: ".capture", parameters: "[<file>]", help: "records the wire from now on, or ends it" },
	{ name: ".explain", parameters: "on|off", help: "with or without what lines mean" },
	{ name: ".quit", parameters: "", help: "ends the console, as Ctrl-D does" },
];

const WIDTH = 18;

const row = (name: string, help: string, chapter = "") =>
	`  ${name.padEnd(WIDTH)} ${help}${chapter ? ` (reference ${chapter})` : ""}`;

/** Everything there is, a line each. */
export function overview(): string[] {
	return [
		"What begins with AT goes to the module:",
		...commands.map((it) => row(it.name, doing(it))),
		"What begins with a point is for the console:",
		...ownCommands.map(({ name, help }) => row(name, help)),
		"Tab completes, and in a command's parameters tells of the one at hand; .help AT+WSTAC tells of all.",
	];
}

/** About a command, a line of the module's, a code, or one of the console's own; undefined when there is no such thing. */
export function helpFor(topic: string): string[] | undefined {
	const name = topic.toUpperCase();
	if (/^\d+$/.test(name)) return [`${name}: ${codeMeaning(Number(name))}`];
	const own = ownCommands.find((it) => it.name === topic.toLowerCase());
	if (own) return [`${own.name} ${own.parameters}`.trim(), `  ${own.help}`];
	const command = commandOf(name);
	if (command && name.startsWith("AT")) return about(command, command.syntax);
	const line = lineOf(name);
	return line && about(line, [line.name + (line.fields.length ? `:${line.fields.map(nameOf).join(",")}` : "")]);
}

const doing = ({ help, asks }: { help: string; asks?: string }): string => (asks ? `${help}; alone, ${asks}` : help);

const nameOf = ({ name, optional }: Field): string => (optional ? `[<${name}>]` : `<${name}>`);

function about(entry: CommandEntry | LineEntry, syntax: readonly string[]): string[] {
	const { chapter, fields, settings } = entry;
	const where = chapter ? `reference ${chapter}` : "not in the reference: the published firmware's own";
	const own = lines.filter(({ name, to }) => (to ?? `AT${name}`) === entry.name);
	return [
		...syntax,
		`  ${doing(entry)} (${where})`,
		...fields.flatMap(fieldHelp),
		...settingsHelp(settings ?? {}),
		...(own.length && entry.name.startsWith("AT") ? [`  see also ${own.map((it) => it.name).join(", ")}`] : []),
	];
}

/** What a parameter may be. */
function kindText({ type, values, secret, code }: Field): string {
	const numbers = Object.entries(values ?? {}).map(([value, meaning]) => `${value} ${meaning}`);
	const kind = secret ? `${type}, never shown` : code ? "a result code" : type;
	return [kind, numbers.join(", ")].filter(Boolean).join(": ");
}

/** A parameter in a line. */
export const fieldHelp = (field: Field): string[] => [row(`<${field.name}>`, kindText(field))];

/** What a setting's number may be, a line each. */
export const settingsHelp = (settings: Readonly<Record<number, Field>>): string[] =>
	Object.entries(settings).map(([id, field]) => row(`  ${id} ${field.name}`, kindText(field)));
