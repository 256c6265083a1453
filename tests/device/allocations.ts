// What a byte costs in the heap, through the whole stack, on the real engine: nothing, once the program has warmed up.
import { behaviour } from "testing/behaviour";
import { broker, connected, host, isFirmware, joined, pattern } from "tests/device/support";
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
