import { type MemoryWorld, memoryWorld, type Peer } from "../../host-sim/world/memory/index";
import type { NetworkFailure, TcpConnection } from "../../host-sim/world/network";

const from = { address: "192.168.0.100", receiveWindow: 1000 };

function connect(world: MemoryWorld, address: string, port: number) {
	const result: { value?: TcpConnection | NetworkFailure } = {};
	world.network.connect(from, { address, port }, (value) => {
		result.value = value;
	});
	return result;
}

function pair(latency = 5) {
	const world = memoryWorld();
	const peers: Peer[] = [];
	world.network.listen("192.0.2.1", 80, (peer) => peers.push(peer), { latency, window: 1000 });
	const result = connect(world, "192.0.2.1", 80);
	world.clock.advance(latency * 2);
	const near = result.value as TcpConnection;
	const heard: string[] = [];
	near.events = {
		onData: (bytes) => heard.push(Buffer.from(bytes).toString()),
		onEnd: () => heard.push("<end>"),
		onClose: (failure) => heard.push(`<close ${failure ?? "clean"}>`),
	};
	return { world, near, peer: peers[0]!, heard };
}

test("nothing happens until time passes", () => {
	const world = memoryWorld();
	world.network.listen("192.0.2.1", 80, () => {});
	const result = connect(world, "192.0.2.1", 80);
	expect(result.value).toBeUndefined();
	world.clock.advance(9);
	expect(result.value).toBeUndefined();
	world.clock.advance(1);
	expect(result.value).toMatchObject({ remote: { address: "192.0.2.1", port: 80 }, local: { address: from.address } });
});

test("an attempt that was broken off is never heard of", () => {
	const world = memoryWorld();
	world.network.listen("192.0.2.1", 80, () => {});
	let called = false;
	const cancel = world.network.connect(from, { address: "192.0.2.1", port: 80 }, () => {
		called = true;
	});
	cancel();
	world.clock.advance(10_000);
	expect(called).toBe(false);
});

test("addresses and ports fail in their own manner", () => {
	const world = memoryWorld();
	const host = world.network.listen("192.0.2.1", 80, () => {});
	world.network.behave("192.0.2.5", "refused");
	world.network.behave("192.0.2.6", "blackhole");
	const results = [
		connect(world, "192.0.2.1", 81),
		connect(world, "192.0.2.9", 80),
		connect(world, "192.0.2.5", 80),
		connect(world, "192.0.2.6", 80),
	];
	world.clock.advance(60_000);
	expect(results.map(({ value }) => value)).toEqual(["refused", "unreachable", "refused", undefined]);
	world.network.behave("192.0.2.1", "refused", 80);
	const refused = connect(world, "192.0.2.1", 80);
	world.clock.advance(100);
	expect(refused.value).toBe("refused");
	world.network.behave("192.0.2.1", undefined, 80);
	const open = connect(world, "192.0.2.1", 80);
	world.clock.advance(100);
	expect(open.value).toHaveProperty("write");
	host.close();
	const closed = connect(world, "192.0.2.1", 80);
	world.clock.advance(60_000);
	expect(closed.value).toBe("unreachable");
});

test("bytes arrive in order, a latency later, and the writer's buffer is free at once", () => {
	const { world, near, peer } = pair(50);
	const bytes = Buffer.from("one");
	near.write(bytes);
	bytes.fill(0);
	near.write(Buffer.from("two"));
	world.clock.advance(49);
	expect(peer.text).toBe("");
	world.clock.advance(1);
	expect(peer.text).toBe("onetwo");
});

test("a reader that pauses is sent no more than its window, and loses nothing", () => {
	const { world, near, peer } = pair();
	peer.pause();
	near.write(new Uint8Array(2500));
	world.clock.advance(100);
	expect(peer.received).toHaveLength(0);
	expect(near.unsent).toBe(1500);
	peer.resume();
	world.clock.advance(100);
	expect(peer.received).toHaveLength(2500);
	expect(near.unsent).toBe(0);
});

test("an end comes behind the data, and the other way stays open", () => {
	const { world, near, peer, heard } = pair();
	peer.write("bye");
	peer.end();
	world.clock.advance(5);
	expect(heard).toEqual(["bye", "<end>"]);
	near.write(Buffer.from("still here"));
	world.clock.advance(5);
	expect(peer.text).toBe("still here");
	near.close();
	world.clock.advance(5);
	expect(peer.closed).toBe(true);
	expect(heard).toEqual(["bye", "<end>"]);
});

test("a paused reader hears of the end when it has read all", () => {
	const { world, near, peer, heard } = pair();
	near.pause();
	peer.write("data");
	peer.end();
	world.clock.advance(100);
	expect(heard).toEqual([]);
	near.resume();
	expect(heard).toEqual(["data", "<end>"]);
});

test("a reset breaks it for the other end, with what was not sent", () => {
	const { world, near, peer, heard } = pair();
	near.write(Buffer.from("lost?"));
	peer.reset();
	world.clock.advance(5);
	expect(heard).toEqual(["<close reset>"]);
	near.write(Buffer.from("x"));
	expect(near.unsent).toBe(0);
});

test("writing to who has gone is answered with a reset", () => {
	const { world, near, peer, heard } = pair();
	peer.close();
	world.clock.advance(5);
	near.write(Buffer.from("hello?"));
	world.clock.advance(20);
	expect(heard).toEqual(["<end>", "<close reset>"]);
});

test("datagrams go to who is bound, to groups and to all; the sender does not hear itself", () => {
	const world = memoryWorld();
	const a = world.network.udpHost("192.0.2.1", 5000);
	const b = world.network.udpHost("192.0.2.2", 5000);
	const c = world.network.udpHost("192.0.2.3", 5001);
	b.join("239.0.0.1");
	a.send("unicast", { address: "192.0.2.2", port: 5000 });
	a.send("nobody", { address: "192.0.2.2", port: 5001 });
	a.send("group", { address: "239.0.0.1", port: 5000 });
	a.send("all", { address: "255.255.255.255", port: 5000 });
	world.clock.advance(100);
	expect(b.received.map(({ text }) => text)).toEqual(["unicast", "group", "all"]);
	expect(b.received[0]!.from).toEqual({ address: "192.0.2.1", port: 5000 });
	expect(a.received).toEqual([]);
	expect(c.received).toEqual([]);
	expect(() => world.network.udpHost("192.0.2.1", 5000)).toThrow("taken");
	a.close();
	expect(() => world.network.udpHost("192.0.2.1", 5000)).not.toThrow();
});
