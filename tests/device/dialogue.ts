// A module that plays an example of the reference, line by line, and something sensible around it.

import type { Step } from "tests/device/transcript-data";
import Timer from "timer";

interface PortOptions {
	onReadable(count: number): void;
	onWritable?(count: number): void;
}

/** Time for what was said to have left the other's port, in milliseconds. */
const PAUSE = 20;

/** Latin-1 as bytes. */
export const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

export class Dialogue {
	/** The port's class, for the driver. */
	readonly Port: new (
		options: PortOptions,
	) => object;
	/** Commands that were not the example's, from when it was armed. */
	readonly others: string[] = [];
	/** Socket IDs that the module gives next. */
	ids: number[] = [];
	/** What the module lists, without CR LF. */
	list: string[] = [];
	/** Whether the example's commands are taken for the example's: not while it is being brought about. */
	armed = false;
	/** Said between a command that is not the example's and its result, once. */
	aside = "";
	/** So many commands are left without an answer. */
	deaf = 0;
	readonly #steps: readonly Step[];
	readonly #cut: number;
	#at = 0;
	#port: PortOptions | undefined;
	#line = "";
	/** Data that the module has asked for. */
	#expected = "";
	#data = "";
	#pieces: string[] = [];
	#waiting: number[] = [];
	#busy = false;
	/** The name of the CA that was written last, as it was written. */
	#authority = "";

	/** @param cut where everything that is said is cut in two; 0: nowhere; -1: everywhere */
	constructor(steps: readonly Step[], cut: number) {
		this.#steps = steps;
		this.#cut = cut;
		const dialogue = this;
		this.Port = class {
			constructor(options: PortOptions) {
				dialogue.#port = options;
				Timer.set(() => options.onWritable?.(2048));
			}
			read(into: Uint8Array): number {
				const taken = dialogue.#waiting.splice(0, into.length);
				into.set(taken);
				return taken.length;
			}
			write(data: Uint8Array): void {
				for (const byte of data) dialogue.#byte(byte);
				Timer.set(() => dialogue.#port?.onWritable?.(2048));
			}
			close(): void {
				dialogue.#port = undefined;
			}
		};
	}

	/** What of the example has not been said yet, by either. */
	get left(): string[] {
		return this.#steps.slice(this.#at).map((it) => it.text);
	}

	/** The module says what it says of itself at the example's beginning, if it does; the rest follows. */
	begin(): void {
		this.armed = true;
		this.#speak();
	}

	/** The module says something, after all that it has said already. */
	say(text: string): void {
		const cut = this.#cut;
		if (cut < 0) for (const character of text) this.#pieces.push(character);
		else if (cut > 0 && cut < text.length) this.#pieces.push(text.slice(0, cut), text.slice(cut));
		else this.#pieces.push(text);
		if (!this.#busy) this.#deliver(PAUSE);
	}

	/** One piece after the other, each in a turn of its own. */
	#deliver(delay: number): void {
		this.#busy = true;
		Timer.set(() => {
			for (const byte of bytesOf(this.#pieces.shift() as string)) this.#waiting.push(byte);
			this.#port?.onReadable(this.#waiting.length);
			this.#busy = false;
			if (this.#pieces.length > 0) this.#deliver(1);
		}, delay);
	}

	#byte(byte: number): void {
		const character = String.fromCharCode(byte);
		if (this.#expected.length > this.#data.length) {
			this.#data += character;
			if (this.#data.length === this.#expected.length) this.#took();
			return;
		}
		this.#line += character;
		if (byte !== 0x0a) return;
		const command = this.#line;
		this.#line = "";
		if (command !== "\r\n") this.#command(command);
	}

	#command(command: string): void {
		this.#authority = /^AT\+TLSC=1,1,(.*)\r/.exec(command)?.[1] ?? this.#authority;
		if (this.deaf > 0) {
			this.deaf--;
			return;
		}
		const step = this.#steps[this.#at];
		if (this.armed && step?.host && step.text === command) {
			const next = this.#steps[++this.#at];
			// what comes of it the example may not show
			if (!next || next.host) this.say(this.#background(command.slice(0, -2)));
			else this.#speak();
			return;
		}
		const text = command.slice(0, -2);
		if (this.armed) this.others.push(text);
		this.say(this.#background(text));
	}

	/** All that the module says before the host's next command; the last of it may ask for data. */
	#speak(): void {
		let text = "";
		let step = this.#steps[this.#at];
		for (; step && !step.host; step = this.#steps[++this.#at]) text += step.text;
		if (text) this.say(text);
		if (!step?.data) return;
		this.#expected = step.text;
		this.#data = "";
	}

	#took(): void {
		if (this.#data !== this.#expected) throw new Error(`data: ${this.#data}`);
		this.#expected = this.#data = "";
		this.#at++;
		this.#speak();
	}

	/** What a module that does everything says. */
	#background(command: string): string {
		const [name, parameters = ""] = command.split("=");
		const first = parameters.split(",")[0];
		let before = "";
		let after = "";
		const { aside } = this;
		this.aside = "";
		if (name === "AT+SOCKO") before = `+SOCKO:${this.ids.shift()}\r\n`;
		else if (name === "AT+SOCKLST") for (const it of this.list) before += `${it}\r\n`;
		else if (name === "AT+SOCKCL") this.list = this.list.filter((it) => !it.startsWith(`+SOCKLST:${first},`));
		else if (name === "AT+SOCKBR") after = `+SOCKIND:${first},"192.168.0.100",49153,"192.0.2.1",80\r\n`;
		else if (name === "AT+SOCKTLS") after = `+SOCKTLS:${first}\r\n`;
		else if (name === "AT+MQTTCONN") after = "+MQTTCONNACK:0,0\r\n+MQTTCONN:1\r\n";
		else if (name === "AT+MQTTSUB") after = "+MQTTSUB:0\r\n";
		else if (command === "AT+TLSC=1,1") before = `+TLSC:1,${this.#authority}\r\n`;
		else if (name === "AT+WAP" && !parameters) before = "+WAP:0\r\n";
		else if (name === "AT+GMM") before = '+GMM:"module"\r\n';
		else if (name === "AT+GMI") before = '+GMI:"maker"\r\n';
		return `${before}${aside}OK\r\n${after}`;
	}
}
