// A host that stalls while the module talks: its FIFO overflows, and nothing of that passes in silence (reference 7.8, 7.10).
import config from "mc/config";
import { behaviour, type Test } from "testing/behaviour";
import { Digest, Stream } from "tests/device/integrity-stream";
import { broker, host, joined } from "tests/device/support";
import type { TCP, TCPOptions } from "wfi32/tcp";

const { volume } = config as unknown as { volume: number };
const PIECE = 512;
const PORT = 9;
/** Received data that cannot be trusted, and a result that did not come: nothing else may end a stream here. */
const LOSSES = [-3, -1];

/** What the bench has seen. */
interface Line {
	/** Bytes that found the host's FIFO full, and stalls in which that happened. */
	lost: number;
	holes: number;
	storms: number;
	/** Bytes that came out of the module's streams; those that were neither what was sent nor empty lines made up for it. */
	taken: number;
	wrong: number;
	/** Streams that ended in such lines. */
	spoilt: number;
}

async function suffer(t: Test, secure: boolean): Promise<void> {
	const { wfi32, wifi } = await joined(t, { certificates: ["our-ca"] });
	const scratch = new Uint8Array(600);
	let [messages, datagrams] = [0, 0];
	new wfi32.MQTTClient({
		host: broker,
		onControl(operation) {
			if (operation === wfi32.MQTTClient.CONNACK)
				this.write(null, { operation: wfi32.MQTTClient.SUBSCRIBE, items: [{ topic: "storm", QoS: 0 }] });
		},
		onReadable() {
			this.read(scratch);
			messages++;
		},
		onError: (error) => t.ok(false, `MQTT: ${error}`),
	});
	new wfi32.UDP({
		port: 6000,
		onReadable() {
			while (this.read(scratch)) datagrams++;
		},
		onError: (error) => t.ok(false, `UDP: ${error}`),
	});
	await t.advance(3000);
	await t.world("begin", { secure });

	/** All of one stream that was taken, over as many connections as it needs. */
	const received = new Digest();
	const input = new Uint8Array(PIECE);
	const output = new Uint8Array(PIECE);
	const told: number[] = [];
	let current: TCP | undefined;
	const connect = async () => {
		await t.world("from", received.length);
		const out = new Stream(21);
		const options: TCPOptions = {
			address: host,
			port: PORT,
			onWritable(this: TCP, count: number) {
				for (let left = count; left > 0; ) {
					const length = Math.min(left, PIECE);
					out.next(output, length);
					left = this.write(output.subarray(0, length));
				}
			},
			onReadable(this: TCP) {
				while (received.length < volume) {
					const count = this.read(input.subarray(0, Math.min(PIECE, volume - received.length))) as number;
					if (!count) break;
					received.add(input, count);
				}
			},
			onError(this: TCP, error: Error) {
				told.push((error as Error & { code: number }).code);
				this.close();
				current = undefined;
			},
		};
		current = secure
			? new wfi32.TLS({ ...options, tls: { ca: "our-ca", host: "host.example" } } as never)
			: new wfi32.TCP(options);
	};
	for (let waited = 0; received.length < volume; waited++) {
		try {
			if (!current) await connect();
		} catch {
			// the module has two sockets here, and closes the lost one first
		}
		await t.advance(1000);
		t.ok(waited < 1200, `only ${received.length} bytes came`);
	}
	(current as TCP | undefined)?.close();
	await t.world("calm");
	await t.advance(10_000);

	const expected = new Digest();
	const all = new Stream(22);
	for (let left = volume; left > 0; left -= PIECE) {
		const length = Math.min(PIECE, left);
		all.next(input, length);
		expected.add(input, length);
	}
	t.equal([received.length, received.value], [expected.length, expected.value], "from the peers");
	const line = await t.world<Line>("line");
	t.equal(line.wrong, 0, "to the peers");
	t.ok(
		line.taken > 0 && line.storms > 0 && messages > 0 && datagrams > 0,
		JSON.stringify({ ...line, messages, datagrams }),
	);
	t.ok(line.holes > 0, "the FIFO overflowed");

	// each hole has left its mark on a counter
	const counters = wfi32.diagnostics;
	const { unknownLines, malformedLines, timeouts, tornPayloads } = counters;
	t.ok(unknownLines + malformedLines + timeouts + tornPayloads >= line.holes, JSON.stringify({ ...line, ...counters }));
	t.equal(
		told.filter((code) => !LOSSES.includes(code)),
		[],
		"why streams ended",
	);
	t.ok(told.length <= tornPayloads + timeouts, `${told.length} streams ended`);
	t.ok(line.spoilt <= told.length, `of ${line.spoilt} spoilt streams ${told.length} were told to have ended`);

	// and what the lost events were about works
	[messages, datagrams] = [0, 0];
	await t.world("once");
	await t.until(() => messages > 0 && datagrams > 0, 15_000, "a message and a datagram");
	let found = 0;
	let over = false;
	wifi.scan({
		onFound: () => found++,
		onComplete: () => {
			over = true;
		},
	});
	await t.until(() => over, 60_000, "the scan's end");
	t.equal([found > 0, wifi.connection], [true, 500]);
}

behaviour("every loss is told, and nothing wrong is taken for right, over TCP", (t) => suffer(t, false));

behaviour("every loss is told, and nothing wrong is taken for right, over TLS", (t) => suffer(t, true));
