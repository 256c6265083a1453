// What a byte costs in the heap, through the whole stack, on the real engine: nothing, once the program has warmed up.
import { behaviour, type Test } from "testing/behaviour";
import { broker, connected, host, isFirmware, joined, pattern } from "tests/device/support";
import { Decoder } from "wfi32/text";
import type { Datagram } from "wfi32/udp";

const NOTHING = { slots: 0, chunks: 0 };

/** What the firmware's callbacks allocated between two calls. */
function difference(before: { slots: number; chunks: number }, after: { slots: number; chunks: number }) {
	return { slots: after.slots - before.slots, chunks: after.chunks - before.chunks };
}

behaviour.xs("a thousand payloads into the caller's buffer, and their events", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const buffer = new Uint8Array(256);
	let reads = 0;
	let received = 0;
	await connected(t, wfi32, 9, {
		onReadable() {
			for (let count = this.read(buffer); count; count = this.read(buffer)) {
				reads++;
				received += count;
			}
		},
	});
	await t.world("trickle", { pieces: 1300, length: 60, every: isFirmware ? 110 : 7 });
	await t.until(() => reads > 100, 60_000);
	const readsBefore = reads;
	const eventsBefore = (await t.world<{ events: number }>("counters")).events;
	const before = t.allocations();
	await t.until(() => received === 1300 * 60, 300_000);
	t.equal(difference(before, t.allocations()), NOTHING);
	t.ok(reads - readsBefore >= 1000, `${reads - readsBefore} reads`);
	const events = (await t.world<{ events: number }>("counters")).events - eventsBefore;
	t.ok(events >= 1000, `${events} events`);
});

behaviour.xs("a thousand writes", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const data = pattern(64, 5);
	let writes = 0;
	const it = await connected(t, wfi32, 9, {
		onWritable(count) {
			if (count >= data.length && writes < 1200) {
				this.write(data);
				writes++;
			}
		},
	});
	it.tcp.write(data);
	await t.until(() => writes > 100, 60_000);
	const before = t.allocations();
	await t.until(() => writes === 1200, 400_000);
	t.equal(difference(before, t.allocations()), NOTHING);
});

behaviour.xs("datagrams into the caller's buffer, from the sender before", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("udpHost", 5000);
	const buffer = new Uint8Array(256) as Datagram<Uint8Array>;
	let count = 0;
	new wfi32.UDP({
		port: 6000,
		onReadable() {
			while (this.read(buffer)) count++;
		},
	});
	await t.advance(2000);
	await t.world("udpTrickle", { pieces: 600, length: 40, every: 120 });
	await t.until(() => count > 50, 60_000);
	const before = t.allocations();
	await t.until(() => count === 600, 400_000);
	t.equal(difference(before, t.allocations()), NOTHING);
	t.equal([buffer.address, buffer.port], [host, 5000]);
});

behaviour.xs("messages published from a buffer, and received into one on a topic as before", async (t) => {
	const { wfi32 } = await joined(t);
	const { MQTTClient } = wfi32;
	const payload = pattern(20, 3);
	const buffer = new Uint8Array(64);
	const options = { topic: "a/b", QoS: 1 };
	let published = 0;
	let received = 0;
	let topic = "";
	const client = new MQTTClient({
		host: broker,
		onControl(operation) {
			if (operation === MQTTClient.CONNACK) this.write(null, subscription);
			else if (operation === MQTTClient.SUBACK || (operation === MQTTClient.PUBACK && ++published < 300))
				this.write(payload, options);
		},
		onReadable(_count, message) {
			topic = message.topic;
			this.read(buffer);
			received++;
		},
	});
	const subscription = { operation: MQTTClient.SUBSCRIBE, items: [{ topic: "a/b" }] };
	await t.until(() => published > 30, 60_000);
	const before = t.allocations();
	await t.until(() => published === 300 && received === 300, 400_000);
	t.equal(difference(before, t.allocations()), NOTHING);
	t.equal(topic, "a/b");
	client.close();
});

behaviour.xs("a secured connection: payloads into the caller's buffer, and writes", async (t) => {
	const { wfi32 } = await joined(t, { certificates: ["our-ca"] });
	await t.world("tlsEcho", { port: 443, authority: "our ca" });
	const data = pattern(60, 5);
	const buffer = new Uint8Array(256);
	let received = 0;
	let written = 0;
	const tls = new wfi32.TLS({
		address: host,
		port: 443,
		tls: { host: "host.example", ca: "our-ca" },
		onWritable() {
			if (written > 0) return;
			this.write(data);
			written = 60;
		},
		onReadable() {
			for (let count = this.read(buffer); count; count = this.read(buffer)) received += count;
			if (received === written && written < 300 * 60) {
				this.write(data);
				written += 60;
			}
		},
	});
	await t.until(() => received >= 30 * 60, 60_000);
	const before = t.allocations();
	await t.until(() => received === 300 * 60, 400_000);
	t.equal(difference(before, t.allocations()), NOTHING);
	tls.close();
});

behaviour.xs("a byte at a time, and datagrams written to the receiver before", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { sockets: 3 } });
	await t.world("echo", 7);
	await t.world("udpHost", 5000);
	const udp = new wfi32.UDP({});
	const data = pattern(20, 3);
	let bytes = 0;
	let datagrams = 0;
	const it = await connected(t, wfi32, 7, {
		format: "number",
		onReadable() {
			for (let byte = this.read(); byte !== undefined; byte = this.read()) bytes++;
			if (bytes >= 200) return;
			this.write(65);
			udp.write(data, host, 5000);
			datagrams++;
		},
	});
	it.tcp.write(65);
	await t.until(() => bytes >= 20, 60_000);
	const before = t.allocations();
	await t.until(() => bytes >= 200, 400_000);
	t.equal(difference(before, t.allocations()), NOTHING);
	t.ok(datagrams >= 150);
});

behaviour.xs("a datagram from another sender costs its address, and one from the same again nothing", async (t) => {
	const { wfi32 } = await joined(t);
	const buffer = new Uint8Array(256) as Datagram<Uint8Array>;
	const senders: string[] = [];
	const costs: { slots: number; chunks: number }[] = [];
	let before = t.allocations();
	let told = 0;
	new wfi32.UDP({
		port: 6000,
		onReadable() {
			while (this.read(buffer)) told++;
		},
	});
	await t.advance(2000);
	// the buffer has its two properties from the first time on
	for (const from of ["192.0.2.1", "192.0.2.1", "192.0.2.7", "192.0.2.7", "192.0.2.1"]) {
		await t.world("udpFrom", { from, length: 10 });
		before = t.allocations();
		const until = told + 1;
		await t.until(() => told === until, 20_000);
		costs.push(difference(before, t.allocations()));
		senders.push(buffer.address);
	}
	t.equal(senders, ["192.0.2.1", "192.0.2.1", "192.0.2.7", "192.0.2.7", "192.0.2.1"]);
	for (const same of [1, 3]) t.equal(costs[same], NOTHING, `${same}: from the same sender`);
	for (const other of [2, 4]) t.equal(costs[other], await stringCost(t, 9), `${other}: one address`);
});

behaviour.xs("a message on another topic costs the topic, and one on the same again nothing", async (t) => {
	const { wfi32 } = await joined(t);
	const { MQTTClient } = wfi32;
	const buffer = new Uint8Array(64);
	const topics: string[] = [];
	let ready = false;
	new MQTTClient({
		host: broker,
		onControl(operation) {
			if (operation === MQTTClient.CONNACK) this.write(null, { operation: 8, items: [{ topic: "t/#", QoS: 1 }] });
			else if (operation === MQTTClient.SUBACK) ready = true;
		},
		onReadable(_count, { topic }) {
			this.read(buffer);
			topics[0] = topic;
			topics.length = 1;
			heard++;
		},
	});
	let heard = 0;
	topics.push("");
	await t.until(() => ready, 60_000);
	const costs: { slots: number; chunks: number }[] = [];
	for (const topic of ["t/warm", "t/warm", "t/first", "t/first", "t/other"]) {
		await t.world("publish", { topic, payload: "12" });
		const before = t.allocations();
		const until = heard + 1;
		await t.until(() => heard === until, 20_000);
		costs.push(difference(before, t.allocations()));
		t.equal(topics[0], topic);
	}
	for (const same of [1, 3]) t.equal(costs[same], NOTHING, `${same}: the same topic`);
	for (const other of [2, 4]) t.equal(costs[other], await stringCost(t, 7), `${other}: one topic`);
});

/** What the engine takes for one string of so many characters. */
async function stringCost(t: Test, length: number): Promise<{ slots: number; chunks: number }> {
	const decoder = new Decoder();
	const bytes = new Uint8Array(length).fill(0x61);
	let cost = NOTHING;
	decoder.decode(bytes, 0, length);
	bytes[0] = 0x62;
	cost = t.slots(() => {
		decoder.decode(bytes, 0, length);
	});
	return { slots: cost.slots, chunks: cost.chunks };
}

behaviour.xs("one view made for each read is seen by this way of measuring", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const buffer = new Uint8Array(256);
	let reads = 0;
	await connected(t, wfi32, 9, {
		onReadable() {
			for (let count = this.read(buffer.subarray(0, 60)); count; count = this.read(buffer.subarray(0, 60))) reads++;
		},
	});
	await t.world("trickle", { pieces: 60, length: 60, every: 20 });
	await t.until(() => reads >= 20, 60_000);
	const before = t.allocations();
	const readsBefore = reads;
	await t.until(() => reads >= 50, 60_000);
	const { slots } = difference(before, t.allocations());
	t.ok(slots >= (reads - readsBefore) * 4, `${slots} slots`);
});
