// The Wi-Fi interface (ECMA-419 17, A.15, A.17).
import { behaviour } from "testing/behaviour";
import { joined, provider } from "tests/device/support";
import type { WiFi, WiFiScanResult } from "wfi32/wifi";

const home = Object.freeze({ SSID: "home", password: "correct horse" });

behaviour("joining goes through the states in order, each told once (17.1, 17.4)", async (t) => {
	const wfi32 = provider();
	const seen: unknown[] = [];
	const wifi = new wfi32.WiFi({
		onChanged(name) {
			t.ok(this === wifi);
			seen.push(name === "connection" ? this.connection : name);
		},
	});
	t.equal(wifi.connection, 100, "initialising: the module has not answered yet");
	await t.until(() => wifi.connection === 200, 5000);
	wifi.connect(home);
	t.equal(wifi.connection, 300, "right after the call");
	t.ok(!seen.includes(300), "not from inside the call");
	await t.until(() => wifi.connection === 500, 15_000);
	await t.advance(1000);
	const states = seen.filter((it) => typeof it === "number");
	t.equal(states.slice(states.indexOf(300)), [300, 400, 500]);
	t.equal(seen.filter((it) => it === "address").length, 1);
});

behaviour("the properties are undefined until there is something to tell (17.5, 17.6, 17.8.3-17.8.6)", async (t) => {
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	const properties = () => [wifi.MAC, wifi.address, wifi.SSID, wifi.BSSID, wifi.RSSI, wifi.channel];
	const nothing = [undefined, undefined, undefined, undefined, undefined, undefined];
	t.equal(properties(), nothing);
	wifi.connect(home);
	t.equal(properties(), nothing, "while connecting");
	await t.until(() => wifi.connection === 500, 15_000);
	// the module tells neither its own address nor the strength of what it receives
	t.equal(properties(), [undefined, "192.168.0.100", "home", "24:f2:7f:a5:8b:80", undefined, 6]);
	wifi.disconnect();
	t.equal(properties(), nothing);
	for (const name of ["connection", "MAC", "address", "SSID", "BSSID", "RSSI", "channel"] as const)
		t.throws(() => {
			(wifi as unknown as Record<string, unknown>)[name] = 1;
		}, TypeError);
});

behaviour("connect throws while connecting, and that attempt goes on (17.2)", async (t) => {
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	const other = new wfi32.WiFi({});
	wifi.connect(home);
	t.throws(() => wifi.connect(home), Error);
	t.throws(() => other.connect({ SSID: "other" }), Error);
	await t.until(() => wifi.connection === 500, 15_000);
	t.equal(wifi.SSID, "home");
});

behaviour(
	"connect needs SSID or BSSID, coerced to strings, and changes nothing when it throws (17.8.1, A.17.1)",
	async (t) => {
		const wfi32 = provider();
		const wifi = new wfi32.WiFi({});
		await t.until(() => wifi.connection === 200, 5000);
		const wrong: unknown[] = [
			undefined,
			{},
			{ password: "correct horse" },
			{ SSID: Symbol("s") },
			{ SSID: "home", password: Symbol("s") },
			{ SSID: "home", channel: 15 },
			{ SSID: "" },
			{ SSID: "x".repeat(33) },
			{ BSSID: "24:f2:7f" },
		];
		for (const options of wrong) t.throws(() => wifi.connect(options as never), Error);
		t.equal(wifi.connection, 200);
		wifi.connect({ SSID: { toString: () => "home" } as never, password: { toString: () => "correct horse" } as never });
		await t.until(() => wifi.connection === 500, 15_000);
	},
);

behaviour("disconnect does nothing when disconnected, and abandons an attempt at once (17.3)", async (t) => {
	const wfi32 = provider();
	const seen: number[] = [];
	const wifi = new wfi32.WiFi({
		onChanged(name) {
			if (name === "connection") seen.push(this.connection);
		},
	});
	await t.until(() => wifi.connection === 200, 5000);
	await t.advance(10);
	seen.length = 0;
	wifi.disconnect();
	await t.advance(2000);
	t.equal(seen, []);
	for (const delay of [0, 60, 150, 220]) {
		wifi.connect(home);
		await t.advance(delay);
		wifi.disconnect();
		t.equal(wifi.connection, 200);
		await t.advance(10);
		t.equal(wifi.connection, 200);
	}
	await t.advance(20_000);
	t.ok(!seen.includes(500), "none of them came through");
	t.equal(wifi.connection, 200);
	wifi.connect(home);
	await t.until(() => wifi.connection === 500, 20_000, "the interface works afterwards");
});

behaviour("several instances see the same interface, and closing one leaves it alone (17)", async (t) => {
	const wfi32 = provider();
	const seen: Record<string, number[]> = { a: [], b: [], c: [] };
	const watch = (name: string) =>
		new wfi32.WiFi({
			onChanged(what) {
				if (what === "connection") seen[name].push(this.connection);
			},
		});
	const a = watch("a");
	const b = watch("b");
	await t.until(() => a.connection === 200, 5000);
	a.connect(home);
	t.equal(b.connection, 300);
	await t.until(() => b.connection === 500, 15_000);
	t.equal(seen.a.slice(-3), [300, 400, 500]);
	t.equal(seen.b.slice(-3), [300, 400, 500]);
	const c = watch("c");
	t.equal([c.connection, c.address, c.SSID, c.BSSID], [a.connection, a.address, a.SSID, a.BSSID]);
	await t.advance(1000);
	t.equal(seen.c, [], "what was before the instance is not told");
	a.close();
	await t.advance(3000);
	t.equal(b.connection, 500);
	b.disconnect();
	await t.advance(3000);
	t.equal(seen.c, [200]);
	t.equal(seen.a.includes(200) && seen.a.at(-1) === 200, false, "a was closed");
});

behaviour("a lost link is told to every instance: first the address goes, or with it (17.4, 17.6)", async (t) => {
	const { wfi32, wifi } = await joined(t);
	const told: unknown[] = [];
	new wfi32.WiFi({
		onChanged(name) {
			told.push([name, this.connection, this.address]);
		},
	});
	await t.world("kick");
	await t.until(() => wifi.connection === 200, 30_000);
	await t.advance(10);
	t.ok(told.some((it) => JSON.stringify(it) === '["connection",200,null]'));
	t.ok(told.some((it) => (it as string[])[0] === "address"));
});

async function found(t: Parameters<Parameters<typeof behaviour>[1]>[0], wifi: WiFi, options = {}) {
	const results: WiFiScanResult[] = [];
	let done = false;
	wifi.scan({ onFound: (it) => results.push(it), onComplete: () => (done = true), ...options });
	await t.until(() => done, 10_000, "the scan's end");
	return results;
}

behaviour("a scan finds names in UTF-8, hidden ones as empty, and addresses in lower case (17.8.2)", async (t) => {
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	await t.world("addNetwork", { ssid: "Café ☕ 日本", bssid: "AA:BB:CC:00:11:22", channel: 11, security: "open" });
	await t.world("addNetwork", {
		ssid: "unseen",
		bssid: "AA:BB:CC:00:11:33",
		channel: 3,
		security: "wpa2",
		password: "12345678",
		hidden: true,
	});
	await t.world("addNetwork", { ssid: 'say "OK",[1]\\', bssid: "AA:BB:CC:00:11:44", channel: 1, security: "open" });
	await t.until(() => wifi.connection === 200, 5000);
	const results = await found(t, wifi);
	const by = (address: string) => results.find((it) => it.BSSID === address);
	t.equal(by("aa:bb:cc:00:11:22")?.SSID, "Café ☕ 日本");
	t.equal(by("aa:bb:cc:00:11:33")?.SSID, "");
	t.equal(by("aa:bb:cc:00:11:44")?.SSID, 'say "OK",[1]\\');
	for (const { BSSID, RSSI, channel, security } of results) {
		t.equal(BSSID, BSSID.toLowerCase());
		t.ok(RSSI < 0 && RSSI > -120);
		t.ok(channel >= 1 && channel <= 14);
		t.equal(typeof security, "string");
	}
});

behaviour("a scan of one channel, and one of secure networks only (17.8.2)", async (t) => {
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	await t.world("addNetwork", { ssid: "open", bssid: "AA:BB:CC:00:11:22", channel: 6, security: "open" });
	await t.world("addNetwork", { ssid: "far", bssid: "AA:BB:CC:00:11:33", channel: 1, security: "open" });
	await t.until(() => wifi.connection === 200, 5000);
	const names = (results: WiFiScanResult[]) => results.map((it) => it.SSID).sort();
	t.equal(names(await found(t, wifi)), ["far", "home", "open"]);
	t.equal(names(await found(t, wifi, { channel: 6 })), ["home", "open"]);
	t.equal(names(await found(t, wifi, { secure: true })), ["home"]);
});

behaviour(
	"a scan while scanning throws, for every instance, and one that throws changes nothing (17.8.2)",
	async (t) => {
		const wfi32 = provider();
		const wifi = new wfi32.WiFi({});
		const other = new wfi32.WiFi({});
		await t.until(() => wifi.connection === 200, 5000);
		const onFound = () => {};
		for (const wrong of [undefined, {}, { onFound: 5 }, { onFound, onComplete: 5 }, { onFound, frequency: 3 }])
			t.throws(() => wifi.scan(wrong as never), Error);
		let ends = 0;
		wifi.scan({ onFound, onComplete: () => ends++ });
		t.throws(() => wifi.scan({ onFound }), Error);
		t.throws(() => other.scan({ onFound }), Error);
		await t.until(() => ends, 10_000);
		await found(t, other);
		t.equal(ends, 1);
	},
);

behaviour("connect by BSSID, in capitals or not, and by both; it is told in lower case (17.8.1, 17.8.4)", async (t) => {
	const wfi32 = provider();
	const wifi = new wfi32.WiFi({});
	await t.until(() => wifi.connection === 200, 5000);
	const { password } = home;
	for (const way of [
		{ BSSID: "24:f2:7f:a5:8b:80" },
		{ BSSID: "24:F2:7F:A5:8B:80" },
		{ ...home, BSSID: "24:f2:7f:A5:8b:80" },
	]) {
		wifi.connect({ password, ...way });
		t.ok(wifi.connection >= 300, "right after the call");
		await t.until(() => wifi.connection === 500, 30_000);
		t.equal([wifi.SSID, wifi.BSSID], ["home", "24:f2:7f:a5:8b:80"]);
		wifi.disconnect();
		await t.advance(3000);
	}
});

behaviour(
	"what no network of the module's can be throws: a band, a channel, a host name, an address of its own (17)",
	async (t) => {
		const wfi32 = provider();
		const wifi = new wfi32.WiFi({});
		await t.until(() => wifi.connection === 200, 5000);
		const onFound = () => {};
		for (const wrong of [{ frequency: 5 }, { channel: 0 }, { channel: 36 }])
			t.throws(() => wifi.scan({ onFound, ...wrong }), RangeError);
		const fixed = { address: "192.168.0.5", mask: "255.255.255.0", gateway: "192.168.0.1" };
		t.throws(() => wifi.configure({ hostname: "thing" }), RangeError);
		t.throws(() => wifi.configure({ static: fixed }), RangeError);
		wifi.configure({ static: false });
		t.throws(() => wifi.configure(undefined as never), TypeError);
		t.equal(await found(t, wifi, { channel: 13 }), []);
	},
);

behaviour(
	"why a connection failed is told by onError and lastError, and the interface is free again (17.1)",
	async (t) => {
		const wfi32 = provider();
		const errors: Error[] = [];
		const wifi = new wfi32.WiFi({ onError: (error) => errors.push(error) });
		t.equal(wifi.lastError, undefined);
		wifi.connect({ SSID: "home", password: "wrong password" });
		await t.until(() => errors.length, 60_000);
		t.equal(wifi.connection, 200);
		t.ok(wifi.lastError === errors[0]);
		wifi.connect(home);
		await t.until(() => wifi.connection === 500, 30_000);
	},
);
