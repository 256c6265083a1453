// A plain state machine: a method is called for each byte, and what it knows is in private fields.

import Serial from "embedded:io/serial";
import { checked, look } from "bench/checked";
import { report } from "bench/meter";

const IDLE = 0;
const NAME = 1;
const NUMBER = 2;
const TEXT = 3;
const AFTER = 4;
const PAYLOAD = 5;
/** Bytes of the place for payloads, a power of two. */
const RING = 2048;

class Machine {
	lines = 0;
	sum = 0;
	payload = 0;
	#state = IDLE;
	readonly #name = new Uint8Array(16);
	#nameLength = 0;
	readonly #numbers: number[] = new Array(8).fill(0);
	#count = 0;
	#value = 0;
	#negative = false;
	readonly #text = new Uint8Array(256);
	#textLength = 0;
	/** Bytes of a payload still to come, and the ring where they go. */
	#left = 0;
	readonly #place = new Uint8Array(RING);
	#at = 0;

	byte(c: number): void {
		switch (this.#state) {
			case IDLE:
				if (c === 0x2b) {
					this.#state = NAME;
					this.#nameLength = 0;
				}
				break;
			case NAME:
				if (c === 0x3a) {
					this.#state = NUMBER;
					this.#count = this.#value = this.#textLength = 0;
					this.#negative = false;
				} else if (c === 0x0a) this.#state = IDLE;
				else this.#name[this.#nameLength++] = c;
				break;
			case NUMBER:
				if (c >= 0x30 && c <= 0x39) this.#value = this.#value * 10 + c - 0x30;
				else if (c === 0x2d) this.#negative = true;
				else if (c === 0x2c) this.#number();
				else if (c === 0x22) this.#state = TEXT;
				else if (c === 0x23) {
					this.#left = this.#numbers[1];
					this.#state = PAYLOAD;
				} else if (c === 0x0a) {
					this.#number();
					this.#line();
				}
				break;
			case TEXT:
				if (c === 0x22) this.#state = AFTER;
				else this.#text[this.#textLength++] = c;
				break;
			case AFTER:
				if (c === 0x2c) this.#state = NUMBER;
				else if (c === 0x0a) this.#line();
				break;
			case PAYLOAD:
				this.#put(c);
				if (--this.#left === 0) {
					this.#state = IDLE;
					const count = this.#numbers[1];
					look(this.#place, this.#at - count, count, RING - 1);
				}
				break;
		}
	}

	#put(c: number): void {
		this.#place[this.#at] = c;
		this.#at = (this.#at + 1) & (RING - 1);
		this.payload++;
	}

	#number(): void {
		this.#numbers[this.#count++] = this.#negative ? -this.#value : this.#value;
		this.#value = 0;
		this.#negative = false;
	}

	#is(name: Uint8Array): boolean {
		if (this.#nameLength !== name.length) return false;
		for (let i = 0; i < name.length; i++) if (this.#name[i] !== name[i]) return false;
		return true;
	}

	#line(): void {
		this.#state = IDLE;
		const numbers = this.#numbers;
		if (this.#is(SOCKRXT)) {
			this.lines++;
			this.sum += numbers[0] + numbers[1];
		} else if (this.#is(WSCNIND)) {
			this.lines++;
			this.sum += numbers[0] + numbers[1] + numbers[2] + this.#textLength;
		} else if (this.#is(MQTTPUB)) {
			this.lines++;
			this.sum += numbers[0] + numbers[1] + this.#textLength;
		}
	}
}

const codes = (name: string) => Uint8Array.from(name, (it) => it.charCodeAt(0));
const SOCKRXT = codes("SOCKRXT");
const WSCNIND = codes("WSCNIND");
const MQTTPUB = codes("MQTTPUB");

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
report(() => ({ lines: machine.lines, sum: machine.sum, payload: machine.payload, ...checked }));
