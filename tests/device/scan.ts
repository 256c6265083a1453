// Scanning (ECMA-419 17.8.2, reference 4) and what stands on it.

import type { Test } from "testing/behaviour";
import { behaviour } from "testing/behaviour";
import { isFirmware, joined, provider } from "tests/device/support";
import Time from "time";
import type { WFI32 } from "wfi32/provider";
import type { WiFi, WiFiScanOptions, WiFiScanResult } from "wfi32/wifi";

interface Scanned {
	wifi: WiFi;
	found: WiFiScanResult[];
	error: Error | undefined;
	completed: number;
	took: number;
}

/** Scans to the end. */
async function scan(t: Test, wfi32: WFI32, options: Partial<WiFiScanOptions> = {}): Promise<Scanned> {
	const wifi = new wfi32.WiFi({});
	const begun = Time.ticks;
	const it: Scanned = { wifi, found: [], error: undefined, completed: 0, took: 0 };
	wifi.scan({
		onFound(result) {
			it.found.push(result);
		},
		onComplete(error) {
			it.error = error;
			it.completed++;
			it.took = Time.ticks - begun;
		},
		...options,
	});
	t.equal(it.found.length + it.completed, 0, "nothing from inside the call");
	await t.until(() => it.completed, 11_000, "onComplete");
	return it;
}

/** A provider whose module answers. */
async function ready(t: Test): Promise<WFI32> {
	let isReady = false;
	const wfi32 = provider({
		onReady: () => {
			isReady = true;
		},
	});
	await t.until(() => isReady, 15_000, "onReady");
	return wfi32;
}

const byChannel = (a: WiFiScanResult, b: WiFiScanResult) => a.channel - b.channel;

behaviour("every access point is told with name, address, strength, channel and security", async (t) => {
	const wfi32 = await ready(t);
	await t.world("radio", [
		{ ssid: "open one", bssid: "02:00:00:00:00:01", channel: 1, rssi: -40, security: "open" },
		{ ssid: "old one", bssid: "02:00:00:00:00:02", channel: 2, rssi: -81, security: "wpa", password: "12345678" },
	]);
	const { found, error, completed } = await scan(t, wfi32);
	t.equal(error, undefined);
	t.equal(completed, 1);
	t.equal(found.sort(byChannel), [
		{ SSID: "open one", BSSID: "02:00:00:00:00:01", RSSI: -40, channel: 1, security: "none" },
		{ SSID: "old one", BSSID: "02:00:00:00:00:02", RSSI: -81, channel: 2, security: "wpa_psk" },
		{ SSID: "home", BSSID: "24:f2:7f:a5:8b:80", RSSI: -50, channel: 6, security: "wpa2_psk" },
	]);
});

behaviour("names that are UTF-8, hidden, quoted or look like a result come as they are", async (t) => {
	const wfi32 = await ready(t);
	const names = ["Foo © Bar", 'say "hi"', "back\\slash", "a,b", "OK", "+WSCNDONE", "[4142]", '",1,2', "Zoë 🛜"];
	await t.world(
		"radio",
		names.map((ssid, i) => ({ ssid, bssid: `02:00:00:00:00:0${i}`, channel: 7, security: "open" })),
	);
	await t.world("radio", [{ ssid: "cloaked", bssid: "02:00:00:00:00:99", channel: 8, hidden: true }]);
	const { found } = await scan(t, wfi32, { secure: false });
	const named = (n: string) => found.filter((it) => it.SSID === n).length;
	t.equal(
		names.map((name) => [name, named(name)]),
		names.map((name) => [name, 1]),
	);
	t.equal(found.find((it) => it.channel === 8)?.SSID, "", "hidden");
	t.equal(found.length, names.length + 2);
});

behaviour("secure leaves out open networks; a channel leaves out the others", async (t) => {
	const wfi32 = await ready(t);
	await t.world("radio", [
		{ ssid: "open", bssid: "02:00:00:00:00:01", channel: 6, security: "open" },
		{ ssid: "far", bssid: "02:00:00:00:00:02", channel: 11, security: "wpa2", password: "12345678" },
	]);
	const names = (it: Scanned) => it.found.sort(byChannel).map(({ SSID }) => SSID);
	t.equal(names(await scan(t, wfi32, { secure: true })), ["home", "far"]);
	t.equal(names(await scan(t, wfi32, { channel: 6 })).sort(), ["home", "open"]);
	t.equal(names(await scan(t, wfi32, { channel: 6, secure: true, frequency: 2.4 })), ["home"]);
	t.equal(names(await scan(t, wfi32, { passive: true, channel: 11 })), ["far"]);
});

behaviour("a scan for a name tells of that network only", async (t) => {
	const wfi32 = await ready(t);
	await t.world("radio", [{ ssid: "zebra", bssid: "02:00:00:00:00:01", channel: 1, security: "open" }]);
	const { found } = await scan(t, wfi32, { SSID: "home" });
	t.equal(
		found.map((it) => it.SSID),
		["home"],
	);
});

behaviour("a scan that finds nothing completes within ten seconds, without an error", async (t) => {
	const wfi32 = await ready(t);
	const { found, error, took } = await scan(t, wfi32, { channel: 13 });
	t.equal(found, []);
	t.equal(error, undefined);
	t.ok(took <= 10_000, "ten seconds");
	const again = await scan(t, wfi32, { channel: 6 });
	t.equal(again.found.length, 1, "the next one");
});

behaviour("a second scan throws, of whichever instance; after completion it may begin", async (t) => {
	const wfi32 = await ready(t);
	const wifi = new wfi32.WiFi({});
	const other = new wfi32.WiFi({});
	let chained = 0;
	wifi.scan({
		onFound() {},
		onComplete() {
			this.scan({
				onFound() {},
				onComplete() {
					chained++;
				},
			});
		},
	});
	t.throws(() => wifi.scan({ onFound() {} }), Error);
	t.throws(() => other.scan({ onFound() {} }), Error);
	await t.until(() => chained, 21_000);
});

behaviour("options are checked before anything is begun", async (t) => {
	const wfi32 = await ready(t);
	const wifi = new wfi32.WiFi({});
	const onFound = () => {};
	t.throws(() => wifi.scan(undefined as never), TypeError);
	t.throws(() => wifi.scan({ onComplete() {} } as never), TypeError);
	t.throws(() => wifi.scan({ onFound: 1 } as never), TypeError);
	t.throws(() => wifi.scan({ onFound, onComplete: {} } as never), TypeError);
	for (const channel of [0, 15, 1.5, Number.NaN, "x"])
		t.throws(() => wifi.scan({ onFound, channel: channel as number }), RangeError);
	for (const frequency of [5, 6, 0]) t.throws(() => wifi.scan({ onFound, frequency }), RangeError);
	t.throws(() => wifi.scan({ onFound, SSID: "" }), RangeError);
	t.throws(() => wifi.scan({ onFound, SSID: "x".repeat(33) }), RangeError);
	let completed = false;
	wifi.scan(
		Object.freeze({
			onFound,
			channel: "6" as never,
			frequency: "2.4" as never,
			onComplete() {
				completed = true;
			},
		}),
	);
	await t.until(() => completed, 11_000);
	wifi.close();
	t.throws(() => wifi.scan({ onFound }), Error);
});

behaviour("no callback after close, from outside or from inside a callback", async (t) => {
	const wfi32 = await ready(t);
	await t.world("radio", [{ ssid: "two", bssid: "02:00:00:00:00:01", channel: 6, security: "open" }]);
	let called = 0;
	const doomed = new wfi32.WiFi({});
	const count = () => {
		called++;
	};
	doomed.scan({ onFound: count, onComplete: count });
	doomed.close();
	await t.advance(11_000);
	t.equal(called, 0);
	const closing = new wfi32.WiFi({});
	closing.scan({
		onFound() {
			called++;
			this.close();
		},
		onComplete: count,
	});
	await t.advance(11_000);
	t.equal(called, 1);
	t.equal((await scan(t, wfi32)).found.length, 2, "the interface is well");
});

behaviour("a scan asked for before the module answers is made when it does", async (t) => {
	const wfi32 = provider();
	const { found } = await scan(t, wfi32);
	t.equal(found.length, 1);
});

behaviour("a scan fails with its provider, from the event loop", async (t) => {
	const wfi32 = await ready(t);
	const wifi = new wfi32.WiFi({});
	let error: unknown;
	wifi.scan({
		onFound() {},
		onComplete(it) {
			error = it;
		},
	});
	await t.advance(20);
	wfi32.close();
	t.equal(error, undefined, "not from inside close");
	await t.until(() => error, 1000);
	t.equal((error as { code: number }).code, -4);
	t.throws(() => wifi.scan({ onFound() {} }), Error);
	t.throws(() => wifi.configureScan({}), Error);
});

behaviour("a scan ends when the module starts anew meanwhile", async (t) => {
	const wfi32 = await ready(t);
	const wifi = new wfi32.WiFi({});
	const ends: unknown[] = [];
	const onComplete = (error?: Error) => {
		ends.push((error as { code: number } | undefined)?.code);
	};
	wifi.scan({ onFound() {}, onComplete, passive: true });
	await t.advance(isFirmware ? 150 : 20);
	await t.world("resetModule");
	await t.until(() => ends.length, 10_000);
	// the reference's module says nothing when it starts
	t.equal(ends, [isFirmware ? -2 : undefined]);
	if (!isFirmware) {
		// its echo gives it away
		wifi.scan({ onFound() {}, onComplete });
		await t.until(() => ends.length === 2, 10_000);
		t.equal(ends[1], -2);
	}
	const { found, error } = await scan(t, wfi32);
	t.equal([found.length, error], [1, undefined]);
});

behaviour("the times of scanning are set and read", async (t) => {
	const wfi32 = await ready(t);
	const wifi = new wfi32.WiFi({});
	const told: unknown[] = [];
	wifi.configureScan({}, (error, configuration) => told.push(error, configuration));
	t.throws(() => wifi.configureScan({}), Error);
	await t.until(() => told.length, 5000);
	t.equal(told, [null, { activeTime: 30, passiveTime: 300 }]);
	wifi.configureScan({ activeTime: 50, passiveTime: 120 }, (error, configuration) => told.push(error, configuration));
	const { found } = await scan(t, wfi32);
	t.equal(found.length, 1, "a scan waits for the configuration");
	t.equal(told.slice(2), [null, { activeTime: 50, passiveTime: 120 }]);
	wifi.configureScan({ passiveTime: 99 }, (_, configuration) => told.push(configuration));
	await t.until(() => told.length === 5, 5000);
	t.equal(told[4], { activeTime: 50, passiveTime: 99 });
	for (const time of [0, 10_001, 1.5]) t.throws(() => wifi.configureScan({ activeTime: time }), RangeError);
	t.throws(() => wifi.configureScan({}, 1 as never), TypeError);
	wifi.scan({ onFound() {} });
	t.throws(() => wifi.configureScan({ activeTime: 40 }), Error);
});

behaviour("connecting by BSSID alone finds the name, and joins", async (t) => {
	const wfi32 = await ready(t);
	const wifi = new wfi32.WiFi({});
	const states: number[] = [];
	const watching = new wfi32.WiFi({
		onChanged() {
			states.push(this.connection);
		},
	});
	wifi.connect({ BSSID: "24:F2:7f:a5:8b:80", password: "correct horse" });
	t.ok(wifi.connection >= 300 && wifi.connection < 400, "connecting at once");
	t.throws(() => wifi.scan({ onFound() {} }), Error);
	t.throws(() => wifi.connect({ SSID: "home" }), Error);
	await t.until(() => wifi.connection === 500, 15_000);
	t.equal([wifi.SSID, wifi.BSSID, wifi.channel], ["home", "24:f2:7f:a5:8b:80", 6]);
	t.ok(!states.includes(200), "not disconnected in between");
	watching.close();
});

behaviour("connecting by a BSSID that nobody has fails, and is told", async (t) => {
	const wfi32 = await ready(t);
	let error: Error | undefined;
	const wifi = new wfi32.WiFi({
		onError(it) {
			error = it;
		},
	});
	wifi.connect({ BSSID: "02:00:00:00:00:77", password: "correct horse" });
	await t.until(() => error, 15_000);
	t.equal((error as Error & { code: number }).code, 24);
	t.equal(wifi.connection, 200);
	t.equal(wifi.lastError, error);
});

behaviour("a connection by BSSID can be abandoned while it is looked for", async (t) => {
	const wfi32 = await ready(t);
	const wifi = new wfi32.WiFi({});
	wifi.connect({ BSSID: "24:f2:7f:a5:8b:80", password: "correct horse" });
	await t.advance(5);
	wifi.disconnect();
	t.equal(wifi.connection, 200);
	await t.advance(12_000);
	t.equal(wifi.connection, 200);
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000);
});

behaviour("a connection by BSSID waits for a scan that is under way", async (t) => {
	const wfi32 = await ready(t);
	const wifi = new wfi32.WiFi({});
	let completed = false;
	wifi.scan({
		onFound() {},
		onComplete() {
			completed = true;
		},
	});
	wifi.connect({ BSSID: "24:f2:7f:a5:8b:80", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 25_000);
	t.ok(completed, "the scan had its end");
});

behaviour("a wrong BSSID is told when it is connected to; a malformed one is refused", async (t) => {
	const wfi32 = await ready(t);
	let error: Error | undefined;
	const wifi = new wfi32.WiFi({
		onError(it) {
			error = it;
		},
	});
	t.throws(() => wifi.connect({ BSSID: "24:f2:7f:a5:8b" }), RangeError);
	t.throws(() => wifi.connect({ BSSID: "24-f2-7f-a5-8b-80" }), RangeError);
	t.throws(() => wifi.connect({ password: "12345678" }), TypeError);
	wifi.connect({ SSID: "home", BSSID: "02:00:00:00:00:77", password: "correct horse" });
	await t.until(() => error, 15_000);
	t.equal((error as Error & { code: number }).code, -9);
});

behaviour("scanning while connected leaves the connection alone", async (t) => {
	const { wfi32, wifi } = await joined(t);
	const { found, error } = await scan(t, wfi32);
	t.ok(error || found.length === 1, "either refused or done");
	t.equal(wifi.connection, 500);
});

behaviour("a scan that fails is over with an error, or after its time where the module says nothing", async (t) => {
	const wfi32 = await ready(t);
	await t.world("scansFail", true);
	const failed = await scan(t, wfi32);
	t.equal(
		[failed.found.length, (failed.error as { code?: number } | undefined)?.code],
		[0, isFirmware ? undefined : 8],
	);
	if (!isFirmware) t.ok(failed.error?.message.includes("+WSCNERROR"));
	await t.world("scansFail", false);
	const { found, error } = await scan(t, wfi32);
	t.equal([found.length, error], [1, undefined]);
});
