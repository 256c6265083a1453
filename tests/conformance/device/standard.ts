// The standard names (ECMA-419 6.5, 29): programs that were written for any host.
import "wfi32/standard/device";
import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import TLS from "embedded:io/socket/tcp/tls";
import UDP from "embedded:io/socket/udp";
import Resolver from "embedded:network/dns/resolver/udp";
import WiFi from "embedded:network/interface/wifi";
import { behaviour, type Test } from "testing/behaviour";
import { Get } from "tests/clients/http";
import MQTTClient from "tests/clients/mqtt";
import NTP from "tests/clients/ntp";
import type { DatagramOptions, ResolverOptions, StreamOptions } from "tests/clients/options";
import { host } from "tests/device/support";
import { TCP as ModuleTCP } from "wfi32/tcp";
import { decode, encode } from "wfi32/text";

interface Device {
	network: {
		dns: ResolverOptions & { resolver: ResolverOptions };
		tls: { client: { io: unknown } };
		interface: { WiFi0: { io: typeof WiFi } };
	};
}
const { network } = (globalThis as unknown as { device: Device }).device;
const socket: StreamOptions = { io: TCP as unknown as StreamOptions["io"] };
const datagrams: DatagramOptions = { io: UDP as unknown as DatagramOptions["io"] };
const { dns } = network;

async function online(t: Test): Promise<WiFi> {
	const { WiFi0 } = network.interface;
	const wifi = new WiFi0.io(WiFi0);
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000, "joining");
	return wifi;
}

behaviour("device.network has what the module offers, frozen, in both spellings (29)", (t) => {
	t.ok(network.interface.WiFi0.io === WiFi);
	t.ok(network.dns.io === network.dns.resolver.io);
	t.ok((network.dns.io as unknown) === Resolver);
	t.ok(network.tls.client.io === TLS);
	t.ok(Object.isFrozen(network) && Object.isFrozen(network.interface.WiFi0));
});

behaviour("nothing is taken before the first instance, and one module serves all the names (11)", async (t) => {
	t.equal((await t.world<{ bytesReceived: number }>("counters")).bytesReceived, 0);
	t.throws(() => new TCP(undefined as never), TypeError);
	const wifi = await online(t);
	await t.world("echo", 7);
	let back = "";
	const tcp = new TCP({
		address: host,
		port: 7,
		onWritable() {
			if (!back) this.write(encode("hello"));
		},
		onReadable() {
			back += decode(this.read() as ArrayBuffer);
		},
	});
	await t.until(() => back === "hello", 20_000);
	t.ok(tcp instanceof TCP && tcp instanceof ModuleTCP);
	tcp.close();
	t.throws(() => tcp.read(), Error);
	const udp = new UDP({});
	t.equal(udp.format, "buffer");
	udp.close();
	const second = new WiFi({});
	t.equal(second.address, wifi.address);
});

behaviour("the standard's classes can be subclassed (8)", async (t) => {
	await online(t);
	class Special extends UDP {
		readonly special = true;
		twice(): string {
			return this.format + this.format;
		}
	}
	const udp = new Special({ port: 6000 });
	t.equal([udp.special, udp.twice(), udp instanceof UDP], [true, "bufferbuffer", true]);
	udp.close();
});

behaviour("a connection of the standard listener is handed to the standard TCP (10.13)", async (t) => {
	await online(t);
	let heard = "";
	const listener = new Listener({
		port: 8080,
		onReadable() {
			new TCP({
				from: this.read(),
				onReadable() {
					heard += decode(this.read() as ArrayBuffer);
				},
			});
		},
	});
	await t.advance(3000);
	await t.world("dial", listener.port);
	await t.advance(3000);
	await t.world("dialSay", "knock");
	await t.until(() => heard === "knock", 15_000);
});

behaviour("an HTTP client that knows ECMA-419 alone gets a page", async (t) => {
	await online(t);
	await t.world("httpServer", { port: 8000, body: "it works" });
	let result: unknown[] | undefined;
	const get = new Get({
		host: "host.example",
		port: 8000,
		path: "/page",
		socket,
		dns,
		onDone: (...parameters) => (result = parameters),
	});
	await t.until(() => result, 60_000);
	t.equal(result, [null, 200, "it works: /page"]);
	get.close();
	let failure: unknown;
	new Get({ host: "nobody.example", socket, dns, onDone: (error) => (failure = error) });
	await t.until(() => failure, 30_000);
	t.ok(failure instanceof Error);
});

behaviour(
	"an NTP client that knows ECMA-419 alone gets the time, from the second server when the first is silent (19)",
	async (t) => {
		await online(t);
		await t.world("ntpServer", { address: host, time: 1_750_000_000_123 });
		const ntp = new NTP({ socket: datagrams, dns, servers: ["broker.example", "host.example"] });
		let result: unknown[] | undefined;
		ntp.getTime((...parameters) => (result = parameters));
		t.throws(() => ntp.getTime(() => {}), Error);
		await t.until(() => result, 60_000);
		t.equal(result, [null, 1_750_000_000_123]);
		ntp.close();
	},
);

behaviour("an MQTT client that knows ECMA-419 alone subscribes, publishes and has a will (24)", async (t) => {
	await online(t);
	await t.world("tcpBroker", { port: 1884 });
	const controls: number[] = [];
	const messages: string[] = [];
	const mqtt = new MQTTClient({
		host: "host.example",
		port: 1884,
		id: "standard",
		socket,
		dns,
		will: { topic: "gone", message: "standard" },
		onControl: (operation) => controls.push(operation),
		onReadable(_count, { topic }) {
			messages.push(`${topic}: ${decode(this.read() as ArrayBuffer)}`);
		},
	});
	t.throws(() => mqtt.write(encode("early"), { topic: "a" }), Error);
	await t.until(() => controls.includes(MQTTClient.CONNACK), 30_000);
	mqtt.write(null, { operation: MQTTClient.SUBSCRIBE, items: [{ topic: "a/#", QoS: 1 }] });
	await t.until(() => controls.includes(MQTTClient.SUBACK), 30_000);
	const long = "x".repeat(700);
	mqtt.write(encode(long), { topic: "a/b", QoS: 1 });
	await t.until(() => messages.length && controls.includes(MQTTClient.PUBACK), 60_000);
	t.equal(messages, [`a/b: ${long}`]);
	t.ok(((await t.world("brokerHeard")) as string).includes("gone"));
	mqtt.close();
});

behaviour(
	"a module that is given up tells its instances, and the next instance begins with a new one (11.3)",
	async (t) => {
		const wifi = await online(t);
		let told: Error | undefined;
		new UDP({ port: 6000, onError: (error) => (told = error) });
		await t.world("hang");
		new Resolver({}).resolve({ host: "host.example" }, () => {});
		await t.until(() => told, 120_000);
		await t.world("resetModule");
		await t.advance(3000);
		wifi.close();
		await online(t);
	},
);
