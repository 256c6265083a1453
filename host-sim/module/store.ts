import { isIPv4 } from "../world/network";
import type { Arguments, Reply } from "./command";
import type { Field, Formatter } from "./format";
import { quote } from "./format";
import { Refusal, Result } from "./result";

/** One parameter of a configuration command. */
export interface Setting {
	id: number;
	kind: "integer" | "string" | "address";
	/** Integer: bounds. String: lengths in bytes. */
	lowest?: number;
	highest?: number;
	initial: number | string;
	/** A credential: starred in traces. */
	secret?: boolean;
	/** Written only. */
	hidden?: boolean;
}

/** A configuration as +WSTAC, +WAPC, +MQTTC, +TLSC, +WSCNC hold it. */
export class Store {
	readonly #settings: readonly Setting[];
	readonly #values = new Map<number, number | Uint8Array | string>();

	constructor(settings: readonly Setting[]) {
		this.#settings = settings;
		for (const { id, kind, initial } of settings) {
			this.#values.set(id, kind === "string" ? Buffer.from(String(initial), "latin1") : initial);
		}
	}

	number(id: number): number {
		return Number(this.#values.get(id));
	}

	bytes(id: number): Uint8Array {
		const value = this.#values.get(id);
		return value instanceof Uint8Array ? value : new Uint8Array();
	}

	text(id: number): string {
		return Buffer.from(this.bytes(id)).toString("utf8");
	}

	get ids(): number[] {
		return this.#settings.map(({ id }) => id);
	}

	isSecret(id: number): boolean {
		return this.#settings.find((it) => it.id === id)?.secret === true;
	}

	/** Undefined when there is no such parameter. */
	field(id: number): Field | undefined {
		const setting = this.#settings.find((it) => it.id === id);
		if (!setting) return undefined;
		const value = this.#values.get(id)!;
		return setting.kind === "address" ? quote(String(value)) : (value as number | Uint8Array);
	}

	isHidden(id: number): boolean {
		return this.#settings.find((it) => it.id === id)?.hidden === true;
	}

	/**
	 * Stores a parameter of a command.
	 * @param refusal the code for a value that does not fit
	 */
	write(id: number, parameters: Arguments, index: number, refusal: number): void {
		const setting = this.#settings.find((it) => it.id === id);
		if (!setting) throw new Refusal(Result.configurationAccess);
		try {
			this.#values.set(id, take(setting, parameters, index));
		} catch (error) {
			throw error instanceof Refusal ? new Refusal(refusal) : error;
		}
	}
}

function take({ kind, lowest, highest }: Setting, parameters: Arguments, index: number): number | Uint8Array | string {
	if (kind === "integer") return parameters.integer(index, lowest, highest);
	if (kind === "string") return new Uint8Array(parameters.bytes(index, lowest, highest));
	const text = parameters.text(index);
	if (!isIPv4(text)) throw new Refusal(Result.invalidParameter);
	return text;
}

export interface StoreCommandOptions {
	name: string;
	store: Store;
	format: Formatter;
	/** What is printed in front of each line when everything is read. */
	dumpName?: string;
	/** The code a write is refused with now; undefined: it may go on. */
	locked(): number | undefined;
	configurationRefusal: number;
	emptyWriteRefused: boolean;
	/** The parameters in front of the parameter ID. */
	skip?: number;
}

/** A configuration command: `[=<param_id>]` reads, `=<param_id>,<param_val>` writes. */
export function runStoreCommand(options: StoreCommandOptions, parameters: Arguments, reply: Reply): undefined {
	const { store, format, skip = 0 } = options;
	const show = (name: string, id: number) => {
		const print = (field: Field) => format.line(name, [id, field]);
		const value = store.field(id)!;
		// a parameter that can only be written shows as stars
		if (store.isHidden(id)) return reply.line(`${name}:${id},******`);
		reply.line(print(value), store.isSecret(id) ? print("***") : undefined);
	};
	if (parameters.count === skip) {
		for (const id of store.ids) show(options.dumpName ?? `+${options.name}`, id);
		return;
	}
	const id = parameters.integer(skip);
	if (parameters.count === skip + 1) {
		if (store.field(id) === undefined) throw new Refusal(Result.configurationAccess);
		show(`+${options.name}`, id);
		return;
	}
	const locked = options.locked();
	if (locked) throw new Refusal(locked);
	store.write(id, parameters, skip + 1, options.configurationRefusal);
	const written = parameters.at(skip + 1);
	if (options.emptyWriteRefused && written?.kind === "string" && !written.bytes.length) {
		throw new Refusal(Result.configurationAccess);
	}
}

/** Which parameters of a configuration command are credentials: all but those known to be none. */
export function storeSecrets(store: Store, parameters: Arguments, skip = 0): readonly number[] {
	const id = parameters.at(skip);
	const harmless = id?.kind === "integer" && store.ids.includes(id.value) && !store.isSecret(id.value);
	return harmless ? [] : [skip + 1];
}
