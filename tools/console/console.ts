/** What the console does with a line that was typed: sends it, or does it itself. */
import { readFileSync } from "node:fs";
import { fromHex, unescaped } from "./bytes";
import { helpFor, overview } from "./help";
import type { Session } from "./session";

export interface ConsoleEvents {
	/** Lines for the person. */
	say(lines: readonly string[]): void;
	/** With or without what lines mean. */
	explain(on: boolean): void;
	quit(): void;
}

const WAIT = 10;

export class Console {
	readonly #session: Session;
	readonly #events: ConsoleEvents;

	constructor(session: Session, events: ConsoleEvents) {
		this.#session = session;
		this.#events = events;
	}

	/** Does what a line says. Resolves when the next may follow. */
	async run(line: string): Promise<void> {
		if (line.startsWith(".")) return this.#own(line);
		if (this.#session.expects) return this.#session.data(unescaped(line));
		if (line.trim()) await this.#session.command(line.trim());
	}

	async #own(line: string): Promise<void> {
		const [, name, text] = /^(\.[a-z]*) ?(.*)$/is.exec(line) ?? ["", line, ""];
		try {
			await this.#does(name.toLowerCase(), text);
		} catch (error) {
			this.#wrong((error as Error).message);
		}
	}

	async #does(name: string, text: string): Promise<void> {
		const session = this.#session;
		const { say, explain, quit } = this.#events;
		const given = text.trim();
		switch (name) {
			case ".help": {
				const about = given ? helpFor(given) : overview();
				return about ? say(about) : this.#wrong(`nothing is known of ${given}`);
			}
			case ".data":
				return session.data(unescaped(text));
			case ".hex": {
				const bytes = fromHex(given);
				return bytes ? session.data(bytes) : this.#wrong("an even number of hexadecimal digits is needed");
			}
			case ".file":
				return session.data(readFileSync(given));
			case ".wait": {
				const [, line, seconds = String(WAIT)] = /^(\+[A-Z]+)?\s*(\d+(?:\.\d+)?)?$/i.exec(given) ?? [];
				if (!line && !/^\d/.test(given) && given) return this.#wrong("what is waited for is like +WSTAAIP, or seconds");
				return session.wait(line?.toUpperCase(), Number(seconds) * 1000);
			}
			case ".transcript":
				session.transcript(given || undefined);
				return say([given ? `a transcript goes to ${given}` : "no transcript from now on"]);
			case ".capture":
				session.capture(given || undefined);
				return say([given ? `a capture goes to ${given}` : "no capture from now on"]);
			case ".explain":
				return explain(given !== "off");
			case ".quit":
				return quit();
			default:
				return this.#wrong(`the console knows no ${name}: .help lists what there is`);
		}
	}

	#wrong(what: string): void {
		this.#session.failures++;
		this.#events.say([what]);
	}
}
