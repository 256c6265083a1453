// How much goes with one write: as much as the line holds, or as the module takes in the least time (reference 7.8).
import config from "mc/config";
import { behaviour, type Test } from "testing/behaviour";
import { connected, isFirmware, joined } from "tests/device/support";
import type { TCPOptions } from "wfi32/tcp";

const { serial } = config as unknown as { serial: { baud: number } };
const isSlow = serial.baud < 230_400;

/** How many bytes have arrived after each command of one write by the program. */
async function steps(t: Test, form: TCPOptions["form"], fill: number, length: number): Promise<number[]> {
	const { wfi32 } = await joined(t, { buffers: { transmit: 4096 } });
	await t.world("listen", 9);
	const { tcp } = await connected(t, wfi32, 9, { form });
	await t.advance(1000);
	tcp.write(new Uint8Array(length).fill(fill));
	const all: number[] = [];
	let arrived = 0;
	for (let waited = 0; arrived < length && waited < 10_000; waited++) {
		await t.advance(1);
		const { length: now } = await t.world<{ length: number }>("received", 0);
		if (now > arrived) all.push(now - arrived);
		arrived = now;
	}
	return all;
}

const digits = (value: number) => String(value).length;

/** `AT+SOCKWR=<id>,<n>,"…"` CR LF, in characters. */
async function lineLength(t: Test, count: number, perByte: number): Promise<number> {
	const { id } = await t.world<{ id: number }>("socket");
	return 10 + digits(id) + 1 + digits(count) + 1 + count * perByte + 2 + 2;
}

behaviour("a text fills the line, whatever the socket's ID, and needs no more commands than that", async (t) => {
	const [first, second, ...rest] = await steps(t, "text", 0x61, 2000);
	if (isFirmware) t.equal(await lineLength(t, first, 1), 512);
	t.equal([second, rest.length], [first, Math.ceil(2000 / first) - 2]);
});

behaviour("quotes among it cost their escapes, not half of the line", async (t) => {
	const [first] = await steps(t, "text", 0x22, 1000);
	const length = await lineLength(t, first, 2);
	if (isFirmware) t.ok(length === 512 || length === 511, `${length}`);
	else t.ok(first > 200, `${first}`);
});

behaviour("in binary a write is what the module's next look finds complete", async (t) => {
	const sizes = await steps(t, "binary", 0xe1, 4000);
	if (!isFirmware) return t.equal(sizes, [1500, 1500, 1000]);
	if (!isSlow) return t.equal(sizes, [1400, 1400, 1200]);
	// 100 ms of 115200 baud are 1152 bytes, of which a few milliseconds are left to the program
	t.ok(sizes[0] > 1050 && sizes[0] < 1152, `${sizes}`);
	t.equal(sizes, [sizes[0], sizes[0], sizes[0], 4000 - 3 * sizes[0]]);
});
