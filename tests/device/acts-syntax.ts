// How the driver is brought to say what the reference describes without an example.

import { ConfigurationReading, TEXT, type Values } from "drivers/wfi32/configuration-reading";
import { CONNECTED } from "drivers/wfi32/mqtt";
import { TLSC } from "drivers/wfi32/names";
import { OFF, UP } from "drivers/wfi32/station";
import { bytesOf } from "tests/device/dialogue";
import type { Act, Stage } from "tests/device/stage";
import { AccessPoint } from "wfi32/access-point";
import { MQTTClient } from "wfi32/mqtt";
import { Ping } from "wfi32/ping";
import { Resolver } from "wfi32/resolver";
import { TCP } from "wfi32/tcp";
import { TLS } from "wfi32/tls";
import { UDP } from "wfi32/udp";

const codeOf = (error: unknown) => (error as { code: number }).code;

/** An access point that is on, before the example. */
async function started(stage: Stage): Promise<AccessPoint> {
	let on = false;
	stage.dialogue.armed = false;
	const ap = new AccessPoint({ SSID: "MyAPSSID", onStarted: () => (on = true) }, stage.driver);
	await stage.until(() => on, "the access point");
	stage.dialogue.armed = true;
	return ap;
}

function resolves(options: { host: string; version?: 6 }, expected: unknown): Act {
	return {
		async play(stage) {
			let result: unknown;
			new Resolver({}, stage.driver).resolve(options, (error, address) => {
				result = error ? error.code : address;
			});
			await stage.until(() => result !== undefined, "the answer");
			stage.t.equal(result, expected);
		},
	};
}

/** Reads one parameter as the driver's chapters can. */
async function single(stage: Stage, reading: ConfigurationReading, id: number, index = 0): Promise<unknown> {
	let read: Values | undefined;
	reading.read((_error, values) => (read = values), id, index);
	await stage.until(() => read, "the parameter");
	return read?.get(id);
}

const readsHotspot = (SSID: string): Act => ({
	async play(stage) {
		let read: unknown;
		(await started(stage)).configuration((_error, configuration) => {
			read = configuration;
		});
		await stage.until(() => read, "the configuration");
		stage.t.equal(read, { SSID, security: "none", channel: 6, hidden: false });
		stage.t.equal(await single(stage, stage.driver.accessPoint.stored, 4), 6);
	},
});

const none = { SSID: "", security: "none", channel: undefined, ntp: { server: "", static: false } };

async function readsStation(stage: Stage): Promise<void> {
	let read: unknown;
	stage.wifi().configuration((error, configuration) => (read = error ?? configuration));
	await stage.until(() => read, "the configuration");
	stage.t.equal(read, none);
}

const readsMqtt = (keepAlive: number | undefined): Act => ({
	async play(stage) {
		stage.dialogue.armed = false;
		const client = await stage.client();
		stage.dialogue.armed = true;
		let read: unknown;
		client.configuration((error, configuration) => (read = error ?? configuration));
		await stage.until(() => read, "the configuration");
		stage.t.equal(read, { host: "", port: 8883, id: "43210", user: "", tls: true, keepAlive });
		if (keepAlive === undefined) stage.t.equal(await single(stage, stage.driver.mqtt.stored, 2), 8883);
	},
});

const publicationFails: Act = {
	async play(stage) {
		let error: unknown;
		const client = await stage.client({ onError: (it) => (error = it) });
		client.write(bytesOf("123456"), { topic: "Topic/name", QoS: 1 });
		await stage.until(() => error, "the failure");
		stage.t.ok((error as Error).message.includes("+MQTTPUBERR"));
	},
};

const readsTls: Act = {
	async play(stage) {
		const ca = await single(stage, new ConfigurationReading(stage.driver, TLSC, { 1: TEXT }, []), 1, 1);
		stage.t.equal(ca, bytesOf("our-ca"));
		let read: { ca: string; serverName: string } | undefined;
		stage.driver.tls.read(1, (error, stored) => {
			stage.t.equal(error, undefined);
			read = stored;
		});
		await stage.until(() => read, "the configuration");
		stage.t.equal([read?.ca, read?.serverName], ["our-ca", "host.example"]);
	},
};

const pings = (version: 4 | undefined): Act => ({
	async play(stage) {
		let reply: unknown;
		const options = { address: "192.0.2.1", version, count: 1, onReply: (...it: unknown[]) => (reply = it) };
		new Ping(options, stage.driver);
		await stage.until(() => reply, "the reply");
		stage.t.equal(reply, [12, "192.0.2.1"]);
	},
});

export const syntaxActs: { readonly [chapter: string]: Act } = {
	"4.1.2": {
		async play(stage) {
			let over = false;
			stage.wifi().configureScan({ activeTime: 50, passiveTime: 150 }, () => (over = true));
			await stage.until(() => over, "the end");
		},
	},
	"4.2.2": {
		async play(stage) {
			const found: string[] = [];
			let over = false;
			stage.wifi().scan({
				channel: 6,
				SSID: "home",
				onFound: ({ SSID, security }) => found.push(`${SSID} ${security}`),
				onComplete: () => (over = true),
			});
			await stage.until(() => over, "the end");
			stage.t.equal(found, ["home wpa2_psk"]);
		},
	},
	"4.3.2": {
		async play(stage) {
			const found: string[] = [];
			let over = false;
			stage.wifi().scan({
				...{ channel: 6, SSID: "home", passive: true },
				onFound: ({ SSID, security }) => found.push(`${SSID} ${security}`),
				onComplete: () => (over = true),
			});
			await stage.until(() => over, "the end");
			stage.t.equal(found, ["home wpa2_psk"]);
		},
	},
	"4.2.6": {
		async play(stage) {
			let error: unknown;
			stage.wifi().scan({ onFound() {}, onComplete: (it) => (error = it) });
			await stage.until(() => error, "the failure");
			stage.t.equal(codeOf(error), 8);
		},
	},
	"5.1.3": {
		async play(stage) {
			const wifi = stage.wifi();
			wifi.configure({ ntp: { server: "pool.ntp.org", static: true } });
			wifi.connect({ SSID: "home" });
			await stage.t.advance(1000);
		},
	},
	"5.2.2": {
		async play(stage) {
			const { station } = stage.driver;
			const wifi = stage.wifi();
			stage.dialogue.armed = false;
			wifi.connect({ SSID: "home" });
			await stage.t.advance(1000);
			stage.dialogue.say('+WSTALU:1,"00:01:02:03:04:05",6\r\n+WSTAAIP:1,"192.168.0.100"\r\n');
			await stage.until(() => station.state === UP, "the network");
			stage.dialogue.armed = true;
			wifi.disconnect();
			await stage.t.advance(1000);
			stage.t.equal([station.state, station.error], [OFF, undefined]);
		},
	},
	"5.2.7": {
		async play(stage) {
			const wifi = stage.wifi();
			wifi.connect({ SSID: "home", password: "correct horse" });
			await stage.until(() => wifi.lastError, "the error");
			stage.t.equal([wifi.lastError?.code, wifi.connection], [24, 200]);
			await stage.t.advance(500);
		},
	},
	"5.3.2": readsHotspot("DEMO_AP"),
	"access point configuration": readsHotspot("DEMO_AP_1"),
	"5.4.2": {
		async play(stage) {
			const ap = await started(stage);
			let refreshed = false;
			ap.refresh((error) => {
				stage.t.equal(error, null);
				refreshed = true;
			});
			await stage.until(() => refreshed, "the state");
			ap.close();
			await stage.t.advance(500);
		},
	},
	"5.4.3": {
		async play(stage) {
			const ap = await started(stage);
			stage.dialogue.say('+WAPSC:2,"00:01:02:03:04:05"\r\n');
			await stage.until(() => ap.stations.length, "the station");
			let heard: unknown;
			ap.refresh((error, stations) => (heard = error ?? stations));
			await stage.until(() => heard, "the state");
			stage.t.equal(heard, [{ MAC: "00:01:02:03:04:05", address: undefined, RSSI: -42 }]);
		},
	},
	"6.1.2": {
		async play(stage) {
			await stage.client({ id: "client", user: "user" });
		},
	},
	"5.1.4": {
		async play(stage) {
			await readsStation(stage);
			stage.t.equal(await single(stage, stage.driver.station.stored, 4), 255);
		},
	},
	"station configuration": {
		async play(stage) {
			stage.t.equal(await single(stage, stage.driver.station.stored, 4), 255);
			await readsStation(stage);
		},
	},
	"6.1.4": readsMqtt(undefined),
	"MQTT configuration": readsMqtt(60_000),
	"6.2.1": {
		async play(stage) {
			stage.dialogue.armed = false;
			await stage.client();
			stage.dialogue.armed = true;
			await stage.doubt(stage.wifi());
			await stage.t.advance(500);
			stage.t.equal(stage.driver.mqtt.state, CONNECTED);
		},
	},
	"6.5.5": {
		async play(stage) {
			let operation = 0;
			const client = await stage.client({ onControl: (it) => (operation = it) });
			client.write(bytesOf("123456"), { topic: "Topic/name", QoS: 2, retain: true });
			await stage.until(() => operation === MQTTClient.PUBCOMP, "the acknowledgement");
		},
	},
	"6.5.6": publicationFails,
	"MQTT publication failure": publicationFails,
	"7.4.5": {
		async play(stage) {
			let error: unknown;
			stage.dialogue.ids.push(1);
			const tcp = new TCP({ address: "192.0.2.1", port: 81, onError: (it) => (error = it) }, stage.driver);
			await stage.until(() => error, "the refusal");
			stage.t.equal(codeOf(error), 14);
			tcp.close();
			await stage.t.advance(500);
			stage.t.equal(stage.dialogue.others.at(-1), "AT+SOCKCL=1");
		},
	},
	"7.7.2": {
		async play(stage) {
			const { listing } = stage.driver.sockets;
			const one = { id: 1, protocol: "TCP", remoteAddress: "192.0.2.1", remotePort: 80, localPort: 49153 };
			const none = { remoteAddress: "", remotePort: 0, localPort: 0 };
			for (const [id, expected] of [
				[1, [one]],
				[undefined, [one, { id: 2, protocol: "UDP", ...none }]],
			] as const) {
				let told: unknown;
				listing.read((error, sockets) => (told = error ?? sockets), id);
				await stage.until(() => told, "the list");
				stage.t.equal(told, expected);
			}
		},
	},
	"7.8.2": {
		async play(stage) {
			(await stage.connected(1)).write(bytesOf("hello2u"));
			await stage.t.advance(500);
		},
	},
	"7.9.2": {
		async play(stage) {
			stage.dialogue.ids.push(1);
			new UDP({ port: 7000 }, stage.driver).write(bytesOf("hello2u"), "192.168.0.1", 6000);
			await stage.t.advance(1000);
		},
	},
	"7.10.4": {
		async play(stage) {
			let text = "";
			await stage.connected(1, {
				onReadable() {
					for (const byte of new Uint8Array(this.read() as ArrayBuffer)) text += String.fromCharCode(byte);
				},
			});
			stage.dialogue.begin();
			await stage.until(() => text, "the data");
			stage.t.equal(text, "hello");
		},
	},
	"7.11.2": {
		async play(stage) {
			stage.dialogue.ids.push(1);
			const tls = { host: "host.example", ca: "our-ca" };
			new TLS({ address: "192.0.2.1", port: 443, tls }, stage.driver);
			await stage.t.advance(1000);
		},
	},
	"7.12.5": resolves({ host: "no.example" }, 42),
	"7.12.3": resolves({ host: "www.example.com", version: 6 }, "2001:db8::1"),
	"7.11.4": readsTls,
	"TLS configuration": readsTls,
	"7.13.2": {
		async play(stage) {
			let reply: unknown;
			new Ping({ address: "2001:db8::6", count: 1, onReply: (...it) => (reply = it) }, stage.driver);
			await stage.until(() => reply, "the reply");
			stage.t.equal(reply, [3, "2001:db8::6"]);
		},
	},
	"7.13.4": pings(4),
	ping: pings(undefined),
};
