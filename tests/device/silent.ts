// A module that does not answer any more: looked for at other speeds, then reset by its line, then given up.
import Digital from "embedded:io/digital";
import config from "mc/config";
import { behaviour } from "testing/behaviour";
import { connected, isFirmware, joined, provider } from "tests/device/support";
import type { WFI32, WFI32Options } from "wfi32/provider";

const HOME = 230_400;
const PIN = 12;
const reset: NonNullable<WFI32Options["reset"]> = { io: Digital as never, pin: PIN };
const dialect = (config as unknown as { serial: { dialect: string } }).serial.dialect;
/** The SDK's port on RP2040 cannot be taken again. */
const reopens = dialect !== "pico";

const codeOf = (error: unknown) => (error as { code?: number } | undefined)?.code;

/** Asks for something that shows that the module answers. */
function answers(wfi32: WFI32): () => unknown {
	let outcome: { error: unknown; configuration: unknown } | undefined;
	new wfi32.WiFi({}).configureScan({}, (error, configuration) => {
		outcome = { error, configuration };
	});
	return () => outcome?.configuration;
}

if (reopens)
	behaviour("a module that was left at another speed is found there, at the beginning", async (t) => {
		for (const baud of [115_200, 9600, 57_600, 38_400, 19_200]) {
			await t.world("speed", baud);
			let ready = false;
			let failure: unknown;
			const wfi32 = provider({
				onReady: () => (ready = true),
				onError: (error) => (failure = error),
			});
			await t.until(() => ready || failure, 15_000, `the module at ${baud}`);
			t.equal(failure, undefined, String(baud));
			// the reference knows no AT+IPR: it stays where it is
			t.equal(await t.world("baud"), isFirmware ? HOME : baud);
			const answered = answers(wfi32);
			await t.until(answered, 5000, "an answer");
			wfi32.close();
			await t.advance(100);
		}
	});

if (reopens)
	behaviour(
		"a module that has got another speed meanwhile is brought back, and nobody has lost anything",
		async (t) => {
			const { wfi32, wifi } = await joined(t);
			await t.world("echo", 7);
			const it = await connected(t, wfi32, 7);
			await t.world("speed", 38_400);
			wifi.configureScan({});
			await t.advance(14_000);
			it.tcp.write(Uint8Array.of(1, 2, 3));
			await t.until(() => it.received === 3, 5000, "the echo");
			t.equal([it.error, wifi.connection, wfi32.diagnostics.resets], [undefined, 500, 0]);
			t.equal(await t.world("baud"), isFirmware ? HOME : 38_400);
		},
	);

behaviour("a module that hangs is started anew by its reset line, and who lost something is told", async (t) => {
	let failure: unknown;
	const { wfi32, wifi } = await joined(t, { reset, onError: (error) => (failure = error) });
	await t.world("echo", 7);
	const it = await connected(t, wfi32, 7);
	await t.world("hang");
	it.tcp.write(Uint8Array.of(1));
	await t.until(() => it.error && wifi.connection === 200, 15_000, "both told");
	it.tcp.close();
	await t.until(() => wfi32.diagnostics.resets === 1, 5000, "the reset");
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000, "joining");
	const again = await connected(t, wfi32, 7);
	again.tcp.write(Uint8Array.of(9));
	await t.until(() => again.received === 1, 5000, "the echo");
	t.equal(failure, undefined);
});

behaviour("a module that hangs from the beginning is started by its reset line", async (t) => {
	await t.world("hang");
	let ready = false;
	provider({ reset, onReady: () => (ready = true) });
	await t.until(() => ready, 15_000, "the module");
});

behaviour("a module that nothing helps is given up, and everybody is told in time", async (t) => {
	for (const line of reopens ? [undefined, reset] : [reset]) {
		let failure: unknown;
		const { wfi32 } = await joined(t, { reset: line, onError: (error) => (failure = error) });
		await t.world("listen", 9);
		const it = await connected(t, wfi32, 9);
		await t.world("powerOff");
		it.tcp.write(Uint8Array.of(1));
		await t.until(() => codeOf(it.error), 15_000, "the socket's error");
		await t.until(() => failure, 20_000, "the provider's error");
		t.equal(codeOf(failure), -8);
		wfi32.close();
		await t.advance(100);
		await t.world("powerOn");
	}
});

if (reopens)
	behaviour("the pin is taken with the module, and given back with it", async (t) => {
		const pin = (mode: number) => new Digital({ pin: PIN, mode });
		for (let i = 0; i < 2; i++) {
			const wfi32 = provider({ reset });
			t.throws(() => pin(Digital.InputPullUp));
			wfi32.close();
			await t.advance(100);
			pin(Digital.InputPullUp).close();
		}
		// a port that cannot be had leaves the pin alone
		t.throws(() => provider({ reset, serial: { dialect: "nobody's" as never, io: undefined as never, baud: HOME } }));
		const taken = pin(Digital.Output);
		t.throws(() => provider({ reset }));
		taken.close();
		t.throws(() => provider({ reset: { pin: PIN } as never }), TypeError);
		let ready = false;
		const wfi32 = provider({ onReady: () => (ready = true) });
		await t.until(() => ready, 15_000, "the module, in spite of all that");
		wfi32.close();
	});
