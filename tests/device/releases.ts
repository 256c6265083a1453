// Every release of the module's firmware is spoken to in its own way: what its table of capabilities says is true of it.
import { behaviour } from "testing/behaviour";
import { broker, connected, host, joined, pattern } from "tests/device/support";

behaviour("a program finds out the release, joins, and scans", async (t) => {
	const { wfi32, wifi } = await joined(t);
	t.equal(wfi32.identity.release, await t.world<string>("release"));
	const found: string[] = [];
	let over = false;
	wifi.scan({ onFound: ({ SSID }) => found.push(SSID), onComplete: () => (over = true) });
	await t.until(() => over, 15_000, "the scan's end");
	t.equal(found, ["home"]);
});

behaviour("streams and datagrams of any bytes go both ways", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("echo", 7);
	const it = await connected(t, wfi32, 7);
	it.tcp.write(pattern(1000, 5));
	await t.until(() => it.received >= 1000, 120_000, "the echo");
	t.equal(it.input, Array.from(pattern(1000, 5)));
	await t.world("udpEcho", 5000);
	let packet: ArrayBuffer | undefined;
	const udp = new wfi32.UDP({
		onReadable() {
			packet = this.read();
		},
	});
	udp.write(pattern(30, 9), host, 5000);
	await t.until(() => packet, 30_000, "the datagram's echo");
	t.equal(t.bytes(packet as ArrayBuffer), Array.from(pattern(30, 9)));
	t.equal([it.error, wfi32.diagnostics.timeouts, wfi32.diagnostics.tornPayloads], [undefined, 0, 0]);
});

behaviour("messages go both ways at every quality, and what the line cannot carry is refused by name", async (t) => {
	const { wfi32 } = await joined(t);
	const { CONNACK, SUBSCRIBE, SUBACK, PUBACK, PUBCOMP } = wfi32.MQTTClient;
	const heard: string[] = [];
	const done: number[] = [];
	const client = new wfi32.MQTTClient({
		host: broker,
		id: "all",
		onControl: (operation) => done.push(operation),
		onReadable(_count, { topic }) {
			heard.push(`${topic} ${t.bytes(this.read() as ArrayBuffer).length}`);
		},
	});
	const until = (operation: number) => t.until(() => done.includes(operation), 30_000, `${operation}`);
	await until(CONNACK);
	client.write(null, { operation: SUBSCRIBE, items: [{ topic: "t", QoS: 1 }] });
	await until(SUBACK);
	for (const [QoS, acknowledgement] of [
		[0, undefined],
		[1, PUBACK],
		[2, PUBCOMP],
	] as const) {
		client.write(pattern(20, 3), { topic: "t", QoS });
		if (acknowledgement) await until(acknowledgement);
		await t.until(() => heard.length > QoS, 30_000, "the message");
	}
	t.equal(heard, ["t 20", "t 20", "t 20"]);
	const error = t.throws(() => client.write(new Uint8Array(510).fill(97), { topic: "t" }), RangeError);
	t.ok(error.message.includes(`at most ${await t.world<number>("line")}`), error.message);
});

behaviour("a listener and its connection, and a name", async (t) => {
	const { wfi32 } = await joined(t);
	let greeted = false;
	const kept: object[] = [];
	new wfi32.Listener({
		port: 80,
		onReadable() {
			for (let it = this.read(); it; it = this.read())
				kept.push(
					new wfi32.TCP({
						from: it,
						onReadable() {
							this.write(this.read() as ArrayBuffer);
							greeted = true;
						},
					}),
				);
		},
	});
	await t.advance(3000);
	await t.world("dial", 80);
	await t.advance(2000);
	await t.world("dialSay", "hello");
	await t.until(() => greeted, 30_000, "the greeting");
	await t.advance(3000);
	t.equal(await t.world("dialHeard"), ["hello"]);
	let address: string | undefined;
	new wfi32.Resolver({}).resolve({ host: "host.example" }, (_error, found) => (address = found));
	await t.until(() => address, 15_000, "the address");
	t.equal(address, host);
});
