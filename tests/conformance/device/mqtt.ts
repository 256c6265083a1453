// The module's MQTT service in the manner of ECMA-419 24.
import { behaviour, type Test } from "testing/behaviour";
import { broker, joined } from "tests/device/support";
import type { MQTTClient, MQTTClientOptions } from "wfi32/mqtt";
import type { WFI32 } from "wfi32/provider";
import { decode, encode } from "wfi32/text";

interface Watched {
	client: MQTTClient;
	events: unknown[][];
	names(): unknown[];
}

function watched(t: Test, wfi32: WFI32, options: Partial<MQTTClientOptions> = {}): Watched {
	const events: unknown[][] = [];
	const it: Watched = { client: undefined as never, events, names: () => events.map(([name]) => name) };
	const mine = (instance: MQTTClient) => t.ok(instance === it.client, "this is the instance");
	it.client = new wfi32.MQTTClient({
		host: broker,
		onControl(operation, message) {
			mine(this);
			t.equal(message.operation, operation);
			events.push(["control", operation, message.id, message.payload?.slice()]);
		},
		onWritable(count) {
			mine(this);
			events.push(["writable", count]);
		},
		onReadable(count, { topic, QoS, byteLength, more }) {
			mine(this);
			events.push(["readable", count, topic, QoS, byteLength, more]);
		},
		onError(error) {
			events.push(["error", error]);
		},
		...options,
	});
	return it;
}

async function online(t: Test, wfi32: WFI32, options: Partial<MQTTClientOptions> = {}): Promise<Watched> {
	const it = watched(t, wfi32, options);
	await t.until(() => it.names().includes("writable") || it.names().includes("error"), 20_000, "the broker");
	return it;
}

behaviour("the packets' numbers are read-only properties of the class (24.6)", async (t) => {
	const { wfi32 } = await joined(t);
	const { MQTTClient } = wfi32;
	const names = ["CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP", "SUBSCRIBE", "SUBACK"];
	names.push("UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT");
	const constants = MQTTClient as unknown as Record<string, number>;
	for (let i = 0; i < names.length; i++) {
		t.equal(constants[names[i]], i + 1, names[i]);
		t.throws(() => {
			constants[names[i]] = 99;
		}, TypeError);
		t.equal(constants[names[i]], i + 1);
	}
});

behaviour("CONNACK comes first, then onWritable; writing before throws (24.5)", async (t) => {
	const { wfi32 } = await joined(t);
	const it = watched(t, wfi32);
	t.throws(() => it.client.write(encode("early"), { topic: "a" }), Error);
	t.equal(it.events, []);
	await t.until(() => it.events.length >= 2, 20_000);
	t.equal(it.events[0].slice(0, 2), ["control", 2]);
	t.equal(it.events[1][0], "writable");
	t.ok((it.events[1][1] as number) > 0);
	await t.advance(1000);
	t.equal(await t.world("published"), []);
});

behaviour("a wrong write throws and nothing of it is sent (9.5, 24.5)", async (t) => {
	const { wfi32 } = await joined(t);
	const { client } = await online(t, wfi32);
	const data = encode("x");
	const wrong: [unknown, unknown][] = [
		[data, undefined],
		[data, {}],
		[data, { topic: Symbol("s") }],
		[data, { topic: "" }],
		[data, { topic: "a", QoS: 3 }],
		[data, { topic: "a", QoS: "1" }],
		[data, { topic: "a", duplicate: true }],
		[5, { topic: "a" }],
		[new Uint16Array(1), { topic: "a" }],
		[data, { topic: "a", byteLength: 0 }],
		[null, { operation: 8 }],
		[null, { operation: 8, items: [] }],
		[null, { operation: 8, items: [{ topic: "a", QoS: 3 }] }],
		[null, { operation: 10 }],
		[null, { operation: 1 }],
		[null, { operation: 99 }],
	];
	for (const [payload, options] of wrong) t.throws(() => client.write(payload as never, options as never), Error);
	client.write(encode("good"), Object.freeze({ topic: "a" }));
	await t.advance(5000);
	const published = await t.world<{ payload: string }[]>("published");
	t.equal(
		published.map((it) => it.payload),
		["good"],
	);
	t.equal((await t.world<{ subscriptions: string[] }>("module")).subscriptions, []);
});

behaviour("a message may be written in parts; only the first needs options (24.5)", async (t) => {
	const { wfi32 } = await joined(t);
	const { client } = await online(t, wfi32);
	let left = client.write(encode("one "), { topic: "parts", byteLength: 13 });
	t.throws(() => client.write(encode("other"), { topic: "other" }), Error);
	t.throws(() => client.write(encode("much too long for it")), Error);
	left = client.write(encode("two "));
	t.ok(left >= 0);
	await t.advance(3000);
	t.equal(await t.world("published"), [], "not before it is complete");
	client.write(encode("three"));
	await t.advance(5000);
	const [message] = await t.world<{ topic: string; payload: string }[]>("published");
	t.equal([message.topic, message.payload], ["parts", "one two three"]);
});

behaviour("an acknowledgement has the id that was given, SUBACK what was granted (24.2)", async (t) => {
	const { wfi32 } = await joined(t);
	const it = await online(t, wfi32);
	it.events.length = 0;
	it.client.write(encode("x"), { topic: "a", QoS: 1, id: 77 });
	it.client.write(null, { operation: 8, id: 78, items: [{ topic: "b", QoS: 1 }, { topic: "c" }] });
	it.client.write(null, { operation: 10, id: 79, items: [{ topic: "b" }] });
	t.equal(it.events, [], "not from inside write");
	await t.until(() => it.events.filter(([name]) => name === "control").length === 3, 30_000);
	t.equal(
		it.events.filter(([name]) => name === "control"),
		[
			["control", 4, 77, undefined],
			["control", 9, 78, [1, 0]],
			["control", 11, 79, undefined],
		],
	);
});

behaviour("a message is read in pieces, and the next is told of when it was read to its end (24.4)", async (t) => {
	const { wfi32 } = await joined(t);
	const it = await online(t, wfi32);
	const { client } = it;
	client.write(null, { operation: 8, items: [{ topic: "in/#", QoS: 1 }] });
	await t.until(() => it.events.some(([, operation]) => operation === 9), 20_000);
	it.events.length = 0;
	t.equal(client.read(), undefined);
	await t.world("publish", { topic: "in/a", payload: "first" });
	await t.world("publish", { topic: "in/b", payload: "second" });
	await t.advance(5000);
	const readable = () => it.events.filter(([name]) => name === "readable").map(([, count, topic]) => [count, topic]);
	t.equal(readable(), [[5, "in/a"]], "the second waits");
	t.equal(it.events.find(([name]) => name === "readable")?.slice(4), [5, false]);
	const view = new Uint8Array(4);
	t.equal(client.read(view.subarray(1, 3)), 2);
	t.equal(Array.from(view), [0, 102, 105, 0]);
	t.equal(decode(client.read(2) as ArrayBuffer), "rs");
	t.equal(readable().length, 1);
	t.equal(decode(client.read(100) as ArrayBuffer), "t");
	t.equal(readable().length, 1, "not from inside read");
	await t.advance(1000);
	t.equal(readable(), [
		[5, "in/a"],
		[6, "in/b"],
	]);
	t.equal(decode(client.read() as ArrayBuffer), "second");
	t.equal(client.read(), undefined);
});

behaviour("what the module's service cannot do throws, and the service stays free (24.2)", async (t) => {
	const { wfi32 } = await joined(t);
	const construct = (options: object) => new wfi32.MQTTClient(options as never);
	t.throws(() => construct({}), TypeError);
	const impossible: object[] = [
		{ will: { topic: "t", message: "m" } },
		{ password: "secret" },
		{ clean: false },
		{ id: "x".repeat(24) },
		{ host: "x".repeat(65) },
		{ port: 0 },
		{ keepAlive: -1 },
		{ format: "number" },
		{ user: Symbol("s") },
	];
	for (const options of impossible) t.throws(() => construct({ host: broker, ...options }), Error);
	const it = await online(t, wfi32);
	t.throws(() => construct({ host: broker }), Error);
	t.equal(it.client.format, "buffer");
	t.throws(() => {
		it.client.format = "number" as never;
	}, RangeError);
	it.client.close();
	await t.advance(5000);
	await online(t, wfi32);
});

behaviour("a broker that goes is an error, once, and nothing after it (24.2, 9.7.3)", async (t) => {
	const { wfi32 } = await joined(t);
	const it = await online(t, wfi32);
	it.events.length = 0;
	await t.world("brokerDown");
	await t.until(() => it.events.length, 30_000);
	await t.advance(20_000);
	t.equal(it.names(), ["error"]);
	t.ok(it.events[0][1] instanceof Error);
	t.throws(() => it.client.write(encode("x"), { topic: "a" }), Error);
	it.client.close();
});
