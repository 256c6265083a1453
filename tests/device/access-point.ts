// The module as an access point (reference 5.3, 5.4).

import type { Test } from "testing/behaviour";
import { behaviour } from "testing/behaviour";
import { isFirmware, provider } from "tests/device/support";
import type { AccessPoint, AccessPointOptions } from "wfi32/access-point";
import type { WFI32 } from "wfi32/provider";

const phone = "02:00:00:00:00:a1";
const tablet = "02:00:00:00:00:a2";
const secret = "open sesame";

interface Watched {
	accessPoint: AccessPoint;
	events: string[];
	error: (Error & { code: number }) | undefined;
}

function watch(wfi32: WFI32, options: Partial<AccessPointOptions> = {}): Watched {
	const it: Watched = { accessPoint: undefined as never, events: [], error: undefined };
	it.accessPoint = new wfi32.AccessPoint({
		SSID: "gate",
		password: secret,
		onStarted: () => it.events.push("started"),
		onJoined: (station) => it.events.push(`joined ${station.MAC}`),
		onAddress: (station) => it.events.push(`address ${station.MAC} ${station.address}`),
		onLeft: (station) => it.events.push(`left ${station.MAC}`),
		onError: (error) => {
			it.error = error as Watched["error"];
			it.events.push("error");
		},
		...options,
	});
	return it;
}

async function started(t: Test, wfi32: WFI32, options: Partial<AccessPointOptions> = {}): Promise<Watched> {
	const it = watch(wfi32, options);
	t.equal(it.events, [], "nothing from inside the constructor");
	await t.until(() => it.events.length, 15_000, "onStarted");
	t.equal(it.events, ["started"]);
	it.events.length = 0;
	return it;
}

interface Seen {
	ssid: string;
	channel: number;
	security: string;
	hidden: boolean;
	password: string;
}

behaviour("the access point is on the air as it was asked for", async (t) => {
	const wfi32 = provider();
	const it = await started(t, wfi32, { channel: 11, hidden: true });
	t.equal(await t.world<Seen[]>("onAir"), [
		{ ssid: "gate", channel: 11, security: "wpa2", hidden: true, password: secret },
	]);
	t.equal(it.accessPoint.started, true);
	it.accessPoint.close();
	await t.advance(1000);
	t.equal(await t.world<Seen[]>("onAir"), []);
});

behaviour("without a password it is open, with the defaults of the reference", async (t) => {
	const wfi32 = provider();
	await started(t, wfi32, { password: undefined, SSID: "Zoë 🛜" });
	t.equal(await t.world<Seen[]>("onAir"), [
		{ ssid: "Zoë 🛜", channel: 6, security: "open", hidden: false, password: "" },
	]);
});

behaviour("stations that join, get an address and leave are told, and listed", async (t) => {
	const wfi32 = provider();
	const { accessPoint, events } = await started(t, wfi32);
	t.equal(accessPoint.stations, []);
	await t.world("join", { mac: phone, ssid: "gate", password: secret });
	await t.until(() => events.length === 2, 10_000);
	const [station] = accessPoint.stations;
	t.equal(station.MAC, phone);
	t.ok(station.address, "an address");
	t.equal(events, [`joined ${phone}`, `address ${phone} ${station.address}`]);
	await t.world("join", { mac: tablet, ssid: "gate", password: secret });
	await t.until(() => events.length === 4, 10_000);
	t.equal(
		accessPoint.stations.map((it) => it.MAC),
		[phone, tablet],
	);
	t.ok(accessPoint.stations[0].address !== accessPoint.stations[1].address, "addresses of their own");
	await t.world("leave", phone);
	await t.until(() => events.length === 5, 10_000);
	t.equal(events[4], `left ${phone}`);
	t.equal(
		accessPoint.stations.map((it) => it.MAC),
		[tablet],
	);
});

behaviour("a wrong password does not let anybody in", async (t) => {
	const wfi32 = provider();
	const { events } = await started(t, wfi32);
	await t.world("join", { mac: phone, ssid: "gate", password: "something else" });
	await t.advance(5000);
	t.equal(events, []);
});

behaviour("refresh asks who is there, and how well they are heard", async (t) => {
	const wfi32 = provider();
	const { accessPoint, events } = await started(t, wfi32);
	await t.world("join", { mac: phone, ssid: "gate", password: secret });
	await t.until(() => events.length === 2, 10_000);
	t.equal(accessPoint.stations[0].RSSI, undefined);
	const told: unknown[] = [];
	accessPoint.refresh((error, stations) => told.push(error, stations?.[0].MAC, typeof stations?.[0].RSSI));
	t.throws(() => accessPoint.refresh(), Error);
	await t.until(() => told.length, 5000);
	t.equal(told, [null, phone, "number"]);
	t.equal(events.length, 2, "nobody has come or gone");
});

behaviour("the configuration is read from the module, without the password", async (t) => {
	const wfi32 = provider();
	const { accessPoint } = await started(t, wfi32, { SSID: 'say "hi"', channel: 3 });
	const told: unknown[] = [];
	accessPoint.configuration((error, configuration) => told.push(error, configuration));
	t.throws(() => accessPoint.configuration(() => {}), Error);
	await t.until(() => told.length, 5000);
	t.equal(told, [null, { SSID: 'say "hi"', security: "wpa2_psk", channel: 3, hidden: false }]);
});

behaviour("only one at a time; another after the first is closed, at once", async (t) => {
	const wfi32 = provider();
	const first = await started(t, wfi32);
	t.throws(() => watch(wfi32), Error);
	first.accessPoint.close();
	first.accessPoint.close();
	await started(t, wfi32, { SSID: "second", channel: 1 });
	const seen = await t.world<Seen[]>("onAir");
	t.equal(
		seen.map((it) => it.ssid),
		["second"],
	);
	t.equal(first.events, []);
	t.throws(() => first.accessPoint.stations, Error);
	t.throws(() => first.accessPoint.started, Error);
	t.throws(() => first.accessPoint.refresh(), Error);
});

behaviour("closed while it is being started, it does not come up, and the next one does", async (t) => {
	for (const delay of [0, 5, 150, 350, 450, 550, 650, 750]) {
		const wfi32 = provider();
		const doomed = watch(wfi32, { SSID: "doomed" });
		await t.advance(1500 + delay);
		doomed.events.length = 0;
		doomed.accessPoint.close();
		const next = watch(wfi32, { SSID: "next" });
		await t.until(() => next.events.length, 15_000);
		t.equal(next.events, ["started"], `after ${delay} ms`);
		t.equal(doomed.events, []);
		t.equal(
			(await t.world<Seen[]>("onAir")).map((it) => it.ssid),
			["next"],
		);
		next.accessPoint.close();
		await t.advance(1500);
		t.equal(await t.world<Seen[]>("onAir"), []);
		wfi32.close();
		await t.advance(10);
	}
});

behaviour("an access point that an earlier program has left on is stopped first", async (t) => {
	const earlier = provider();
	await started(t, earlier, { SSID: "left over" });
	earlier.close();
	await t.advance(100);
	const wfi32 = provider();
	const it = watch(wfi32, { SSID: "new" });
	await t.until(() => it.events.length, 20_000);
	t.equal(it.events, ["started"]);
	t.equal(
		(await t.world<Seen[]>("onAir")).map((seen) => seen.ssid),
		["new"],
	);
});

behaviour("options are checked before anything is begun", async (t) => {
	const wfi32 = provider();
	const make = (options: unknown) => () => new wfi32.AccessPoint(options as AccessPointOptions);
	t.throws(make(undefined), TypeError);
	t.throws(make({}), TypeError);
	t.throws(make({ SSID: Symbol("x") }), TypeError);
	t.throws(make({ SSID: "" }), RangeError);
	t.throws(make({ SSID: "ü".repeat(17) }), RangeError);
	t.throws(make({ SSID: "a", password: "1234567" }), RangeError);
	t.throws(make({ SSID: "a", password: "x".repeat(64) }), RangeError);
	t.throws(make({ SSID: "a", password: "x".repeat(65) }), RangeError);
	t.throws(make({ SSID: "a", security: "wpa2_psk" }), RangeError);
	t.throws(make({ SSID: "a", security: "none", password: "12345678" }), RangeError);
	t.throws(make({ SSID: "a", security: "wpa9" }), RangeError);
	for (const channel of [0, 15, 1.5]) t.throws(make({ SSID: "a", channel }), RangeError);
	t.throws(make({ SSID: "a", onJoined: 1 }), TypeError);
	await started(t, wfi32, Object.freeze({ SSID: "a", password: "f".repeat(64), target: 1, unknown: 2 }));
});

behaviour("what the module refuses is told once, and another can be tried", async (t) => {
	const wfi32 = provider();
	const refused = watch(wfi32, { security: "wep", password: "1*abcde" });
	await t.until(() => refused.events.length, 15_000);
	if (refused.error) {
		t.equal(refused.events, ["error"]);
		t.ok(!refused.error.message.includes("abcde"), "no credentials");
		t.ok(refused.error.code > 0, "the module's code");
	}
	refused.accessPoint.close();
	await started(t, wfi32);
});

behaviour("an access point fails with its provider, from the event loop", async (t) => {
	const wfi32 = provider();
	const it = await started(t, wfi32);
	wfi32.close();
	t.equal(it.events, []);
	await t.until(() => it.error, 100);
	t.equal(it.error?.code, -4);
	t.equal(it.accessPoint.stations, []);
	it.accessPoint.close();
	t.throws(() => watch(wfi32), Error);
});

behaviour("an access point fails when the module starts anew, and can be started again", async (t) => {
	const wfi32 = provider();
	const it = await started(t, wfi32);
	await t.world("join", { mac: phone, ssid: "gate", password: secret });
	await t.until(() => it.events.length === 2, 10_000);
	await t.world("resetModule");
	// the reference's module says nothing when it starts: the next command finds it out
	if (!isFirmware) it.accessPoint.refresh();
	await t.until(() => it.error, 15_000);
	t.equal(it.error?.code, -2);
	t.equal(it.accessPoint.started, false);
	it.accessPoint.close();
	await started(t, wfi32);
});
