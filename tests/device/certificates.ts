// Certificates for the running module (module-behaviour: AT+LOADCERT).

import type { Test } from "testing/behaviour";
import { behaviour } from "testing/behaviour";
import { isFirmware, joined, provider } from "tests/device/support";
import type { MQTTClient } from "wfi32/mqtt";
import type { WFI32 } from "wfi32/provider";

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The code of the error, 0 without one. */
async function load(t: Test, wfi32: WFI32, name: string, data: Uint8Array): Promise<number> {
	let code: number | undefined;
	wfi32.loadCertificate({ name, data }, (error) => {
		code = error ? error.code : 0;
	});
	t.equal(code, undefined, "nothing from inside the call");
	await t.until(() => code !== undefined, 20_000, "an outcome");
	return code as number;
}

interface Connected {
	client: MQTTClient;
	writable: boolean;
	error: Error | undefined;
}

function connect(wfi32: WFI32, ca: string): Connected {
	const it: Connected = { client: undefined as never, writable: false, error: undefined };
	it.client = new wfi32.MQTTClient({
		host: "192.0.2.10",
		tls: { host: "broker.example", ca },
		id: "thermometer",
		onWritable() {
			it.writable = true;
		},
		onError(error) {
			it.error = error;
		},
	});
	return it;
}

behaviour("a broker is trusted by a certificate that was loaded, where the release can load any", async (t) => {
	const { wfi32 } = await joined(t);
	t.throws(() => connect(wfi32, "loaded-ca"), RangeError);
	const authority = await t.world<string>("authority");
	const code = await load(t, wfi32, "loaded-ca", bytesOf(authority));
	if (!isFirmware) {
		t.equal(code, -11);
		return;
	}
	t.equal(code, 0);
	const it = connect(wfi32, "loaded-ca");
	await t.until(() => it.writable || it.error, 20_000);
	t.equal([it.writable, it.error], [true, undefined]);
});

behaviour("a certificate of the greatest length arrives whole", async (t) => {
	if (!isFirmware) return;
	const wfi32 = provider();
	const data = new Uint8Array(1500);
	const authority = bytesOf(await t.world<string>("authority"));
	data.set(authority);
	for (let i = authority.length; i < data.length; i++) data[i] = i % 251;
	t.equal(await load(t, wfi32, "great", data), 0);
	t.equal(await t.world<number>("dataAfter", '"great"'), 1500);
	t.equal(
		await t.world<number>("sumAfter", '"great"'),
		data.reduce((sum, byte) => sum + byte, 0),
	);
	t.equal(await load(t, wfi32, "great", authority), 0, "and the next one");
});

behaviour("what the module does not take for a certificate is told", async (t) => {
	const wfi32 = provider();
	const code = await load(t, wfi32, "junk", bytesOf("junk"));
	t.equal(code, isFirmware ? 1 : -11);
	t.throws(() => connect(wfi32, "junk"), RangeError);
});

behaviour("options are checked; one at a time", async (t) => {
	const wfi32 = provider();
	const data = bytesOf("-----BEGIN");
	t.throws(() => wfi32.loadCertificate(undefined as never), TypeError);
	t.throws(() => wfi32.loadCertificate({ data } as never), TypeError);
	t.throws(() => wfi32.loadCertificate({ name: "a" } as never), TypeError);
	t.throws(() => wfi32.loadCertificate({ name: "", data }), RangeError);
	t.throws(() => wfi32.loadCertificate({ name: "x".repeat(65), data }), RangeError);
	t.throws(() => wfi32.loadCertificate({ name: "a", data: new Uint8Array(0) }), RangeError);
	t.throws(() => wfi32.loadCertificate({ name: "a", data: new Uint8Array(1501) }), RangeError);
	t.throws(() => wfi32.loadCertificate({ name: "a", data }, 1 as never), TypeError);
	wfi32.loadCertificate({ name: "a", data });
	t.throws(() => wfi32.loadCertificate({ name: "b", data }), Error);
	wfi32.close();
	t.throws(() => wfi32.loadCertificate({ name: "c", data }), Error);
	await t.advance(1000);
});
