// What a page or a log is told of the module: the driver's own view of it.
import { behaviour } from "testing/behaviour";
import { broker, connected, joined, provider } from "tests/device/support";

behaviour("before anything has happened there is a status already, and none after close", async (t) => {
	const wfi32 = provider();
	const { answers, wifi, sockets, tls, mqtt, ring } = wfi32.status;
	t.equal(
		[answers, wifi.state, wifi.address, sockets.length, tls.length, mqtt],
		[false, "off", undefined, 0, 0, "off"],
	);
	// as much as was asked for, at least
	t.equal([ring.waiting, ring.highWater, ring.size >= 1024], [0, 0, true]);
	await t.advance(10_000);
	t.ok(wfi32.status.answers);
	t.ok(wfi32.status.ring.highWater > 0);
	wfi32.close();
	t.throws(() => wfi32.status, Error);
});

behaviour("the network is told step by step, with its name and the address", async (t) => {
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	const states = [wfi32.status.wifi.state];
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => {
		const { state } = wfi32.status.wifi;
		if (state !== states[states.length - 1]) states.push(state);
		return state === "up";
	}, 15_000);
	t.equal(states, ["off", "configuring", "joining", "linked", "up"]);
	const { SSID, BSSID, address, channel } = wfi32.status.wifi;
	t.equal([SSID, BSSID, address, channel], ["home", wifi.BSSID, wifi.address, wifi.channel]);
	t.ok(!JSON.stringify(wfi32.status).includes("correct horse"), "no password");
	wifi.disconnect();
	t.equal([wfi32.status.wifi.state, wfi32.status.wifi.SSID], ["off", undefined]);
	wfi32.close();
});

behaviour("sockets of every kind are told with what waits in them, as long as they are there", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("echo", 7);
	const listener = new wfi32.Listener({ port: 8080 });
	const udp = new wfi32.UDP({ port: 6000 });
	const it = await connected(t, wfi32, 7);
	await t.advance(1000);
	const kinds = wfi32.status.sockets.map(({ kind, state }) => `${kind} ${state}`).sort();
	t.equal(kinds, ["TCP connected", "UDP connected", "listener connected"]);
	const { id, remote, tls, unread } = wfi32.status.sockets.filter(({ kind }) => kind === "TCP")[0];
	t.ok(id >= 0);
	t.equal([remote, tls, unread], ["192.0.2.1:7", 0, 0]);
	for (const each of [it.tcp, udp, listener]) each.close();
	await t.advance(10_000);
	t.equal(wfi32.status.sockets, []);
	wfi32.close();
});

behaviour("the MQTT client's way to the broker is told", async (t) => {
	const { wfi32 } = await joined(t);
	const client = new wfi32.MQTTClient({ host: broker });
	t.ok(wfi32.status.mqtt !== "off");
	await t.until(() => wfi32.status.mqtt === "connected", 15_000);
	client.close();
	await t.advance(5000);
	t.equal(wfi32.status.mqtt, "off");
	wfi32.close();
});
