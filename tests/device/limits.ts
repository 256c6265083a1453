// Payloads at the limits, through the classes: what fits goes whole, what does not is split, or refused by name.
import { behaviour, type Test } from "testing/behaviour";
import { broker, connected, host, isFirmware, joined, pattern } from "tests/device/support";

const lengths = [1, 127, 128, 255, 256, 1399, 1400, 1460, 1500];
const buffers = { receive: 2048, transmit: 2048, messages: 4096 };

/** What the last peer has got is the pattern, so long. */
async function arrived(t: Test, length: number, seed: number): Promise<void> {
	for (let left = 60; left > 0; left--) {
		const peer = await t.world<{ length: number; same: boolean }>("received", seed);
		if (peer.length >= length) {
			t.equal([peer.length, peer.same], [length, true]);
			return;
		}
		await t.advance(500);
	}
	t.ok(false, `${length} bytes did not arrive`);
}

behaviour("TCP payloads of all lengths arrive, both ways", async (t) => {
	const { wfi32 } = await joined(t, { buffers });
	await t.world("listen", 9);
	for (const length of lengths) {
		const it = await connected(t, wfi32, 9);
		it.tcp.write(pattern(length, length));
		await arrived(t, length, length);
		await t.world("send", { length, seed: length });
		await t.until(() => it.received >= length, 60_000, `${length} bytes`);
		t.equal(it.input, Array.from(pattern(length, length)));
		t.equal(it.error, undefined);
		it.tcp.close();
		await t.advance(2000);
	}
});

behaviour("nothing is sent for an empty TCP payload", async (t) => {
	const { wfi32 } = await joined(t, { buffers });
	await t.world("listen", 9);
	const it = await connected(t, wfi32, 9);
	const { commands } = wfi32.diagnostics;
	const room = it.writable;
	t.equal(it.tcp.write(new Uint8Array(0)), room);
	await t.advance(2000);
	t.equal(wfi32.diagnostics.commands, commands);
	it.tcp.write(Uint8Array.of(65));
	await t.advance(2000);
	t.equal((await t.world<{ text: string }>("received", 0)).text, "A");
});

behaviour("longer TCP payloads are split, and more than the buffer is refused whole", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { receive: 4096, transmit: 8192 } });
	await t.world("listen", 9);
	const it = await connected(t, wfi32, 9);
	t.equal(it.writable, 8192);
	t.throws(() => it.tcp.write(pattern(8193, 7)), RangeError);
	t.equal(it.tcp.write(pattern(8192, 7)), 0);
	t.throws(() => it.tcp.write(Uint8Array.of(1)), RangeError);
	await arrived(t, 8192, 7);
	await t.world("send", { length: 8192, seed: 8 });
	await t.until(() => it.received >= 8192, 120_000, "all of it");
	t.equal(it.input, Array.from(pattern(8192, 8)));
});

behaviour("datagrams go whole up to the module's limit, and beyond it are refused by name", async (t) => {
	const { wfi32 } = await joined(t, { buffers });
	await t.world("udpHost", 5000);
	const limit = isFirmware ? 512 : 1500;
	const udp = new wfi32.UDP({ port: 6000 });
	await t.advance(2000);
	const sent: number[] = [];
	for (const length of [...lengths, 511, 512, 513, 1501]) {
		if (length <= limit) {
			udp.write(pattern(length, length), host, 5000);
			sent.push(length);
		} else {
			const error = t.throws(() => udp.write(pattern(length, length), host, 5000), RangeError);
			t.ok(error.message.includes(String(limit)), error.message);
		}
		await t.advance(3000);
	}
	t.throws(() => udp.write(new Uint8Array(0), host, 5000), RangeError);
	t.equal(await t.world("udpLengths"), sent);
});

behaviour("datagrams of all lengths are received whole", async (t) => {
	const { wfi32 } = await joined(t, { buffers });
	await t.world("udpHost", 5000);
	const udp = new wfi32.UDP({ port: 6000 });
	await t.advance(2000);
	for (const length of lengths) {
		await t.world("udpSend", { port: 6000, length, seed: length });
		let packet: ArrayBuffer | undefined;
		await t.until(() => (packet ??= udp.read()), 30_000, `${length} bytes`);
		t.equal(t.bytes(packet as ArrayBuffer), Array.from(pattern(length, length)));
	}
});

behaviour(
	"MQTT payloads go up to what the line carries, beyond it the limit is named and nothing is sent",
	async (t) => {
		const { wfi32 } = await joined(t, { buffers });
		let ready = false;
		let acknowledged = 0;
		const client = new wfi32.MQTTClient({
			host: broker,
			onWritable: () => (ready = true),
			onControl: (operation) => (acknowledged += operation === wfi32.MQTTClient.PUBACK ? 1 : 0),
		});
		await t.until(() => ready, 20_000, "the broker");
		const line = 512; // the firmware's; in the reference, where none is stated, the driver's own
		const topic = "limits";
		// AT+MQTTPUB=0,1,0,"limits","…" CR LF
		const most = line - 'AT+MQTTPUB=0,1,0,"limits",""\r\n'.length;
		const letters = (length: number) => new Uint8Array(length).fill(97);
		for (const length of [0, 1, 127, 128, 255, 256, most]) {
			const before = acknowledged;
			client.write(letters(length), { topic, QoS: 1 });
			await t.until(() => acknowledged > before, 15_000, `${length} bytes`);
			const published = await t.world<{ payload: string }[]>("published");
			t.equal(published.at(-1)?.payload.length, length);
		}
		// what must be in hexadecimal takes twice its length
		const binary = (length: number) => new Uint8Array(length).fill(0x80);
		const half = most >> 1;
		client.write(binary(half), { topic, QoS: 1 });
		await t.until(() => acknowledged === 8, 15_000, "binary");
		const { commands } = wfi32.diagnostics;
		for (const data of [letters(most + 1), binary(half + 1), letters(1399), letters(1500)]) {
			const error = t.throws(() => client.write(data, { topic, QoS: 1 }), RangeError);
			t.ok(error.message.includes(String(line)), error.message);
		}
		await t.advance(3000);
		t.equal(wfi32.diagnostics.commands, commands, "nothing was sent");
		client.write(letters(3), { topic, QoS: 1 });
		await t.until(() => acknowledged === 9, 15_000, "the next one");
	},
);
