// How the driver is brought to say the examples of chapters 3 to 5 and 7.12 to 7.16.

import { OFF, UP } from "drivers/wfi32/station";
import { bytesOf } from "tests/device/dialogue";
import type { Act, Stage } from "tests/device/stage";
import { AccessPoint } from "wfi32/access-point";
import { Ping } from "wfi32/ping";
import { Resolver } from "wfi32/resolver";
import type { WiFiScanOptions, WiFiScanResult } from "wfi32/wifi";

const DISCONNECTED = -7;

async function scan(stage: Stage, options: Partial<WiFiScanOptions>): Promise<WiFiScanResult[]> {
	const found: WiFiScanResult[] = [];
	let over = false;
	stage.wifi().scan({
		...options,
		onFound: (it) => found.push(it),
		onComplete(error) {
			stage.t.equal(error, undefined);
			over = true;
		},
	});
	await stage.until(() => over, "the scan's end");
	return found;
}

/** Resolves a name: every line that comes of it is understood, the first counts. */
async function resolve(stage: Stage, host: string): Promise<unknown> {
	let result: unknown;
	new Resolver({}, stage.driver).resolve({ host }, (error, address) => {
		result = error ? error.code : address;
	});
	await stage.until(() => result !== undefined, "the address");
	await stage.t.advance(500);
	return result;
}

function identity(release: string, key: "manufacturer" | "model" | "revision", expected: string): Act {
	return {
		fromBoot: true,
		release,
		async play({ t, driver }) {
			t.equal(driver.identity[key], expected);
		},
	};
}

const join = (stage: Stage, ssid: string, security: number, key: string) =>
	stage.driver.station.join({
		ssid: bytesOf(ssid),
		security,
		credentials: bytesOf(key),
		channel: 255,
		bssid: undefined,
	});

/** An access point with a station that comes and goes. */
async function hotspot(stage: Stage, refresh: boolean): Promise<string[]> {
	const heard: string[] = [];
	const ap = new AccessPoint(
		{
			SSID: "MyAPSSID",
			security: refresh ? "wpa2_psk" : "wpa_psk",
			password: "MyAPPassword",
			channel: 11,
			onJoined: ({ MAC }) => heard.push(`joined ${MAC}`),
			onAddress({ address }) {
				heard.push(`address ${address}`);
				if (refresh) this.refresh((error) => heard.push(`${error}`));
			},
			onLeft: ({ MAC, RSSI }) => heard.push(`left ${MAC} ${RSSI}`),
			onError: (error) => heard.push(`${error}`),
		},
		stage.driver,
	);
	await stage.until(() => heard.length === (refresh ? 4 : 3), "the station");
	ap.close();
	await stage.t.advance(500);
	stage.t.equal(stage.dialogue.others.at(-1), "AT+WAP=0");
	return heard.sort(); // what comes in one piece is told in another order
}

const readsTimes: Act = {
	async play(stage) {
		let read: unknown;
		stage.wifi().configureScan({}, (_error, configuration) => {
			read = configuration;
		});
		await stage.until(() => read, "the configuration");
		stage.t.equal(read, { activeTime: 30, passiveTime: 300 });
	},
};

export const wirelessActs: { readonly [chapter: string]: Act } = {
	"3.1.4": { fromBoot: true, async play() {} },
	boot: {
		fromBoot: true,
		async play({ driver, t }) {
			t.equal(driver.engine.counters.echoes, 1);
		},
	},
	"4.1.5": readsTimes,
	"scan configuration": readsTimes,
	"4.2.7": {
		async play(stage) {
			stage.t.equal(await scan(stage, {}), [
				{ SSID: "test-network", BSSID: "98:fc:11:41:e7:7c", RSSI: -57, channel: 1, security: "none" },
				{ SSID: "Foo © bar", BSSID: "24:f2:7f:a5:8b:81", RSSI: -62, channel: 6, security: "none" },
			]);
		},
	},
	"4.3.7": {
		async play(stage) {
			stage.t.equal(await scan(stage, { passive: true }), [
				{ SSID: "test-network", BSSID: "98:fc:11:41:e7:7c", RSSI: -57, channel: 1, security: "none" },
				{ SSID: "enterprise-secure", BSSID: "24:f2:7f:a5:8b:80", RSSI: -62, channel: 1, security: "wpa2_enterprise" },
				{ SSID: "Foo © bar", BSSID: "24:f2:7f:a5:8b:81", RSSI: -62, channel: 6, security: "none" },
				{ SSID: "", BSSID: "24:f2:7f:a5:8b:81", RSSI: -70, channel: 11, security: "wep" },
			]);
		},
	},
	scan: {
		async play(stage) {
			stage.t.equal(await scan(stage, {}), [
				{ SSID: 'a "b"', BSSID: "00:01:02:03:04:05", RSSI: -50, channel: 1, security: "none" },
			]);
		},
	},
	"5.2.8": {
		async play(stage) {
			const { t, driver } = stage;
			const wifi = stage.wifi();
			join(stage, "MyAP", 1, "MyAPPSK");
			await stage.until(() => driver.station.state === UP, "the network");
			t.equal([wifi.address, wifi.BSSID, wifi.channel], ["19.168.0.20", "00:01:02:03:04:05", 6]);
			await stage.doubt(wifi);
			await stage.until(() => driver.station.state === OFF, "the link's loss");
			t.equal(driver.station.error?.code, DISCONNECTED);
			await t.advance(500);
		},
	},
	station: {
		async play(stage) {
			const { t, driver } = stage;
			stage.unknownLines = 1; // +TIME, which nobody asked for
			const wifi = stage.wifi();
			wifi.connect({ SSID: "home", password: "correct horse" });
			await stage.until(() => wifi.connection === 500, "the network");
			t.equal([wifi.address, wifi.BSSID, wifi.channel], ["192.168.0.100", "24:f2:7f:a5:8b:80", 6]);
			await stage.doubt(wifi);
			await stage.until(() => wifi.connection === 200, "the link's loss");
			t.equal(driver.station.error?.code, DISCONNECTED);
			await t.advance(500);
		},
	},
	results: {
		async play(stage) {
			let message = "";
			const wifi = stage.wifi({ onError: (error) => (message = error.message) });
			wifi.connect({ SSID: "home", password: "correct horse" });
			await stage.until(() => message, "the error");
			stage.t.ok(message.includes("(6)"), message);
		},
	},
	"station failure": {
		async play(stage) {
			const wifi = stage.wifi();
			wifi.connect({ SSID: "home", password: "correct horse" });
			await stage.until(() => wifi.lastError, "the error");
			stage.t.equal(wifi.lastError?.code, 24);
			await stage.t.advance(500);
		},
	},
	"station stop": {
		async play(stage) {
			const wifi = stage.wifi();
			wifi.connect({ SSID: "home", password: "correct horse" });
			await stage.until(() => stage.dialogue.left.length === 2, "joining");
			await stage.t.advance(500);
			wifi.disconnect();
			stage.t.equal(wifi.connection, 200);
			await stage.t.advance(1500);
			stage.t.equal(stage.dialogue.others.at(-1), "AT+WSTA=0", "again, after it was refused");
		},
	},
	"5.4": {
		async play(stage) {
			stage.t.equal(await hotspot(stage, false), [
				"address 192.168.0.100",
				"joined 00:01:02:03:04:05",
				"left 00:01:02:03:04:05 undefined",
			]);
		},
	},
	"access point": {
		async play(stage) {
			stage.t.equal(await hotspot(stage, true), [
				"address 192.168.0.100",
				"joined 00:01:02:03:04:05",
				"left 00:01:02:03:04:05 -42",
				"null",
			]);
		},
	},
	"7.12.6": {
		async play(stage) {
			stage.t.equal(await resolve(stage, "www.example.com"), "192.168.0.1");
		},
	},
	resolver: {
		async play(stage) {
			stage.t.equal(await resolve(stage, "host.example"), "192.0.2.1");
		},
	},
	"resolver failure": {
		async play(stage) {
			stage.t.equal(await resolve(stage, "no.example"), 42);
		},
	},
	"7.13.5": {
		async play(stage) {
			let silent = false;
			new Ping({ host: "www.example.com", count: 1, onTimeout: () => (silent = true) }, stage.driver);
			await stage.until(() => silent, "the end of patience");
		},
	},
	"7.14.4": identity("", "manufacturer", "Microchip"),
	"7.15.4": identity("", "model", "WINC1500"),
	"7.16.4": identity("", "revision", "15x0 19.6.1 19.6.1 19.5.3"),
	identity: {
		fromBoot: true,
		release: "",
		async play({ driver, t }) {
			t.equal(driver.identity, { manufacturer: "word", model: "word", revision: "0.3.1", release: "0.3.1" });
			t.equal(driver.capabilities.release, "0.3.1");
		},
	},
};
