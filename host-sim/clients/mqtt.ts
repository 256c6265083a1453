import { Link, type LinkOptions } from "clients/link";
import { lengthOf, message, packet, sized, topics, type Will } from "clients/mqtt-packets";
import type { Bytes } from "clients/options";
import { textOf } from "clients/text";
import Timer from "timer";

/** Of a message's first fragment all, of the others only `more` (25). */
export interface Fragment {
	readonly more: boolean;
	readonly topic?: string;
	readonly QoS?: number;
	readonly byteLength?: number;
}

export interface Control {
	readonly operation: number;
	readonly id?: number;
	readonly payload?: number[];
}

export interface MQTTOptions extends Omit<LinkOptions, "port"> {
	/** 1883 if left out. */
	readonly port?: number;
	readonly id?: string;
	readonly user?: string;
	readonly password?: string | Bytes;
	/** Milliseconds. */
	readonly keepAlive?: number;
	readonly clean?: boolean;
	readonly will?: Will;
	readonly target?: unknown;
	readonly onControl?: (this: MQTTClient, operation: number, control: Control) => void;
	readonly onReadable?: (this: MQTTClient, count: number, fragment: Fragment) => void;
	readonly onWritable?: (this: MQTTClient, count: number) => void;
	readonly onError?: (this: MQTTClient, error?: Error) => void;
}

export interface WriteOptions {
	readonly operation?: number;
	readonly id?: number;
	readonly topic?: string;
	readonly QoS?: number;
	readonly retain?: boolean;
	readonly duplicate?: boolean;
	readonly byteLength?: number;
	readonly items?: readonly { topic: string; QoS?: number }[];
}

/** Kept back of what may be written, for heads. */
const OVERHEAD = 8;

/** MQTT 3.1.1 as ECMA-419 25 has it: messages of any size, in pieces both ways. Written against ECMA-419 and MQTT alone. */
export default class MQTTClient {
	static readonly CONNECT = 1;
	static readonly CONNACK = 2;
	static readonly PUBLISH = 3;
	static readonly PUBACK = 4;
	static readonly PUBREC = 5;
	static readonly PUBREL = 6;
	static readonly PUBCOMP = 7;
	static readonly SUBSCRIBE = 8;
	static readonly SUBACK = 9;
	static readonly UNSUBSCRIBE = 10;
	static readonly UNSUBACK = 11;
	static readonly PINGREQ = 12;
	static readonly PINGRESP = 13;
	static readonly DISCONNECT = 14;

	declare target: unknown;
	readonly #options: MQTTOptions;
	readonly #link: Link;
	#begun = false;
	#ready = false;
	#closed = false;
	#alive: ReturnType<typeof Timer.set> | undefined;
	#id = 0;
	/** Of the message that is being written in parts: bytes to come. */
	#toWrite = 0;
	/** Of the packet at hand: what was read of it, apart from a message's payload. */
	#input: number[] = [];
	/** Of the message at hand: bytes to be read; undefined between messages. */
	#left: number | undefined;
	#first: Omit<Fragment, "more"> | undefined;
	#acknowledgement: number[] | undefined;

	constructor(options: MQTTOptions) {
		const { host, port = 1883, dns, socket, target } = options;
		if (target !== undefined) this.target = target;
		this.#options = options;
		this.#link = new Link(
			{ host, port, dns, socket },
			{
				writable: () => {
					if (!this.#begun) this.#connect();
					else if (this.#ready && this.#writable) options.onWritable?.call(this, this.#writable);
				},
				readable: () => this.#pump(),
				failed: (error) => this.#failed(error),
			},
		);
	}

	get format(): "buffer" {
		return "buffer";
	}

	set format(value: "buffer") {
		if (value !== "buffer") throw new RangeError('format must be "buffer"');
	}

	/** Without DISCONNECT (25.3). */
	close(): void {
		this.#closed = true;
		if (this.#alive) Timer.clear(this.#alive);
		this.#alive = undefined;
		this.#link.close();
	}

	/** Of the current message. */
	read(most?: number | Bytes): ArrayBuffer | number | undefined {
		if (!this.#left) return undefined;
		const into = typeof most === "object" ? most : undefined;
		const limit = typeof most === "number" ? most : this.#left;
		const { count, buffer } = this.#link.read(Math.min(limit, this.#left), into);
		this.#left -= count;
		if (this.#left === 0) Timer.set(() => this.#messageRead(), 0);
		return into ? count : buffer;
	}

	/** @returns how many bytes may be written @throws Error before CONNACK; RangeError for more than may be written */
	write(data: Bytes | null | undefined, options?: WriteOptions): number {
		if (!this.#ready || this.#closed) throw new Error("not connected");
		if (this.#toWrite) return this.#part(data as Bytes, options);
		if (!options) throw new TypeError("options are required");
		const { operation = MQTTClient.PUBLISH, id = (this.#id % 0xffff) + 1, items } = options;
		if (operation === MQTTClient.PUBLISH) this.#publish(data ?? new Uint8Array(0), options, id);
		else if (operation === MQTTClient.SUBSCRIBE || operation === MQTTClient.UNSUBSCRIBE)
			this.#link.send(topics(operation, id, items));
		else if (operation === MQTTClient.PINGREQ || operation === MQTTClient.DISCONNECT)
			this.#link.send([operation << 4, 0]);
		else throw new RangeError("operation: not for a client to send");
		this.#id = id;
		return this.#writable;
	}

	get #writable(): number {
		return Math.max(0, this.#link.room - OVERHEAD);
	}

	#publish(data: Bytes, options: WriteOptions, id: number): void {
		const { byteLength = data.byteLength } = options;
		const head = message(options, byteLength, id);
		if (data.byteLength > byteLength) throw new RangeError("data is longer than byteLength");
		if (head.length + data.byteLength > this.#link.room) throw new RangeError("more than may be written");
		this.#link.send(head);
		this.#link.send(data);
		this.#toWrite = byteLength - data.byteLength;
	}

	#part(data: Bytes, options?: WriteOptions): number {
		if (options || data.byteLength > this.#toWrite) throw new Error("a message has been begun: its rest comes first");
		if (data.byteLength > this.#link.room) throw new RangeError("more than may be written");
		this.#link.send(data);
		this.#toWrite -= data.byteLength;
		return this.#writable;
	}

	#connect(): void {
		const { id = "", user, password, keepAlive = 0, clean = true, will } = this.#options;
		this.#begun = true;
		let flags = clean ? 2 : 0;
		if (will) flags |= 4 | ((will.QoS ?? 0) << 3) | (will.retain ? 0x20 : 0);
		if (user !== undefined) flags |= 0x80;
		if (password !== undefined) flags |= 0x40;
		const seconds = Math.ceil(keepAlive / 1000);
		const body = [...sized("MQTT"), 4, flags, seconds >> 8, seconds & 0xff, ...sized(id)];
		if (will) body.push(...sized(will.topic), ...sized(will.message));
		if (user !== undefined) body.push(...sized(user));
		if (password !== undefined) body.push(...sized(password));
		this.#link.send(packet(MQTTClient.CONNECT << 4, body));
	}

	#pump(): void {
		while (this.#link.available > 0 && !this.#closed) {
			if (this.#left !== undefined) {
				if (this.#left > 0) this.#tell(Math.min(this.#link.available, this.#left));
				return;
			}
			this.#input.push(this.#link.byte());
			this.#look();
		}
	}

	/** Whether the packet is complete, or what comes before a message's payload. */
	#look(): void {
		const input = this.#input;
		const { at, length } = lengthOf(input);
		if (at === 0) return;
		const first = input[0];
		const body = input.slice(at);
		if (first >> 4 !== MQTTClient.PUBLISH) {
			if (body.length < length) return;
			this.#input = [];
			return this.#took(first >> 4, body);
		}
		const QoS = (first >> 1) & 3;
		const topicLength = body.length < 2 ? 0 : (body[0] << 8) | body[1];
		const head = 2 + topicLength + (QoS ? 2 : 0);
		if (body.length < 2 || body.length < head) return;
		this.#input = [];
		const id = body.slice(2 + topicLength);
		if (QoS) this.#acknowledgement = [(QoS === 1 ? MQTTClient.PUBACK : MQTTClient.PUBREC) << 4, 2, ...id];
		this.#left = length - head;
		this.#first = { topic: textOf(body.slice(2, 2 + topicLength)), QoS, byteLength: this.#left };
		if (this.#left > 0) return;
		this.#tell(0);
		this.#messageRead();
	}

	#tell(count: number): void {
		const more = count < (this.#left as number);
		const fragment = { ...this.#first, more };
		this.#first = undefined;
		this.#options.onReadable?.call(this, count, fragment);
	}

	#messageRead(): void {
		if (this.#closed || this.#left !== 0) return;
		this.#left = undefined;
		if (this.#acknowledgement) this.#link.send(this.#acknowledgement);
		this.#acknowledgement = undefined;
		this.#pump();
	}

	#took(operation: number, body: number[]): void {
		if (operation === MQTTClient.CONNACK) {
			if (body[1] !== 0) return this.#failed(new Error(`refused: ${body[1]}`));
			this.#ready = true;
			const { keepAlive = 0 } = this.#options;
			// before the interval has passed (MQTT 3.1.1, 3.1.2.10)
			if (keepAlive) this.#alive = Timer.repeat(() => this.#link.send([MQTTClient.PINGREQ << 4, 0]), keepAlive * 0.75);
		}
		const hasId = operation !== MQTTClient.CONNACK && body.length >= 2;
		const id = hasId ? (body[0] << 8) | body[1] : undefined;
		if (operation === MQTTClient.PUBREC) this.#link.send([(MQTTClient.PUBREL << 4) | 2, 2, body[0], body[1]]);
		if (operation === MQTTClient.PUBREL) this.#link.send([MQTTClient.PUBCOMP << 4, 2, body[0], body[1]]);
		const payload = operation === MQTTClient.SUBACK ? body.slice(2) : undefined;
		this.#options.onControl?.call(this, operation, { operation, id, payload });
		if (operation === MQTTClient.CONNACK && !this.#closed) this.#options.onWritable?.call(this, this.#writable);
	}

	#failed(error?: Error): void {
		if (this.#closed) return;
		this.close();
		this.#options.onError?.call(this, error);
	}
}
