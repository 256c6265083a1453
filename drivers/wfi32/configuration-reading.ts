import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { TORN, Wfi32Error } from "drivers/wfi32/errors";

/** How a parameter's value is read. One that has none is not looked at: a credential, or a placeholder (reference 2). */
export type Kind = "integer" | "text";
export const INTEGER: Kind = "integer";
export const TEXT: Kind = "text";
export type Kinds = { readonly [id: number]: Kind };

/** What the module has stored, by parameter ID: a number, or a string's bytes. */
export type Values = ReadonlyMap<number, number | Uint8Array>;
type Told = (error: Wfi32Error | undefined, values: Values) => void;

const EQUALS = command("=");

/** The parameter ID that begins a line; before it perhaps an index, which the syntax (7.11.4) does not have. */
export function parameterIn(fields: Line, indexed: boolean): number {
	const id = fields.integer();
	if (!indexed) return id;
	const { at } = fields;
	const second = fields.nextInteger();
	if (fields.valid) return second;
	fields.valid = true;
	fields.at = at;
	return id;
}

/**
 * Reads what a configuration command holds (reference 5.1, 5.3, 6.1, 7.11): `AT+<NAME>` prints a line per parameter,
 * `AT+<NAME>=<param_id>` one; of a configuration that there are several of, the index comes first.
 */
export class ConfigurationReading extends Request {
	readonly #context: Context;
	readonly #name: Name;
	readonly #kinds: Kinds;
	readonly #required: readonly number[];
	#index = 0;
	#parameter = 0;
	/** What has been read; there is none before, and none once it was told. */
	#values: Map<number, number | Uint8Array> | undefined;
	#told: Told | undefined;
	#error: Wfi32Error | undefined;
	/** Whether its lines may come without their `+`. */
	answersBare = false;

	/** @param required what must be among the lines when all is read; else the answer was torn */
	constructor(context: Context, name: Name, kinds: Kinds, required: readonly number[]) {
		super();
		this.#context = context;
		this.#name = name;
		this.#kinds = kinds;
		this.#required = required;
	}

	/**
	 * @param told called once, from the event loop
	 * @param parameter one only; 0: all of them
	 * @param index of the configuration, from 1 on; 0: there is but one
	 * @throws Error while it is being read; Wfi32Error when the module was given up or closed
	 */
	read(told: Told, parameter = 0, index = 0): void {
		if (this.#context.failure) throw this.#context.failure;
		if (this.#told || this.pending) throw new Error("the configuration is being read");
		this.#told = told;
		this.#error = undefined;
		this.#values = new Map();
		this.#parameter = parameter;
		this.#index = index;
		this.#context.engine.submit(this);
	}

	/** Whoever asked does not want to know any more. */
	drop(): void {
		this.#told = this.#values = undefined;
		this.#context.notices.cancel(this);
		this.#context.engine.withdraw(this);
	}

	compose(out: Writer): number {
		out.answer = this.#name;
		out.answersBare = this.answersBare;
		out.begin(command(`AT+${this.#name.text}`));
		if (this.#index || this.#parameter) out.fixed(EQUALS);
		if (this.#index) out.integer(this.#index);
		if (this.#index && this.#parameter) out.comma();
		if (this.#parameter) out.integer(this.#parameter);
		return out.end();
	}

	/** +<NAME>:<param_id>,<param_val> */
	override line(fields: Line): boolean {
		const values = this.#values;
		const id = parameterIn(fields, this.#index > 0);
		const kind = values && this.#kinds[id];
		if (kind === INTEGER) {
			const value = fields.nextInteger();
			if (fields.valid) values?.set(id, value);
		} else if (kind === TEXT) {
			fields.lastText();
			fields.plain();
			const { bytes } = this.#context.arena;
			if (fields.valid) values?.set(id, bytes.slice(fields.textAt, fields.textAt + fields.textLength));
		}
		return true;
	}

	done(result: number): void {
		const values = this.#values;
		if (!values) return; // dropped
		const { failure, engine, notices } = this.#context;
		const name = `+${this.#name.text}`;
		if (failure) this.#error = failure;
		else if (result !== OK) this.#error = new Wfi32Error(result, name, result > 0 ? engine.errorText : "");
		else if (!this.isWhole(values)) this.#error = new Wfi32Error(TORN, name);
		notices.post(this);
	}

	private isWhole(values: Values): boolean {
		if (this.#parameter) return values.has(this.#parameter);
		return this.#required.every((it) => values.has(it));
	}

	override deliver(): void {
		const told = this.#told;
		const values = this.#values;
		this.#told = this.#values = undefined;
		if (values) told?.(this.#error, values);
	}
}
