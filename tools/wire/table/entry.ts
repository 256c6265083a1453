/** A parameter, by the reference's name for it. */
export interface Field {
	readonly name: string;
	readonly type: "integer" | "string" | "data";
	/** What its numbers stand for. */
	readonly values?: Readonly<Record<number, string>>;
	/** It is a result code. */
	readonly code?: true;
	/** It may be left out. */
	readonly optional?: true;
	/** It is a credential. */
	readonly secret?: true;
}

/** A command. */
export interface CommandEntry {
	/** As it is typed: `AT+WSTAC`. */
	readonly name: string;
	/** Where the reference describes it; nothing for the published firmware's own. */
	readonly chapter?: string;
	/** What it does, in one line. */
	readonly help: string;
	/** What it does without a value to set, where that is something else. */
	readonly asks?: string;
	/** Its forms, as the reference writes them. */
	readonly syntax: readonly string[];
	readonly fields: readonly Field[];
	/** It has no result: the module says nothing, or something else in its place. */
	readonly silent?: true;
	/** What the last field means, by the number in the field before: `AT+WSTAC=1,<SSID>`. */
	readonly settings?: Readonly<Record<number, Field>>;
}

/** A line of the module's: an answer to a command, or an event (AEC). */
export interface LineEntry {
	/** As the line begins: `+SOCKIND`. */
	readonly name: string;
	readonly chapter?: string;
	readonly kind: "answer" | "event";
	/** Of an answer: the command that it answers. */
	readonly to?: string;
	readonly help: string;
	readonly fields: readonly Field[];
	readonly settings?: Readonly<Record<number, Field>>;
}

type Extra = Omit<Field, "name" | "type">;

export const integer = (name: string, extra: Extra = {}): Field => ({ name, type: "integer", ...extra });
export const string = (name: string, extra: Extra = {}): Field => ({ name, type: "string", ...extra });
export const data = (name: string, extra: Extra = {}): Field => ({ name, type: "data", ...extra });
