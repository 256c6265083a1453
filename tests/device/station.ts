// Joining (ECMA-419 17.8, reference 5.1, 5.2): what is asked for again while something else is under way.

import { behaviour } from "testing/behaviour";
import { isFirmware, provider } from "tests/device/support";

const timeCommands = ["AT+WSTAC=12", "AT+WSTAC=13"];

behaviour("whenever another network is asked for, that one is joined", async (t) => {
	await t.world("radio", [
		{ ssid: "attic", bssid: "02:00:00:00:00:01", channel: 3, security: "wpa2", password: "attic secret" },
	]);
	for (let delay = 0; delay <= (isFirmware ? 900 : 40); delay += isFirmware ? 60 : 2) {
		const wfi32 = provider();
		const wifi = new wfi32.WiFi({});
		await t.advance(2500);
		wifi.connect({ SSID: "home", password: "correct horse" });
		await t.advance(delay);
		wifi.disconnect();
		t.equal(wifi.connection, 200);
		wifi.connect({ SSID: "attic", password: "attic secret" });
		await t.until(() => wifi.connection === 500, 30_000, `joining after ${delay} ms`);
		t.equal([wifi.SSID, wifi.BSSID], ["attic", "02:00:00:00:00:01"], `after ${delay} ms`);
		t.equal(await t.world<string>("stationOf"), "attic", `after ${delay} ms`);
		wifi.disconnect();
		await t.advance(1500);
		wfi32.close();
		await t.advance(10);
	}
});

behaviour("a time server is told to the module before it joins, and kept for later connections", async (t) => {
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	wifi.configure({ ntp: { server: "time.example", static: true } });
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000);
	t.equal(await t.world<string[]>("sent", timeCommands), ['AT+WSTAC=12,"time.example"', "AT+WSTAC=13,1"]);
	wifi.disconnect();
	wifi.configure({ ntp: { static: false } });
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000);
	const sent = await t.world<string[]>("sent", timeCommands);
	t.equal(sent.slice(2), ['AT+WSTAC=12,"time.example"', "AT+WSTAC=13,0"]);
	wifi.disconnect();
	wifi.configure({ ntp: { server: "" } });
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000, "with an empty name");
});

behaviour("without a time server nothing is said of it", async (t) => {
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	wifi.configure({});
	wifi.configure({ static: false });
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000);
	t.equal(await t.world<string[]>("sent", timeCommands), []);
});

behaviour("what the module cannot be configured to throws, never is ignored", (t) => {
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	let accessed = 0;
	const hostname = {
		toString() {
			accessed++;
			return "thermometer";
		},
	};
	t.throws(() => wifi.configure({ hostname: hostname as never }), Error);
	t.equal(accessed, 1);
	const mask = "255.255.255.0";
	const gateway = "192.168.1.1";
	for (const address of ["192.168.1.2", "not.an.ip.address"])
		t.throws(() => wifi.configure({ static: { address, mask, gateway } }), RangeError);
	t.throws(() => wifi.configure(undefined as never), TypeError);
	t.throws(() => wifi.configure({ ntp: 1 as never }), TypeError);
	t.throws(() => wifi.configure({ ntp: { server: Symbol("x") as never } }), TypeError);
	t.throws(() => wifi.configure({ ntp: { server: "x".repeat(254) } }), RangeError);
	wifi.close();
	t.throws(() => wifi.configure({}), Error);
});

behaviour("a network of another security is joined when it is said", async (t) => {
	await t.world("radio", [
		{ ssid: "old", bssid: "02:00:00:00:00:01", channel: 3, security: "wpa", password: "old secret" },
	]);
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	wifi.connect({ SSID: "old", password: "old secret", security: "wpa_psk" });
	await t.until(() => wifi.connection === 500, 15_000);
	t.equal(await t.world<string[]>("sent", ["AT+WSTAC=2"]), ["AT+WSTAC=2,2"]);
	wifi.disconnect();
	await t.advance(2000);
	wifi.connect({ BSSID: "02:00:00:00:00:01", password: "old secret" });
	await t.until(() => wifi.connection === 500, 25_000, "by BSSID the network says so itself");
	wifi.disconnect();
	const connect = (options: object) => () => wifi.connect({ SSID: "old", ...options });
	t.throws(connect({ security: "wpa9", password: "12345678" }), RangeError);
	t.throws(connect({ security: "none", password: "12345678" }), RangeError);
	t.throws(connect({ security: "wpa2_psk" }), RangeError);
	t.throws(connect({ security: Symbol("wpa2_psk"), password: "12345678" }), TypeError);
	for (const password of ["1234567", "x".repeat(64), "f".repeat(65)])
		for (const security of [undefined, "wpa_psk", "wpa2_psk"]) t.throws(connect({ security, password }), RangeError);
	t.throws(connect({ security: "wep", password: `1*${"x".repeat(63)}` }), RangeError);
	t.throws(connect({ security: "wpa2_enterprise", password: "x".repeat(129) }), RangeError);
});

behaviour("a WEP network is joined where the module speaks WEP, else that is an error", async (t) => {
	await t.world("radio", [
		{ ssid: "oldest", bssid: "02:00:00:00:00:03", channel: 4, security: "wep", password: "abcde" },
	]);
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	wifi.connect({ SSID: "oldest", security: "wep", password: "2*abcde" });
	await t.until(() => wifi.connection === 500 || wifi.lastError, 25_000);
	t.equal(await t.world<string[]>("sent", ["AT+WSTAC=2", "AT+WSTAC=3"]), ["AT+WSTAC=2,1", 'AT+WSTAC=3,"2*abcde"']);
	// 5.2.3 says that the module's chip does not support it, its example uses it: the firmware refuses
	t.equal([wifi.connection, wifi.lastError?.code], isFirmware ? [200, 4] : [500, undefined]);
	if (isFirmware) return;
	t.equal(await t.world<string>("stationOf"), "oldest");
	wifi.disconnect();
	await t.advance(2000);
	wifi.connect({ SSID: "oldest", security: "wep", password: "1*wrong" });
	await t.until(() => wifi.lastError, 25_000);
	t.equal([wifi.connection, wifi.lastError?.code], [200, 24]);
});

behaviour("an enterprise network is joined with a name and a password, where the module can", async (t) => {
	const enterprise = { security: "enterprise", username: "someone", password: "x*y" };
	await t.world("radio", [{ ssid: "office", bssid: "02:00:00:00:00:04", channel: 5, ...enterprise }]);
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	wifi.connect({ SSID: "office", security: "wpa2_enterprise", password: "someone*x*y" });
	await t.until(() => wifi.connection === 500 || wifi.lastError, 25_000);
	t.equal([wifi.connection, wifi.lastError?.code], isFirmware ? [200, 4] : [500, undefined]);
});
