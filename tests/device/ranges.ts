// Every parameter of the reference that a program can set is checked before anything is sent.
import { behaviour } from "testing/behaviour";
import { broker, host, joined, pattern } from "tests/device/support";

const x = (length: number) => "x".repeat(length);
const tooLong = 1501;

behaviour("what is out of range is refused by each class, and not a byte is sent", async (t) => {
	const { wfi32, wifi } = await joined(t, { certificates: ["our-ca"], buffers: { sockets: 4 } });
	wifi.disconnect();
	await t.advance(3000);
	let ready = false;
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000);
	const client = new wfi32.MQTTClient({ host: broker, onWritable: () => (ready = true) });
	const udp = new wfi32.UDP({ port: 6000 });
	await t.until(() => ready, 20_000);
	await t.advance(3000);
	const tls = { host: "host.example", ca: "our-ca" };
	const password = "correct horse";
	const SUBSCRIBE = 8;
	const tries: { [chapter: string]: (() => unknown)[] } = {
		"4.1": [
			() => wifi.configureScan({ activeTime: 0 }),
			() => wifi.configureScan({ passiveTime: 10_001 }),
			() => wifi.configureScan({ activeTime: 1.5 }),
		],
		"4.2, 4.3": [
			() => wifi.scan({ onFound() {}, channel: 0 }),
			() => wifi.scan({ onFound() {}, channel: 15 }),
			() => wifi.scan({ onFound() {}, SSID: "", passive: true }),
			() => wifi.scan({ onFound() {}, SSID: x(33) }),
		],
		"5.1": [
			() => wifi.connect({ SSID: "" }),
			() => wifi.connect({ SSID: x(33) }),
			() => wifi.connect({ SSID: "é".repeat(17) }),
			() => wifi.connect({ SSID: "a", channel: 0 }),
			() => wifi.connect({ SSID: "a", channel: 15 }),
			() => wifi.connect({ SSID: "a", password: x(7) }),
			() => wifi.connect({ SSID: "a", password: x(64) }),
			() => wifi.connect({ SSID: "a", password, security: "wpa4" as never }),
			() => wifi.connect({ SSID: "a", BSSID: "00:01:02:03:04" }),
			() => wifi.configure({ ntp: { server: x(254) } }),
		],
		"5.3": [
			() => new wfi32.AccessPoint({ SSID: "" }),
			() => new wfi32.AccessPoint({ SSID: x(33) }),
			() => new wfi32.AccessPoint({ SSID: "a", channel: 0 }),
			() => new wfi32.AccessPoint({ SSID: "a", channel: 15 }),
			() => new wfi32.AccessPoint({ SSID: "a", password: x(7) }),
			() => new wfi32.AccessPoint({ SSID: "a", password: x(129), security: "wep" }),
		],
		"6.1": [
			() => new wfi32.MQTTClient({ host: "" }),
			() => new wfi32.MQTTClient({ host: x(65) }),
			() => new wfi32.MQTTClient({ host: "a", port: 0 }),
			() => new wfi32.MQTTClient({ host: "a", port: 65_536 }),
			() => new wfi32.MQTTClient({ host: "a", id: x(24) }),
			() => new wfi32.MQTTClient({ host: "a", user: x(129) }),
			() => new wfi32.MQTTClient({ host: "a", keepAlive: -1 }),
			() => new wfi32.MQTTClient({ host: "a", keepAlive: 65_535_001 }),
			// which no release sends to the broker
			() => new wfi32.MQTTClient({ host: "a", password: "secret" }),
			() => new wfi32.MQTTClient({ host: "a", clean: false }),
		],
		"6.3, 6.4": [
			() => client.write(null, { operation: SUBSCRIBE, items: [{ topic: "" }] }),
			() => client.write(null, { operation: SUBSCRIBE, items: [{ topic: x(129) }] }),
			() => client.write(null, { operation: SUBSCRIBE, items: [{ topic: "a", QoS: 3 }] }),
			() => client.write(null, { operation: 10, items: [] }),
		],
		"6.5": [
			() => client.write(pattern(1, 1), { topic: "" }),
			() => client.write(pattern(1, 1), { topic: x(129) }),
			() => client.write(pattern(1, 1), { topic: "a", QoS: 3 }),
			() => client.write(pattern(1, 1), { topic: "a", QoS: -1 }),
			() => client.write(pattern(1, 1), { topic: "a", duplicate: true }),
			() => client.write(pattern(tooLong, 1), { topic: "a" }),
		],
		"7.3": [
			() => new wfi32.Listener({ port: -1 }),
			() => new wfi32.Listener({ port: 65_536 }),
			() => new wfi32.UDP({ port: 65_536 }),
			() => new wfi32.UDP({ port: 1.5 }),
		],
		"7.4": [
			() => new wfi32.TCP({ address: "host.example", port: 80 }),
			() => new wfi32.TCP({ address: "256.0.0.1", port: 80 }),
			() => new wfi32.TCP({ address: host, port: 0 }),
			() => new wfi32.TCP({ address: host, port: 65_536 }),
			() => new wfi32.UDP({ remote: { address: "host.example", port: 80 } }),
			() => new wfi32.UDP({ remote: { address: host, port: 0 } }),
		],
		"7.5": [() => udp.add("192.0.2.1"), () => udp.add("240.0.0.1"), () => udp.add("group")],
		"7.6, 7.11": [
			() => new wfi32.TLS({ address: host, port: 443, tls: { ...tls, ca: "nobody" } }),
			() => new wfi32.TLS({ address: host, port: 443, tls: { host: "host.example" } }),
			() => new wfi32.TLSConfiguration({ ...tls, clientKey: "nobody" }),
			() => new wfi32.TLSConfiguration({ host: "host.example" }),
		],
		"7.9": [
			() => udp.write(new Uint8Array(0), host, 80),
			() => udp.write(pattern(tooLong, 1), host, 80),
			() => udp.write(pattern(1, 1), "host.example", 80),
			() => udp.write(pattern(1, 1), host, 0),
			() => udp.write(pattern(1, 1), host, 65_536),
		],
		"7.12": [
			() => new wfi32.Resolver({}).resolve({ host: "" }, () => {}),
			() => new wfi32.Resolver({}).resolve({ host: x(254) }, () => {}),
			() => new wfi32.Resolver({}).resolve({ host: "a", version: 5 as never }, () => {}),
		],
		"7.13": [
			() => new wfi32.Ping({ host: "" }),
			() => new wfi32.Ping({ host: x(254) }),
			() => new wfi32.Ping({ address: "host.example" }),
			() => new wfi32.Ping({ address: host, version: 6 }),
			() => new wfi32.Ping({ address: host, count: 0 }),
		],
		LOADCERT: [
			() => wfi32.loadCertificate({ name: "", data: pattern(1, 1) }),
			() => wfi32.loadCertificate({ name: x(65), data: pattern(1, 1) }),
			() => wfi32.loadCertificate({ name: "a", data: new Uint8Array(0) }),
			() => wfi32.loadCertificate({ name: "a", data: pattern(tooLong, 1) }),
		],
	};
	const { commands, sent } = wfi32.diagnostics;
	for (const chapter of Object.keys(tries))
		for (const attempt of tries[chapter]) {
			const error = t.throws(attempt, Error);
			t.ok(error.message.length > 5, `${chapter}: ${error.message}`);
		}
	await t.advance(3000);
	t.equal([wfi32.diagnostics.commands, wfi32.diagnostics.sent], [commands, sent]);
	// and nothing stays taken
	for (let left = 3; left > 0; left--) new wfi32.UDP({});
});
