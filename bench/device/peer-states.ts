// A plain state machine: a method is called for each byte, and what it knows is in private fields.

import Serial from "embedded:io/serial";
import { report } from "bench/meter";

const NAME = 0;
const NUMBER = 1;
const TEXT = 2;
const PAYLOAD = 3;
const IDLE = 4;

class Machine {
	lines = 0;
	sum = 0;
	payload = 0;
	#state = IDLE;
	#name = 0;
	#value = 0;
	#negative = false;
	#numbers = 0;
	#last = 0;
	#length = 0;
	#quoted = false;
	#left = 0;
	#at = 0;
	readonly #place = new Uint8Array(2048);

	byte(c: number): void {
		switch (this.#state) {
			case PAYLOAD:
				this.#place[this.#at] = c;
				this.#at = (this.#at + 1) & 2047;
				this.payload++;
				if (--this.#left === 0) this.#state = IDLE;
				break;
			case NAME:
				if (c === 0x3a) {
					this.#state = NUMBER;
					this.#value = this.#numbers = this.#last = this.#length = 0;
					this.#negative = this.#quoted = false;
				} else if (c === 0x0a) this.#state = IDLE;
				else this.#name = (this.#name * 31 + c) | 0;
				break;
			case NUMBER:
				if (c >= 0x30 && c <= 0x39) this.#value = this.#value * 10 + (c - 0x30);
				else if (c === 0x2d) this.#negative = true;
				else if (c === 0x2c) this.#number();
				else if (c === 0x22) {
					this.#quoted = true;
					this.#state = TEXT;
				} else if (c === 0x23) {
					this.#left = this.#last;
					this.#state = PAYLOAD;
				} else if (c === 0x0a) {
					this.#number();
					this.#line();
				}
				break;
			case TEXT:
				if (c === 0x22) this.#quoted = !this.#quoted;
				else if (this.#quoted) this.#length++;
				else if (c === 0x0a) this.#line();
				else if (c === 0x2c) this.#state = NUMBER;
				break;
			default:
				if (c === 0x2b) {
					this.#state = NAME;
					this.#name = 0;
				}
		}
	}

	#number(): void {
		this.#last = this.#negative ? -this.#value : this.#value;
		this.#numbers += this.#last;
		this.#value = 0;
		this.#negative = false;
	}

	#line(): void {
		this.#state = IDLE;
		if (this.#name !== SOCKRXT && this.#name !== WSCNIND && this.#name !== MQTTPUB) return;
		this.lines++;
		this.sum += this.#numbers + this.#length;
	}
}

function hash(name: string): number {
	let result = 0;
	for (let i = 0; i < name.length; i++) result = (result * 31 + name.charCodeAt(i)) | 0;
	return result;
}
const SOCKRXT = hash("SOCKRXT");
const WSCNIND = hash("WSCNIND");
const MQTTPUB = hash("MQTTPUB");

const machine = new Machine();
const buffer = new Uint8Array(512);

class Port extends (Serial as unknown as new (options: object) => { read(to: Uint8Array): number | undefined }) {}

new Port({
	port: 0,
	baud: 230_400,
	format: "buffer",
	onReadable(this: Port) {
		const count = this.read(buffer) ?? 0;
		for (let i = 0; i < count; i++) machine.byte(buffer[i]);
	},
});
report(() => ({ lines: machine.lines, sum: machine.sum, payload: machine.payload }));
