/** A readable log on the terminal: when, who, what. */
import type { Writable } from "node:stream";
import type { Row } from "../../tools/wire/row";

export type Voice = "toModule" | "toHost" | "app" | "broker" | "fault" | "note" | "error";

const styles: Record<Voice, { sign: string; colour: string }> = {
	toModule: { sign: "AT →", colour: "36" },
	toHost: { sign: "AT ←", colour: "2" },
	app: { sign: "app ", colour: "1" },
	broker: { sign: "mqtt", colour: "32" },
	fault: { sign: "    ", colour: "31" },
	note: { sign: "    ", colour: "33" },
	error: { sign: "    ", colour: "31" },
};

export interface LogOptions {
	out: Writable & { isTTY?: boolean; columns?: number };
	/** Changes every text before it is shown. */
	redact?: (text: string) => string;
	/** Shows what matters only: no AT traffic. */
	quiet?: boolean;
}

/** Where a long line is cut when the output is not a terminal and the environment does not say. */
const COLUMNS = 140;
const PREFIX = 14;

export class Log {
	readonly #options: LogOptions;
	readonly #coloured: boolean;
	#start = performance.now();

	constructor(options: LogOptions) {
		this.#options = options;
		// no-color.org: any value that is not empty
		this.#coloured = options.out.isTTY === true && !process.env.NO_COLOR;
	}

	/** Told of every line but the wire's, without what must not be seen. */
	onLine: ((voice: Exclude<Voice, "toModule" | "toHost">, text: string) => void) | undefined;

	/** From now on, times count from now. */
	restart(): void {
		this.#start = performance.now();
	}

	/** One line. What could move the terminal's cursor is shown as its code. */
	line(voice: Voice, text: string): void {
		const { out, redact = (it) => it, quiet } = this.#options;
		if (quiet && (voice === "toModule" || voice === "toHost")) return;
		if (voice !== "toModule" && voice !== "toHost") this.onLine?.(voice, redact(text));
		const { sign, colour } = styles[voice];
		const time = ((performance.now() - this.#start) / 1000).toFixed(3).padStart(8);
		const shown =
			voice === "note" || voice === "error" ? printable(redact(text)) : this.#folded(printable(redact(text)));
		out.write(
			this.#coloured ? `\x1b[2m${time}\x1b[0m \x1b[${colour}m${sign} ${shown}\x1b[0m\n` : `${time} ${sign} ${shown}\n`,
		);
	}

	/** What went over the wire; the prompts of echo mode would only be in the way. */
	row({ kind, direction, text }: Row): void {
		if (kind !== "prompt" || text === "#") this.line(direction, text);
	}

	/** Text as it is, without a time. */
	plain(text: string): void {
		const { out, redact = (it) => it } = this.#options;
		out.write(`${redact(text)}\n`);
	}

	#folded(text: string): string {
		const room = Math.max(40, (this.#options.out.columns || Number(process.env.COLUMNS) || COLUMNS) - PREFIX);
		if (text.length <= room) return text;
		const cut = room - 12;
		return `${text.slice(0, cut)}… (${text.length - cut} more)`;
	}
}

function printable(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: it is them that must not reach the terminal
	return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (it) => `\\x${it.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
