// What a strict type check lets pass, and what it does not: each line below an expectation must be an error, or the check
// fails. Nothing here runs.
import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import TLS from "embedded:io/socket/tcp/tls";
import UDP from "embedded:io/socket/udp";
import Resolver from "embedded:network/dns/resolver/udp";
import WiFi from "embedded:network/interface/wifi";
import type { WFI32 } from "wfi32/provider";

export function sockets(): void {
	const tcp = new TCP({
		address: "192.0.2.1",
		port: 80,
		onReadable(count) {
			const bytes: number = count;
			const data: ArrayBuffer | number | undefined = this.read(bytes);
			const filled: number | undefined = this.read(new Uint8Array(4));
			void [data, filled];
		},
		onWritable(count) {
			const left: number = this.write(new Uint8Array(count), { more: true, byteLength: count });
			void left;
		},
		onError: (error) => error.message,
	});
	tcp.format = "number";
	tcp.target = { anything: 1 };
	new TCP({ from: tcp }).close();
	// @ts-expect-error there is no such format
	tcp.format = "string";
	// @ts-expect-error it can be read only
	tcp.remotePort = 5;
	// @ts-expect-error a port is a number
	new TCP({ address: "192.0.2.1", port: "80" });
	// @ts-expect-error options are required
	new TCP();
	// @ts-expect-error text is no byte buffer
	tcp.write("text");
	// @ts-expect-error elements of two bytes make no byte buffer
	tcp.read(new Uint16Array(2));

	new TLS({ address: "192.0.2.1", port: 443, tls: { host: "host.example", ca: "our-ca" } });
	// @ts-expect-error tls is required
	new TLS({ address: "192.0.2.1", port: 443 });
	// @ts-expect-error and in it the host
	new TLS({ address: "192.0.2.1", port: 443, tls: {} });

	const udp = new UDP({ port: 5000, onReadable: (count) => count + 1 });
	const datagram = udp.read();
	const sender: [string, number] | undefined = datagram && [datagram.address, datagram.port];
	void sender;
	udp.write(new Uint8Array(3), "192.0.2.1", 5000);
	new UDP({ remote: { address: "192.0.2.1", port: 5000 } }).send(new Uint8Array(3));
	// @ts-expect-error a remote end has a port
	new UDP({ remote: { address: "192.0.2.1" } });
	// @ts-expect-error where to?
	udp.write(new Uint8Array(3));
	// @ts-expect-error always "buffer"
	udp.format = "number";

	const listener = new Listener({ port: 80, onReadable: (count) => count + 1 });
	const connection = listener.read();
	new TCP({ from: connection, onReadable() {} });
	// @ts-expect-error it can be read only
	listener.port = 81;
}

export function network(): void {
	const wifi = new WiFi({ onChanged: (name) => name === "connection" || name === "address" });
	wifi.connect({ SSID: "home", password: "correct horse" });
	wifi.scan({ onFound: ({ SSID, RSSI }) => `${SSID} ${RSSI.toFixed()}`, onComplete() {} });
	const address: string | undefined = wifi.address;
	void address;
	// @ts-expect-error no address yet is possible
	const certain: string = wifi.address;
	void certain;
	// @ts-expect-error it can be read only
	wifi.connection = 500;
	// @ts-expect-error onFound is required
	wifi.scan({});
	// @ts-expect-error options are required
	new WiFi();

	const resolver = new Resolver({});
	resolver.resolve({ host: "host.example" }, (error, found) => (error ? error.message : found?.length));
	// @ts-expect-error host is required
	resolver.resolve({}, () => {});
}

export function provided(wfi32: WFI32): void {
	const { MQTTClient } = wfi32;
	const mqtt = new MQTTClient({
		host: "broker.example",
		onControl(operation, { id }) {
			if (operation === MQTTClient.PUBACK) void id?.toFixed();
		},
		onReadable(count, { topic, byteLength }) {
			void [this.read(count), topic.length, byteLength.toFixed()];
		},
	});
	mqtt.write(new Uint8Array(1), { topic: "a", QoS: 1, retain: true });
	mqtt.write(null, { operation: MQTTClient.SUBSCRIBE, items: [{ topic: "a/#", QoS: 1 }] });
	// @ts-expect-error host is required
	new MQTTClient({});
	// @ts-expect-error the module has no will
	new MQTTClient({ host: "b", will: { topic: "t", message: "m" } });
	// @ts-expect-error a packet's number is what it is
	MQTTClient.CONNACK = 5;
	const trust = new wfi32.TLSConfiguration({ host: "h", ca: "our-ca", onReady: () => trust.index?.toFixed() });
	trust.read((error, stored) => (error ? error.code : stored?.clientKey.length));
	// @ts-expect-error whose?
	new wfi32.TLSConfiguration({ ca: "our-ca" });
	wfi32.sockets((_error, sockets) => sockets?.map(({ protocol, remotePort }) => [protocol === "UDP", remotePort + 1]));
	// @ts-expect-error the identity can be read only
	wfi32.identity = {};
	// @ts-expect-error internals are not there
	void wfi32.driver;
}
