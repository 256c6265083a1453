import type { Parameter } from "./parser";
import { Refusal, Result } from "./result";

/** A command that answers later says so by returning this; `reply.done` ends it. */
export const LATER = Symbol("the result comes later");

/** Where a command's answer goes. */
export interface Reply {
	/** A response line, without its end. `traced` is what a trace may show of it. */
	line(text: string, traced?: string): void;
	/** The result; for commands that returned {@link LATER}. */
	done(code?: number): void;
}

/** A command of the reference, or of the firmware. */
export interface Command {
	/** Without the `+`. */
	name: string;
	/** The parameters it may have, a letter each: `i` integer, `s` string, `*` either. */
	forms: readonly string[];
	/** Whether the last parameter may be an empty place (7.13.2). */
	emptyTail?: boolean;
	/** Which parameters are credentials. */
	secrets?(parameters: Arguments): readonly number[];
	/** Answers OK by returning, ERROR by throwing a {@link Refusal}. */
	run(parameters: Arguments, reply: Reply): typeof LATER | undefined;
}

/** A command's parameters, taken with their type and range: anything else is refused with 4. */
export class Arguments {
	readonly #parameters: readonly Parameter[];

	constructor(parameters: readonly Parameter[]) {
		this.#parameters = parameters;
	}

	get count(): number {
		return this.#parameters.length;
	}

	at(index: number): Parameter | undefined {
		return this.#parameters[index];
	}

	/** An integer within bounds, both included. */
	integer(index: number, lowest = -2147483648, highest = 4294967295): number {
		const parameter = this.#parameters[index];
		if (parameter?.kind !== "integer" || parameter.value < lowest || parameter.value > highest) {
			throw new Refusal(Result.invalidParameter);
		}
		return parameter.value;
	}

	/** A string of at least `shortest` and at most `longest` bytes. */
	bytes(index: number, shortest = 0, longest = Number.POSITIVE_INFINITY): Uint8Array {
		const parameter = this.#parameters[index];
		if (parameter?.kind !== "string") throw new Refusal(Result.invalidParameter);
		const { bytes } = parameter;
		if (bytes.length < shortest || bytes.length > longest) throw new Refusal(Result.invalidParameter);
		return bytes;
	}

	/** As {@link Arguments.bytes}, as UTF-8 text. */
	text(index: number, shortest = 0, longest = Number.POSITIVE_INFINITY): string {
		return Buffer.from(this.bytes(index, shortest, longest)).toString("utf8");
	}

	/** For traces; credentials are starred. */
	toText(secrets: readonly number[]): string {
		return this.#parameters
			.map((parameter, index) => {
				if (parameter.kind === "missing") return "";
				if (secrets.includes(index)) return '"***"';
				if (parameter.kind === "integer") return String(parameter.value);
				return JSON.stringify(Buffer.from(parameter.bytes).toString("latin1"));
			})
			.join(",");
	}
}
