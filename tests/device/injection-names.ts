// Text from outside through whatever else takes a string, and through whatever hands one to a program.
import { behaviour } from "testing/behaviour";
import { asBytes, each, HOSTILE, typed } from "tests/device/injection-support";
import { broker, host, isFirmware, joined, provider } from "tests/device/support";
import { encode } from "wfi32/text";

behaviour("what a datagram holds", async (t) => {
	const { wfi32 } = await joined(t);
	const udp = new wfi32.UDP({ port: 6000, form: "text" });
	await t.advance(2000);
	await each(t, ["+SOCKWRTO", "+SOCKLST"], "+SOCKWRTO", (text) => udp.write(encode(text), host, 7000));
});

behaviour("what a stream holds", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("listen", 9);
	let up = false;
	const tcp = new wfi32.TCP({
		...{ address: host, port: 9, form: "text" as const },
		onWritable: () => {
			up = true;
		},
	});
	await t.until(() => up, 20_000, "connecting");
	await each(t, ["+SOCKWR", "+SOCKLST"], "+SOCKWR", (text) => tcp.write(encode(text)));
});

behaviour("the name of the other end behind TLS, its CA's, a certificate's, a key's, a key's password", async (t) => {
	const { wfi32 } = await joined(t, { certificates: ["our-ca", ...HOSTILE] });
	const allowed = ["+TLSC", "+SOCKO", "+SOCKBR", "+SOCKTLS", "+SOCKCL", "+SOCKLST"];
	const names = { host: "host.example", ca: "our-ca" };
	for (const key of ["host", "ca", "clientCertificate", "clientKey", "clientKeyPassword"]) {
		let stream: { close(): void } | undefined;
		let failed = false;
		const open = (text: string) => {
			failed = false;
			const onError = () => {
				failed = true;
			};
			stream = new wfi32.TLS({ address: host, port: 443, tls: { ...names, [key]: text }, onError });
		};
		await typed(t);
		// a name that the module does not take ends in an error, whether it was sent or not
		let taken = 0;
		for (const text of HOSTILE) {
			try {
				open(text);
			} catch (error) {
				t.ok(error instanceof RangeError || error instanceof TypeError || error instanceof Error, `${error}`);
				continue;
			}
			await t.advance(3000);
			stream?.close();
			await t.advance(2000);
			const commands = await typed(t);
			for (const it of commands)
				t.ok(allowed.includes(it.name), `${key}: ${it.name} ${it.parameters} for ${JSON.stringify(text)}`);
			const bytes = await asBytes(t, text);
			const found = commands.some((it) => it.name === "+TLSC" && it.parameters.includes(bytes));
			t.ok(found || failed, `${key} ${JSON.stringify(text)}`);
			if (found) taken++;
		}
		t.ok(taken > HOSTILE.length / 2, `only ${taken} of ${key} were taken`);
	}
});

behaviour("an access point's name and password", async (t) => {
	const wfi32 = provider();
	await t.advance(3000);
	let accessPoint: { close(): void } | undefined;
	const close = () => {
		accessPoint?.close();
		accessPoint = undefined;
	};
	const allowed = ["+WAPC", "+WAP", "+SOCKLST"];
	await each(
		...([t, allowed, "+WAPC"] as const),
		(text) => {
			accessPoint = new wfi32.AccessPoint({ SSID: text, password: "correct horse" });
		},
		close,
	);
	await typed(t);
	for (const text of HOSTILE) {
		const password = `${text}12345678`;
		try {
			accessPoint = new wfi32.AccessPoint({ SSID: "mine", password });
		} catch (error) {
			t.ok(error instanceof RangeError || error instanceof TypeError, `${error}`);
			continue;
		}
		await t.advance(3000);
		close();
		await t.advance(2000);
		const commands = await typed(t);
		for (const it of commands) t.ok(allowed.includes(it.name), it.name);
		const bytes = await asBytes(t, password);
		t.ok(
			commands.some((it) => it.name === "+WAPC" && it.parameters.includes(bytes)),
			JSON.stringify(text),
		);
	}
});

behaviour("a name to be resolved, and one to be pinged", async (t) => {
	const { wfi32 } = await joined(t);
	const resolver = new wfi32.Resolver({});
	const allowed = ["+DNSRESOLV", "+SOCKLST"];
	await each(
		t,
		allowed,
		"+DNSRESOLV",
		(host) => resolver.resolve({ host }, () => {}),
		() => {},
	);
	let ping: { close(): void } | undefined;
	const start = (host: string) => {
		ping = new wfi32.Ping({ host, count: 1 });
	};
	await each(t, ["+PING", ...allowed], "+PING", start, () => ping?.close());
});

behaviour("a topic to subscribe to, and to unsubscribe from", async (t) => {
	const { wfi32 } = await joined(t);
	const { SUBSCRIBE, UNSUBSCRIBE } = wfi32.MQTTClient;
	let up = false;
	const client = new wfi32.MQTTClient({
		host: broker,
		onControl: () => {
			up = true;
		},
	});
	await t.until(() => up, 20_000, "connecting");
	await t.advance(1000);
	let topic = "";
	const ask = (operation: number) => client.write(null, { operation, items: [{ topic, QoS: 0 }] });
	const subscribe = (text: string) => {
		topic = text;
		ask(SUBSCRIBE);
	};
	// the firmware takes four of them
	const names = ["+MQTTSUB", "+MQTTUNSUB", "+SOCKLST"];
	await each(t, names, "+MQTTSUB", subscribe, () => ask(UNSUBSCRIBE));
	await each(t, names, "+MQTTUNSUB", subscribe, () => ask(UNSUBSCRIBE));
});

behaviour("the name of a time server", async (t) => {
	const { wifi } = await joined(t);
	wifi.disconnect();
	await t.advance(3000);
	const join = (server: string) => {
		wifi.configure({ ntp: { server } });
		wifi.connect({ SSID: "home", password: "correct horse" });
	};
	await each(t, ["+WSTAC", "+WSTA", "+SOCKLST"], "+WSTAC", join, () => wifi.disconnect());
});

/** What a program is told of the module must be what was said outside, and the module's next answer be understood. */
behaviour("names of networks around", async (t) => {
	const { wfi32, wifi } = await joined(t);
	// the firmware prints a backslash as it is, and escapes with it elsewhere: nobody can tell
	const names = HOSTILE.filter((it) => encode(it).length <= 32 && !(isFirmware && it.includes("\\")));
	await t.world("networks", names);
	const found: string[] = [];
	let over = false;
	wifi.scan({
		onFound: ({ SSID }) => found.push(SSID),
		onComplete: () => {
			over = true;
		},
	});
	await t.until(() => over, 60_000, "the scan's end");
	for (const name of names) t.ok(found.includes(name), `${JSON.stringify(name)} in ${JSON.stringify(found)}`);
	t.equal(found.length, names.length + 1);
	const { unknownLines, malformedLines, resynchronisations } = wfi32.diagnostics;
	t.equal([unknownLines > 1, malformedLines, resynchronisations], [false, 0, 0]);
});

behaviour("a message's topic and payload", async (t) => {
	const { wfi32 } = await joined(t);
	const heard: string[] = [];
	let ready = false;
	new wfi32.MQTTClient({
		host: broker,
		onControl(operation) {
			const { CONNACK, SUBSCRIBE, SUBACK } = wfi32.MQTTClient;
			if (operation === CONNACK) this.write(null, { operation: SUBSCRIBE, items: [{ topic: "#", QoS: 0 }] });
			if (operation === SUBACK) ready = true;
		},
		onReadable(_count, { topic }) {
			heard.push(topic, String.fromCharCode(...new Uint8Array(this.read() as ArrayBuffer)));
		},
	});
	await t.until(() => ready, 20_000, "the subscription");
	for (const text of HOSTILE) {
		const topic = text.replace(/[#+\0]/g, "-");
		heard.length = 0;
		await t.world("publish", { topic, payload: text });
		await t.until(() => heard.length > 0, 10_000, JSON.stringify(text));
		t.equal(heard, [topic, await asBytes(t, text)], JSON.stringify(text));
	}
	t.equal(wfi32.diagnostics.resynchronisations, 0);
});
