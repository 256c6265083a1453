// The Moddable SDK's own clients, as they are, over the module: found as its examples find them, in `device.network`.
import "wfi32/standard/http";
import "wfi32/standard/mqtt";
import "wfi32/standard/ntp";
import "wfi32/standard/websocket";
import type HTTPClient from "embedded:network/http/client";
import WiFi from "embedded:network/interface/wifi";
import type MQTTClient from "embedded:network/mqtt/client";
import type NTP from "embedded:network/ntp/client";
import type WebSocketClient from "embedded:network/websocket/client";
import { behaviour, type Test } from "testing/behaviour";
import { host } from "tests/device/support";
import { decode, encode } from "wfi32/text";

type Client<IO> = { io: new (options: Record<string, unknown> & { host: string }) => IO; client: object };

const { network } = (
	globalThis as unknown as {
		device: {
			network: {
				http: Client<HTTPClient>;
				mqtt: Client<MQTTClient>;
				ws: Client<WebSocketClient>;
				ntp: Client<NTP>;
			};
		};
	}
).device;

async function online(t: Test): Promise<void> {
	const wifi = new WiFi({});
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000, "joining");
}

behaviour("the SDK's HTTP client makes requests", async (t) => {
	await online(t);
	await t.world("httpKept", { port: 8000 });
	const http = new network.http.io({ ...network.http, host: "host.example", port: 8000 });
	const results: unknown[] = [];
	for (const [path, body] of [["/a"], ["/b", "posted ".repeat(30)]] as const) {
		let text = "";
		http.request({
			path,
			...(body ? { method: "POST", headers: new Map([["content-length", String(body.length)]]) } : {}),
			onWritable(this: { write(data: Uint8Array): void }) {
				if (body && !text) this.write(encode(body));
			},
			onHeaders: (status: number) => results.push(status),
			onReadable(this: { read(count: number): ArrayBuffer }, count: number) {
				text += decode(this.read(count));
			},
			onDone: (error: unknown) => results.push(error ?? text),
		});
	}
	await t.until(() => results.length === 4, 120_000);
	t.equal(results, [200, "GET /a 0", 200, "POST /b 210"]);
	http.close();
});

behaviour("the SDK's NTP client gets the time", async (t) => {
	await online(t);
	await t.world("ntpServer", { address: host, time: 1_750_000_000_000 });
	const ntp = new network.ntp.io({ ...network.ntp.client, servers: ["host.example"], host: "" });
	let result: unknown[] | undefined;
	ntp.getTime((...parameters) => (result = parameters));
	await t.until(() => result, 60_000);
	t.equal(result, [null, 1_750_000_000_000]);
	ntp.close();
});

behaviour("the SDK's MQTT client subscribes, publishes what fits no line of the module, and has a will", async (t) => {
	await online(t);
	await t.world("tcpBroker", { port: 1884 });
	const controls: number[] = [];
	let topic: string | undefined;
	let text = "";
	const mqtt = new network.mqtt.io({
		...network.mqtt.client,
		host: "host.example",
		port: 1884,
		id: "sdk",
		will: { topic: "gone", message: "sdk" },
		// the SDK 8.2.3 gives the message alone, ECMA-419 24.2 its operation first
		onControl: (first: number | { operation: number }) =>
			controls.push(typeof first === "number" ? first : first.operation),
		onReadable(this: MQTTClient, count: number, options: { topic?: string }) {
			topic ??= options.topic;
			text += decode(this.read(count) as ArrayBuffer);
		},
	});
	await t.until(() => controls.includes(2), 60_000, "CONNACK");
	mqtt.write(null, { operation: 8, items: [{ topic: "a/#", QoS: 1 }] });
	await t.until(() => controls.includes(9), 60_000, "SUBACK");
	const long = "0123456789".repeat(70);
	mqtt.write(encode(long), { topic: "a/b", QoS: 1 });
	await t.until(() => text.length === 700 && controls.includes(4), 120_000);
	t.equal([topic, text], ["a/b", long]);
	t.ok(((await t.world("brokerHeard")) as string).includes("gone"));
	mqtt.close();
});

behaviour("the SDK's WebSocket client talks to a server", async (t) => {
	await online(t);
	await t.world("webSocketServer", { port: 8001 });
	let writable = 0;
	let text = "";
	const ws = new network.ws.io({
		...network.ws,
		host: "host.example",
		port: 8001,
		onWritable: (count: number) => (writable = count),
		onReadable(this: WebSocketClient, count: number) {
			text += decode(this.read(count) as ArrayBuffer);
		},
	});
	await t.until(() => writable, 60_000, "the handshake");
	ws.write(encode("hello over a socket"), { binary: false });
	await t.until(() => text, 60_000);
	t.equal(text, "hello over a socket");
	ws.close();
});
