// The ways of giving data to the module (reference 7.8.4, 7.9.4).
import { behaviour } from "testing/behaviour";
import { connected, host, isFirmware, joined, pattern, shortLines } from "tests/device/support";
import type { TCPOptions } from "wfi32/tcp";

const forms: TCPOptions["form"][] = ["text", "binary", "unbounded"];
const words = ["One fine day", "a+++b", "ends in +", '"quoted" \\ and more', "\r\nOK\r\n#"];

for (const form of forms)
	behaviour(`what is written as ${form} arrives over TCP`, async (t) => {
		const { wfi32 } = await joined(t);
		await t.world("listen", 9);
		const it = await connected(t, wfi32, 9, { form });
		let expected = "";
		for (const text of words) {
			it.tcp.write(Uint8Array.from(text, (c) => c.charCodeAt(0)));
			expected += text;
			await t.advance(3000);
		}
		t.equal((await t.world<{ text: string }>("received", 0)).text, expected);
		it.tcp.write(pattern(700, 3));
		await t.advance(8000);
		t.equal((await t.world<{ length: number }>("received", 0)).length, expected.length + 700);
		t.equal(it.error, undefined);
	});

for (const form of forms)
	behaviour(`what is written as ${form} arrives over UDP`, async (t) => {
		const { wfi32 } = await joined(t);
		await t.world("udpHost", 5000);
		const udp = new wfi32.UDP({ form });
		const lengths = shortLines ? [1, 12, 30] : [1, 12, 130, 400];
		for (const length of lengths) {
			udp.write(pattern(length, 7), host, 5000);
			await t.advance(4000);
		}
		t.equal(await t.world("udpReceived", 7), lengths);
	});

for (const form of forms)
	behaviour(`what is sent as ${form} to a remote end that was named once arrives there`, async (t) => {
		const { wfi32 } = await joined(t);
		await t.world("udpHost", 5000);
		const udp = new wfi32.UDP({ form, remote: { address: host, port: 5000 } });
		const lengths = shortLines ? [1, 12, 30] : [1, 12, 130, 200];
		for (const length of lengths) {
			udp.send(pattern(length, 7));
			await t.advance(4000);
		}
		udp.write(pattern(20, 7), host, 5000);
		await t.advance(4000);
		t.equal(await t.world("udpReceived", 7), [...lengths, 20]);
	});

behaviour("a datagram that would go elsewhere, or not at all, is refused, and the limit named", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("udpHost", 5000);
	const udp = new wfi32.UDP({ port: 6000 });
	udp.add("239.1.2.3");
	await t.advance(1000);
	// in binary, which needs no escapes, the firmware would send it to the group
	if (isFirmware) {
		const error = t.throws(() => udp.write(pattern(400, 7), host, 5000), RangeError);
		t.ok(/command line.* of at most \d+/.test(error.message), error.message);
	} else udp.write(pattern(400, 7), host, 5000);
	udp.write(pattern(20, 7), host, 5000);
	await t.advance(4000);
	t.equal(await t.world("udpReceived", 7), isFirmware ? [20] : [400, 20]);
});

behaviour("a remote end is an address and a port, or throws", async (t) => {
	const { wfi32 } = await joined(t);
	for (const remote of [
		{ address: "host.example", port: 1 },
		{ address: host, port: 0 },
		{ address: host, port: 65536 },
	])
		t.throws(() => new wfi32.UDP({ remote }), RangeError);
	t.throws(() => new wfi32.UDP({ remote: 5 as never }), TypeError);
	t.throws(() => new wfi32.UDP({}).send(pattern(1, 1)), Error);
	const udp = new wfi32.UDP({ remote: { address: host, port: 5000 } });
	t.throws(() => udp.send(new Uint8Array(0)), RangeError);
	t.throws(() => udp.send(new Uint8Array(1501)), RangeError);
});

behaviour("another form throws", async (t) => {
	const { wfi32 } = await joined(t);
	t.throws(() => new wfi32.TCP({ address: host, port: 9, form: "hex" as never }), RangeError);
	t.throws(() => new wfi32.UDP({ form: "" as never }), RangeError);
});
