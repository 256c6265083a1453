import { dialects, type SerialConfiguration, type SerialPort } from "drivers/uart/serial";
import { releases } from "drivers/wfi32/releases";
import Time from "time";
import Timer from "timer";
import { required } from "wfi32/options";
import { decode, encode } from "wfi32/text";

/** How grave a finding is: a fact, all well, worth a look, or what has to be mended. */
export type Grade = "note" | "good" | "warning" | "bad";

/** What comes of it: all is well; the module answers, but not as it should; nothing answers; the port cannot be opened. */
export type Outcome = "good" | "trouble" | "silent" | "closed";

/** What {@link Doctor} is told. */
export interface DoctorOptions {
	/** The port that the module is wired to, as for a provider. Nothing else may have it open. */
	serial: SerialConfiguration;
	/** Questions of the link test, 0 to 10000; 100 if left out. */
	turns?: number;
	/** A sentence for a person, and what to do about it. */
	onFinding?: (this: Doctor, grade: Grade, text: string, advice: string) => void;
	/** It is over, and the port is free again. */
	onDone?: (this: Doctor, outcome: Outcome) => void;
}

interface Answer {
	/** 0 for `OK`, the code of an `ERROR`, or -1 when neither came. */
	result: number;
	text: string;
	/** Milliseconds until the answer was whole. */
	time: number;
}
type Done = (answer: Answer) => void;

/** Speeds that a module may have been left at (`AT+IPR`), the likeliest first. */
const SPEEDS: readonly number[] = Object.freeze([230_400, 115_200, 9600, 57_600, 38_400, 19_200, 460_800, 921_600]);
const PATIENCE = 700;
const PAUSE = 60;
const MOST_TEXT = 4096;

/**
 * Finds out why nothing works, with nothing of the driver but the port: at which speed something answers, whether it is the
 * module and which, and whether what it says arrives whole. Callbacks come from the event loop, and not after close.
 */
export class Doctor {
	readonly #serial: SerialConfiguration;
	readonly #turns: number;
	readonly #onFinding: DoctorOptions["onFinding"];
	readonly #onDone: DoctorOptions["onDone"];
	#port: SerialPort | undefined;
	#timer: Timer | undefined;
	#done: Done | undefined;
	#asked = 0;
	#text = "";
	/** Bytes that came at speeds at which nothing answered. */
	#noise = 0;
	/** What was sent came back, and nothing else. */
	#looped = false;
	#baud = 0;
	#troubled = false;
	#damaged = 0;
	#missing = 0;
	#slowest = 0;
	#sum = 0;

	/** Begins at once. @throws TypeError, RangeError for missing or wrong options */
	constructor(options: DoctorOptions) {
		const { serial, turns = 100, onFinding, onDone } = required(options);
		if (typeof required(serial).io !== "function") throw new TypeError("serial.io must be a class");
		if (!(turns >= 0 && turns <= 10_000)) throw new RangeError("turns");
		this.#serial = serial;
		this.#turns = Math.floor(turns);
		this.#onFinding = onFinding;
		this.#onDone = onDone;
		const { reopens } = dialects[serial.dialect ?? "standard"];
		const speeds = reopens ? SPEEDS.filter((it) => it !== serial.baud) : [];
		this.after(0, () => this.try([serial.baud, ...speeds], 0));
	}

	/** Stops, and gives the port back. May be called again. */
	close(): void {
		if (this.#timer) Timer.clear(this.#timer);
		this.#timer = this.#done = undefined;
		this.#port?.close();
		this.#port = undefined;
	}

	private after(milliseconds: number, then: () => void): void {
		if (this.#timer) Timer.clear(this.#timer);
		this.#timer = Timer.set(() => {
			this.#timer = undefined;
			then();
		}, milliseconds);
	}

	private say(grade: Grade, text: string, advice = ""): void {
		if (grade === "bad" || grade === "warning") this.#troubled = true;
		this.#onFinding?.call(this, grade, text, advice);
	}

	private end(outcome: Outcome): void {
		this.close();
		this.#onDone?.call(this, outcome);
	}

	/* At which speed something answers. */

	private try(speeds: readonly number[], index: number): void {
		if (index === speeds.length) return this.silent(speeds.length);
		const baud = speeds[index];
		try {
			this.open(baud);
		} catch (error) {
			if (index > 0) return this.try(speeds, index + 1); // a speed that this port has not
			this.say("bad", `the port cannot be opened: ${(error as Error).message}`, "Is it the right one, and free?");
			return this.end("closed");
		}
		// an empty line ends whatever was begun
		this.ask("", PAUSE, () => {
			this.ask("AT", PATIENCE, (first) => {
				if (first.result >= 0) return this.found(baud, first);
				this.ask("AT", PATIENCE, (answer) => {
					if (answer.result >= 0) return this.found(baud, answer);
					const heard = first.text + answer.text;
					this.#looped ||= heard.replace(/[\r\n]/g, "") === "ATAT";
					this.#noise += heard.length;
					this.try(speeds, index + 1);
				});
			});
		});
	}

	private silent(tried: number): void {
		const what = `nothing answers, at ${tried === 1 ? `${this.#serial.baud} baud` : `${tried} speeds`}`;
		if (this.#looped)
			this.say("bad", `${what}; what is sent comes back`, "TX and RX are joined: is the module between them?");
		else if (this.#noise)
			this.say(
				"bad",
				`${what}; ${this.#noise} bytes came that make no sense`,
				"Are the grounds joined, the levels 3.3 V? Is this the UART of the AT commands, and the AT firmware in the module?",
			);
		else
			this.say(
				"bad",
				`${what}, and not a byte came`,
				"Has the module power, and is it out of reset? Do RX and TX cross? Is this the UART of the AT commands (UART2)?",
			);
		this.end("silent");
	}

	private found(baud: number, { text }: Answer): void {
		this.#baud = baud;
		const { baud: configured } = this.#serial;
		if (baud === configured) this.say("good", `answers at ${baud} baud`);
		else
			this.say(
				"warning",
				`answers at ${baud} baud, not at ${configured}`,
				`Set baud to ${baud}, or the module to yours: AT+IPR=${configured}`,
			);
		if (/^\s*>?AT\r/.test(text)) this.say("note", "echo is on; the driver turns it off");
		this.ask("ATE0", PATIENCE, () => this.identify());
	}

	/* Who it is. */

	private identify(): void {
		this.ask("AT+GMI", PATIENCE, (maker) => {
			this.ask("AT+GMM", PATIENCE, (model) => {
				this.ask("AT+GMR", PATIENCE, (revision) => {
					const parts = [maker, model, revision].map(({ text }) => stringsIn(text));
					if (parts.every((it) => it)) {
						this.say("good", parts.join(", "));
						this.say("note", `the driver follows release ${releaseOf(revision.text, parts[2])}`);
					} else
						this.say(
							"warning",
							`does not say who it is: ${parts.filter((it) => it).join(", ") || "no AT+GMI, no AT+GMM, no AT+GMR"}`,
							"Is it a WFI32 with the AT command firmware?",
						);
					this.link(0);
				});
			});
		});
	}

	/* Whether what it says arrives whole. */

	private link(turn: number, expected = ""): void {
		if (turn > this.#turns || this.#turns === 0) return this.judge();
		this.ask("AT+GMR", PATIENCE, ({ result, text, time }) => {
			if (turn > 0) {
				if (result < 0) this.#missing++;
				else if (text !== expected) this.#damaged++;
				this.#slowest = Math.max(this.#slowest, time);
				this.#sum += time;
			}
			this.link(turn + 1, turn === 0 ? text : expected);
		});
	}

	private judge(): void {
		const wrong = this.#missing + this.#damaged;
		if (this.#turns && !wrong) {
			const mean = Math.round(this.#sum / this.#turns);
			this.say("good", `${this.#turns} answers, all of them whole; ${mean} ms each, ${this.#slowest} at most`);
		} else if (wrong)
			this.say(
				"bad",
				`of ${this.#turns} answers ${this.#missing} did not come, and ${this.#damaged} were damaged`,
				`Shorter wires, a better ground, or a slower line than ${this.#baud} baud. Is the supply up to the radio's peaks?`,
			);
		const overruns = this.#port?.overruns ?? 0;
		if (overruns) this.say("bad", `the port has lost ${overruns} bytes`, "A larger ring of the serial port.");
		this.end(this.#troubled ? "trouble" : "good");
	}

	/* The port. */

	private open(baud: number): void {
		this.#port?.close();
		this.#port = undefined;
		const { io, dialect: _, capacity: __, ...options } = this.#serial;
		const Port = io as unknown as new (options: object) => SerialPort;
		this.#port = new Port({ ...options, baud, format: "buffer", onReadable: () => this.readable() });
	}

	private readable(): void {
		const bytes = this.#port?.read();
		if (!(bytes instanceof ArrayBuffer)) return;
		if (this.#text.length < MOST_TEXT) this.#text += decode(bytes);
		const final = /(?:^|[\r\n])(?:OK|ERROR:?(\d*)[^\r\n]*)\r?\n/.exec(this.#text);
		if (final) this.answered(final[1] === undefined ? 0 : Number(final[1] || 1));
	}

	/** Sends a line, and waits for its result, at most so long. */
	private ask(line: string, patience: number, done: Done): void {
		this.#done = done;
		this.#text = "";
		this.#asked = Time.ticks;
		this.after(patience, () => this.answered(-1));
		try {
			// every platform's class takes a buffer, not every one a view
			this.#port?.write(encode(`${line}\r\n`).slice().buffer);
		} catch {
			// a port that is still full: what does not go out is not answered
		}
	}

	private answered(result: number): void {
		const done = this.#done;
		this.#done = undefined;
		const answer = { result, text: this.#text, time: (Time.ticks - this.#asked) | 0 };
		// the prompt of an echoing module comes behind its result
		if (done) this.after(result < 0 ? 0 : 2, () => done(answer));
	}
}

/** The strings in an answer, quoted or bare, joined by blanks. */
function stringsIn(text: string): string {
	const line = /\+(?:GMI|GMM|GMR|VER)[:=]([^\r\n]*)/.exec(text);
	return line ? line[1].replace(/"/g, "").replace(/,/g, " ").trim() : "";
}

/** As the driver concludes it: by the `=` of the published firmware, and by the number. */
function releaseOf(text: string, revision: string): string {
	if (!/\+(?:GMR|VER)=/.test(text)) return "reference";
	return Object.keys(releases).find((it) => revision.includes(it)) ?? "0.3.1";
}
