// A TLS configuration that a program holds (reference 7.11): in the manner of the ECMA-419 classes.
import { behaviour, type Test } from "testing/behaviour";
import { host, isFirmware, joined, provider } from "tests/device/support";
import type { WFI32 } from "wfi32/provider";
import type { TLSConfiguration, TLSConfigurationOptions, TLSStoredConfiguration } from "wfi32/tls-configuration";

const certificates = ["our-ca", "other-ca", "me", "mine"];

interface Held {
	configuration: TLSConfiguration;
	ready: number;
	error: (Error & { code: number }) | undefined;
}

function hold(wfi32: WFI32, options: Partial<TLSConfigurationOptions> = {}): Held {
	const it: Held = { configuration: undefined as never, ready: 0, error: undefined };
	it.configuration = new wfi32.TLSConfiguration({
		host: "host.example",
		ca: "our-ca",
		onReady: () => it.ready++,
		onError: (error) => (it.error = error as Held["error"]),
		...options,
	});
	return it;
}

async function outcome(t: Test, it: Held): Promise<number> {
	t.equal([it.ready, it.error], [0, undefined], "nothing from inside the constructor");
	await t.until(() => it.ready || it.error, 15_000, "an outcome");
	return it.error?.code ?? it.ready;
}

async function read(t: Test, configuration: TLSConfiguration): Promise<TLSStoredConfiguration> {
	let told: TLSStoredConfiguration | undefined;
	configuration.read((error, stored) => {
		t.equal(error, null);
		told = stored;
	});
	t.throws(() => configuration.read(() => {}), Error);
	await t.until(() => told, 5000, "the configuration");
	return told as TLSStoredConfiguration;
}

behaviour("it is written into the module, and read back from it", async (t) => {
	const wfi32 = provider({ certificates });
	const it = hold(wfi32, { clientCertificate: "me", clientKey: "mine", clientKeyPassword: "x y", target: 7 });
	t.equal([it.configuration.index, it.configuration.target], [undefined, 7]);
	t.throws(() => it.configuration.read(() => {}), Error);
	t.equal(await outcome(t, it), 1);
	t.equal(it.configuration.index, 1);
	t.equal(await read(t, it.configuration), {
		host: "host.example",
		ca: "our-ca",
		clientCertificate: "me",
		clientKey: "mine",
	});
	t.throws(() => it.configuration.read(undefined as never), TypeError);
	it.configuration.close();
	it.configuration.close();
	t.throws(() => it.configuration.index, Error);
	t.throws(() => it.configuration.read(() => {}), Error);
});

behaviour("a connection with the same options uses it without writing anything", async (t) => {
	const { wfi32 } = await joined(t, { certificates });
	await t.world("tlsEcho", { port: 443, authority: "our ca" });
	const it = hold(wfi32);
	t.equal(await outcome(t, it), 1);
	const { commands } = wfi32.diagnostics;
	let open = false;
	const tls = { host: "host.example", ca: "our-ca" };
	new wfi32.TLS({ address: host, port: 443, tls, onWritable: () => (open = true) });
	await t.until(() => open, 30_000, "the handshake");
	t.equal(wfi32.diagnostics.commands - commands, 3, "+SOCKO, +SOCKBR, +SOCKTLS");
});

behaviour("while it is held, another finds no place where there is but one", async (t) => {
	const wfi32 = provider({ certificates });
	t.equal(await outcome(t, hold(wfi32)), 1);
	const other = hold(wfi32, { ca: "other-ca" });
	t.equal(await outcome(t, other), isFirmware ? 6 : 1);
	const same = hold(wfi32);
	t.equal(await outcome(t, same), 1);
	t.equal(same.configuration.index, 1);
});

behaviour("closed while it is being written, it tells nothing any more", async (t) => {
	const wfi32 = provider({ certificates });
	const it = hold(wfi32);
	await t.advance(isFirmware ? 150 : 2);
	it.configuration.close();
	const next = hold(wfi32, { ca: "other-ca" });
	t.equal(await outcome(t, next), 1);
	t.equal((await read(t, next.configuration)).ca, "other-ca");
	t.equal([it.ready, it.error], [0, undefined]);
});

behaviour("a module that starts anew has lost it, and so has a provider that is closed", async (t) => {
	const wfi32 = provider({ certificates });
	const it = hold(wfi32);
	t.equal(await outcome(t, it), 1);
	await t.world("resetModule");
	await t.advance(3000);
	// the reference's module says nothing when it starts: the next command finds it out
	if (!isFirmware) new wfi32.WiFi({}).configureScan({});
	await t.until(() => it.error, 20_000, "the loss");
	t.equal([it.error?.code, it.configuration.index], [-2, undefined]);
	const next = hold(wfi32);
	t.equal(await outcome(t, next), 1);
	wfi32.close();
	t.equal(next.error, undefined, "nothing from inside the call");
	await t.until(() => next.error, 1000);
	t.equal(next.error?.code, -4);
});

behaviour("what cannot prove the other end is refused at once, and nothing is sent", async (t) => {
	const wfi32 = provider({ certificates });
	await t.advance(3000);
	const { commands } = wfi32.diagnostics;
	t.throws(() => new wfi32.TLSConfiguration(undefined as never), TypeError);
	t.throws(() => hold(wfi32, { host: undefined }), TypeError);
	t.throws(() => hold(wfi32, { ca: undefined }), Error);
	t.throws(() => hold(wfi32, { ca: "nobody" }), RangeError);
	t.throws(() => hold(wfi32, { onReady: 5 as never }), TypeError);
	await t.advance(3000);
	t.equal(wfi32.diagnostics.commands, commands);
	t.equal(await outcome(t, hold(wfi32, { ca: undefined, verify: false })), 1);
});
