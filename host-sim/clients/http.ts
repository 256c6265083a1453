import { Link, type LinkOptions } from "clients/link";
import type { Bytes } from "clients/options";
import Timer from "timer";

export interface HTTPClientOptions extends Omit<LinkOptions, "port"> {
	/** 80 if left out. */
	readonly port?: number;
	readonly target?: unknown;
	readonly onError?: (this: HTTPClient, error?: Error) => void;
}

export interface RequestOptions {
	readonly method?: string;
	readonly path?: string;
	readonly headers?: ReadonlyMap<string, string>;
	readonly headersMask?: readonly string[];
	readonly onHeaders?: (this: Request, status: number, headers: Map<string, string>, statusText: string) => void;
	readonly onReadable?: (this: Request, count: number) => void;
	readonly onWritable?: (this: Request, count: number) => void;
	readonly onDone?: (this: Request, error?: Error | null) => void;
}

/** What a request asks of its client. */
interface Owner {
	read(request: Request, most?: number | Bytes): ArrayBuffer | number | undefined;
	write(request: Request, data?: Bytes): number;
}

/** A request that was queued (20.3). */
export class Request {
	readonly #owner: Owner;

	constructor(owner: Owner) {
		this.#owner = owner;
	}

	read(most?: number | Bytes): ArrayBuffer | number | undefined {
		return this.#owner.read(this, most);
	}

	write(data?: Bytes): number {
		return this.#owner.write(this, data);
	}
}

type State = "idle" | "sending" | "status" | "headers" | "body" | "size" | "chunkEnd" | "trailer";

/** Around each piece of a chunked request body. */
const CHUNK_OVERHEAD = 12;

/** HTTP/1.1 (RFC 9112) as ECMA-419 20 has it: requests to one host, one after the other. Written against ECMA-419 alone. */
export default class HTTPClient {
	declare target: unknown;
	readonly #link: Link;
	readonly #host: string;
	readonly #onError: HTTPClientOptions["onError"];
	readonly #owner: Owner = {
		read: (request, most) => this.#read(request, most),
		write: (request, data) => this.#write(request, data),
	};
	#queue: { request: Request; options: RequestOptions }[] = [];
	#state: State = "idle";
	#connected = false;
	#closed = false;
	#line = "";
	#status = 0;
	#statusText = "";
	#headers = new Map<string, string>();
	/** Bytes of the body, or of the chunk, that are still to be read. */
	#left = 0;
	#chunked = false;
	/** Bytes of the request's body that are to be written; Infinity when it is chunked. */
	#toSend = 0;

	constructor(options: HTTPClientOptions) {
		const { host, port = 80, dns, socket, target, onError } = options;
		if (target !== undefined) this.target = target;
		this.#host = host;
		this.#onError = onError;
		this.#link = new Link(
			{ host, port, dns, socket },
			{
				writable: () => {
					this.#connected = true;
					if (this.#state === "idle") this.#start();
					else this.#offer();
				},
				readable: () => this.#pump(),
				failed: (error) => this.#failed(error ?? new Error("disconnected")),
			},
		);
	}

	close(): void {
		this.#closed = true;
		this.#queue = [];
		this.#link.close();
	}

	request(options: RequestOptions): Request {
		if (this.#closed) throw new Error("closed");
		const request = new Request(this.#owner);
		this.#queue.push({ request, options });
		if (this.#queue.length === 1) this.#soon(() => this.#start());
		return request;
	}

	get #current() {
		return this.#queue[0];
	}

	/** Callbacks do not come from inside methods. */
	#soon(work: () => void): void {
		Timer.set(() => {
			if (!this.#closed) work();
		}, 0);
	}

	#start(): void {
		if (!this.#current || !this.#connected || this.#state !== "idle") return;
		const { method = "GET", path = "/", headers } = this.#current.options;
		let head = `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n`;
		this.#toSend = 0;
		for (const [name, value] of headers ?? []) {
			head += `${name}: ${value}\r\n`;
			if (name.toLowerCase() === "content-length") this.#toSend = Number(value);
			else if (name.toLowerCase() === "transfer-encoding") this.#toSend = Number.POSITIVE_INFINITY;
		}
		this.#state = "sending";
		this.#link.send(`${head}\r\n`);
		if (this.#toSend) this.#offer();
		else this.#await();
	}

	#await(): void {
		this.#state = "status";
		this.#line = "";
	}

	get #writable(): number {
		const room = this.#link.room - (this.#toSend === Number.POSITIVE_INFINITY ? CHUNK_OVERHEAD : 0);
		return Math.max(0, Math.min(room, this.#toSend));
	}

	#offer(): void {
		const count = this.#writable;
		const { request, options } = this.#current ?? {};
		if (this.#state === "sending" && request && count) options?.onWritable?.call(request, count);
	}

	#write(request: Request, data?: Bytes): number {
		if (request !== this.#current?.request || this.#state !== "sending") throw new Error("no body is being sent");
		const chunked = this.#toSend === Number.POSITIVE_INFINITY;
		if (!data) {
			if (!chunked) throw new Error("data are required");
			this.#link.send("0\r\n\r\n");
			this.#await();
			return 0;
		}
		if (data.byteLength > this.#writable) throw new RangeError("more than may be written");
		if (chunked) this.#link.send(`${data.byteLength.toString(16)}\r\n`);
		this.#link.send(data);
		if (chunked) this.#link.send("\r\n");
		else this.#toSend -= data.byteLength;
		if (this.#toSend === 0) this.#await();
		return this.#writable;
	}

	#read(request: Request, most?: number | Bytes): ArrayBuffer | number | undefined {
		if (request !== this.#current?.request || this.#state !== "body") return undefined;
		const into = typeof most === "object" ? most : undefined;
		const limit = typeof most === "number" ? most : this.#left;
		const { count, buffer } = this.#link.read(Math.min(limit, this.#left), into);
		this.#left -= count;
		if (this.#left === 0) this.#soon(() => this.#bodyRead());
		return into ? count : buffer;
	}

	#bodyRead(): void {
		if (this.#state !== "body" || this.#left > 0) return;
		if (!this.#chunked) return this.#done();
		this.#state = "chunkEnd";
		this.#pump();
	}

	#pump(): void {
		const link = this.#link;
		while (link.available > 0 && !this.#closed) {
			if (this.#state === "body") {
				const { request, options } = this.#current;
				options.onReadable?.call(request, Math.min(link.available, this.#left));
				return;
			}
			if (this.#state === "idle" || this.#state === "sending") return;
			this.#line += String.fromCharCode(link.byte());
			if (!this.#line.endsWith("\n")) continue;
			const line = this.#line.trim();
			this.#line = "";
			this.#took(line);
		}
	}

	#took(line: string): void {
		if (this.#state === "status") {
			const [version, status, ...text] = line.split(" ");
			if (!version.startsWith("HTTP/1.") || !status) return this.#failed(new Error("no HTTP response"));
			this.#status = Number(status);
			this.#statusText = text.join(" ");
			this.#headers = new Map();
			this.#state = "headers";
		} else if (this.#state === "headers" && line) {
			const colon = line.indexOf(":");
			this.#headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
		} else if (this.#state === "headers") this.#headersDone();
		else if (this.#state === "size") {
			this.#left = Number.parseInt(line, 16);
			this.#state = this.#left ? "body" : "trailer";
		} else if (this.#state === "chunkEnd") this.#state = "size";
		else if (this.#state === "trailer" && !line) this.#done();
	}

	#headersDone(): void {
		const headers = this.#headers;
		const { request, options } = this.#current;
		const length = headers.get("content-length");
		this.#chunked = headers.get("transfer-encoding")?.toLowerCase() === "chunked";
		const none = this.#status === 204 || this.#status === 304 || options.method === "HEAD";
		this.#left = none ? 0 : length === undefined ? Number.POSITIVE_INFINITY : Number(length);
		this.#state = this.#chunked && !none ? "size" : "body";
		const mask = options.headersMask;
		const told = mask ? new Map([...headers].filter(([name]) => mask.includes(name))) : headers;
		options.onHeaders?.call(request, this.#status, told, this.#statusText);
		if (!this.#closed && this.#state === "body" && this.#left === 0) this.#done();
	}

	#done(): void {
		const ended = this.#queue.shift();
		this.#state = "idle";
		ended?.options.onDone?.call(ended.request, null);
		if (!this.#closed) this.#start();
	}

	/** The end of the connection is the end of a body without a length (RFC 9112 6.3). */
	#failed(error: Error): void {
		if (this.#closed) return;
		if (this.#state === "body" && this.#left === Number.POSITIVE_INFINITY) {
			const ended = this.#queue.shift();
			ended?.options.onDone?.call(ended.request, null);
		}
		const queue = this.#queue;
		this.close();
		for (const { request, options } of queue) options.onDone?.call(request, error);
		this.#onError?.call(this, error);
	}
}
