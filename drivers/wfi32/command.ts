import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
import { Request } from "drivers/at/request";
import type { Writer } from "drivers/at/writer";

/** For a command whose result is nothing to anybody. */
export const nothing = () => {};

/** A command without parameters, or whose parameters never change. */
export class FixedCommand extends Request {
	readonly #text: Uint8Array;
	readonly #answer: Name | undefined;
	readonly #onLine: ((fields: Line) => void) | undefined;
	readonly #onDone: (result: number, lines: number) => void;
	#lines = 0;

	/**
	 * @param text the whole command, as bytes: `AT+SOCKLST` for example
	 * @param onDone its result, and how many lines of answer came before
	 * @param answer the name of its lines, with what is to be done with each
	 */
	constructor(
		text: Uint8Array,
		onDone: (result: number, lines: number) => void,
		answer?: Name,
		onLine?: (fields: Line) => void,
	) {
		super();
		this.#text = text;
		this.#onDone = onDone;
		this.#answer = answer;
		this.#onLine = onLine;
	}

	compose(out: Writer): number {
		this.#lines = 0;
		out.answer = this.#answer;
		out.begin(this.#text);
		return out.end();
	}

	override line(fields: Line): boolean {
		this.#lines++;
		this.#onLine?.(fields);
		return true;
	}

	done(result: number): void {
		this.#onDone(result, this.#lines);
	}
}
