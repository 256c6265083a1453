// Several modules at once, each on a UART of its own (ECMA-419 11).
import { behaviour } from "testing/behaviour";
import { connected, joined, provider } from "tests/device/support";
import type { WFI32Options } from "wfi32/provider";

const second = { serial: { port: 1 } as unknown as WFI32Options["serial"] };

behaviour("two modules work side by side, each with its own interface and sockets", async (t) => {
	const one = await joined(t);
	const idle = provider(second);
	const interfaceOfTwo = new idle.WiFi({});
	await t.until(() => interfaceOfTwo.connection === 200, 5000);
	t.equal(one.wifi.connection, 500);
	interfaceOfTwo.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => interfaceOfTwo.connection === 500, 15_000);
	await t.world("echo", 7);
	await t.world("echo2", 7);
	const a = await connected(t, one.wfi32, 7);
	const b = await connected(t, idle, 7);
	for (let i = 0; i < 10; i++) {
		a.tcp.write(Uint8Array.of(i));
		b.tcp.write(Uint8Array.of(100 + i));
	}
	await t.until(() => a.received === 10 && b.received === 10, 30_000);
	t.equal(a.input, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	t.equal(b.input, [100, 101, 102, 103, 104, 105, 106, 107, 108, 109]);
});

behaviour("one module's end is nothing to the other", async (t) => {
	const one = await joined(t);
	const two = await joined(t, second);
	await t.world("echo2", 7);
	const it = await connected(t, two.wfi32, 7);
	let told = 0;
	new two.wfi32.WiFi({ onChanged: () => told++, onError: () => told++ });
	one.wfi32.close();
	await t.world("powerOff");
	await t.advance(30_000);
	t.equal(told, 0);
	t.equal(two.wifi.connection, 500);
	it.tcp.write(Uint8Array.of(5));
	await t.until(() => it.received === 1, 10_000);
});

behaviour("a socket of one module is none of the other's", async (t) => {
	const one = await joined(t);
	const two = await joined(t, second);
	await t.world("echo", 7);
	const it = await connected(t, one.wfi32, 7);
	t.ok(!(it.tcp instanceof two.wfi32.TCP));
	t.throws(() => new two.wfi32.TCP({ from: it.tcp }), Error);
	it.tcp.write(Uint8Array.of(5));
	await t.until(() => it.received === 1, 10_000, "it stays where it was");
});
