// Finding back to a known state, and what open objects are told (design: trouble has one way out).
import { behaviour } from "testing/behaviour";
import { broker, connected, host, isFirmware, joined, pattern } from "tests/device/support";

behaviour(
	"a module that starts anew while a socket is open: the socket is told, and everything can be had again",
	async (t) => {
		const { wfi32, wifi } = await joined(t);
		await t.world("listen", 9);
		const it = await connected(t, wfi32, 9);
		it.tcp.write(pattern(100, 1));
		await t.world("resetModule");
		await t.until(() => it.error, 15_000, "the socket's error");
		t.equal((it.error as unknown as { code: number }).code, -2);
		it.tcp.close();
		await t.until(() => wifi.connection === 200, 15_000);
		wifi.connect({ SSID: "home", password: "correct horse" });
		await t.until(() => wifi.connection === 500, 15_000);
		const again = await connected(t, wfi32, 9);
		again.tcp.close();
		t.ok(wfi32.diagnostics.resets >= 1);
	},
);

behaviour("a module that starts anew while nothing is asked of it is noticed with the next command", async (t) => {
	const { wfi32, wifi } = await joined(t);
	await t.world("listen", 9);
	const it = await connected(t, wfi32, 9);
	await t.world("resetModule");
	await t.advance(3000);
	if (!it.error) it.tcp.write(pattern(10, 1));
	await t.until(() => it.error && wifi.connection === 200, 20_000, "both told");
});

behaviour("text of other tasks between lines is skipped and counted, and no command is lost", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("echo", 7);
	const it = await connected(t, wfi32, 7);
	for (let i = 0; i < 20; i++) {
		await t.world("intrude", `free text ${i}\r\n+NOTHING:1,2\r\n`);
		it.tcp.write(Uint8Array.of(i));
		await t.until(() => it.received === i + 1, 20_000);
	}
	t.equal(it.error, undefined);
	t.ok(wfi32.diagnostics.unknownLines >= 40);
	t.equal(wfi32.diagnostics.timeouts, 0);
});

// the firmware is written to in the checked form, which has no such state
if (!isFirmware)
	behaviour("a write whose data get lost on the way does not stop the module for good", async (t) => {
		const { wfi32 } = await joined(t);
		await t.world("listen", 9);
		const it = await connected(t, wfi32, 9);
		await t.world("loseNext", 300);
		it.tcp.write(pattern(800, 1));
		await t.until(() => it.error, 15_000, "the socket's error");
		it.tcp.close();
		await t.advance(5000);
		const again = await connected(t, wfi32, 9);
		t.equal(again.error, undefined);
		t.ok(wfi32.diagnostics.resynchronisations >= 1);
	});

behaviour("an answer that comes after its deadline is not the next command's", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("echo", 7);
	const it = await connected(t, wfi32, 7);
	await t.world("hold", 6000);
	it.tcp.write(Uint8Array.of(1));
	await t.advance(12_000);
	if (it.error) it.tcp.close();
	await t.advance(5000);
	const again = await connected(t, wfi32, 7);
	again.tcp.write(Uint8Array.of(9));
	await t.until(() => again.received === 1, 15_000);
	t.equal(again.input, [9]);
});

behaviour("what only looks like a module that starts anew is asked about, and nobody is told of a loss", async (t) => {
	const { wfi32, wifi } = await joined(t);
	await t.world("echo", 7);
	const it = await connected(t, wfi32, 7);
	const before = wfi32.diagnostics;
	let received = 0;
	for (const text of [">", "AT\r\n", "AT+SOCKLST\r\n", "OK\r\n", "ERROR:1\r\n"]) {
		await t.world("intrude", text);
		await t.advance(3000);
		it.tcp.write(Uint8Array.of(7));
		received++;
		await t.until(() => it.received === received, 10_000, text);
	}
	t.equal([it.error, wifi.connection, wfi32.diagnostics.resets], [undefined, 500, before.resets]);
	t.equal(wfi32.diagnostics.resynchronisations, before.resynchronisations + 5);
});

behaviour("a stray prompt while a command is in flight does not take its answer away", async (t) => {
	const { wfi32, wifi } = await joined(t);
	for (let i = 0; i < 12; i++) {
		let outcome: unknown;
		wifi.configureScan({}, (error, configuration) => {
			outcome = error ?? configuration;
		});
		await t.advance(i / 4);
		await t.world("intrude", "\r\n>");
		await t.until(() => outcome, 20_000);
		t.ok((outcome as { activeTime?: number }).activeTime, String(outcome));
	}
	t.equal([wfi32.diagnostics.timeouts, wfi32.diagnostics.resets], [0, 0]);
	t.ok(wfi32.diagnostics.resynchronisations > 0);
});

behaviour("how commands end is counted by their results, and answers that come too late are", async (t) => {
	const { wfi32, wifi } = await joined(t);
	const { results } = wfi32.diagnostics;
	t.ok(results[0] > 5);
	await t.world("hold", 6000);
	wifi.configureScan({});
	await t.advance(15_000);
	const after = wfi32.diagnostics;
	t.ok(after.results[-1] >= 1);
	t.ok(after.lateAnswers >= 1);
	t.equal(after.timeouts, after.results[-1]);
	let sum = 0;
	for (const count of Object.values(after.results)) sum += count;
	t.equal(sum, after.commands);
});

behaviour("a link that was lost unheard is noticed within a minute", async (t) => {
	const { wifi } = await joined(t);
	await t.world("deafen", 500);
	await t.world("kick");
	await t.until(() => wifi.connection === 200, 62_000, "the program is told");
	t.equal(wifi.address, undefined);
});

behaviour("a link that was lost unheard is noticed as soon as a connection fails", async (t) => {
	const { wfi32, wifi } = await joined(t);
	await t.world("listen", 9);
	await t.world("deafen", 500);
	await t.world("kick");
	await t.advance(1000);
	let error: Error | undefined;
	new wfi32.TCP({
		address: host,
		port: 9,
		onError: (it) => {
			error = it;
		},
	});
	await t.until(() => error && wifi.connection === 200, 20_000, "both are told");
});

behaviour("a broker that was lost unheard is noticed within a minute", async (t) => {
	const { wfi32, wifi } = await joined(t);
	let up = false;
	let error: Error | undefined;
	new wfi32.MQTTClient({
		host: broker,
		onControl: (operation) => {
			up ||= operation === wfi32.MQTTClient.CONNACK;
		},
		onError: (it) => {
			error = it;
		},
	});
	await t.until(() => up, 10_000, "the broker");
	await t.world("deafen", 500);
	await t.world("brokerDown");
	await t.until(() => error, 62_000, "the program is told");
	t.equal(wifi.connection, 500);
});
