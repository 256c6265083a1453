import { type MemoryWorld, memoryWorld } from "../../host-sim/world/memory/index";
import { isFilter, isTopic, type MqttConnect, topicMatches } from "../../host-sim/world/mqtt";

test.each([
	["a/b", "a/b", true],
	["a/b", "a/c", false],
	["a/+", "a/b", true],
	["a/+", "a/b/c", false],
	["a/+/c", "a//c", true],
	["a/#", "a", true],
	["a/#", "a/b/c", true],
	["#", "a/b", true],
	["+", "/a", false],
	["+/+", "/a", true],
	["#", "$SYS/x", false],
	["+/x", "$SYS/x", false],
	["$SYS/#", "$SYS/x", true],
	["a", "a/", false],
])("the filter %s and the topic %s match: %s", (filter, topic, match) => {
	expect(topicMatches(filter, topic)).toBe(match);
});

test("filters and topics are told from what is none", () => {
	expect(["a", "+", "a/+/b", "#", "a/#", "/"].every(isFilter)).toBe(true);
	expect(["", "a#", "#/a", "a+", "a/b+/c"].some(isFilter)).toBe(false);
	expect(isTopic("a/b c")).toBe(true);
	expect(["", "a/+", "#", "a\0"].some(isTopic)).toBe(false);
});

function client(world: MemoryWorld, changes: Partial<MqttConnect> = {}) {
	const heard: string[] = [];
	const session = world.mqtt.connect(
		{ broker: { address: "192.0.2.10", port: 1883 }, clientId: "c", keepAlive: 60, clean: true, ...changes },
		{
			onConnack: (flags, code) => heard.push(`connack ${flags} ${code}`),
			onFailed: (failure) => heard.push(`failed ${failure}`),
			onLost: () => heard.push("lost"),
			onMessage: ({ topic, payload, qos, retain }) =>
				heard.push(`${topic}=${Buffer.from(payload)} ${qos}${retain ? " retained" : ""}`),
		},
	);
	world.clock.advance(100);
	return { session, heard };
}

test("a message comes once, however many filters match, with the lower QoS", () => {
	const world = memoryWorld();
	const { session, heard } = client(world);
	session.subscribe("a/#", 1, () => {});
	session.subscribe("a/b", 0, () => {});
	world.clock.advance(100);
	world.broker.publish("a/b", "x", { qos: 2 });
	world.broker.publish("a/b", "y");
	world.clock.advance(100);
	expect(heard).toEqual(["connack 0 0", "a/b=x 1", "a/b=y 0"]);
});

test("retained messages come to who subscribes, until an empty one takes them away", () => {
	const world = memoryWorld();
	const { session, heard } = client(world);
	world.broker.publish("a", "kept", { retain: true });
	session.subscribe("a", 0, () => {});
	world.clock.advance(100);
	world.broker.publish("a", "", { retain: true });
	session.unsubscribe("a", () => {});
	session.subscribe("a", 0, () => {});
	world.clock.advance(100);
	expect(heard.slice(1)).toEqual(["a=kept 0 retained", "a= 0"]);
	expect(world.broker.retained("a")).toBeUndefined();
});

test("the same client ID sends the older session away", () => {
	const world = memoryWorld();
	const first = client(world);
	const second = client(world);
	expect(first.heard).toEqual(["connack 0 0", "lost"]);
	expect(second.heard).toEqual(["connack 0 0"]);
});

test("a broker that is down refuses; one that goes down is lost", () => {
	const world = memoryWorld();
	const first = client(world);
	world.broker.takeDown();
	expect(first.heard.at(-1)).toBe("lost");
	expect(client(world).heard).toEqual(["failed refused"]);
	world.broker.bringUp();
	expect(client(world).heard).toEqual(["connack 0 0"]);
	expect(client(world, { broker: { address: "192.0.2.11", port: 1883 } }).heard).toEqual(["failed unreachable"]);
});

test("a silent broker answers nothing, and is given up after one and a half keep-alive times", () => {
	const world = memoryWorld();
	const { session, heard } = client(world);
	world.broker.silent = true;
	let answered = false;
	session.publish({ topic: "a", payload: new Uint8Array(), qos: 1, retain: false }, () => {
		answered = true;
	});
	world.clock.advance(89_999);
	expect(heard).toEqual(["connack 0 0"]);
	world.clock.advance(1);
	expect(heard).toEqual(["connack 0 0", "lost"]);
	expect(answered).toBe(false);
	expect(world.broker.sessions).toEqual([]);
});

test("a session that ended hears nothing", () => {
	const world = memoryWorld();
	const { session, heard } = client(world);
	session.subscribe("a", 0, () => {});
	world.clock.advance(100);
	world.broker.publish("a", "x");
	session.disconnect();
	world.clock.advance(100);
	expect(heard).toEqual(["connack 0 0"]);
	expect(world.broker.sessions).toEqual([]);
});

test("observers see what clients publish", () => {
	const world = memoryWorld();
	const { session } = client(world);
	const seen: string[] = [];
	const stop = world.broker.subscribe("a/+", ({ topic }) => seen.push(topic));
	const publish = (topic: string) =>
		session.publish({ topic, payload: Buffer.from("x"), qos: 0, retain: false }, () => {});
	publish("a/1");
	publish("b/1");
	world.clock.advance(100);
	stop();
	publish("a/2");
	world.clock.advance(100);
	expect(seen).toEqual(["a/1"]);
	expect(world.broker.published.map(({ topic }) => topic)).toEqual(["a/1", "b/1", "a/2"]);
});
