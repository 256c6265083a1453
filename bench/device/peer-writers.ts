// The peers as they transmit: one write now and then, whose answer each reads in its own way.

import Serial from "embedded:io/serial";
import { report } from "bench/meter";
import config from "mc/config";
import Timer from "timer";

export type Writing = "strings" | "buffers" | "bytes";

const { writing, binary, head, counted, piece, fill, period } = config as unknown as {
	writing: Writing;
	/** The data go after a `#`, as they are. */
	binary: boolean;
	/** The command up to the length of the data, and whether that is told. */
	head: string;
	counted: boolean;
	piece: number;
	fill: number;
	period: number;
};
let written = 0;
let answered = 0;
const data = new Uint8Array(piece).fill(fill);

interface Port {
	read(): ArrayBuffer;
	read(to: Uint8Array): number;
	write(bytes: ArrayBuffer | ArrayBufferView): void;
}

const Text = String as unknown as { fromArrayBuffer(it: ArrayBufferLike): string };
const Buffers = ArrayBuffer as unknown as { fromString(it: string): ArrayBuffer };

/** Template literals, made into a buffer; answers are strings. */
class Strings {
	#text = "";

	write(to: Port): void {
		to.write(Buffers.fromString(`${head}${counted ? `,${piece}` : ""}${binary ? "" : `,${this.#quoted()}`}\r\n`));
	}

	#quoted(): string {
		let text = "";
		for (const c of data) {
			if (c < 0x20 || c > 0x7e) return this.#hex();
			const character = String.fromCharCode(c);
			text += character === '"' || character === "\\" ? `\\${character}` : character;
		}
		return `"${text}"`;
	}

	#hex(): string {
		let text = "";
		for (const c of data) text += c.toString(16).padStart(2, "0").toUpperCase();
		return `[${text}]`;
	}

	read(from: Port): void {
		this.#text += Text.fromArrayBuffer(from.read());
		if (this.#text.endsWith("#")) from.write(data);
		else if (this.#text.endsWith("OK\r\n")) answered++;
		else return;
		this.#text = "";
	}
}

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffers.fromString(text));

function concat(parts: Uint8Array[]): Uint8Array {
	const result = new Uint8Array(parts.reduce((length, it) => length + it.length, 0));
	let at = 0;
	for (const part of parts) {
		result.set(part, at);
		at += part.length;
	}
	return result;
}

/** Buffers that are concatenated, as are the answer's. */
class Concatenated {
	#held: Uint8Array = new Uint8Array(0);

	write(to: Port): void {
		const parts = [bytesOf(counted ? `${head},${piece}` : head)];
		if (!binary) parts.push(bytesOf(","), this.#encoded());
		to.write(concat([...parts, bytesOf("\r\n")]));
	}

	#encoded(): Uint8Array {
		if (data.some((c) => c < 0x20 || c > 0x7e)) return this.#hex();
		const quote = Uint8Array.of(0x22);
		if (!data.some((c) => c === 0x22 || c === 0x5c)) return concat([quote, data, quote]);
		return concat([
			quote,
			Uint8Array.from([...data].flatMap((c) => (c === 0x22 || c === 0x5c ? [0x5c, c] : [c]))),
			quote,
		]);
	}

	#hex(): Uint8Array {
		const digits = bytesOf("0123456789ABCDEF");
		const result = new Uint8Array(data.length * 2 + 2);
		result[0] = 0x5b;
		data.forEach((c, i) => {
			result[i * 2 + 1] = digits[c >> 4];
			result[i * 2 + 2] = digits[c & 15];
		});
		result[result.length - 1] = 0x5d;
		return result;
	}

	read(from: Port): void {
		this.#held = concat([this.#held, new Uint8Array(from.read())]);
		const last = this.#held[this.#held.length - 1];
		if (last === 0x23) from.write(data);
		else if (last === 0x0a && this.#held.indexOf(0x4f) >= 0) answered++;
		else return;
		this.#held = new Uint8Array(0);
	}
}

const DIGITS = Uint8Array.from("0123456789ABCDEF", (c) => c.charCodeAt(0));
const HEAD = Uint8Array.from(head, (c) => c.charCodeAt(0));

/** A method called for each byte, both ways. */
class Bytes {
	readonly #bytes = new Uint8Array(1024);
	readonly #input = new Uint8Array(64);
	#length = 0;
	#last = 0;

	#put(c: number): void {
		this.#bytes[this.#length++] = c;
	}

	#fixed(bytes: Uint8Array): void {
		for (let i = 0; i < bytes.length; i++) this.#put(bytes[i]);
	}

	#integer(value: number): void {
		if (value >= 10) this.#integer(Math.floor(value / 10));
		this.#put(DIGITS[value % 10]);
	}

	#text(): void {
		for (let i = 0; i < data.length; i++) if (data[i] < 0x20 || data[i] > 0x7e) return this.#hex();
		this.#put(0x22);
		for (let i = 0; i < data.length; i++) {
			const c = data[i];
			if (c === 0x22 || c === 0x5c) this.#put(0x5c);
			this.#put(c);
		}
		this.#put(0x22);
	}

	#hex(): void {
		this.#put(0x5b);
		for (let i = 0; i < data.length; i++) {
			this.#put(DIGITS[data[i] >> 4]);
			this.#put(DIGITS[data[i] & 15]);
		}
		this.#put(0x5d);
	}

	write(to: Port): void {
		this.#length = 0;
		this.#fixed(HEAD);
		if (counted) {
			this.#put(0x2c);
			this.#integer(piece);
		}
		if (!binary) {
			this.#put(0x2c);
			this.#text();
		}
		this.#put(0x0d);
		this.#put(0x0a);
		to.write(this.#bytes.subarray(0, this.#length));
	}

	read(from: Port): void {
		const count = from.read(this.#input);
		for (let i = 0; i < count; i++) this.#byte(from, this.#input[i]);
	}

	#byte(from: Port, c: number): void {
		if (c === 0x23) from.write(data);
		else if (c === 0x4b && this.#last === 0x4f) answered++;
		this.#last = c;
	}
}

const writers = { strings: Strings, buffers: Concatenated, bytes: Bytes };
const writer = new writers[writing]();
const port: Port = new (Serial as unknown as new (options: object) => Port)({
	port: 0,
	baud: 230_400,
	format: "buffer",
	onReadable: () => writer.read(port),
});
Timer.repeat(() => {
	written++;
	writer.write(port);
}, period);
report(() => ({ written, answered, isOpen: true, error: "" }));
