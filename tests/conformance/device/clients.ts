// Clients of HTTP, WebSocket, NTP and MQTT over the module's sockets, found as programs find them, in `device.network`
// (ECMA-419 19, 20, 24, 25, 30): on every machine those that host-sim/clients has, which know ECMA-419 alone; with the
// Moddable SDK its own as well (tests/sdk).
import "wfi32/standard/http";
import "wfi32/standard/mqtt";
import "wfi32/standard/ntp";
import "wfi32/standard/websocket";
import type HTTPClient from "embedded:network/http/client";
import WiFi from "embedded:network/interface/wifi";
import type MQTTClient from "embedded:network/mqtt/client";
import type NTP from "embedded:network/ntp/client";
import type WebSocketClient from "embedded:network/websocket/client";
import WS from "embedded:network/ws/client";
import { behaviour, type Test } from "testing/behaviour";
import { host } from "tests/device/support";
import { decode, encode } from "wfi32/text";

type Client<IO> = { io: new (options: Record<string, unknown> & { host: string }) => IO; client: object };

const { network } = (
	globalThis as unknown as {
		device: {
			network: {
				http: Client<HTTPClient>;
				https: Client<HTTPClient>;
				mqtt: Client<MQTTClient>;
				mqtts: Client<MQTTClient>;
				ws: Client<WebSocketClient>;
				wss: Client<WebSocketClient>;
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

/** A plain connection, and one that the module secures by what `mc/config` says of the CA. */
const ways = [
	{ secure: false, http: network.http, mqtt: network.mqtt, ws: network.ws, suffix: "" },
	{ secure: true, http: network.https, mqtt: network.mqtts, ws: network.wss, suffix: ", over TLS" },
];

for (const { secure, http, mqtt, ws, suffix } of ways) {
	behaviour(`an HTTP client makes requests${suffix}`, async (t) => {
		await online(t);
		await t.world("httpKept", { port: 8000, secure });
		const client = new http.io({ ...http, host: "host.example", port: 8000 });
		const results: unknown[] = [];
		for (const [path, body] of [["/a"], ["/b", "posted ".repeat(30)]] as const) {
			let text = "";
			client.request({
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
		client.close();
		if (secure) t.equal(await t.world("tlsPeer"), { secured: true, serverName: "host.example" });
	});

	behaviour(
		`an MQTT client subscribes, publishes what fits no line of the module, and has a will${suffix}`,
		async (t) => {
			await online(t);
			await t.world("tcpBroker", { port: 1884, secure });
			const controls: number[] = [];
			let topic: string | undefined;
			let text = "";
			const client = new mqtt.io({
				...mqtt.client,
				host: "host.example",
				port: 1884,
				id: "client",
				will: { topic: "gone", message: "client" },
				// the SDK 8.2.3 gives the message alone, ECMA-419 24.2 its operation first
				onControl: (first: number | { operation: number }) =>
					controls.push(typeof first === "number" ? first : first.operation),
				onReadable(this: MQTTClient, count: number, options: { topic?: string }) {
					topic ??= options.topic;
					text += decode(this.read(count) as ArrayBuffer);
				},
			});
			await t.until(() => controls.includes(2), 60_000, "CONNACK");
			client.write(null, { operation: 8, items: [{ topic: "a/#", QoS: 1 }] });
			await t.until(() => controls.includes(9), 60_000, "SUBACK");
			const long = "0123456789".repeat(70);
			client.write(encode(long), { topic: "a/b", QoS: 1 });
			await t.until(() => text.length === 700 && controls.includes(4), 120_000);
			t.equal([topic, text], ["a/b", long]);
			t.ok(((await t.world("brokerHeard")) as string).includes("gone"));
			client.close();
		},
	);

	behaviour(`a WebSocket client talks to a server${suffix}`, async (t) => {
		await online(t);
		await t.world("webSocketServer", { port: 8001, secure });
		let writable = 0;
		let text = "";
		const client = new ws.io({
			...ws,
			host: "host.example",
			port: 8001,
			onWritable: (count: number) => (writable = count),
			onReadable(this: WebSocketClient, count: number) {
				text += decode(this.read(count) as ArrayBuffer);
			},
		});
		await t.until(() => writable, 60_000, "the handshake");
		client.write(encode("hello over a socket"), { binary: false });
		await t.until(() => text, 60_000);
		t.equal(text, "hello over a socket");
		client.close();
	});
}

behaviour("an NTP client gets the time, from the second server when the first is silent (19)", async (t) => {
	await online(t);
	await t.world("ntpServer", { address: host, time: 1_750_000_000_000 });
	const ntp = new network.ntp.io({ ...network.ntp.client, servers: ["broker.example", "host.example"], host: "" });
	let result: unknown[] | undefined;
	ntp.getTime((...parameters) => (result = parameters));
	t.throws(() => ntp.getTime(() => {}), Error);
	t.equal(result, undefined);
	await t.until(() => result, 60_000);
	t.equal(result, [null, 1_750_000_000_000]);
	ntp.close();
});

behaviour(
	"both names of the WebSocket client are one class, both spellings of the options one object's (24, 30)",
	(t) => {
		t.ok((WS as unknown) === network.ws.io);
		for (const it of [network.http, network.https, network.mqtt, network.mqtts, network.ws, network.wss, network.ntp]) {
			const { client, ...spread } = it as unknown as { client: object };
			t.equal({ ...client }, spread);
			t.ok(Object.isFrozen(client));
		}
	},
);

behaviour("a name that nobody knows, and a port that nobody listens on, is an error of the client", async (t) => {
	await online(t);
	let failures = 0;
	const onError = () => failures++;
	new network.http.io({ ...network.http, host: "nobody.example", onError });
	new network.mqtt.io({ ...network.mqtt.client, host: "host.example", port: 9999, onError });
	new network.ws.io({ ...network.ws, host: "host.example", port: 9999, onError });
	await t.until(() => failures === 3, 120_000);
});
