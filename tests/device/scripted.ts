// A module that says what the test wants it to: for lines that the virtual one does not send.

import type { SerialOptions } from "drivers/uart/serial";
import Timer from "timer";
import { WFI32, type WFI32Options } from "wfi32/provider";

/** What the module answers to a command, CR LF and result included; undefined: just OK. */
export type Answers = (command: string) => string | undefined;

const GREETINGS: { [command: string]: string } = {
	"AT+GMM": '+GMM:"WFI32"\r\nOK\r\n',
	"AT+GMI": '+GMI:"Microchip"\r\nOK\r\n',
	"AT+GMR": '+GMR:"15x0","19.6.1","19.6.1","19.5.3"\r\nOK\r\n',
};

/** Latin-1 as bytes. */
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

export class Script {
	/** Commands that came, without those that the driver begins with. */
	readonly commands: string[] = [];
	/** Bytes that came while the script took data, as Latin-1. */
	data = "";
	/** How many bytes of data are still to come. */
	expected = 0;
	answers: Answers;
	/** Called when the data are complete. */
	onData: () => void = () => {};
	#port: { onReadable(count: number): void; onWritable?(count: number): void } | undefined;
	#line = "";
	#waiting: number[] = [];
	#greeted = false;

	constructor(answers: Answers = () => undefined) {
		this.answers = answers;
	}

	/** A provider at the other end of the wire. */
	provider(options: Partial<WFI32Options> = {}): WFI32 {
		const script = this;
		class Port {
			constructor(options: SerialOptions) {
				script.#port = options;
				Timer.set(() => options.onWritable?.(512));
			}
			read(to?: number | Uint8Array): number {
				const into = to as Uint8Array;
				const taken = script.#waiting.splice(0, into.length);
				into.set(taken);
				return taken.length;
			}
			write(data: Uint8Array | ArrayBuffer): void {
				for (const byte of data as Uint8Array) script.#byte(byte);
				Timer.set(() => script.#port?.onWritable?.(512));
			}
			close(): void {
				script.#port = undefined;
			}
		}
		return new WFI32({ ...options, serial: { io: Port, baud: 115_200 } });
	}

	/** The module says something, after all that it has said already. */
	say(text: string): void {
		this.#waiting.push(...bytesOf(text));
		Timer.set(() => {
			if (this.#waiting.length > 0) this.#port?.onReadable(this.#waiting.length);
		});
	}

	#byte(byte: number): void {
		if (this.expected > 0) {
			this.data += String.fromCharCode(byte);
			if (--this.expected === 0) this.onData();
			return;
		}
		if (byte !== 0x0a) {
			this.#line += String.fromCharCode(byte);
			return;
		}
		const command = this.#line.trim();
		this.#line = "";
		if (command === "") return;
		if (this.#greeted) this.commands.push(command);
		// the last of what the driver begins with
		if (command === "AT+SOCKLST") this.#greeted = true;
		this.say(GREETINGS[command] ?? this.answers(command) ?? "OK\r\n");
	}
}
