// The ways of giving data to the module (reference 7.8.4, 7.9.4).
import { behaviour } from "testing/behaviour";
import { connected, host, joined, pattern } from "tests/device/support";
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
		const lengths = [1, 12, 130, 400];
		for (const length of lengths) {
			udp.write(pattern(length, 7), host, 5000);
			await t.advance(4000);
		}
		t.equal(await t.world("udpReceived", 7), lengths);
	});

behaviour("another form throws", async (t) => {
	const { wfi32 } = await joined(t);
	t.throws(() => new wfi32.TCP({ address: host, port: 9, form: "hex" as never }), RangeError);
	t.throws(() => new wfi32.UDP({ form: "" as never }), RangeError);
});
