// What a strict type check lets pass, and what it does not: each line below an expectation must be an error, or the check
// fails. Nothing here runs.
import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import TLS from "embedded:io/socket/tcp/tls";
import UDP from "embedded:io/socket/udp";
import Resolver from "embedded:network/dns/resolver/udp";
import WiFi from "embedded:network/interface/wifi";
import { WFI32 } from "wfi32/provider";

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

export function providers(io: new (options: Record<string, unknown>) => never): void {
	const wfi32 = new WFI32({
		serial: { io, port: 1, baud: 230_400 },
		certificates: ["our-ca"],
		buffers: { sockets: 3 },
		onReady() {
			const revision: string = this.identity.revision;
			void revision;
		},
		onError: (error) => error.code.toFixed(),
	});
	const bytes: number = wfi32.byteLength;
	void bytes;
	wfi32.loadCertificate({ name: "ca", data: new Uint8Array(3) }, (error) => error?.message);
	// @ts-expect-error the port is required
	new WFI32({});
	// @ts-expect-error there is no such buffer
	new WFI32({ serial: { io, baud: 230_400 }, buffers: { nonsense: 3 } });
	// @ts-expect-error a provider's class cannot be another
	wfi32.TCP = undefined;
}

export function addresses(wfi32: WFI32): void {
	const resolver = new wfi32.Resolver({});
	resolver.resolve({ host: "a.example", version: 6 }, function (error, address, host) {
		const texts: (string | undefined)[] = [address, host];
		void [this, texts, error?.code];
	});
	resolver.resolve({
		host: "a.example",
		onResolved: (host, address) => host + address,
		onError: (host) => host.length,
	});
	// @ts-expect-error neither 4 nor 6
	resolver.resolve({ host: "a.example", version: 5 }, () => {});
	// @ts-expect-error a name is a string
	resolver.resolve({ host: 5 }, () => {});

	const ping = new wfi32.Ping({
		address: "192.0.2.1",
		count: 3,
		onReply: (roundTrip, from) => `${from} ${roundTrip.toFixed()}`,
	});
	ping.close();
	// @ts-expect-error a count is a number
	new wfi32.Ping({ address: "192.0.2.1", count: "3" });
}

export function secured(wfi32: WFI32): void {
	const tls = new wfi32.TLS({ address: "192.0.2.1", port: 443, tls: { host: "host.example", verify: false } });
	const tcp: TCP = tls;
	void [tcp, tls.read(new Uint8Array(2)), tls.write(Uint8Array.of(1))];
	new wfi32.TLS({ address: "192.0.2.1", port: 443, host: "host.example", tls: { ca: "our-ca" } });
	// @ts-expect-error certificates are known by name
	new wfi32.TLS({ address: "192.0.2.1", port: 443, tls: { host: "host.example", ca: new Uint8Array(3) } });
	// @ts-expect-error nothing takes over a secured connection
	new wfi32.TLS({ from: tls, address: "192.0.2.1", port: 443, tls: { host: "host.example" } });
	const kept = new wfi32.TLSConfiguration({ host: "host.example", ca: "our-ca", onReady() {} });
	kept.close();
	// @ts-expect-error whose?
	new wfi32.TLSConfiguration({ ca: "our-ca" });
}

export function spot(wfi32: WFI32): void {
	const spot = new wfi32.AccessPoint({
		SSID: "spot",
		password: "12345678",
		security: "wpa2_psk",
		onJoined: ({ MAC, address }) => `${MAC} ${address ?? "none yet"}`,
	});
	const stations: readonly { readonly MAC: string }[] = spot.stations;
	void stations;
	// @ts-expect-error a name is required
	new wfi32.AccessPoint({});
	// @ts-expect-error there is no such security
	new wfi32.AccessPoint({ SSID: "spot", security: "wpa9" });
	// @ts-expect-error it can be read only
	spot.started = true;
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
