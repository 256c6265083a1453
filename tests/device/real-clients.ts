// Clients of HTTP, MQTT, WebSocket and NTP, found in `device.network`, with real servers and wall time: does what the
// other side of "host/channel" says, and tells what came of it.
import "wfi32/standard/http";
import "wfi32/standard/mqtt";
import "wfi32/standard/ntp";
import "wfi32/standard/websocket";
import WiFi from "embedded:network/interface/wifi";
import { onMessage, post } from "host/channel";
import Timer from "timer";
import { decode, encode } from "wfi32/text";

// biome-ignore lint/suspicious/noExplicitAny: the clients of ECMA-419 and of the SDK differ in their types alone
type Client = any;

const { network } = (globalThis as unknown as { device: { network: Record<string, Client> } }).device;
const name = "host.example";

interface Order {
	what: string;
	port: number;
	/** Bytes of what is sent, and of what is asked for. */
	length: number;
}

/** A text of a length, in which a piece that is missing or doubled is seen. */
function text(length: number): string {
	let result = "";
	while (result.length < length) result += `${result.length} `;
	return result.slice(0, length);
}

function http(kind: "http" | "https", { port, length }: Order, done: (result: unknown) => void): void {
	const client = new network[kind].io({
		...network[kind],
		host: name,
		port,
		onError: () => done("the connection failed"),
	});
	const answers: unknown[] = [];
	const ask = (method: string, path: string, body: string): void => {
		let sent = 0;
		let heard = "";
		client.request({
			method,
			path,
			headers: body ? new Map([["content-length", String(body.length)]]) : undefined,
			onWritable(this: Client, count: number) {
				// as far as there is room, time and again
				for (let room = count; room > 0 && sent < body.length; ) {
					const piece = body.slice(sent, sent + room);
					sent += piece.length;
					room = this.write(encode(piece));
				}
			},
			onHeaders: (status: number) => answers.push(status),
			onReadable(this: Client, count: number) {
				heard += decode(this.read(count));
			},
			onDone(error: unknown) {
				answers.push(error ? `${error}` : method === "GET" ? heard === text(length) : heard);
				if (answers.length === 4) done(answers);
			},
		});
	};
	ask("GET", `/${length}`, "");
	ask("POST", "/count", text(length));
}

function mqtt(kind: "mqtt" | "mqtts", { port, length }: Order, done: (result: unknown) => void): void {
	const controls: number[] = [];
	const body = text(length);
	let sent = 0;
	let heard = "";
	let topic = "";
	let size = 0;
	let subscribed = false;
	const client = new network[kind].io({
		...network[kind].client,
		host: name,
		port,
		id: "real",
		keepAlive: 60_000,
		will: { topic: "real/gone", message: "real" },
		onError: () => done(`the connection failed after ${controls}`),
		onControl(this: Client, first: number | { operation: number }) {
			const operation = typeof first === "number" ? first : first.operation;
			controls.push(operation);
			if (operation === 2) this.write(null, { operation: 8, items: [{ topic: "real/#", QoS: 1 }] });
			if (operation === 9) {
				subscribed = true;
				const first = body.slice(0, 40);
				sent = first.length;
				more(this, this.write(encode(first), { topic: "real/long", QoS: 1, byteLength: length }));
			}
			finish();
		},
		onWritable(this: Client, count: number) {
			if (subscribed) more(this, count);
		},
		onReadable(this: Client, count: number, options: { topic?: string; byteLength?: number }) {
			topic = options.topic ?? topic;
			size = options.byteLength ?? size;
			heard += decode(this.read(count));
			finish();
		},
	});
	const more = (it: Client, count: number) => {
		for (let room = count; room > 0 && sent < length; ) {
			const piece = body.slice(sent, sent + room);
			sent += piece.length;
			room = it.write(encode(piece));
		}
	};
	const finish = () => {
		if (heard.length < length || !controls.includes(4)) return;
		done([topic, size, heard === body]);
		// its will is to be published: no DISCONNECT. Later, as the SDK 8.2.3's client touches its socket after onReadable
		Timer.set(() => client.close(), 0);
	};
}

function ws(kind: "ws" | "wss", { port, length }: Order, done: (result: unknown) => void): void {
	const messages: unknown[] = [];
	let begun = false;
	let heard = "";
	const client = new network[kind].io({
		...network[kind],
		host: name,
		port,
		path: "/echo",
		onWritable(this: Client) {
			if (begun) return;
			begun = true;
			this.write(encode("text"), { binary: false });
			this.write(encode(text(length)), { binary: true });
		},
		onReadable(this: Client, count: number, { more, binary }: { more: boolean; binary: boolean }) {
			heard += decode(this.read(count));
			if (more) return;
			messages.push([heard === text(length) ? "all of it" : heard, binary]);
			heard = "";
			// a clean close
			if (messages.length === 2) this.write(Uint8Array.of(3, 232), { opcode: 8 });
		},
		onClose: () => done({ messages, end: "cleanly" }),
		onError: () => done({ messages, end: "broken" }),
	});
	void client;
}

function ntp(done: (result: unknown) => void): void {
	const client = new network.ntp.io({ ...network.ntp.client, servers: ["nobody.example", name] });
	client.getTime((error: unknown, time: number) => {
		done(error ? `${error}` : time);
		client.close();
	});
}

const wifi = new WiFi({
	onChanged() {
		if (this.connection !== 500) return;
		onMessage((message) => {
			const order = JSON.parse(message) as Order;
			const { what } = order;
			const done = (result: unknown) => post(JSON.stringify({ what, result }));
			if (what === "http" || what === "https") http(what, order, done);
			else if (what === "mqtt" || what === "mqtts") mqtt(what, order, done);
			else if (what === "ws" || what === "wss") ws(what, order, done);
			else ntp(done);
		});
	},
});
wifi.connect({ SSID: "net" });
