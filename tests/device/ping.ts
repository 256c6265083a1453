// Pings (reference 7.13).

import type { Test } from "testing/behaviour";
import { behaviour } from "testing/behaviour";
import { host, isFirmware, joined, provider } from "tests/device/support";
import Time from "time";
import type { Ping, PingOptions } from "wfi32/ping";
import type { WFI32 } from "wfi32/provider";

interface Pinged {
	ping: Ping;
	events: string[];
	error: (Error & { code: number }) | undefined;
	/** When each event came. */
	times: number[];
}

function watch(wfi32: WFI32, options: Partial<PingOptions>): Pinged {
	const it: Pinged = { ping: undefined as never, events: [], error: undefined, times: [] };
	const note = (event: string) => {
		it.events.push(event);
		it.times.push(Time.ticks);
	};
	it.ping = new wfi32.Ping({
		onReply: (roundTrip, address) => note(`${address} ${roundTrip}`),
		onTimeout: () => note("timeout"),
		onComplete: () => note("complete"),
		onError: (error) => {
			it.error = error as Pinged["error"];
			note("error");
		},
		...options,
	});
	return it;
}

async function complete(t: Test, it: Pinged, limit = 60_000): Promise<string[]> {
	await t.until(() => it.events.includes("complete") || it.error, limit, "the end");
	return it.events;
}

behaviour("as many pings as were asked for, with the round trip and who answered", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("ping", { address: host, time: 12 });
	const it = watch(wfi32, { address: host, count: 3, interval: 500 });
	t.equal(it.events, [], "nothing from inside the constructor");
	t.equal(await complete(t, it), [`${host} 12`, `${host} 12`, `${host} 12`, "complete"]);
	t.equal([it.ping.made, it.ping.answered], [3, 3]);
	const gap = it.times[2] - it.times[1];
	t.ok(gap >= 400 && gap <= 600, `the interval: ${gap}`);
	await t.advance(5000);
	t.equal(it.events.length, 4);
});

behaviour("a name is pinged, whichever of the options has it", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("ping", { address: host, time: 5 });
	t.equal(await complete(t, watch(wfi32, { host: "host.example", count: 1 })), [`${host} 5`, "complete"]);
	t.equal(await complete(t, watch(wfi32, { host, count: 1 })), [`${host} 5`, "complete"]);
	t.equal(await complete(t, watch(wfi32, { host: "host.example", version: 4, count: 1 })), [`${host} 5`, "complete"]);
});

behaviour("an unanswered ping times out, and the next is made", async (t) => {
	const { wfi32 } = await joined(t);
	const it = watch(wfi32, { address: "192.0.2.99", count: 2, interval: 1000 });
	t.equal(await complete(t, it), ["timeout", "timeout", "complete"]);
	t.equal([it.ping.made, it.ping.answered], [2, 0]);
});

behaviour("without a count it goes on until it is closed, also from inside a callback", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("ping", { address: host, time: 1 });
	let replies = 0;
	new wfi32.Ping({
		address: host,
		interval: 200,
		onReply() {
			if (++replies === 5) this.close();
		},
		onComplete() {
			replies = 100;
		},
	});
	await t.advance(10_000);
	t.equal(replies, 5);
	const other = watch(wfi32, { address: host, interval: 200 });
	await t.advance(300);
	other.ping.close();
	other.ping.close();
	const { length } = other.events;
	await t.advance(3000);
	t.equal(other.events.length, length);
	t.throws(() => other.ping.made, Error);
});

behaviour("closing in the last reply leaves out onComplete", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("ping", { address: host, time: 1 });
	const events: string[] = [];
	new wfi32.Ping({
		address: host,
		count: 1,
		onReply() {
			events.push("reply");
			this.close();
		},
		onComplete: () => events.push("complete"),
	});
	await t.advance(3000);
	t.equal(events, ["reply"]);
});

behaviour("several instances take turns and get their own replies", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("ping", { address: "192.0.2.61", time: 61 });
	await t.world("ping", { address: "192.0.2.62", time: 62 });
	const all = ["192.0.2.61", "192.0.2.62", "192.0.2.63"].map((address) =>
		watch(wfi32, { address, count: 2, interval: 100 }),
	);
	for (const it of all) await complete(t, it);
	t.equal(
		all.map((it) => it.events.join(", ")),
		["192.0.2.61 61, 192.0.2.61 61, complete", "192.0.2.62 62, 192.0.2.62 62, complete", "timeout, timeout, complete"],
	);
});

behaviour("without a network onError says why, and nothing follows", async (t) => {
	const wfi32 = provider();
	const it = watch(wfi32, { address: host, count: 3 });
	await complete(t, it);
	await t.advance(5000);
	t.equal(it.events, ["error"]);
	t.ok(it.error && it.error.code > 0, "the module's code");
});

behaviour("IPv6 is pinged where the module can", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("ping", { address: "2001:db8::6", time: 3 });
	const events = await complete(t, watch(wfi32, { address: "2001:db8::6", count: 1 }));
	t.equal(events, isFirmware ? ["error"] : ["2001:db8::6 3", "complete"]);
});

behaviour("options are checked", async (t) => {
	const wfi32 = provider();
	const make = (options: unknown) => () => new wfi32.Ping(options as PingOptions);
	t.throws(make(undefined), TypeError);
	t.throws(make({}), TypeError);
	t.throws(make({ address: "host.example" }), RangeError);
	t.throws(make({ address: "256.1.1.1" }), RangeError);
	t.throws(make({ address: ":::" }), RangeError);
	t.throws(make({ host: "" }), RangeError);
	t.throws(make({ host: "x".repeat(254) }), RangeError);
	t.throws(make({ host: Symbol("x") }), TypeError);
	for (const count of [0, -1, 1.5, Number.NaN]) t.throws(make({ address: host, count }), RangeError);
	for (const interval of [-1, 2 ** 31, Number.NaN]) t.throws(make({ address: host, interval }), RangeError);
	t.throws(make({ address: host, version: 5 }), RangeError);
	t.throws(make({ address: host, version: 6 }), RangeError);
	t.throws(make({ address: "2001:db8::1", version: 4 }), RangeError);
	t.throws(make({ address: host, onReply: 1 }), TypeError);
	const ping = new wfi32.Ping(Object.freeze({ address: host, target: "t", unknown: 1 }));
	t.equal(ping.target, "t");
	ping.close();
});

behaviour("a ping fails with its provider, between two pings as well", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("ping", { address: host, time: 1 });
	const between = watch(wfi32, { address: host, interval: 60_000 });
	await t.until(() => between.events.length === 1, 5000);
	const waiting = watch(wfi32, { address: "192.0.2.99" });
	await t.advance(300);
	wfi32.close();
	t.equal([between.error, waiting.error], [undefined, undefined], "not from inside close");
	await t.until(() => between.error && waiting.error, 100);
	t.equal([between.error?.code, waiting.error?.code], [-4, -4]);
	await t.advance(70_000);
	t.equal([between.events.length, waiting.events.length], [2, 1]);
	t.throws(() => watch(wfi32, { address: host }), Error);
});
