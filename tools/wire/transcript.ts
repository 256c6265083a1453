/** Traffic as a transcript, in the form of tests/transcripts/reference.txt: what was recorded once can be played again. */
import { Cutter, type Piece } from "./cutter";
import { splitFields } from "./fields";
import type { Direction } from "./row";
import { commandOf, type Field, lineOf } from "./table/index";

/** Fields whose numbers are the module's choice: another run has others. */
const choices: Readonly<Record<string, string>> = { SOCK_ID: "id", RTT: "time", TIME: "time" };

export class Transcript {
	readonly #say: (line: string) => void;
	readonly #cutter: Cutter;
	/** Names that stand for numbers of the module's choice. */
	readonly #names = new Map<string, string>();
	readonly #counts = new Map<string, number>();
	/** Ports that the host has chosen. */
	readonly #bound = new Set<string>();
	/** What the module says before the first command is of whatever was before. */
	#begun = false;
	/** Payload that has not ended. */
	#payload = "";

	/**
	 * @param say called with each line, without its end, from inside {@link Transcript.feed}
	 * @param chapter the example's name in brackets; what tests/transcripts finds it by
	 * @param title what it shows
	 */
	constructor(say: (line: string) => void, chapter: string, title: string) {
		this.#say = say;
		this.#cutter = new Cutter((piece) => this.#take(piece));
		say(`[${chapter.replace(/[\]\n]/g, " ")}] ${title.replaceAll("\n", " ")}`);
	}

	/** Traffic in which credentials are masked already. */
	feed(direction: Direction, bytes: Uint8Array, time = 0): void {
		this.#cutter.feed(direction, bytes, time);
	}

	end(): void {
		this.#cutter.end();
	}

	#take({ kind, direction, raw, text, last }: Piece): void {
		if (direction === "toModule") this.#begun = true;
		if (!this.#begun) return;
		if (kind === "payload") {
			this.#payload += raw;
			if (!last) return;
			if (this.#payload) this.#say(`${direction === "toModule" ? "=" : "|"} ${escaped(guarded(this.#payload))}`);
			this.#payload = "";
		} else if (direction === "toModule") {
			const whole = raw === `${text}\r\n` && isPlain(text);
			this.#say(whole ? `> ${utf8(this.#command(text))}` : `= ${escaped(guarded(raw))}`);
		} else {
			const line = kind === "line" ? this.#line(text) : text;
			if (raw === `${text}\r\n` && isPlain(text)) this.#say(`< ${utf8(line)}`);
			else this.#say(`| ${escaped(raw.replace(text, () => line))}`);
		}
	}

	#command(text: string): string {
		const entry = commandOf(text);
		const [, head, parameters] = /^(AT\+[A-Z]+ *=)(.*)$/is.exec(text) ?? [];
		if (!entry || head === undefined) return guarded(text);
		if (entry.name === "AT+SOCKBL") this.#bound.add(splitFields(parameters)[1]);
		return head + this.#named(entry.fields, parameters, false);
	}

	#line(text: string): string {
		// an echo is what the host said
		if (/^AT/i.test(text)) return this.#command(text);
		const [, name, colon, parameters] = /^(\+[A-Z]+)([:=])(.*)$/s.exec(text) ?? [];
		const entry = name ? lineOf(name) : undefined;
		return entry ? name + colon + this.#named(entry.fields, parameters, true) : guarded(text);
	}

	/** Parameters with names in the place of what the module has chosen. */
	#named(fields: readonly Field[], parameters: string, says: boolean): string {
		let rest = parameters;
		let result = "";
		for (const { name } of fields) {
			const [value] = splitFields(rest, 2);
			const isNumber = /^\d+$/.test(value);
			const local = name === "LCL_PORT" && says && !this.#bound.has(value);
			const kind = local ? "port" : choices[name];
			// the module gives names, commands use them
			const chosen = isNumber && kind ? this.#nameOf(kind, value, says) : undefined;
			const written = chosen ?? guarded(value);
			const end = rest.indexOf(value) + value.length;
			result += rest.slice(0, rest.indexOf(value)) + written;
			rest = rest.slice(end);
			if (!rest.startsWith(",")) break;
			result += ",";
			rest = rest.slice(1);
		}
		return result + guarded(rest);
	}

	#nameOf(kind: string, value: string, isNew: boolean): string | undefined {
		const key = `${kind} ${value}`;
		let name = this.#names.get(key);
		if (!name && isNew) {
			const count = this.#counts.get(kind) ?? 0;
			this.#counts.set(kind, count + 1);
			name = `<${kind}${count ? letters(count) : ""}>`;
			this.#names.set(key, name);
		}
		return name;
	}
}

/** 1: b, 2: c, … 26: ba: names have letters only. */
function letters(count: number): string {
	const digit = String.fromCharCode(97 + (count % 26));
	return count < 26 ? digit : letters(Math.floor(count / 26)) + digit;
}

/** What looks like a name that stands for something, and is not: `<` has a name of its own. */
const guarded = (text: string): string => text.replace(/<((?:text)? ?[a-z]*>)/g, "<text angle>$1");

/** Whether a line can stand as it is: bytes that are text. */
const isPlain = (text: string): boolean =>
	/^[ -~\x80-\xff]*$/.test(text) && Buffer.from(utf8(text)).toString("latin1") === text;

const utf8 = (text: string): string => Buffer.from(text, "latin1").toString();

/** Bytes beside ASCII, and line ends, as escapes. */
function escaped(text: string): string {
	return text.replace(/[^ -~]|\\/g, (it) => {
		if (it === "\r") return "\\r";
		if (it === "\n") return "\\n";
		return it === "\\" ? "\\\\" : `\\x${it.charCodeAt(0).toString(16).padStart(2, "0")}`;
	});
}
