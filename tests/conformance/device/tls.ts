// Secured sockets (ECMA-419 10.15): what tests/device/tls does not show.
import { behaviour } from "testing/behaviour";
import { host, joined } from "tests/device/support";
import type { TLS } from "wfi32/tls";

const certificates = ["our-ca", "our-certificate"];

behaviour("what the module cannot be told throws, and is never ignored (10.15.1)", async (t) => {
	const { wfi32 } = await joined(t, { certificates });
	const construct = (tls: object) => () =>
		new wfi32.TLS({ address: host, port: 443, tls: { host: "h", ca: "our-ca", ...tls } });
	for (const version of ["minimumVersion", "maximumVersion"])
		for (const value of ["TLSv1.1", "TLSv1.2", "TLSv1.3"]) t.throws(construct({ [version]: value }), RangeError);
	for (const protocol of ["http/1.1", ["h2", "http/1.1"], Uint8Array.of(104)])
		t.throws(construct({ applicationLayerProtocol: protocol }), RangeError);
	t.throws(construct({ maximumFragmentLength: 1024 }), RangeError);
	for (const name of ["ca", "clientKey", "clientCertificate"]) {
		for (const der of [new ArrayBuffer(8), new Uint8Array(8), [new Uint8Array(8)]])
			t.throws(construct({ [name]: der }), TypeError);
		t.throws(construct({ [name]: "not-in-the-image" }), RangeError);
	}
	t.throws(construct({ host: Symbol("h") }), TypeError);
});

behaviour(
	"the server's name may come as the socket's host, as the SDK's clients pass it; tls.host goes before it (10.15.1)",
	async (t) => {
		const { wfi32 } = await joined(t, { certificates });
		await t.world("tlsEcho", { port: 443, authority: "our ca" });
		const common = { address: host, port: 443 };
		t.throws(() => new wfi32.TLS({ ...common, tls: { ca: "our-ca" } } as never), TypeError);
		let ready = 0;
		const onWritable = () => ready++;
		const first = new wfi32.TLS({ ...common, host: "host.example", tls: { ca: "our-ca" }, onWritable });
		await t.until(() => ready === 1, 30_000);
		t.equal(await t.world("tlsPeer"), { secured: true, serverName: "host.example" });
		first.close();
		await t.advance(5000);
		new wfi32.TLS({ ...common, host: "other.example", tls: { host: "host.example", ca: "our-ca" }, onWritable });
		await t.until(() => ready === 2, 30_000);
		t.equal(await t.world("tlsPeer"), { secured: true, serverName: "host.example" });
	},
);

behaviour(
	"a secured connection is read and written as TCP's is: formats, offsets, the end after the data (10.15)",
	async (t) => {
		const { wfi32 } = await joined(t, { certificates });
		await t.world("tlsEcho", { port: 443, authority: "our ca" });
		const events: string[] = [];
		const tls: TLS = new wfi32.TLS({
			address: host,
			port: 443,
			tls: { host: "host.example", ca: "our-ca" },
			onWritable: () => events.push("writable"),
			onReadable: (count) => events.push(`readable ${count}`),
			onError: () => events.push("error"),
		});
		t.ok(tls instanceof wfi32.TLS);
		t.throws(() => tls.write(Uint8Array.of(1)), Error);
		await t.until(() => events.length, 30_000);
		t.equal([tls.remoteAddress, tls.remotePort, tls.format], [host, 443, "buffer"]);
		const room = tls.write(Uint8Array.of(97, 98, 99, 100));
		t.throws(() => tls.write(new Uint8Array(room + 5)), RangeError);
		await t.until(() => events.includes("readable 4"), 20_000);
		const memory = new Uint8Array(4);
		t.equal(tls.read(memory.subarray(1, 3)), 2);
		t.equal(Array.from(memory), [0, 97, 98, 0]);
		tls.format = "number";
		t.equal(tls.read(), 99);
		tls.close();
		t.throws(() => tls.remoteAddress, Error);
	},
);
