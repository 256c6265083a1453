/** A line in words, by the table. */
import { codeMeaning } from "./codes";
import { isInteger, splitFields } from "./fields";
import { type CommandEntry, commandOf, type Field, type LineEntry } from "./table/index";

/** What a command line does. @param text credentials masked: they are not looked for here */
export function explainCommand(text: string): string | undefined {
	const entry = commandOf(text);
	if (!entry) return undefined;
	const parameters = /^AT(?:E|\+[A-Z]+ *=)(.*)$/is.exec(text)?.[1].trim() ?? "";
	const given = parameters ? splitFields(parameters, entry.fields.length).length : 0;
	const asks = !given || (entry.settings !== undefined && given < entry.fields.length);
	return explained(asks ? (entry.asks ?? entry.help) : entry.help, entry, parameters);
}

/** What a line of the module's says. @param parameters what follows its name and the colon */
export function explainLine(entry: LineEntry, parameters: string): string {
	const failure = failureOf(parameters);
	if (failure !== undefined) return `failed: ${codeMeaning(failure)}`;
	// the mark of a payload that follows
	return explained(entry.help, entry, parameters.replace(/, ?#$/, ""));
}

/** The code in `ERROR:24,"text"`, as the published firmware's failures have it behind their name. */
export function failureOf(text: string): number | undefined {
	const code = /^ERROR:(\d+)/.exec(text)?.[1];
	return code === undefined ? undefined : Number(code);
}

/** The result code that a line of the module's carries among its parameters. */
export function codeOf(entry: LineEntry, parameters: string): number | undefined {
	const value = matched(entry, parameters).find(([field]) => field.code)?.[1];
	return value !== undefined && isInteger(value) ? Number(value) : failureOf(parameters);
}

function explained(help: string, entry: CommandEntry | LineEntry, parameters: string): string {
	const fields = matched(entry, parameters).map(([field, value]) => shown(field, value));
	return fields.length ? `${help}: ${fields.join(", ")}` : help;
}

/** Parameters with their fields; one that may be left out is, when the type says so. */
function matched({ fields, settings }: CommandEntry | LineEntry, parameters: string): [Field, string][] {
	if (!parameters) return [];
	const values = splitFields(parameters, fields.length);
	const result: [Field, string][] = [];
	let next = 0;
	for (const field of fields) {
		const value = values[next];
		if (value === undefined) break;
		if (field.optional && field.type === "integer" && value && !isInteger(value)) continue;
		next++;
		const setting = settings && field === fields.at(-1) ? settings[Number(values[next - 2])] : undefined;
		// the setting's own name says what the number before it did
		if (setting) result.pop();
		if (value) result.push([setting ?? field, value]);
	}
	return result;
}

function shown({ name, values, code, secret }: Field, value: string): string {
	if (secret) return `${name} …`;
	const meaning = code && isInteger(value) ? codeMeaning(Number(value)) : values?.[Number(value)];
	return meaning ? `${name} ${value} (${meaning})` : `${name} ${value}`;
}
