// What the module has stored for its station and its MQTT service (reference 5.1, 6.1), read through the classes.
import { behaviour } from "testing/behaviour";
import { broker, connected, host, isFirmware, joined, provider } from "tests/device/support";
import type { MQTTStoredConfiguration } from "wfi32/mqtt";
import type { WiFiStoredConfiguration } from "wfi32/wifi";

behaviour("the station's configuration is read as it was written, without the password", async (t) => {
	const { wfi32, wifi } = await joined(t);
	wifi.disconnect();
	await t.advance(2000);
	wifi.configure({ ntp: { server: "time.example", static: true } });
	wifi.connect({ SSID: 'say "hi" \\ Zoë', password: "correct horse", security: "wpa_psk", channel: 11 });
	await t.until(() => wifi.connection === 200, 30_000, "the failure");
	const told: (WiFiStoredConfiguration | Error | null | undefined)[] = [];
	wifi.configuration((error, configuration) => told.push(error, configuration));
	const second = new wfi32.WiFi({});
	t.throws(() => second.configuration(() => {}), Error);
	t.throws(() => wifi.configuration(undefined as never), TypeError);
	t.equal(told, [], "nothing from inside the call");
	await t.until(() => told.length, 5000, "the configuration");
	t.equal(told, [
		null,
		{
			SSID: 'say "hi" \\ Zoë',
			security: "wpa_psk",
			channel: 11,
			ntp: { server: "time.example", static: true },
		},
	]);
	second.configuration(() => told.push(null));
	second.close();
	await t.advance(2000);
	t.equal(told.length, 2, "nothing after close");
	wifi.configuration((error) => told.push(error));
	await t.until(() => told.length === 3, 5000);
	const { unknownLines } = wfi32.diagnostics;
	t.equal(unknownLines, isFirmware ? 1 : 0, "the firmware's +TIME alone");
});

behaviour("what a fresh module has are the defaults of the reference", async (t) => {
	const wfi32 = provider();
	let read: WiFiStoredConfiguration | undefined;
	new wfi32.WiFi({}).configuration((_error, configuration) => (read = configuration));
	await t.until(() => read, 15_000);
	t.equal(read, { SSID: "", security: "none", channel: undefined, ntp: { server: "", static: false } });
});

behaviour("a reading that the module does not answer fails, and so does one at the end of a provider", async (t) => {
	const { wfi32, wifi } = await joined(t);
	const codes: (number | undefined)[] = [];
	await t.world("powerOff");
	wifi.configuration((error) => codes.push(error?.code));
	await t.until(() => codes.length === 1, 60_000, "the failure");
	t.ok((codes[0] as number) < 0);
	wfi32.close();
	t.throws(() => wifi.configuration(() => {}), Error);
});

behaviour("the MQTT service's configuration is read as it was written", async (t) => {
	const { wfi32 } = await joined(t);
	let ready = false;
	const keepAlive = isFirmware ? 90_000 : 0;
	const options = { host: broker, port: 1883, id: "door", user: "someone", keepAlive };
	const client = new wfi32.MQTTClient({ ...options, onWritable: () => (ready = true) });
	const told: (MQTTStoredConfiguration | Error | null | undefined)[] = [];
	await t.until(() => ready, 20_000, "the broker");
	client.configuration((error, configuration) => told.push(error, configuration));
	t.throws(() => client.configuration(() => {}), Error);
	t.equal(told, []);
	await t.until(() => told.length, 5000);
	t.equal(told, [null, { ...options, tls: false, keepAlive: isFirmware ? 90_000 : undefined }]);
	client.configuration(() => told.push(null));
	client.close();
	await t.advance(2000);
	t.equal(told.length, 2, "nothing after close");
	t.throws(() => client.configuration(() => {}), Error);
});

behaviour("the module's sockets are listed as it sees them", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	await connected(t, wfi32, 9);
	new wfi32.UDP({ port: 6000 });
	await t.advance(2000);
	let told: unknown;
	wfi32.sockets(function (error, sockets) {
		t.equal([this === wfi32, error], [true, null]);
		told = sockets?.map(({ id, localPort, ...rest }) => [id > 0, localPort > 0, rest]);
	});
	t.throws(() => wfi32.sockets(() => {}), Error);
	t.throws(() => wfi32.sockets(undefined as never), TypeError);
	t.equal(told, undefined, "nothing from inside the call");
	await t.until(() => told, 5000, "the list");
	t.equal(told, [
		[true, true, { protocol: "TCP", remoteAddress: host, remotePort: 9 }],
		[true, true, { protocol: "UDP", remoteAddress: "", remotePort: 0 }],
	]);
	let code: number | undefined;
	wfi32.sockets((error) => (code = error?.code));
	wfi32.close();
	await t.until(() => code !== undefined, 1000);
	t.equal(code, -4);
	t.throws(() => wfi32.sockets(() => {}), Error);
});

behaviour("after trouble the broker is asked for, and a loss that was not heard is told", async (t) => {
	const { wfi32, wifi } = await joined(t);
	let ready = false;
	let error: (Error & { code?: number }) | undefined;
	new wfi32.MQTTClient({ host: broker, onWritable: () => (ready = true), onError: (it) => (error = it) });
	await t.until(() => ready, 20_000, "the broker");
	// what the module says is lost from now on, and with it that the broker has gone
	await t.world("mute", true);
	await t.world("brokerDown");
	await t.advance(1000);
	wifi.configureScan({});
	await t.advance(1500);
	await t.world("mute", false);
	await t.until(() => error, 15_000, "the loss");
	t.equal(error?.code, -7);
});
