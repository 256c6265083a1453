import type { Resolver, ResolverOptions, Stream, StreamOptions } from "tests/clients/options";
import { encode } from "wfi32/text";

const CONNECT = 1;
const CONNACK = 2;
const PUBLISH = 3;
const SUBSCRIBE = 8;

interface Options {
	host: string;
	port?: number;
	id?: string;
	socket: StreamOptions;
	dns: ResolverOptions;
	will?: { topic: string; message: string };
	onControl?: (this: MQTTClient, operation: number, message: { operation: number; id?: number }) => void;
	onReadable?: (this: MQTTClient, count: number, options: { topic: string }) => void;
	onError?: (this: MQTTClient, error?: Error) => void;
}

interface WriteOptions {
	operation?: number;
	id?: number;
	topic?: string;
	QoS?: number;
	items?: readonly { topic: string; QoS?: number }[];
}

/** A length or an id: two bytes, then the string's. */
const field = (text: string): number[] => {
	const bytes = encode(text);
	return [bytes.length >> 8, bytes.length & 0xff, ...bytes];
};

/** The remaining length (MQTT 3.1.1, 2.2.3). */
function lengthOf(count: number): number[] {
	const bytes: number[] = [];
	let left = count;
	do {
		const byte = left & 0x7f;
		left >>= 7;
		bytes.push(left ? byte | 0x80 : byte);
	} while (left);
	return bytes;
}

/** MQTT 3.1.1 as ECMA-419 24 has it, as far as the tests need it. Written against ECMA-419 and MQTT alone. */
export default class MQTTClient {
	static readonly CONNACK = CONNACK;
	static readonly PUBLISH = PUBLISH;
	static readonly PUBACK = 4;
	static readonly SUBSCRIBE = SUBSCRIBE;
	static readonly SUBACK = 9;

	readonly #options: Options;
	#resolver: Resolver | undefined;
	#socket: Stream | undefined;
	#input: number[] = [];
	#message: Uint8Array | undefined;
	#ready = false;
	#id = 0;

	constructor(options: Options) {
		this.#options = options;
		const { host, port = 1883, dns, socket } = options;
		this.#resolver = new dns.io(dns);
		this.#resolver.resolve({ host }, (error, address) => {
			if (error || address === undefined) return this.#failed(error ?? undefined);
			let begun = false;
			this.#socket = new socket.io({
				...socket,
				address,
				port,
				onWritable: () => {
					if (!begun) this.#connect();
					begun = true;
				},
				onReadable: () => this.#readable(),
				onError: (reason) => this.#failed(reason),
			});
		});
	}

	close(): void {
		this.#resolver?.close();
		this.#socket?.close();
		this.#socket = undefined;
	}

	read(): ArrayBuffer | undefined {
		const message = this.#message;
		this.#message = undefined;
		return message && (message.slice().buffer as ArrayBuffer);
	}

	write(data: Uint8Array | null, options: WriteOptions = {}): number {
		if (!this.#ready) throw new Error("not connected");
		const { operation = PUBLISH, topic = "", QoS = 0, items = [], id = ++this.#id } = options;
		const body: number[] = [];
		if (operation === PUBLISH) {
			body.push(...field(topic));
			if (QoS) body.push(id >> 8, id & 0xff);
			body.push(...(data ?? []));
			return this.#send((PUBLISH << 4) | (QoS << 1), body);
		}
		body.push(id >> 8, id & 0xff);
		for (const item of items) body.push(...field(item.topic), item.QoS ?? 0);
		return this.#send((operation << 4) | 2, body);
	}

	#connect(): void {
		const { id = "", will } = this.#options;
		const flags = 2 | (will ? 4 : 0);
		const wills = will ? [...field(will.topic), ...field(will.message)] : [];
		this.#send(CONNECT << 4, [...field("MQTT"), 4, flags, 0, 0, ...field(id), ...wills]);
	}

	#send(first: number, body: number[]): number {
		const head = [first, ...lengthOf(body.length)];
		const socket = this.#socket as Stream;
		socket.write(Uint8Array.from(head), { more: true, byteLength: head.length + body.length });
		return socket.write(Uint8Array.from(body));
	}

	#readable(): void {
		for (let piece = this.#socket?.read(); piece !== undefined; piece = this.#socket?.read())
			this.#input.push(...new Uint8Array(piece as ArrayBuffer));
		while (this.#packet());
	}

	/** Takes a whole packet, if there is one. */
	#packet(): boolean {
		const input = this.#input;
		let length = 0;
		let at = 1;
		for (; ; at++) {
			if (at >= input.length) return false;
			length |= (input[at] & 0x7f) << (7 * (at - 1));
			if (!(input[at] & 0x80)) break;
		}
		if (input.length < at + 1 + length) return false;
		const operation = input[0] >> 4;
		const packet = input.splice(0, at + 1 + length);
		this.#take(operation, packet, packet.slice(at + 1));
		return true;
	}

	#take(operation: number, packet: number[], body: number[]): void {
		if (operation === PUBLISH) {
			const topicLength = (body[0] << 8) | body[1];
			const topic = String.fromCharCode(...body.slice(2, 2 + topicLength));
			const skip = (packet[0] >> 1) & 3 ? 2 : 0;
			this.#message = Uint8Array.from(body.slice(2 + topicLength + skip));
			this.#options.onReadable?.call(this, this.#message.length, { topic });
			return;
		}
		if (operation === CONNACK) this.#ready = true;
		const id = operation === CONNACK ? undefined : (body[0] << 8) | body[1];
		this.#options.onControl?.call(this, operation, { operation, id });
	}

	#failed(error?: Error): void {
		this.#options.onError?.call(this, error);
	}
}
