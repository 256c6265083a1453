// A megabyte that looks like everything the module says (reference 7.8, 7.10).
import { behaviour } from "testing/behaviour";
import { connected, hostile, joined } from "tests/device/support";

const LENGTH = 1 << 20;

behaviour("a megabyte of hostile bytes arrives unchanged both ways, and nothing is lost or torn", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const out = hostile(LENGTH, 21);
	const expected = hostile(LENGTH, 22);
	const buffer = new Uint8Array(1024);
	let sent = 0;
	let received = 0;
	let wrong = -1;
	const it = await connected(t, wfi32, 9, {
		onWritable(count) {
			const n = Math.min(count, LENGTH - sent);
			if (n > 0) this.write(out.subarray(sent, sent + n));
			sent += Math.max(n, 0);
		},
		onReadable() {
			for (let count = this.read(buffer); count; count = this.read(buffer)) {
				for (let i = 0; i < count; i++) if (wrong < 0 && buffer[i] !== expected[received + i]) wrong = received + i;
				received += count;
			}
		},
	});
	await t.world("sendHostile", { length: LENGTH, seed: 22 });
	for (let got = 0; got < LENGTH; ) {
		await t.advance(10_000);
		got = (await t.world<{ length: number }>("receivedHostile", 21)).length;
		t.equal(it.error, undefined);
	}
	await t.until(() => received === LENGTH, 10_000_000);
	t.equal(wrong, -1);
	t.equal(await t.world("receivedHostile", 21), { length: LENGTH, same: true });
	const { overruns, tornPayloads, timeouts } = wfi32.diagnostics;
	t.equal([overruns, tornPayloads, timeouts], [0, 0, 0]);
});
