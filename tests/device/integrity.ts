// Megabytes both ways while events come in storms: nothing is lost, doubled or changed (reference 7.8, 7.10).
import config from "mc/config";
import { behaviour, type Test } from "testing/behaviour";
import { Digest, Stream } from "tests/device/integrity-stream";
import { broker, host, joined } from "tests/device/support";
import Timer from "timer";
import type { WFI32, WFI32Options } from "wfi32/provider";
import type { TCP, TCPOptions } from "wfi32/tcp";
import type { WiFi } from "wfi32/wifi";

const { volume, buffers, quiet } = config as unknown as {
	volume: number;
	buffers?: WFI32Options["buffers"];
	/** No events but the stream's own. */
	quiet?: boolean;
};
const SCAN = 7000;
const PIECE = 1024;

/** What both ends have seen, as the bench tells it. */
interface Ends {
	received: { length: number; value: number };
	sent: { length: number; value: number };
	/** Bytes that the host's FIFO had no room for. */
	lost: number;
}

/** Whatever makes the module talk unasked: messages, datagrams, networks. */
function listen(wfi32: WFI32, wifi: WiFi): { messages: number; datagrams: number; networks: number; close(): void } {
	const scratch = new Uint8Array(600);
	const client = new wfi32.MQTTClient({
		host: broker,
		onControl(operation) {
			if (operation === wfi32.MQTTClient.CONNACK)
				this.write(null, { operation: wfi32.MQTTClient.SUBSCRIBE, items: [{ topic: "storm", QoS: 0 }] });
		},
		onReadable() {
			this.read(scratch);
			heard.messages++;
		},
	});
	const udp = new wfi32.UDP({
		port: 6000,
		onReadable() {
			while (this.read(scratch)) heard.datagrams++;
		},
	});
	let scanning = false;
	const scans = Timer.repeat(() => {
		if (scanning) return;
		scanning = true;
		wifi.scan({
			onFound: () => heard.networks++,
			onComplete: () => {
				scanning = false;
			},
		});
	}, SCAN);
	const heard = {
		...{ messages: 0, datagrams: 0, networks: 0 },
		close() {
			Timer.clear(scans);
			client.close();
			udp.close();
		},
	};
	return heard;
}

async function exchange(t: Test, secure: boolean): Promise<void> {
	const { wfi32, wifi } = await joined(t, { certificates: ["our-ca"], buffers });
	const heard = quiet ? undefined : listen(wfi32, wifi);
	await t.advance(3000);
	await t.world("serve", { secure, volume });
	const [out, output, input] = [new Stream(21), new Uint8Array(PIECE), new Uint8Array(PIECE)];
	const [sent, received] = [new Digest(), new Digest()];
	let error: Error | undefined;
	const options: TCPOptions = {
		address: host,
		port: 9,
		onWritable(this: TCP, count: number) {
			for (let left = count; left > 0 && sent.length < volume; ) {
				const length = Math.min(left, PIECE, volume - sent.length);
				out.next(output, length);
				sent.add(output, length);
				left = this.write(output.subarray(0, length));
			}
		},
		onReadable(this: TCP) {
			for (let count = this.read(input); count; count = this.read(input)) received.add(input, count);
		},
		onError: (it) => {
			error = it;
		},
	};
	const stream = secure
		? new wfi32.TLS({ ...options, tls: { ca: "our-ca", host: "host.example" } } as never)
		: new wfi32.TCP(options);
	let ends = await t.world<Ends>("ends");
	while (!error && (received.length < volume || ends.received.length < volume)) {
		await t.advance(10_000);
		ends = await t.world<Ends>("ends", { ...heard, received: received.length });
	}
	t.equal(error, undefined, `after ${received.length} and ${sent.length} bytes, ${ends.lost} of the line lost`);
	await t.world("calm");
	await t.advance(10_000);
	const { overruns, tornPayloads, timeouts, lostMessages } = wfi32.diagnostics;
	await t.world("ends", { ...heard, overruns, lostMessages, received: received.length, digest: received.value });
	t.equal([received.length, received.value], [ends.sent.length, ends.sent.value], "from the peer");
	t.equal([ends.received.length, ends.received.value], [sent.length, sent.value], "to the peer");
	t.equal([overruns, tornPayloads, timeouts], [0, 0, 0]);
	t.equal(ends.lost, 0, "bytes that found the FIFO full");
	if (heard)
		t.ok(heard.messages > 0 && heard.datagrams > 0 && heard.networks > 0, `events came: ${JSON.stringify(heard)}`);
	stream.close();
	heard?.close();
}

behaviour("over TCP", (t) => exchange(t, false));

behaviour("over TLS", (t) => exchange(t, true));
