/** Where the person is: a terminal with a line to type in, below what has come; or files and pipes. */
import {
	clearScreenDown,
	createInterface,
	cursorTo,
	type Interface,
	moveCursor,
	type ReadLineOptions,
} from "node:readline";
import { complete } from "./completion";

export interface TerminalEvents {
	onLine(line: string): void;
	/** Ctrl-C. */
	onInterrupt(): void;
	/** Ctrl-D, or the end of the input. */
	onEnd(): void;
}

type Terminals = Pick<ReadLineOptions, "history"> & {
	input: NodeJS.ReadStream;
	output: NodeJS.WriteStream;
};

export class Terminal {
	readonly #output: NodeJS.WriteStream;
	readonly #readline: Interface;
	/** Somebody types; else lines come from a file or a pipe. */
	readonly interactive: boolean;
	readonly coloured: boolean;
	#prompt = "> ";
	#ended = false;

	constructor({ input, output, history }: Terminals, { onLine, onInterrupt, onEnd }: TerminalEvents) {
		this.#output = output;
		this.interactive = input.isTTY === true && output.isTTY === true;
		this.coloured = output.isTTY === true && !process.env.NO_COLOR;
		this.#readline = createInterface({
			...{ input, output, history, terminal: this.interactive, historySize: 500, removeHistoryDuplicates: true },
			completer: (line: string) => this.#complete(line),
		});
		this.prompt(this.#prompt);
		this.#readline.on("line", onLine);
		this.#readline.on("SIGINT", onInterrupt);
		this.#readline.on("close", () => {
			this.#ended = true;
			onEnd();
		});
	}

	/** Lines above the one that is being typed. */
	print(lines: readonly string[]): void {
		const text = lines.map((it) => `${it}\n`).join("");
		if (!this.interactive || this.#ended) {
			this.#output.write(text);
			return;
		}
		const { rows } = this.#readline.getCursorPos();
		moveCursor(this.#output, 0, -rows);
		cursorTo(this.#output, 0);
		clearScreenDown(this.#output);
		this.#output.write(text);
		this.#redraw();
	}

	/** What stands before the line that is typed. */
	prompt(text: string): void {
		this.#prompt = text;
		if (!this.interactive || this.#ended) return;
		this.#readline.setPrompt(this.coloured ? `\x1b[1m${text}\x1b[0m` : text);
		this.#readline.prompt(true);
	}

	close(): void {
		if (this.#ended) return;
		if (this.interactive) {
			cursorTo(this.#output, 0);
			clearScreenDown(this.#output);
		}
		this.#ended = true;
		this.#readline.close();
	}

	#complete(line: string): [string[], string] {
		const { lines, hints } = complete(line);
		// readline is in the midst of the key: what is printed now it would not know of
		if (hints.length) setImmediate(() => this.print(hints));
		return [[...lines], line];
	}

	/** The line that is being typed again, at the cursor. */
	#redraw(): void {
		// it is drawn anew: readline is not to go back over rows that are somebody else's now
		(this.#readline as Interface & { prevRows?: number }).prevRows = 0;
		this.prompt(this.#prompt);
	}
}
