import type { Capabilities } from "./capabilities";

const LF = 0x0a;
const CR = 0x0d;
const BS = 0x08;

/** Gathers a command line, byte by byte. */
export class LineEditor {
	readonly #ends: "lf" | "cr" | "either";
	readonly #limit: number;
	readonly #edits: boolean;
	#bytes: number[] = [];
	#insert = 0;
	/** What of the last byte is echoed. */
	echo: readonly number[] = [];

	constructor({ lineEnd, lineLimit, lineEditing }: Capabilities) {
		this.#ends = lineEnd;
		this.#limit = lineLimit;
		this.#edits = lineEditing;
	}

	clear(): void {
		this.#bytes = [];
		this.#insert = 0;
	}

	/** The line gathered, without its end. */
	line(): Uint8Array {
		const end = this.#ends === "lf" && !this.#edits && this.#bytes.at(-1) === CR ? -1 : undefined;
		return Uint8Array.from(this.#bytes.slice(0, end));
	}

	/** Takes a byte in; says whether it ended the line, or was one too many: the line is forgotten then. */
	take(byte: number): "more" | "line" | "too long" {
		this.echo = [byte];
		if (this.#insert > this.#limit - 1 && byte !== LF && byte !== CR) {
			this.clear();
			this.echo = [];
			return "too long";
		}
		if (byte === LF && this.#ends !== "cr") return "line";
		if (byte === CR && this.#ends !== "lf") return "line";
		// the other half of a CR LF
		if (this.#ends !== "lf" && byte === LF) return "more";
		if (!this.#edits) this.#put(byte);
		else if (byte === CR) this.#insert = 0;
		else if (byte === BS) this.#erase();
		else if (byte >= 0x20 && byte < 0x7f) this.#put(byte);
		else this.echo = [];
		return "more";
	}

	#put(byte: number): void {
		this.#bytes[this.#insert++] = byte;
	}

	#erase(): void {
		this.echo = [];
		if (!this.#insert) return;
		if (this.#insert === this.#bytes.length) this.#bytes.pop();
		this.#insert--;
		// back one column, erase to the end of the line
		this.echo = [0x1b, 0x5b, 0x44, 0x1b, 0x5b, 0x4b];
	}
}
