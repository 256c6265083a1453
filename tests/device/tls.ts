// TLS by the module (ECMA-419 10.15, reference 7.6, 7.11).
import { behaviour, type Test } from "testing/behaviour";
import { host, joined } from "tests/device/support";
import type { WFI32 } from "wfi32/provider";
import type { TLS } from "wfi32/tls";

const certificates = ["our-ca", "other-ca", "lost-ca"];

async function secured(t: Test, wfi32: WFI32, tls: object): Promise<{ tls: TLS; text: string; error?: Error }> {
	const it: { tls: TLS; text: string; error?: Error; ready?: boolean } = { tls: undefined as never, text: "" };
	it.tls = new wfi32.TLS({
		address: host,
		port: 443,
		tls: { host: "host.example", ...tls },
		onWritable: () => (it.ready = true),
		onReadable() {
			for (const byte of new Uint8Array(this.read() as ArrayBuffer)) it.text += String.fromCharCode(byte);
		},
		onError: (error) => (it.error = error),
	});
	await t.until(() => it.ready || it.error, 30_000, "the handshake");
	return it;
}

behaviour("with the server's own CA the connection is secured, and data come back", async (t) => {
	const { wfi32 } = await joined(t, { certificates });
	await t.world("tlsEcho", { port: 443, authority: "our ca" });
	const it = await secured(t, wfi32, { ca: "our-ca" });
	t.equal(it.error, undefined);
	t.equal(await t.world("tlsPeer"), { secured: true, serverName: "host.example" });
	it.tls.write(Uint8Array.of(72, 105));
	await t.until(() => it.text === "Hi", 15_000);
	it.tls.close();
	await t.advance(5000);
	const again = await secured(t, wfi32, { ca: "our-ca" });
	t.equal(again.error, undefined);
});

behaviour("with another CA the server is refused, by a typed error", async (t) => {
	const { wfi32 } = await joined(t, { certificates });
	await t.world("tlsEcho", { port: 443, authority: "our ca" });
	const it = await secured(t, wfi32, { ca: "other-ca" });
	t.equal((it.error as unknown as { code: number }).code, 15);
	t.ok(it.error?.message.includes("TLS"));
	it.tls.close();
	await t.advance(5000);
	t.equal((await t.world<{ sockets: number }>("module")).sockets, 0);
});

behaviour("nothing is connected without proof, unless the caller says so", async (t) => {
	const { wfi32 } = await joined(t, { certificates });
	await t.world("tlsEcho", { port: 443, authority: "our ca" });
	const options = (tls: object) => ({ address: host, port: 443, tls }) as never;
	t.throws(() => new wfi32.TLS(options({ host: "host.example" })), Error);
	const unknown = t.throws(() => new wfi32.TLS(options({ host: "host.example", ca: "no-such-ca" })), RangeError);
	t.equal(
		unknown.message,
		'tls.ca: the module is not known to have "no-such-ca"; it is to have: our-ca, other-ca, lost-ca',
		"both names are there to be compared",
	);
	t.throws(() => new wfi32.TLS(options({ ca: "our-ca" })), TypeError);
	t.throws(() => new wfi32.TLS({ address: host, port: 443 } as never), TypeError);
	t.throws(() => new wfi32.TLS(options({ host: "h", ca: new Uint8Array(3) })), TypeError);
	t.throws(() => new wfi32.TLS(options({ host: "h", ca: "our-ca", minimumVersion: "TLSv1.2" })), RangeError);
	await t.advance(2000);
	t.equal((await t.world<{ count: number }>("peerState")).count, 0);
	const it = await secured(t, wfi32, { verify: false });
	t.equal(it.error, undefined);
});

behaviour("a server without TLS is an error, not a plain connection", async (t) => {
	const { wfi32 } = await joined(t, { certificates });
	await t.world("echo", 443);
	const it = await secured(t, wfi32, { ca: "our-ca" });
	t.ok(it.error);
});
