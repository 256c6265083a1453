// What is said to be writable stays writable, whatever the wire is doing.
import { behaviour } from "testing/behaviour";
import { connected, joined, pattern } from "tests/device/support";

behaviour("room that was promised does not shrink while something is being sent", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	const room = [0, 0];
	const both = [];
	for (let i = 0; i < 2; i++) {
		const options = {
			onWritable(count: number) {
				room[i] = count;
			},
		};
		both.push(await connected(t, wfi32, 9, options));
	}
	const chance = pattern(1200, 7);
	let written = 0;
	for (let i = 0; i < 600; i++) {
		const which = chance[i] & 1;
		const count = Math.min(room[which], 1 + chance[600 + i] * 2);
		if (count > 0) {
			room[which] = both[which].tcp.write(new Uint8Array(count)); // throws when it was promised too much
			written += count;
		}
		await t.advance(chance[i] >> 2);
	}
	t.equal(both[0].error ?? both[1].error, undefined);
	t.ok(written > 10_000, `${written} bytes`);
});
