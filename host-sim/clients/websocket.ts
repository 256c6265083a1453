import { Link, type LinkOptions } from "clients/link";
import type { Bytes } from "clients/options";
import Timer from "timer";

type Readable = { readonly more: boolean; readonly binary: boolean };

export interface WebSocketOptions extends Omit<LinkOptions, "port"> {
	/** 80 if left out. */
	readonly port?: number;
	readonly path?: string;
	readonly protocol?: string;
	readonly headers?: ReadonlyMap<string, string>;
	readonly target?: unknown;
	readonly onReadable?: (this: WebSocketClient, count: number, options: Readable) => void;
	readonly onWritable?: (this: WebSocketClient, count: number) => void;
	readonly onControl?: (this: WebSocketClient, opcode: number, payload: ArrayBuffer) => void;
	readonly onClose?: (this: WebSocketClient) => void;
	readonly onError?: (this: WebSocketClient, error?: Error) => void;
}

export interface WebSocketWriteOptions {
	readonly binary?: boolean;
	readonly more?: boolean;
	readonly opcode?: number;
}

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
/** Of a frame of the client's: two bytes, eight of a long length, four of the mask. */
const OVERHEAD = 14;
/** The key of RFC 6455 1.3, and what a server makes of it: a client that is not a browser need not have a key of its own. */
const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/** WebSocket (RFC 6455) as ECMA-419 24 has it. Written against ECMA-419 alone. */
export default class WebSocketClient {
	declare target: unknown;
	readonly #options: WebSocketOptions;
	readonly #link: Link;
	#state: "connecting" | "upgrading" | "open" | "closed" = "connecting";
	#line = "";
	#accepted = false;
	/** Of the frame at hand: its head as far as it is known, and its payload that is still to be read. */
	#head: number[] = [];
	#left = 0;
	#inMessage = false;
	#binary = false;
	#control: number[] | undefined;
	#fragmented = false;
	#closeSent = false;

	constructor(options: WebSocketOptions) {
		const { host, port = 80, dns, socket, target } = options;
		if (target !== undefined) this.target = target;
		this.#options = options;
		this.#link = new Link(
			{ host, port, dns, socket },
			{
				writable: () => {
					if (this.#state === "connecting") this.#upgrade();
					else if (this.#state === "open" && this.#writable) options.onWritable?.call(this, this.#writable);
				},
				readable: () => this.#pump(),
				failed: (error) => this.#failed(error),
			},
		);
	}

	get format(): "buffer" {
		return "buffer";
	}

	close(): void {
		this.#state = "closed";
		this.#link.close();
	}

	/** Of the current message. */
	read(most?: number | Bytes): ArrayBuffer | number | undefined {
		if (!this.#inMessage || this.#left === 0) return undefined;
		const into = typeof most === "object" ? most : undefined;
		const limit = typeof most === "number" ? most : this.#left;
		const { count, buffer } = this.#link.read(Math.min(limit, this.#left), into);
		this.#left -= count;
		if (this.#left === 0) {
			this.#inMessage = false;
			Timer.set(() => this.#pump(), 0);
		}
		return into ? count : buffer;
	}

	write(data: Bytes, { binary = true, more = false, opcode }: WebSocketWriteOptions = {}): number {
		if (this.#state !== "open") throw new Error("not connected");
		if (data.byteLength > this.#writable) throw new RangeError("more than may be written");
		if (opcode !== undefined) this.#frame(0x80 | opcode, data);
		else {
			this.#frame((more ? 0 : 0x80) | (this.#fragmented ? 0 : binary ? BINARY : TEXT), data);
			this.#fragmented = more;
		}
		if (opcode === CLOSE) this.#closeSent = true;
		return this.#writable;
	}

	get #writable(): number {
		return Math.max(0, this.#link.room - OVERHEAD);
	}

	#upgrade(): void {
		const { host, path = "/", protocol, headers } = this.#options;
		this.#state = "upgrading";
		let head = `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n`;
		head += `sec-websocket-version: 13\r\nsec-websocket-key: ${KEY}\r\n`;
		if (protocol !== undefined) head += `sec-websocket-protocol: ${protocol}\r\n`;
		for (const [name, value] of headers ?? []) head += `${name}: ${value}\r\n`;
		this.#link.send(`${head}\r\n`);
	}

	#frame(first: number, data: Bytes): void {
		const bytes = new Uint8Array(data as ArrayBuffer).slice();
		const { length } = bytes;
		const head = [first];
		if (length < 126) head.push(0x80 | length);
		else if (length < 0x1_0000) head.push(0x80 | 126, length >> 8, length & 0xff);
		else
			head.push(
				0x80 | 127,
				0,
				0,
				0,
				0,
				(length >>> 24) & 0xff,
				(length >> 16) & 0xff,
				(length >> 8) & 0xff,
				length & 0xff,
			);
		const mask = [0, 0, 0, 0].map(() => Math.floor(Math.random() * 256));
		for (let i = 0; i < length; i++) bytes[i] ^= mask[i & 3];
		this.#link.send([...head, ...mask]);
		this.#link.send(bytes);
	}

	#pump(): void {
		const link = this.#link;
		while (link.available > 0 && this.#state !== "closed") {
			if (this.#state === "upgrading") this.#headerByte(link.byte());
			else if (this.#control) this.#controlByte(link.byte());
			else if (this.#inMessage && this.#left) return this.#tell();
			else this.#headByte(link.byte());
		}
	}

	#tell(): void {
		const count = Math.min(this.#link.available, this.#left);
		const isLast = (this.#head[0] & 0x80) !== 0 && count === this.#left;
		this.#options.onReadable?.call(this, count, { more: !isLast, binary: this.#binary });
	}

	#headerByte(byte: number): void {
		this.#line += String.fromCharCode(byte);
		if (byte !== 10) return;
		const line = this.#line.trim();
		this.#line = "";
		if (/^HTTP\//.test(line) && !/^HTTP\/1\.1 101/.test(line)) return this.#failed(new Error(line));
		if (/^sec-websocket-accept:/i.test(line)) this.#accepted = line.slice(21).trim() === ACCEPT;
		if (line) return;
		if (!this.#accepted) return this.#failed(new Error("the server has not accepted"));
		this.#state = "open";
		if (this.#writable) this.#options.onWritable?.call(this, this.#writable);
	}

	/** A byte of a frame's head; at its end, what the frame is. */
	#headByte(byte: number): void {
		if (this.#left === 0 && this.#headLength <= this.#head.length) this.#head = [];
		this.#head.push(byte);
		if (this.#head.length < this.#headLength) return;
		const [first, length, ...more] = this.#head;
		if (length & 0x80) return this.#failed(new Error("a server does not mask"));
		this.#left = more.length ? more.reduce((sum, it) => sum * 256 + it, 0) : length;
		const opcode = first & 15;
		if (opcode >= CLOSE) {
			this.#control = [];
			if (this.#left === 0) this.#controlled(opcode, []);
			return;
		}
		if (opcode) this.#binary = opcode === BINARY;
		this.#inMessage = this.#left > 0;
		if (!this.#inMessage) this.#tell();
	}

	get #headLength(): number {
		const length = this.#head.length < 2 ? 0 : this.#head[1] & 0x7f;
		return length === 126 ? 4 : length === 127 ? 10 : 2;
	}

	#controlByte(byte: number): void {
		const control = this.#control as number[];
		control.push(byte);
		if (--this.#left === 0) this.#controlled(this.#head[0] & 15, control);
	}

	#controlled(opcode: number, payload: number[]): void {
		this.#control = undefined;
		const bytes = Uint8Array.from(payload);
		if (opcode === PING) this.#frame(0x80 | PONG, bytes);
		if (opcode === CLOSE && !this.#closeSent) this.#frame(0x80 | CLOSE, bytes);
		this.#options.onControl?.call(this, opcode, bytes.buffer as ArrayBuffer);
		if (opcode !== CLOSE || this.#state === "closed") return;
		this.close();
		this.#options.onClose?.call(this);
	}

	#failed(error?: Error): void {
		if (this.#state === "closed") return;
		this.close();
		this.#options.onError?.call(this, error);
	}
}
